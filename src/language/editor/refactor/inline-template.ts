/** What a declaration takes from its template is written out in it, and the template goes with its last user. */
import type { Declaration } from '../../syntax/tree.ts';
import { references } from '../../model/occurrences.ts';
import { declarationAt, edit, lineBreakOf, textOf, wholeLines } from './proposal.ts';
import type { Refactoring, Selected } from './proposal.ts';

export const inlineTemplate: Refactoring = selected => {
  const { analysis, unit } = selected;
  const declaration = declarationAt(selected);
  const { base, body } = declaration ?? {};
  if (declaration === undefined || base === undefined || body === undefined) return [];
  const target = analysis.program.resolver.baseOf(base)?.target;
  const source = target?.kind === 'shape' ? target.shape : undefined;
  // Merging blocks of one name, or a template with a base of its own, is more than writing out.
  if (source === undefined || !source.template || source.sources.length !== 1 || source.own.declaration.base !== undefined) return [];
  const template = source.own;
  const inherited = template.declaration.body?.members ?? [];
  if (inherited.some(member => member.kind === 'declaration' && hasBlock(declaration, member))) return [];
  const given = new Set(body.members.flatMap(member => (member.kind === 'property' ? [member.name.text] : [])));
  const taken = inherited.filter(member => member.kind !== 'property' || !given.has(member.name.text));
  const text = taken.map(member => textOf(template.unit, member));
  const colon = unit.tree.text.lastIndexOf(':', base.start);
  const head = unit.tree.text.slice(0, colon).trimEnd().length;
  return [
    {
      title: `Inline template \`${source.key}\``,
      kind: 'refactor.inline',
      edits: [
        edit(unit, { start: head, end: base.end }, ''),
        ...(text.length === 0 ? [] : [insertion(selected, declaration, text)]),
        ...(isLastUse(selected, template.declaration, template.unit.uri) && template.unit === unit
          ? [edit(unit, wholeLines(unit, template.declaration), '')]
          : [])
      ]
    }
  ];
};

function hasBlock({ body }: Declaration, inherited: Declaration): boolean {
  return (body?.members ?? []).some(
    member => member.kind === 'declaration' && member.keyword.text === inherited.keyword.text && member.name?.text === inherited.name?.text
  );
}

function insertion({ unit }: Selected, declaration: Declaration, members: readonly string[]) {
  const { open, end } = declaration.body as NonNullable<Declaration['body']>;
  const { text } = unit.tree;
  const at = { start: open.end, end: open.end };
  const isOneLine = !/[\r\n]/.test(text.slice(open.end, end)) && members.every(member => !/[\r\n]/.test(member));
  if (isOneLine) return edit(unit, at, ` ${members.join('; ')}${declaration.body?.members.length === 0 ? '' : ';'}`);
  const lineStart = Math.max(text.lastIndexOf('\n', declaration.start - 1), text.lastIndexOf('\r', declaration.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const rest = /^[ \t]*[\r\n]/.test(text.slice(open.end)) ? '' : `${lineBreakOf(unit)}${indent}  `;
  return edit(unit, at, members.map(member => `${lineBreakOf(unit)}${indent}  ${member}`).join('') + rest);
}

function isLastUse({ analysis }: Selected, template: Declaration, uri: string): boolean {
  if (template.name === undefined) return false;
  return references(analysis, uri, template.name.start).filter(each => !each.declaration).length === 1;
}
