/** Holds values against the type a property asks for: sort, dimension, range. */
import type { Fix } from '../analysis.ts';
import type { Code } from '../diagnostics/table.ts';
import type { Values } from '../diagnostics/reporter.ts';
import type { Bounds, QuantityName, ValueType } from '../schema/types.ts';
import { isPlain, ratio } from '../values/dimension.ts';
import { either, showNumber, showQuantity, writeQuantity } from '../values/show.ts';
import { editOf } from './context.ts';
import { exampleOf, expected, found } from './describe.ts';
import { defaultValue } from './defaults.ts';
import type { NumberValue, Value } from './values.ts';

/** Why a value does not do. */
export interface Mismatch {
  readonly code: Code;
  readonly values: Values;
  readonly fixes?: readonly Fix[];
}

/** Undefined when the value does; the value itself never changes. */
export function mismatch(value: Value, type: ValueType, property: string): Mismatch | undefined {
  if (type.kind !== 'either') return mismatchOf(value, type, property);
  let nearest: Mismatch | undefined;
  for (const option of type.options) {
    const problem = mismatchOf(value, option, property);
    if (problem === undefined) return undefined;
    // The option that takes this sort of value explains best what is wrong with it.
    if (nearest === undefined && problem.code !== 'wrong-type') nearest = problem;
  }
  return nearest ?? wrongType(value, type, property);
}

function mismatchOf(value: Value, type: ValueType, property: string): Mismatch | undefined {
  switch (type.kind) {
    case 'quantity':
      return value.kind === 'number' ? quantityMismatch(value, type.dimensions, type, property, type) : wrongType(value, type, property);
    case 'integer':
    case 'number':
      return value.kind === 'number' ? numberMismatch(value, type, property) : wrongType(value, type, property);
    case 'boolean':
      return value.kind === 'boolean' ? undefined : wrongType(value, type, property);
    case 'string':
      return value.kind === 'string' ? undefined : wrongType(value, type, property);
    case 'word':
      return value.kind === 'word' && (type.words.open === true || Object.hasOwn(type.words.words, value.word))
        ? undefined
        : wrongType(value, type, property);
    case 'oneOf':
      return oneOfMismatch(value, type.texts, property, type);
    case 'cost':
      return value.kind === 'number' ? costMismatch(value, type.units, property, type) : wrongType(value, type, property);
    case 'reference':
      return value.kind === 'things' ? thingsMismatch(value, type, property) : wrongType(value, type, property);
    case 'list':
      return value.kind === 'list' ? undefined : wrongType(value, type, property);
    case 'measure':
    case 'claim':
    case 'claims':
      return undefined;
    case 'either':
      return mismatch(value, type, property);
  }
}

function wrongType(value: Value, type: ValueType, property: string): Mismatch {
  const text = spelling(value, type);
  const fixes = text === undefined ? undefined : [{ title: `Write \`${text}\``, edits: [editOf(value.at, text)], preferred: true }];
  const instead = text === undefined ? '' : `; write \`${text}\``;
  return { code: 'wrong-type', values: { property, expected: expected(type), found: `${found(value)}${instead}` }, fixes };
}

/** What was meant by a value of another sort: without quotes, in brackets, as `true` or `false`. */
function spelling(value: Value, type: ValueType): string | undefined {
  if (value.kind === 'string' && type.kind !== 'list')
    return /^[A-Za-z_][\w-]*$|^\d+(?:\.\d+)?(?: ?[A-Za-z%/]+)?$/.test(value.value) ? value.value : undefined;
  if (type.kind === 'boolean' && value.kind === 'number' && (value.value === 0 || value.value === 1)) return String(value.value === 1);
  if (type.kind !== 'list' || type.of.kind === 'list') return undefined;
  if (value.kind === 'string') return type.of.kind === 'integer' ? coresOf(value.value) : undefined;
  if (value.kind === 'word') return `[${value.word}]`;
  // Below nothing is only what a dash made of two ends.
  return value.kind === 'number' && Number.isInteger(value.value) && value.value >= 0 ? `[${value.value}]` : undefined;
}

/** `"0-3,8"`, as xl and libvirt write a set of CPUs: `[0..3, 8]`. */
function coresOf(text: string): string | undefined {
  if (!/^\d+(?:-\d+)?(?:\s*,\s*\d+(?:-\d+)?)*$/.test(text)) return undefined;
  return `[${text.replace(/-/g, '..').replace(/\s*,\s*/g, ', ')}]`;
}

function quantityMismatch(
  value: NumberValue,
  dimensions: readonly QuantityName[],
  bounds: Bounds,
  property: string,
  type: ValueType
): Mismatch | undefined {
  const fits = dimensions.some(name => name === value.dimension.name || (name === 'ratio' && isPlain(value.dimension)));
  if (fits) {
    const dimension = dimensions.find(name => name === value.dimension.name) ?? 'ratio';
    return outside(value, bounds, property, dimension);
  }
  if (value.dimension.name === 'number') return missingUnit(value, type, property, dimensions);
  return {
    code: 'wrong-dimension',
    values: { property, expected: expected(type), found: found(value) },
    fixes: unitFixes(value, dimensions)
  };
}

const commonUnits: Readonly<Record<QuantityName, readonly string[]>> = {
  rate: ['Gbps', 'Mbps'],
  packets: ['Mpps', 'pps'],
  size: ['B', 'KiB', 'MiB'],
  time: ['us', 'ms', 's'],
  frequency: ['GHz', 'Hz'],
  cycles: ['cycles'],
  ratio: ['%']
};

