/** A host moves into a file of its own, with every param, policy and template it needs, and is imported back. */
import type { Declaration, Member, Reference, Span } from '../../syntax/tree.ts';
import { walk } from '../../syntax/walk.ts';
import { candidates } from '../../program/lookup.ts';
import { declarationAt, edit, lineBreakOf, placeBefore, textOf, wholeLines } from './proposal.ts';
import type { Refactoring, Selected } from './proposal.ts';

export const splitHost: Refactoring = selected => {
  const { unit } = selected;
  const host = declarationAt(selected);
  if (host?.keyword.text !== 'host' || host.template !== undefined || host.name === undefined || !unit.tree.members.includes(host))
    return [];
  const folder = unit.uri.slice(0, unit.uri.lastIndexOf('/') + 1);
  const uri = `${folder}${host.name.text}.xnet`;
  if (selected.exists(uri) || uri === unit.uri) return [];
  const moving = closure(selected, host);
  if (moving === undefined) return [];
  const newLine = lineBreakOf(unit);
  const imports = unit.tree.members.filter(member => member.kind === 'import');
  const pieces = unit.tree.members.filter(member => moving.has(member)).map(member => textOf(unit, documented(member)));
  const at = placeBefore(unit, unit.tree.members.find(member => member.kind !== 'import') ?? host);
  const lastImport = imports.at(-1);
  const importEdit =
    lastImport === undefined
      ? edit(unit, { start: at, end: at }, `import "./${host.name.text}.xnet"${newLine}${newLine}`)
      : edit(unit, { start: lastImport.end, end: lastImport.end }, `${newLine}import "./${host.name.text}.xnet"`);
  const head = imports.map(member => textOf(unit, member));
  const text = [...(head.length === 0 ? [] : [head.join(newLine)]), ...pieces].join(newLine + newLine) + newLine;
  return [
    {
      title: `Move host \`${host.name.text}\` to \`${host.name.text}.xnet\``,
      kind: 'refactor.move',
      edits: [
        importEdit,
        ...[...moving].map(member => edit(unit, withBlankLine(unit.tree.text, wholeLines(unit, documented(member))), ''))
      ],
      files: { [uri]: text }
    }
  ];
};

/** The host and everything of this file that it names, directly or through others; undefined when it names another host or a flow. */
function closure({ unit }: Selected, host: Declaration): ReadonlySet<Member> | undefined {
  const moving = new Set<Member>([host]);
  for (const member of moving) {
    for (const { first } of namesIn(member)) {
      for (const symbol of candidates(first.text, { unit })) {
        if (symbol.unit !== unit) continue;
        const declared = symbol.symbol === 'param' ? symbol.member : symbol.own.declaration;
        if (!unit.tree.members.includes(declared)) continue;
        if (declared !== host && symbol.symbol === 'shape' && !symbol.template && !['grants', 'costs'].includes(symbol.kind)) {
          // Something with the same name as a word or an inner block is no reason to stay.
          if (namesInner(member, first.text)) continue;
          return undefined;
        }
        moving.add(declared);
      }
    }
  }
  return moving;
}

function namesIn(member: Member): readonly Reference[] {
  const found: Reference[] = [];
  walk(member, node => {
    if (node.kind === 'reference') found.push(node);
  });
  return found;
}

function namesInner(member: Member, name: string): boolean {
  let isInner = false;
  walk(member, node => {
    if (node !== member && node.kind === 'declaration' && node.name?.text === name) isInner = true;
  });
  return isInner;
}

function documented(member: Member): Span {
  return member.doc !== undefined && member.doc.end <= member.start ? { start: member.doc.start, end: member.end } : member;
}

/** The blank line behind what goes would be one too many. */
function withBlankLine(text: string, { start, end }: Span): Span {
  const blank = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0] ?? '';
  const opensBlank = start === 0 || /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)$/.test(text.slice(0, start));
  return opensBlank ? { start, end: end + blank.length } : { start, end };
}
