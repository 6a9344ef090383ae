/** Numeric expressions over results: one number per replication, so that both sides of a comparison can be paired. */
import type { Dimension, Measure, MeasureCall } from '../../topology/plan.ts';
import type { Interval } from '../../topology/result.ts';
import { interval } from '../statistics/summary.ts';
import { componentName, DIMENSION_OF, named, read } from './measure.ts';
import { isMissing } from './points.ts';
import type { Missing, ObservedPoint, ObservedPoints } from './points.ts';
import { formatInterval, formatQuantity } from '../../topology/quantity.ts';

/** A number for each replication, in their order; a constant is the same in any of them. */
export interface Samples {
  readonly values: readonly number[];
  readonly constant: boolean;
  readonly dimension: Dimension;
}

export interface Scene {
  readonly points: ObservedPoints;
  readonly here: ObservedPoint;
}

export type Value = Samples | Missing;

/** Evaluates a numeric expression at a point. Conditions and bare resources have no number: they are missing. */
export function evaluate(measure: Measure, scene: Scene): Value {
  switch (measure.kind) {
    case 'constant':
      return { values: [measure.value], constant: true, dimension: measure.dimension };
    case 'measure':
      return readAll(measure, scene);
    case 'negate':
      return combine(
        [evaluate(measure.operand, scene)],
        ([value]) => -value!,
        ([dimension]) => dimension!
      );
    case 'arithmetic':
      return combine(
        [evaluate(measure.left, scene), evaluate(measure.right, scene)],
        ([left, right]) => ARITHMETIC[measure.operator](left!, right!),
        ([left, right]) => dimensionOf(measure.operator, left!, right!)
      );
    case 'function':
      return combine(
        measure.arguments.map(argument => evaluate(argument, scene)),
        FUNCTIONS[measure.name],
        ([first]) => first ?? 'number'
      );
    default:
      return { missing: 'this is no number' };
  }
}

/** The number that stands for all replications, with its interval when there are several. */
export function summarize(samples: Samples, confidence: number): Interval {
  return samples.constant ? { mean: samples.values[0]! } : interval(samples.values, confidence);
}

/** `2.91 Gb/s ± 0.03`. */
export function show(samples: Samples, confidence: number): string {
  const { mean, low, high } = summarize(samples, confidence);
  return low === undefined ? formatQuantity(mean, samples.dimension) : formatInterval({ mean, low, high: high! }, samples.dimension);
}

/**
 * Applies a function replication by replication. Points may have different numbers of replications (`precision` stopped one
 * earlier): what has no partner is left out.
 */
export function combine(
  operands: readonly Value[],
  apply: (values: readonly number[]) => number,
  dimension: (of: readonly Dimension[]) => Dimension
): Value {
  const gap = operands.find(isMissing);
  if (gap) return gap;
  const samples = operands as readonly Samples[];
  const measured = samples.filter(operand => !operand.constant);
  const length = measured.length === 0 ? 1 : Math.min(...measured.map(operand => operand.values.length));
  const values: number[] = [];
  for (let replication = 0; replication < length; replication++) {
    const value = apply(samples.map(operand => (operand.constant ? operand.values[0]! : operand.values[replication]!)));
    if (!Number.isFinite(value)) return { missing: 'division by zero' };
    values.push(value);
  }
  return { values, constant: measured.length === 0, dimension: dimension(samples.map(operand => operand.dimension)) };
}

const ARITHMETIC: Readonly<Record<'+' | '-' | '*' | '/', (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right
};

const FUNCTIONS: Readonly<Record<'min' | 'max' | 'floor' | 'ceil' | 'mod', (values: readonly number[]) => number>> = {
  min: values => Math.min(...values),
  max: values => Math.max(...values),
  floor: ([value]) => Math.floor(value!),
  ceil: ([value]) => Math.ceil(value!),
  mod: ([value, by]) => value! - by! * Math.floor(value! / by!)
};

/** A number scales a quantity; a quantity over its like is a number. Anything else (b/s per cycle) is shown bare. */
function dimensionOf(operator: '+' | '-' | '*' | '/', left: Dimension, right: Dimension): Dimension {
  if (operator === '+' || operator === '-') return left;
  const plain = (dimension: Dimension) => dimension === 'number' || dimension === 'ratio';
  if (plain(right)) return left === 'ratio' && right === 'ratio' && operator === '/' ? 'number' : left;
  if (operator === '*' && plain(left)) return right;
  return 'number';
}

function readAll(call: MeasureCall, scene: Scene): Value {
  const there = scene.points.find(scene.here, call.read);
  if (isMissing(there)) return there;
  const unknown = unknownComponent(call, scene.points);
  if (unknown) return unknown;
  const values: number[] = [];
  const gaps: string[] = [];
  for (const observation of there.observations) {
    const reading = read(call, observation);
    if (isMissing(reading)) gaps.push(reading.missing);
    else values.push(reading);
  }
  if (gaps.length === 0) return { values, constant: false, dimension: DIMENSION_OF[call.name] };
  const all = there.observations.length;
  return { missing: gaps.length === all ? gaps[0]! : `${gaps[0]} in ${gaps.length} of ${all} replications` };
}

/** A component that nothing in the whole run spent a cycle on is a mistake, not a zero. */
function unknownComponent(call: MeasureCall, points: ObservedPoints): Missing | undefined {
  if (call.name !== 'cycles' || call.detail === undefined) return undefined;
  const component = componentName(call.detail);
  const known = new Set<string>();
  for (const { domains, resources } of points.observations()) {
    for (const { cycles = {} } of [...domains, ...resources]) {
      if (component in cycles) return undefined;
      for (const name of Object.keys(cycles)) known.add(name);
    }
  }
  const list = [...known].sort().join(', ');
  return { missing: `nothing is charged to ${component} in ${named(call)}${list === '' ? '' : ` (there are ${list})`}` };
}
