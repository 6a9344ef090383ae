/** A written value becomes a param of the file: here, or everywhere the same value stands for the same property. */
import { reservedWords } from '../../schema/words.ts';
import type { Declaration, Expression, Property } from '../../syntax/tree.ts';
import { walk } from '../../syntax/walk.ts';
import type { Node } from '../../syntax/walk.ts';
import { edit, freeName, lineBreakOf, placeBefore, textOf, topLevelAt } from './proposal.ts';
import type { Proposal, Refactoring, Selected } from './proposal.ts';

const extractable: ReadonlySet<Expression['kind']> = new Set(['number', 'quantity', 'string', 'boolean', 'list', 'reference']);

export const extractParam: Refactoring = selected => {
  const { unit, path } = selected;
  const property = path.findLast(node => node.kind === 'property');
  const value = property === undefined ? undefined : extractableIn(selected, property);
  if (property === undefined || value === undefined) return [];
  // An imported file may not see this one's params, but a param of the file itself is always in sight.
  const name = freeName(selected, nameFor(property));
  const text = textOf(unit, value);
  const same = value === property.value ? sameValues(selected, property, text) : [];
  const here = proposal(selected, `Extract param \`${name}\``, name, text, [value]);
  return same.length < 2 ? [here] : [here, proposal(selected, `Extract param \`${name}\` (${same.length} places)`, name, text, same)];
};

/** The value under the cursor that means the same at file level: no element's number, no name of the block. */
function extractableIn({ path, unit, analysis, span }: Selected, property: Property): Expression | undefined {
  const inside = path
    .slice(path.indexOf(property) + 1)
    .filter((node): node is Expression => extractable.has(node.kind as Expression['kind']));
  const marked = inside.find(node => node.start === span.start && node.end === span.end);
  const value = marked ?? (property.value !== undefined && extractable.has(property.value.kind) ? property.value : undefined);
  if (value === undefined || value.end > (property.value?.end ?? 0)) return undefined;
  let isBound = false;
  walk(value, node => {
    if (node.kind !== 'reference') return;
    const meanings = analysis.program.resolver.meanings(node);
    const isWord = meanings.length > 0 && meanings.every(each => each.kind === 'word');
    const isTopLevel = meanings.length > 0 && meanings.every(each => each.kind === 'path' && each.path.anchor.parent === undefined);
    // A param already, or a name that only this place can see.
    if (!isWord && !isTopLevel) isBound = true;
  });
  return isBound || textOf(unit, value).trim() === '' ? undefined : value;
}

function nameFor({ name }: Property): string {
  return reservedWords.includes(name.text) ? `${name.text}_value` : name.text;
}

function sameValues({ unit }: Selected, property: Property, text: string): readonly Expression[] {
  const found: Expression[] = [];
  const kindOf = (node: Node | undefined): string | undefined =>
    node?.kind === 'declaration' ? (node as Declaration).keyword.text : undefined;
  let owner: string | undefined;
  walk(unit.tree, (node, parent) => {
    if (node === property) owner = kindOf(parent);
  });
  walk(unit.tree, (node, parent) => {
    if (node.kind !== 'property' || node.name.text !== property.name.text || kindOf(parent) !== owner) return;
    if (node.value !== undefined && textOf(unit, node.value) === text) found.push(node.value);
  });
  return found;
}

function proposal(selected: Selected, title: string, name: string, text: string, places: readonly Expression[]): Proposal {
  const { unit } = selected;
  const [first] = places;
  const member = first === undefined ? undefined : topLevelAt(selected, first);
  const params = unit.tree.members.filter(each => each.kind === 'param' && each.end <= (member?.start ?? 0));
  const lastParam = params.at(-1);
  const newLine = lineBreakOf(unit);
  const at = lastParam !== undefined ? lastParam.end : member === undefined ? 0 : placeBefore(unit, member);
  const declared = lastParam !== undefined ? `${newLine}param ${name} = ${text}` : `param ${name} = ${text}${newLine}${newLine}`;
  return {
    title,
    kind: 'refactor.extract',
    edits: [edit(unit, { start: at, end: at }, declared), ...places.map(place => edit(unit, place, name))]
  };
}
