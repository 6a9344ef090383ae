/** A param's value goes where it is used, and the param goes. Not while an experiment varies it or another file uses it. */
import { references } from '../../model/occurrences.ts';
import { symbolAt } from '../../model/symbol.ts';
import { edit, isAtom, textOf, wholeLines } from './proposal.ts';
import type { Refactoring } from './proposal.ts';

export const inlineParam: Refactoring = ({ analysis, unit, span }) => {
  const symbol = symbolAt(analysis, unit.uri, span.start);
  if (symbol?.kind !== 'param' || symbol.param.unit !== unit || symbol.param.member.value === undefined) return [];
  const { member, name } = symbol.param;
  const { value } = member;
  const places = references(analysis, unit.uri, span.start);
  const uses = places.filter(each => !each.declaration);
  const declared = places.filter(each => each.declaration);
  if (value === undefined || uses.length === 0 || declared.length !== 1) return [];
  if (uses.some(each => each.write || each.uri !== unit.uri || isOverride(unit.tree.text, each))) return [];
  const text = isAtom(value) ? textOf(unit, value) : `(${textOf(unit, value)})`;
  return [
    {
      title: `Inline param \`${name}\` (${uses.length === 1 ? '1 place' : `${uses.length} places`})`,
      kind: 'refactor.inline',
      edits: [edit(unit, wholeLines(unit, withDoc(member)), ''), ...uses.map(each => edit(unit, each, text))]
    }
  ];
};

/** `guests = 2` within a call reads another point; there must be a param for that. */
function isOverride(text: string, { end, start }: { readonly start: number; readonly end: number }): boolean {
  const before = text.slice(0, start).trimEnd().at(-1);
  return (before === '(' || before === ',') && /^\s*=(?!=)/.test(text.slice(end));
}

function withDoc(member: {
  readonly start: number;
  readonly end: number;
  readonly doc?: { readonly start: number; readonly end: number };
}) {
  return member.doc !== undefined && member.doc.end <= member.start ? { start: member.doc.start, end: member.end } : member;
}
