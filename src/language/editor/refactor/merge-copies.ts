/** `domain g1 { … } domain g2 { … }`: copies that differ in nothing but their number become an array, and what names them follows. */
import { references } from '../../model/occurrences.ts';
import { kindRow } from '../../schema/schema.ts';
import { isTrivia } from '../../syntax/token.ts';
import type { Token } from '../../syntax/token.ts';
import type { Declaration, Member, SourceFile } from '../../syntax/tree.ts';
import type { TextEdit } from '../../analysis.ts';
import { declarationAt, edit, textOf, wholeLines } from './proposal.ts';
import type { Refactoring, Selected } from './proposal.ts';

export const mergeCopies: Refactoring = selected => {
  const { unit } = selected;
  const declaration = declarationAt(selected);
  if (declaration?.name === undefined || declaration.count !== undefined || declaration.template !== undefined) return [];
  const row = kindRow(declaration.keyword.text);
  if (row?.array !== true) return [];
  const copies = copiesOf(selected, declaration);
  const [first] = copies;
  if (first === undefined || copies.length < 2) return [];
  const merged = mergedBody(unit.tree, copies);
  const stem = stemOf(first)?.stem;
  if (merged === undefined || stem === undefined || siblings(selected, first).some(each => nameOf(each) === stem)) return [];
  const renamed = renames(selected, copies, stem);
  if (renamed === undefined || first.name === undefined || first.body === undefined) return [];
  return [
    {
      title: `Turn ${copies.length} copies into \`${stem}[${copies.length}]\``,
      kind: 'refactor.rewrite',
      edits: [
        edit(unit, first.name, `${stem}[${copies.length}]`),
        edit(unit, first.body, merged),
        ...copies.slice(1).map(copy => edit(unit, wholeLines(unit, copy), '')),
        ...renamed
      ]
    }
  ];
};

function nameOf(member: Member): string | undefined {
  return member.kind === 'declaration' || member.kind === 'param' ? member.name?.text : undefined;
}

function siblings({ path, unit }: Selected, declaration: Declaration): readonly Member[] {
  const parent =
    path[path.indexOf(declaration) - 1] ??
    path.findLast(node => node.kind === 'declaration' && node.body?.members.includes(declaration) === true);
  return parent?.kind === 'declaration' ? (parent.body?.members ?? []) : unit.tree.members;
}

function stemOf({ name }: Declaration): { readonly stem: string; readonly number: number } | undefined {
  const match = /^(.*?[A-Za-z])[_-]?(\d+)$/.exec(name?.text ?? '');
  return match === null ? undefined : { stem: match[1] ?? '', number: Number(match[2]) };
}

/** Siblings of the same kind and stem, numbered 1, 2, 3 … in this order; undocumented but for the first. */
function copiesOf(selected: Selected, declaration: Declaration): readonly Declaration[] {
  const own = stemOf(declaration);
  const all = siblings(selected, declaration).filter(
    (each): each is Declaration =>
      each.kind === 'declaration' &&
      each.keyword.text === declaration.keyword.text &&
      each.count === undefined &&
      each.template === undefined &&
      stemOf(each)?.stem === own?.stem
  );
  const isRow = all.every((each, i) => stemOf(each)?.number === i + 1) && all.every((each, i) => i === 0 || each.doc === undefined);
  const base = (each: Declaration): string => (each.base === undefined ? '' : textOf(selected.unit, each.base));
  return own !== undefined && isRow && all.every(each => base(each) === base(declaration)) ? all : [];
}

/** The block they share, numbers that count along written with `index`; undefined when they differ in anything else. */
function mergedBody(file: SourceFile, copies: readonly Declaration[]): string | undefined {
  const bodies = copies.map(({ body }) => body);
  const tokens = bodies.map(body => (body === undefined ? [] : meaningful(file, body.start, body.end)));
  const [first] = tokens;
  const [firstBody] = bodies;
  if (first === undefined || firstBody === undefined || bodies.includes(undefined) || tokens.some(each => each.length !== first.length))
    return undefined;
  let text = '';
  let from = firstBody.start;
  for (const [i, token] of first.entries()) {
    const written = tokens.map(each => textAt(file, each[i] as Token));
    if (written.every(each => each === written[0])) continue;
    const counted = countedText(written);
    if (counted === undefined || token.kind !== 'number' || isWithUnit(first[i + 1])) return undefined;
    text += file.text.slice(from, token.start) + counted;
    from = token.end;
  }
  return text + file.text.slice(from, firstBody.end);
}

function meaningful(file: SourceFile, start: number, end: number): readonly Token[] {
  return file.tokens.filter(token => start <= token.start && token.end <= end && !isTrivia(token));
}

function textAt({ text }: SourceFile, { start, end }: Token): string {
  return text.slice(start, end);
}

function isWithUnit(token: Token | undefined): boolean {
  return token?.kind === 'unit';
}

/** `1, 2, 3` is `index`, `0, 1, 2` is `index - 1`. */
function countedText(written: readonly string[]): string | undefined {
  const numbers = written.map(Number);
  const shift = (numbers[0] ?? NaN) - 1;
  if (!numbers.every((number, i) => Number.isInteger(number) && number === i + 1 + shift)) return undefined;
  return shift === 0 ? 'index' : shift > 0 ? `index + ${shift}` : `index - ${-shift}`;
}

/** Undefined when a place outside this file names one of them. */
function renames({ analysis, unit }: Selected, copies: readonly Declaration[], stem: string): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const [i, copy] of copies.entries()) {
    const uses = references(analysis, unit.uri, copy.name?.start ?? copy.start).filter(each => !each.declaration);
    if (uses.some(each => each.uri !== unit.uri || copies.some(other => other.start <= each.start && each.end <= other.end)))
      return undefined;
    edits.push(...uses.map(each => edit(unit, each, `${stem}[${i + 1}]`)));
  }
  return edits;
}
