/** Operators over values, with their dimensions. */
import type { Binary, BinaryOperator } from '../syntax/tree.ts';
import { combine, comparable, plain, ratio, samePowers } from '../values/dimension.ts';
import type { Dimension } from '../values/dimension.ts';
import type { Place } from '../diagnostics/reporter.ts';
import type { Context } from './context.ts';
import { found, unitHint } from './describe.ts';
import type { NumberValue, Value } from './values.ts';

const verbs: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '<': 'compare',
  '<=': 'compare',
  '>': 'compare',
  '>=': 'compare',
  '==': 'compare',
  '!=': 'compare',
  '&&': 'combine',
  '||': 'combine'
};

/** The dimension of a sum or of two compared sides; undefined when they do not mix. */
export function common(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === b) return a;
  if (samePowers(a, b)) return a === ratio ? plain : a;
  return comparable(a, b) ? a : undefined;
}

export function binary(context: Context, node: Binary, left: Value, right: Value, at: Place): Value | undefined {
  const { operator } = node;
  if (left.kind === 'number' && right.kind === 'number') return numbers(context, operator, left, right, at);
  if (left.kind === 'boolean' && right.kind === 'boolean') {
    if (operator === '&&') return { kind: 'boolean', value: left.value && right.value, at };
    if (operator === '||') return { kind: 'boolean', value: left.value || right.value, at };
  }
  const same = sameValue(left, right);
  if (same !== undefined && (operator === '==' || operator === '!=')) return { kind: 'boolean', value: same === (operator === '=='), at };
  mixed(context, operator, left, right, at);
  return undefined;
}

function sameValue(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'word' && right.kind === 'word') return left.word === right.word;
  if (left.kind === 'string' && right.kind === 'string') return left.value === right.value;
  if (left.kind === 'boolean' && right.kind === 'boolean') return left.value === right.value;
  return undefined;
}

function numbers(context: Context, operator: BinaryOperator, left: NumberValue, right: NumberValue, at: Place): Value | undefined {
  if (operator === '*' || operator === '/') {
    return finite(context, {
      kind: 'number',
      ...combine(left.value, left.dimension, right.value, right.dimension, operator === '*' ? 1 : -1),
      at
    });
  }
  const dimension = common(left.dimension, right.dimension);
  if (dimension === undefined || operator === '&&' || operator === '||') {
    mixed(context, operator, left, right, at);
    return undefined;
  }
  const a = left.value,
    b = right.value;
  switch (operator) {
    case '+':
      return finite(context, { kind: 'number', value: a + b, dimension, at });
    case '-':
      return finite(context, { kind: 'number', value: a - b, dimension, at });
    case '<':
      return { kind: 'boolean', value: a < b, at };
    case '<=':
      return { kind: 'boolean', value: a <= b, at };
    case '>':
      return { kind: 'boolean', value: a > b, at };
    case '>=':
      return { kind: 'boolean', value: a >= b, at };
    case '==':
      return { kind: 'boolean', value: a === b, at };
    case '!=':
      return { kind: 'boolean', value: a !== b, at };
  }
}

function finite(context: Context, value: NumberValue): NumberValue | undefined {
  if (Number.isFinite(value.value)) return value;
  context.reporter.report('not-finite', value.at, { value: 'the result' });
  return undefined;
}

function mixed(context: Context, operator: BinaryOperator, left: Value, right: Value, at: Place): void {
  const dimensions = [left, right].map(side => (side.kind === 'number' ? side.dimension.name : side.kind));
  const hint = unitHint(dimensions);
  context.reporter.report('mixed-dimensions', at, { operation: verbs[operator], left: found(left), right: found(right), hint });
}

export function negate(context: Context, operand: Value, at: Place): Value | undefined {
  if (operand.kind === 'number') return { ...operand, value: -operand.value, at };
  context.reporter.report('wrong-type', at, { property: '-', expected: 'a number', found: found(operand) });
  return undefined;
}

export function not(context: Context, operand: Value, at: Place): Value | undefined {
  if (operand.kind === 'boolean') return { ...operand, value: !operand.value, at };
  context.reporter.report('wrong-type', at, { property: '!', expected: '`true` or `false`', found: found(operand) });
  return undefined;
}
