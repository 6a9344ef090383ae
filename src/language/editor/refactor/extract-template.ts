/** What a declaration says of itself becomes a template that others can be based on; it keeps its name, its number and its inner blocks. */
import { kindRow } from '../../schema/schema.ts';
import type { Declaration, Property } from '../../syntax/tree.ts';
import { walk } from '../../syntax/walk.ts';
import { declarationAt, edit, freeName, lineBreakOf, placeBefore, textOf, topLevelAt, wholeLines } from './proposal.ts';
import type { Refactoring } from './proposal.ts';

export const extractTemplate: Refactoring = selected => {
  const { unit } = selected;
  const declaration = declarationAt(selected);
  const row = declaration === undefined ? undefined : kindRow(declaration.keyword.text);
  if (declaration?.body === undefined || declaration.name === undefined || row === undefined || row.naming === 'once') return [];
  if (declaration.template !== undefined || declaration.base !== undefined || ['experiment', 'published', 'costs'].includes(row.kind))
    return [];
  const shared = declaration.body.members.filter((member): member is Property => member.kind === 'property' && !isItsOwn(member));
  const member = topLevelAt(selected, declaration);
  if (shared.length === 0 || member === undefined) return [];
  const name = freeName(selected, `${declaration.name.text}_template`);
  const newLine = lineBreakOf(unit);
  const lines = shared.map(property => `  ${textOf(unit, property)}`);
  const at = placeBefore(unit, member);
  const head = declaration.count === undefined ? declaration.name.end : bracketEnd(unit.tree.text, declaration);
  return [
    {
      title: `Extract template \`${name}\``,
      kind: 'refactor.extract',
      edits: [
        edit(unit, { start: at, end: at }, `template ${row.kind} ${name} {${newLine}${lines.join(newLine)}${newLine}}${newLine}${newLine}`),
        edit(unit, { start: head, end: head }, ` : ${name}`),
        ...shared.map(property => edit(unit, withSemicolon(unit.tree.text, wholeLines(unit, property), property), ''))
      ]
    }
  ];
};

/** What names other than the declaration itself can be told apart by must not be shared: addresses, and the element's own number. */
function isItsOwn(property: Property): boolean {
  let isOwn = property.name.text === 'mac' || property.value === undefined;
  if (property.value !== undefined) {
    walk(property.value, node => {
      if (node.kind === 'reference' && node.first.text === 'index') isOwn = true;
    });
  }
  return isOwn;
}

function bracketEnd(text: string, { count, body }: Declaration): number {
  const close = text.indexOf(']', count?.end ?? 0);
  return close < 0 || close > (body?.start ?? text.length) ? (count?.end ?? 0) : close + 1;
}

/** A property that shares its line with others takes the `;` behind it along. */
function withSemicolon(text: string, whole: { start: number; end: number }, property: Property): { start: number; end: number } {
  if (whole.start !== property.start || whole.end !== property.end) return whole;
  const behind = /^[ \t]*;?[ \t]*/.exec(text.slice(property.end))?.[0] ?? '';
  return { start: property.start, end: property.end + behind.length };
}
