/** `min max floor ceil mod` over values. */
import type { Place } from '../diagnostics/reporter.ts';
import { plainFunctions } from '../schema/functions.ts';
import type { Call } from '../syntax/tree.ts';
import { isPlain } from '../values/dimension.ts';
import { showCount } from '../values/show.ts';
import { common } from './arithmetic.ts';
import type { Context } from './context.ts';
import { found, unitHint } from './describe.ts';
import type { NumberValue, Value } from './values.ts';

/** The number of arguments a function takes, as a message says it; undefined when `count` is right. */
export function argumentMismatch(name: string, count: number): string | undefined {
  const row = plainFunctions[name];
  if (row === undefined) return undefined;
  const needed = row.parameters.length;
  if (row.variadic === true) return count >= needed ? undefined : `at least ${showCount(needed, 'argument')}`;
  return count === needed ? undefined : showCount(needed, 'argument');
}

export function callFunction(context: Context, call: Call, values: readonly Value[], at: Place, uri: string): Value | undefined {
  const name = call.name.text;
  const expected = argumentMismatch(name, values.length);
  if (expected !== undefined) {
    context.reporter.report('wrong-arguments', at, { name, expected, found: showCount(values.length, 'argument') });
    return undefined;
  }
  const numbers: NumberValue[] = [];
  for (const [i, value] of values.entries()) {
    const argument = call.arguments[i] as Call['arguments'][number];
    if (value.kind === 'number') {
      numbers.push(value);
      continue;
    }
    context.reporter.report(
      'wrong-type',
      { uri, start: argument.start, end: argument.end },
      { property: name, expected: 'numbers', found: found(value) }
    );
    return undefined;
  }
  return applied(context, name, numbers, at);
}

function applied(context: Context, name: string, numbers: readonly NumberValue[], at: Place): Value | undefined {
  const [first, second] = numbers as readonly [NumberValue, NumberValue?];
  let dimension = first.dimension;
  for (const each of numbers) {
    const shared = common(dimension, each.dimension);
    if (shared === undefined) {
      const hint = unitHint([first.dimension.name, each.dimension.name]);
      context.reporter.report('mixed-dimensions', at, { operation: 'compare', left: found(first), right: found(each), hint });
      return undefined;
    }
    dimension = shared;
  }
  const make = (value: number): NumberValue => ({ kind: 'number', value, dimension, at });
  if (name === 'min') return make(numbers.reduce((least, each) => Math.min(least, each.value), Infinity));
  if (name === 'max') return make(numbers.reduce((most, each) => Math.max(most, each.value), -Infinity));
  if (name !== 'mod' && !isPlain(dimension)) {
    context.reporter.report('wrong-type', at, { property: name, expected: 'a number without a unit', found: found(first) });
    return undefined;
  }
  if (name === 'floor') return make(Math.floor(first.value));
  if (name === 'ceil') return make(Math.ceil(first.value));
  const divisor = second?.value ?? 0;
  if (divisor === 0) {
    context.reporter.report('not-finite', at, { value: 'a remainder of a division by zero' });
    return undefined;
  }
  return make(((first.value % divisor) + divisor) % divisor);
}
