/** Edits as people and tools make them, of any text: each is laid down in numbers first, so that a failing one can be shrunk. */
import fc from 'fast-check';

export interface Edit {
  readonly kind:
    | 'insert'
    | 'delete'
    | 'rename'
    | 'delete block'
    | 'duplicate block'
    | 'comment out'
    | 'digit'
    | 'paste'
    | 'newline'
    | 'swap lines'
    | 'delete word'
    | 'other value'
    | 'shared digit';
  /** Where, as a share of the text. */
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

const scraps = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ' {',
  '/*',
  '*/',
  '//',
  '///',
  '"',
  ',',
  ';',
  '=',
  '.',
  '..',
  '%',
  '#',
  '@',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\ufeff',
  'é',
  '1',
  'x',
  'host',
  'host h {',
  'param p = 2\n',
  'vif',
  'template domain t {\n}\n',
  'import "xnet:costs/native"\n',
  'import "xnet:costs/xen-2009"\n',
  'grants g { mode = copy }\n',
  'flow f { from = client; to = server }\n',
  ': t',
  '[2]',
  ' Gbps',
  'step 2',
  'vary guests = 1..3\n',
  '= copy',
  'param circle = circle\n',
  'param clock = policy\n',
  'host around : around { }\n',
  'host more : server { }\n',
  'domain many[200_000] { vcpus = 1 }\n',
  '/// range 1..2\n'
];

const share = fc.double({ min: 0, max: 1, noNaN: true });

export const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    'insert',
    'insert',
    'delete',
    'rename',
    'delete block',
    'duplicate block',
    'comment out',
    'digit',
    'digit',
    'paste',
    'newline',
    'swap lines',
    'delete word',
    'other value',
    'other value',
    'shared digit',
    'shared digit'
  ),
  at: share,
  to: share,
  text: fc.constantFrom(...scraps)
});

/** A text after an edit. */
export function edited(source: string, { kind, at, to, text }: Edit): string {
  const place = Math.floor(at * source.length);
  const replace = (start: number, end: number, by: string): string => source.slice(0, start) + by + source.slice(end);
  switch (kind) {
    case 'insert':
      return replace(place, place, text);
    case 'newline':
      return replace(place, place, '\n');
    case 'delete':
      return replace(place, Math.min(source.length, place + Math.floor(to * 6)), '');
    case 'paste': {
      const from = Math.floor(to * source.length);
      return replace(place, place, source.slice(from, from + 40));
    }
    case 'digit':
      return within(source, /\d+/g, at, found => String((Number(found) * 3 + Math.floor(to * 5)) % 1000));
    case 'rename':
      return within(source, /[A-Za-z_]\w*/g, at, found => (to < 0.5 ? `${found}2` : found.slice(0, -1) || 'z'));
    case 'delete word':
      return within(source, /[\w-]+/g, at, () => '');
    case 'other value': {
      const values = source.match(/(?<== )[A-Za-z_]\w*/g) ?? [];
      return within(source, /(?<== )[A-Za-z_]\w*/g, at, found => values[Math.floor(to * values.length)] ?? found);
    }
    case 'shared digit':
      // In what others read: params, policies and templates.
      return within(source, /(?<=^(?:param|grants|template)\b.*)\d+/gm, at, found =>
        String((Number(found) * 3 + Math.floor(to * 5)) % 1000)
      );
    case 'comment out':
      return within(source, /^.*$/gm, at, line => `// ${line}`);
    case 'delete block':
      return within(source, /^\w[^\n]*(?:\n[ \t}][^\n]*)*\n?/gm, at, () => '');
    case 'duplicate block':
      return within(source, /^\w[^\n]*(?:\n[ \t}][^\n]*)*\n?/gm, at, found => found + found);
    case 'swap lines':
      return within(source, /[^\n]*\n[^\n]*\n/g, at, found => found.replace(/^([^\n]*\n)([^\n]*\n)$/, '$2$1'));
  }
}

/** Replaces one of the places that match. */
function within(source: string, pattern: RegExp, at: number, change: (found: string) => string): string {
  const found = [...source.matchAll(pattern)];
  const chosen = found[Math.min(found.length - 1, Math.floor(at * found.length))];
  if (chosen === undefined) return source;
  return source.slice(0, chosen.index) + change(chosen[0]) + source.slice(chosen.index + chosen[0].length);
}
