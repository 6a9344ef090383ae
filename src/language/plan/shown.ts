/** Values of params as points and results print them. */
import type { Dimension as ShownDimension, ParameterValue } from '../../topology/plan.ts';
import type { Expression } from '../syntax/tree.ts';
import type { FileUnit } from '../program/symbols.ts';
import type { Value } from '../evaluate/values.ts';
import type { Dimension } from '../values/dimension.ts';
import { showQuantity } from '../values/show.ts';

const shownDimensions: ReadonlySet<string> = new Set(['number', 'rate', 'packets', 'size', 'time', 'frequency', 'cycles', 'ratio']);

/** The nearest dimension that results know; a number for what has none. */
export function shownDimension(dimension: Dimension): ShownDimension {
  if (dimension.name === 'cycles per packet') return 'cycles';
  return shownDimensions.has(dimension.name) ? (dimension.name as ShownDimension) : 'number';
}

/** Source text of an expression with white space folded. */
export function sourceText(unit: FileUnit, expression: { readonly start: number; readonly end: number }): string {
  return unit.tree.text.slice(expression.start, expression.end).replace(/\s+/g, ' ').trim();
}

/** A value as a point carries it: a number in SI units, a word, a name, or the source text of anything else. */
export function shownValue(
  value: Value,
  unit: FileUnit,
  expression: Expression
): { readonly shown: ParameterValue; readonly dimension: ShownDimension } {
  switch (value.kind) {
    case 'number':
      return { shown: value.value, dimension: shownDimension(value.dimension) };
    case 'boolean':
      return { shown: value.value, dimension: 'boolean' };
    case 'string':
      return { shown: value.value, dimension: 'word' };
    case 'word':
      return { shown: value.word, dimension: 'word' };
    default:
      return { shown: sourceText(unit, expression), dimension: 'reference' };
  }
}

/** `guests = 8, policy = reuse`, as messages print a point. */
export function describePoint(
  parameters: Readonly<Record<string, ParameterValue>>,
  dimensions: Readonly<Record<string, ShownDimension>>
): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? showQuantity(value, dimensions[name] ?? 'number') : String(value)}`)
    .join(', ');
}

/** Numbers without the noise of their last bits. */
export function sameShown(a: ParameterValue, b: ParameterValue): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Number(a.toPrecision(12)) === Number(b.toPrecision(12)) : a === b;
}