function missingUnit(value: NumberValue, type: ValueType, property: string, dimensions: readonly QuantityName[]): Mismatch {
  return {
    code: 'missing-unit',
    values: { property, expected: expected(type), example: exampleOf(type) ?? '' },
    fixes: dimensions.flatMap(dimension => commonUnits[dimension]).map(unit => addUnit(value, unit))
  };
}

function addUnit(value: NumberValue, unit: string): Fix {
  return { title: `Add \`${unit}\``, edits: [{ uri: value.at.uri, start: value.at.end, end: value.at.end, newText: ` ${unit}` }] };
}

/** A size where a rate is asked for lost its `/s`, and the other way round. Only for plain quantities, which the caller knows. */
function unitFixes(value: NumberValue, dimensions: readonly QuantityName[]): readonly Fix[] {
  const replace = (text: string): Fix => ({ title: `Change to \`${text}\``, edits: [editOf(value.at, text)] });
  if (value.dimension.name === 'size' && dimensions.includes('rate'))
    return [`${writeQuantity(value.value, 'size')}/s`, writeQuantity(value.value, 'rate')].map(replace);
  if (value.dimension.name === 'rate' && dimensions.includes('size')) return [replace(writeQuantity(value.value / 8, 'size'))];
  if (value.dimension.name === 'frequency' && dimensions.includes('time') && value.value > 0)
    return [replace(writeQuantity(1 / value.value, 'time'))];
  if (value.dimension.name === 'time' && dimensions.includes('frequency') && value.value > 0)
    return [replace(writeQuantity(1 / value.value, 'frequency'))];
  return [];
}

function numberMismatch(
  value: NumberValue,
  type: Extract<ValueType, { kind: 'integer' | 'number' }>,
  property: string
): Mismatch | undefined {
  if (value.dimension.name !== 'number') {
    const fix: Fix = { title: `Remove the unit`, edits: [editOf(value.at, String(value.value))] };
    return { code: 'wrong-dimension', values: { property, expected: expected(type), found: found(value) }, fixes: [fix] };
  }
  if (type.kind === 'integer' && !Number.isInteger(value.value))
    return { code: 'not-whole', values: { property, value: showNumber(value.value) } };
  return outside(value, type, property, 'number');
}

function outside(value: NumberValue, bounds: Bounds, property: string, dimension: string): Mismatch | undefined {
  const { min, max, aboveMin } = bounds;
  const below = min !== undefined && (aboveMin === true ? value.value <= min : value.value < min);
  const above = max !== undefined && value.value > max;
  if (!below && !above) return undefined;
  const show = (bound: number): string => showQuantity(bound, dimension);
  const limit = below
    ? aboveMin === true
      ? `it must be more than ${show(min)}`
      : `the least is ${show(min as number)}`
    : `the most is ${show(max as number)}`;
  const forgotten = dimension === 'ratio' && above && value.dimension !== ratio && value.value <= (max as number) * 100;
  return {
    code: 'out-of-range',
    values: { property, value: forgotten ? showNumber(value.value) : show(value.value), limit },
    fixes: forgotten ? [addUnit(value, '%')] : undefined
  };
}

function oneOfMismatch(value: Value, texts: readonly string[], property: string, type: ValueType): Mismatch | undefined {
  if (value.kind !== 'number') return wrongType(value, type, property);
  const allowed = texts.map(text => defaultValue(text)).filter((each): each is NumberValue => each?.kind === 'number');
  if (!allowed.some(each => each.dimension.name === value.dimension.name)) {
    return { code: 'wrong-dimension', values: { property, expected: expected(type), found: found(value) } };
  }
  if (allowed.some(each => each.value === value.value)) return undefined;
  return {
    code: 'out-of-range',
    values: { property, value: showQuantity(value.value, value.dimension.name), limit: `it can be ${either(texts)}` },
    fixes: texts.map(text => ({ title: `Change to \`${text}\``, edits: [editOf(value.at, text)] }))
  };
}

function costMismatch(value: NumberValue, units: readonly string[], property: string, type: ValueType): Mismatch | undefined {
  const [base] = value.dimension.name.split(' per ') as [string];
  const fits = units.some(unit => unit === base || (unit === 'factor' && isPlain(value.dimension)));
  if (fits) return outside(value, { min: 0 }, property, value.dimension.name);
  if (value.dimension.name === 'number') {
    const names = units.includes('cycles') ? ['cycles', 'ns'] : ['ns', 'us'];
    return {
      code: 'missing-unit',
      values: { property, expected: expected(type), example: exampleOf(type) ?? '' },
      fixes: names.map(unit => addUnit(value, unit))
    };
  }
  return { code: 'wrong-dimension', values: { property, expected: expected(type), found: found(value) } };
}

function thingsMismatch(
  value: Extract<Value, { kind: 'things' }>,
  type: Extract<ValueType, { kind: 'reference' }>,
  property: string
): Mismatch | undefined {
  const misfit = value.things.find(thing => thing.kind === 'core' || !type.kinds.includes(thing.kind));
  if (misfit !== undefined) return { code: 'wrong-kind', values: { name: misfit.name, found: found(value), expected: expected(type) } };
  if (type.many === true || (!value.many && value.things.length === 1)) return undefined;
  return { code: 'one-needed', values: { name: property, count: value.things.length } };
}
