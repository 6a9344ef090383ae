/** The outline of a file: document symbols. */
import type { FullAnalysis } from '../analyse.ts';
import { kindRow } from '../schema/schema.ts';
import type { Declaration, Member } from '../syntax/tree.ts';
import type { FileUnit } from '../program/symbols.ts';
import { sourceText } from '../plan/shown.ts';
import { unitOf } from './symbol.ts';
import type { OutlineItem } from './types.ts';

/** Declarations, params, imports and experiment statements; properties are left out, as the field's outlines do. */
export function documentSymbols(analysis: FullAnalysis, uri: string): readonly OutlineItem[] {
  const unit = unitOf(analysis, uri);
  return unit === undefined ? [] : unit.tree.members.flatMap(member => itemOf(unit, member));
}

function itemOf(unit: FileUnit, member: Member): readonly OutlineItem[] {
  const item = (
    name: string,
    detail: string,
    kind: OutlineItem['kind'],
    selection: OutlineItem['selection'],
    children: readonly OutlineItem[] = []
  ): readonly OutlineItem[] => [
    { name, detail, kind, start: member.start, end: member.end, selection: { start: selection.start, end: selection.end }, children }
  ];
  switch (member.kind) {
    case 'import':
      return member.path === undefined ? [] : item(member.path.value === '' ? '""' : member.path.value, 'import', 'import', member.path);
    case 'param':
      return member.name === undefined
        ? []
        : item(member.name.text, member.value === undefined ? '' : short(sourceText(unit, member.value)), 'param', member.name);
    case 'declaration':
      return item(
        nameOf(member),
        detailOf(unit, member),
        kindOf(member),
        member.name ?? member.keyword,
        (member.body?.members ?? []).flatMap(child => itemOf(unit, child))
      );
    case 'property':
      return [];
    case 'vary':
    case 'set':
    case 'expect':
    case 'at':
      return item(member.kind, short(sourceText(unit, { start: member.keyword.end, end: member.end })), 'statement', member.keyword);
  }
}

function nameOf(declaration: Declaration): string {
  return declaration.name?.text ?? declaration.keyword.text;
}

function kindOf(declaration: Declaration): OutlineItem['kind'] {
  if (declaration.template !== undefined) return 'template';
  return kindRow(declaration.keyword.text)?.kind ?? 'unknown';
}

/** `domain[guests] : small`. */
function detailOf(unit: FileUnit, declaration: Declaration): string {
  const count = declaration.count === undefined ? '' : `[${sourceText(unit, declaration.count)}]`;
  const base = declaration.base === undefined ? '' : ` : ${sourceText(unit, declaration.base)}`;
  const kind = declaration.name === undefined && count === '' && base === '' ? '' : declaration.keyword.text;
  return `${declaration.template === undefined ? '' : 'template '}${kind}${count}${base}`;
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
