/** Mends that a syntax problem itself knows: the quick fixes of this room. One row per code. */
import type { SyntaxCode } from './problems.ts';
import { pathAt, tokenBefore, tokenNumberAt } from './walk.ts';
import type { Block, SourceFile, Span, SyntaxProblem } from './tree.ts';

export interface MendEdit extends Span {
  readonly newText: string;
}

export interface Mend {
  readonly title: string;
  readonly edits: readonly MendEdit[];
  /** It is surely what was meant. */
  readonly preferred: boolean;
}

/** The place of a problem, with what mending needs to see around it. */
interface Wound extends Span {
  readonly file: SourceFile;
  readonly text: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Of a unit, where what is asked for says which was meant. */
export const writeUnit = (place: Span, unit: string): Mend => surely(`Write \`${unit}\``, replace(place, unit));

/** The mend of a problem in the file that it was found in; undefined where what was meant is anybody's guess. */
export function mendOf(file: SourceFile, problem: SyntaxProblem): Mend | undefined {
  const { start, end, values = {} } = problem;
  const mend = Object.hasOwn(MENDS, problem.code) ? MENDS[problem.code as SyntaxCode] : undefined;
  return mend?.({ file, start, end, values, text: file.text.slice(start, end) });
}

const MENDS: Partial<Record<SyntaxCode, (wound: Wound) => Mend | undefined>> = {
  'unit-near-miss': wound => {
    const { suggestion } = wound.values;
    // A prefix alone may be one of anything.
    const mend = /^[kKMGT]$/.test(wound.text) ? maybe : surely;
    return mend(`Write \`${suggestion}\``, replace(wound, String(suggestion)));
  },
  'unit-without-number': wound => surely(`Multiply by 1 ${wound.text}`, insert(wound.start, '* 1 ')),
  'number-needs-zero': wound => surely(`Write \`0${wound.text}\``, insert(wound.start, '0')),
  'element-needs-brackets': wound => surely(`Write \`[${wound.values.number}]\``, replace(wound, `[${wound.values.number}]`)),
  'operator-near-miss': wound =>
    surely(
      `Write \`${wound.values.suggestion}\``,
      replace(wound.text === 'not' ? withSpaceBehind(wound) : wound, String(wound.values.suggestion))
    ),
  'single-equals': wound => surely('Write `==`', replace(wound, '==')),
  'line-starts-with-operator': wound =>
    surely(`Move \`${wound.text}\` to the line before`, insert(endBefore(wound), ` ${wound.text}`), replace(withSpaceBehind(wound), '')),
  'line-starts-with-dot': wound => {
    const between = { start: endBefore(wound), end: wound.start };
    return /\S/.test(wound.file.text.slice(between.start, between.end)) ? undefined : surely('Join the lines', replace(between, ''));
  },
  'expected-equals': missingEquals,
  'block-not-assigned': wound =>
    surely(`Remove \`${wound.text}\``, replace(endBefore(wound) === wound.start ? wound : withSpaceBehind(wound), '')),
  arrow: wound => {
    const { kind, written, head } = wound.values;
    if (/\bNAME\b/.test(String(written))) return undefined;
    const text = Number(head) > 0 ? `${String(written).slice(0, -2)};` : String(written);
    return surely(`Write \`${kind} … { … }\``, replace({ start: wound.start, end: wound.end + Number(head) }, text));
  },
  'foreign-statement': wound => surely(`Write \`${wound.values.meant}\``, replace(wound, String(wound.values.meant))),
  'expected-open': wound => surely('Insert `{`', insert(wound.end, ' {')),
  'list-needs-brackets': wound => surely(`Write \`${wound.values.written}\``, replace(wound, String(wound.values.written))),
  'address-needs-quotes': wound => surely('Put it in quotes', replace(wound, `"${wound.text}"`)),
  'single-quotes': wound => surely(`Write \`${wound.values.written}\``, replace(wound, String(wound.values.written))),
  'digit-groups': wound => surely(`Write \`${wound.values.plain}\``, replace(wound, String(wound.values.plain))),
  'percent-is-a-unit': ({ start, end, values: { left, right, before, behind } }) =>
    right === ''
      ? undefined
      : surely(
          `Write \`mod(${left}, ${right})\``,
          replace({ start: start - Number(before), end: end + Number(behind) }, `mod(${left}, ${right})`)
        ),
  'expected-close': missingClose,
  'wrong-close': wound => surely(`Write \`${wound.values.expected}\``, replace(wound, String(wound.values.expected))),
  'stray-close': wound => maybe(`Remove \`${wound.text}\``, replace(wound, '')),
  'expected-comma': wound =>
    surely('Insert `,`', wound.text === ';' ? replace(wound, ',') : insert(isBehind(wound) ? wound.end : endBefore(wound), ',')),
  'expected-separator': wound => surely('Insert `;`', insert(endBefore(wound), ';')),
  'comma-between-members': wound => (endsLine(wound) ? surely('Remove `,`', replace(wound, '')) : surely('Write `;`', replace(wound, ';'))),
  'expected-block': wound => maybe('Insert `{ }`', insert(isBehind(wound) ? wound.end : endBefore(wound), ' { }')),
  'name-not-a-string': wound => {
    const name = wound.text.slice(1, -1);
    return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? surely('Remove the quotes', replace(wound, name)) : undefined;
  },
  'property-path': wound => maybe(`Write \`set ${wound.text} = …\``, insert(wound.start, 'set ')),
  'expected-member': wound =>
    String(wound.values.found).endsWith('(…)`') ? maybe('Write `expect …`', insert(wound.start, 'expect ')) : undefined,
  'unterminated-string': wound => maybe('Close the string', insert(wound.end, endsInEscape(wound.text) ? '\\"' : '"')),
  'unterminated-comment': wound => maybe('Close the comment on its line', insert(lineEnd(wound), ' */')),
  'foreign-comment': wound => surely('Write `//`', replace(wound, '//')),
  'bad-escape': wound => maybe('Write `\\\\` for a backslash', insert(wound.start, '\\')),
  'bad-character': wound => {
    if (/^[\u201c\u201d\u201e\u2033]+$/.test(wound.text)) return surely('Write `"`', replace(wound, '"'));
    const isVariable = wound.text === '$' && /^[A-Za-z_]/.test(wound.file.text.slice(wound.end, wound.end + 1));
    return isVariable ? surely('Remove `$`', replace(wound, '')) : undefined;
  },
  'expected-string': wound => {
    const path = /^[\w.][\w./-]*(?=\s|;|$)/.exec(wound.file.text.slice(wound.start, lineEnd(wound)))?.[0];
    return isBehind(wound) || path === undefined
      ? undefined
      : maybe(`Write \`"${path}"\``, replace({ start: wound.start, end: wound.start + path.length }, JSON.stringify(path)));
  }
};

const surely = (title: string, ...edits: readonly MendEdit[]): Mend => ({ title, edits, preferred: true });
const maybe = (title: string, ...edits: readonly MendEdit[]): Mend => ({ title, edits, preferred: false });

const replace = ({ start, end }: Span, newText: string): MendEdit => ({ start, end, newText });
const insert = (at: number, newText: string): MendEdit => ({ start: at, end: at, newText });

/** A foreign spelling is replaced (`:=` loses its colon); before a value `=` is put; where nothing follows, the value is missing too. */
function missingEquals(wound: Wound): Mend | undefined {
  if (wound.values.instead === undefined) return isBehind(wound) ? undefined : surely('Insert `=`', insert(wound.start, '= '));
  const isDoubled = wound.file.text[wound.end] === '=';
  const isTightBefore = endBefore(wound) === wound.start;
  return surely('Write `=`', replace(wound, isDoubled ? '' : isTightBefore ? ' =' : '='));
}

/** Brackets close behind what they hold. */
function missingClose(wound: Wound): Mend | undefined {
  const at = Number(wound.values.at);
  if (wound.text !== '{') return surely(`Insert \`${wound.values.close}\``, insert(at, String(wound.values.close)));
  const blocks = openBlocks(wound);
  const closes = blocks.map(block => closing(wound.file.text, block, at)).join('');
  return surely(`Insert \`${'}'.repeat(blocks.length)}\``, insert(/[\r\n]/.test(closes) ? behindComment(wound.file, at) : at, closes));
}

/** The block with the problem and those around it that were found open at the same place, which were not reported again. */
function openBlocks({ file, start }: Wound): readonly Block[] {
  const around = pathAt(file, start).flatMap(node =>
    node.kind === 'declaration' && node.body && node.body.start <= start ? [node.body] : []
  );
  const innermost = around.at(-1);
  return around.filter(block => block.close === undefined && block.end === innermost?.end).reverse();
}

/** A brace closes on a line of its own if the block goes on over its line. */
function closing(text: string, block: Block, at: number): string {
  const lineBreak = /\r\n|\r|\n/.exec(text.slice(block.start, at))?.[0];
  if (lineBreak === undefined) return ' }';
  const line = text.slice(Math.max(text.lastIndexOf('\n', block.start), text.lastIndexOf('\r', block.start)) + 1, block.start);
  return `${lineBreak}${/^[ \t]*/.exec(line)![0]}}`;
}

/** The problem is shown at the token that waits for more, not at the one that should not follow. */
function isBehind({ values }: Wound): boolean {
  return String(values.where).startsWith('after');
}

function endBefore({ file, start }: Wound): number {
  return tokenBefore(file, start).before?.end ?? start;
}

function withSpaceBehind({ file, start, end }: Wound): Span {
  const behind = file.tokens[tokenNumberAt(file, end)];
  return { start, end: behind?.kind === 'whitespace' ? behind.end : end };
}

function endsLine({ file, end }: Wound): boolean {
  return /^[ \t]*(?:[\r\n}]|\/\/|$)/.test(file.text.slice(end, end + 200));
}

/** Behind the comment that ends the line of an offset, if one does. */
function behindComment({ text }: SourceFile, at: number): number {
  return at + (/^[ \t]*\/\/.*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0);
}

function endsInEscape(text: string): boolean {
  return /\\*$/.exec(text)![0].length % 2 === 1;
}

function lineEnd({ file, start }: Wound): number {
  const rest = file.text.slice(start).search(/[\r\n]/);
  return rest < 0 ? file.text.length : start + rest;
}
