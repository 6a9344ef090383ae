/** The same quantity in another unit of its dimension, where that is a short number: `1500 Mbps` is `1.5 Gbps`. */
import type { Quantity } from '../../syntax/tree.ts';
import { UNITS } from '../../syntax/units.ts';
import type { Unit } from '../../syntax/units.ts';
import { edit } from './proposal.ts';
import type { Refactoring } from './proposal.ts';

const maxOffers = 4;
/** Written numbers of more digits are nobody's wish. */
const maxDigits = 6;

export const convertUnit: Refactoring = ({ unit, path, analysis }) => {
  const quantity = path.findLast((node): node is Quantity => node.kind === 'quantity');
  const written = quantity === undefined ? undefined : UNITS.get(quantity.unit.text);
  if (quantity === undefined || written === undefined) return [];
  // A value that the schema spells out (`buffer = 4 KiB`) has no other spelling.
  if (analysis.diagnostics.some(each => each.uri === unit.uri && each.start < quantity.end && quantity.start < each.end)) return [];
  const others = [...UNITS.values()].filter(
    each => each.dimension === written.dimension && each.per === written.per && each !== written && isOffered(each)
  );
  return others
    .map(each => ({ unit: each, text: numberIn(quantity.number.value, written, each) }))
    .filter((each): each is { unit: Unit; text: string } => each.text !== undefined)
    .sort((a, b) => a.text.length - b.text.length)
    .slice(0, maxOffers)
    .map(({ unit: other, text }) => ({
      title: `Convert to ${text} ${other.name}`,
      kind: 'refactor.rewrite',
      edits: [edit(unit, quantity, `${text} ${other.name}`)]
    }));
};

/** One spelling of a microsecond is enough. */
function isOffered({ name }: Unit): boolean {
  return !/[µμ]/.test(name);
}

/** The number in the other unit when it is short and means exactly the same. */
function numberIn(value: number, from: Unit, to: Unit): string | undefined {
  const number = Number(((value * from.factor) / to.factor).toPrecision(12));
  const text = String(number);
  if (/e/.test(text) || text.replace(/[.-]/g, '').replace(/^0+/, '').length > maxDigits || Math.abs(number) < 0.001) return undefined;
  return Math.abs(number * to.factor - value * from.factor) <= Math.abs(value * from.factor) * 1e-12 ? text : undefined;
}
