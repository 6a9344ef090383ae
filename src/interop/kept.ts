/**
 * Foreign text without a place in `.xnet`. An import keeps it as comments in the block it belongs to, `// xl| on_crash = "destroy"`;
 * the export in the same format reads it back, so that nothing is lost between the two.
 */
import type { Declaration, SourceFile } from '../language/syntax/tree.ts';

export interface Kept {
  /** Whose text it is: `xl`, `xl.vif`, `libvirt`, `libvirt.interface`, `libvirt.network`, and `name` for a name that is none here. */
  readonly tag: string;
  readonly text: string;
}

/** A name that `.xnet` cannot have, such as `web server.1`. */
export const keptName = (name: string): Kept => ({ tag: 'name', text: JSON.stringify(name) });

/** The comment lines of kept text. */
export function keptLines(kept: readonly Kept[]): string[] {
  return kept.flatMap(({ tag, text }) => text.split(/\r\n|\r|\n/).map(line => `// ${tag}| ${line}`));
}

/** A vif that is part of other kept text: a NIC in raw arguments, a board's NIC by its path. */
export const standsIn = (key: string): Kept => ({ tag: 'in', text: key });

/** A domain that is only referred to. */
export const elsewhere: Kept = {
  tag: 'elsewhere',
  text: 'no imported file declares this domain; exports leave it out as long as this line stands'
};

const LINE = /^\/\/ ([a-z][a-z.]*)\| ?(.*)$/s;

/** The kept text of a block by tag, lines joined as they stood. Comments of blocks within it are not its own. */
export function keptIn(file: SourceFile, declaration: Declaration): ReadonlyMap<string, string> {
  const body = declaration.body;
  if (body === undefined) return new Map();
  const inner = body.members.flatMap(member => (member.kind === 'declaration' && member.body ? [member.body] : []));
  const lines = new Map<string, string[]>();
  for (const { kind, start, end } of file.tokens) {
    if (kind !== 'lineComment' || start < body.start || end > body.end) continue;
    if (inner.some(block => block.start <= start && end <= block.end)) continue;
    const [, tag, text] = LINE.exec(file.text.slice(start, end)) ?? [];
    if (tag === undefined) continue;
    const known = lines.get(tag);
    if (known === undefined) lines.set(tag, [text!]);
    else known.push(text!);
  }
  return new Map([...lines].map(([tag, text]) => [tag, text.join('\n')]));
}

/** The foreign name that was kept, if any. */
export function nameKept(kept: ReadonlyMap<string, string>): string | undefined {
  try {
    const name: unknown = JSON.parse(kept.get('name') ?? 'null');
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
