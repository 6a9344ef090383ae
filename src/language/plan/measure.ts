/** Expectations and the `of` of claims: expressions over results, references resolved, dimensions checked. */
import type { Measure, MeasureName, ReadElsewhere } from '../../topology/plan.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { evaluate } from '../evaluate/expression.ts';
import { dimensionText, unitHint } from '../evaluate/describe.ts';
import { argumentMismatch } from '../evaluate/functions.ts';
import { replacements } from '../evaluate/resolution.ts';
import { nearest } from '../program/suggest.ts';
import type { FileUnit } from '../program/symbols.ts';
import { eachFunction, measures, plainFunctions } from '../schema/functions.ts';
import type { MeasureRow, TargetName } from '../schema/functions.ts';
import type { Argument, Binary, BinaryOperator, Call, Expression } from '../syntax/tree.ts';
import { combine, comparable, cycles, dimensionNamed, isPlain, plain, ratio, samePowers } from '../values/dimension.ts';
import type { Dimension } from '../values/dimension.ts';
import { showCount } from '../values/show.ts';
import { shownDimension } from './shown.ts';
import { namesOf, targetsOf } from './targets.ts';

/** A translated expression with what it measures. */
export interface Typed {
  readonly measure: Measure;
  readonly type: Dimension | 'boolean' | 'resources';
}

/** How a call reads another point: decided by the experiment, which knows its own sweep and the others. */
export interface Elsewhere {
  /** Undefined when there is no such point or experiment (reported). */
  read(
    named: readonly Argument[],
    unit: FileUnit,
    evaluation: Evaluation
  ): { readonly read: ReadElsewhere; readonly evaluation: Evaluation } | undefined;
}

export interface MeasureContext {
  readonly evaluation: Evaluation;
  readonly unit: FileUnit;
  readonly elsewhere: Elsewhere;
}

const resourceTargets: readonly TargetName[] = [
  'domain',
  'core',
  'nic',
  'link',
  'engine',
  'cpu',
  'host',
  'router',
  'metarouter',
  'metalink',
  'switch',
  'peer'
];

/** Undefined when something is wrong with it, which has been reported. */
export function translate(context: MeasureContext, expression: Expression): Typed | undefined {
  const { evaluation, unit } = context;
  if (!readsResult(expression)) return fromTopology(context, expression);
  const at = placeIn(unit, expression);
  switch (expression.kind) {
    case 'parenthesized':
      return translate(context, expression.inner);
    case 'reference':
      return { measure: { kind: 'bottleneck' }, type: 'resources' };
    case 'call':
      return call(context, expression);
    case 'unary': {
      const operand = translate(context, expression.operand);
      if (operand === undefined) return undefined;
      if (expression.operator === '!' && operand.type === 'boolean')
        return { measure: { kind: 'not', operand: operand.measure }, type: 'boolean' };
      if (expression.operator !== '!' && typeof operand.type === 'object') {
        return expression.operator === '+' ? operand : { measure: { kind: 'negate', operand: operand.measure }, type: operand.type };
      }
      evaluation.reporter.report('wrong-type', at, {
        property: expression.operator,
        expected: expression.operator === '!' ? 'a condition' : 'a number',
        found: typeText(operand.type)
      });
      return undefined;
    }
    case 'binary':
      return binary(context, expression);
    case 'within': {
      const left = translate(context, expression.left);
      const tolerance = translate(context, expression.tolerance);
      const right = translate(context, expression.right);
      if (left === undefined || tolerance === undefined || right === undefined) return undefined;
      const relative = tolerance.type === ratio;
      if (!sameType(left.type, right.type) || (!relative && !sameType(tolerance.type, right.type))) {
        const other = sameType(left.type, right.type) ? tolerance : left;
        mixed(context, expression, 'compare', other, right);
        return undefined;
      }
      return {
        measure: { kind: 'within', left: left.measure, tolerance: tolerance.measure, relative, right: right.measure },
        type: 'boolean'
      };
    }
    default:
      evaluation.reporter.report('wrong-type', at, { property: 'an expectation', expected: 'a measure or a quantity', found: 'a list' });
      return undefined;
  }
}

/** Whether any part of it exists only after a run. */
export function readsResult(expression: Expression): boolean {
  switch (expression.kind) {
    case 'reference':
      return expression.first.text === 'bottleneck' && expression.steps.length === 0;
    case 'call':
      return !Object.hasOwn(plainFunctions, expression.name.text) || expression.arguments.some(argument => readsResult(argument.value));
    case 'unary':
      return readsResult(expression.operand);
    case 'binary':
      return readsResult(expression.left) || readsResult(expression.right);
    case 'within':
      return true;
    case 'parenthesized':
      return readsResult(expression.inner);
    default:
      return false;
  }
}

/** A constant, or the resources that a reference names. */
function fromTopology(context: MeasureContext, expression: Expression): Typed | undefined {
  const { evaluation, unit } = context;
  const value = evaluate(evaluation, expression, { unit });
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'number':
      return { measure: { kind: 'constant', value: value.value, dimension: shownDimension(value.dimension) }, type: value.dimension };
    case 'boolean': {
      const one: Measure = { kind: 'constant', value: 1, dimension: 'number' };
      return { measure: { kind: 'compare', operator: value.value ? '==' : '!=', left: one, right: one }, type: 'boolean' };
    }
    case 'things':
      return { measure: { kind: 'resources', names: namesOf(evaluation, value.things, false) }, type: 'resources' };
    case 'list': {
      const things = targetsOf(evaluation, expression, resourceTargets, { unit });
      return things === undefined
        ? undefined
        : { measure: { kind: 'resources', names: namesOf(evaluation, things, false) }, type: 'resources' };
    }
    default:
      evaluation.reporter.report('wrong-type', placeIn(unit, expression), {
        property: 'an expectation',
        expected: 'a measure or a quantity',
        found: 'a word'
      });
      return undefined;
  }
}

function binary(context: MeasureContext, expression: Binary): Typed | undefined {
  const left = translate(context, expression.left);
  const right = translate(context, expression.right);
  if (left === undefined || right === undefined) return undefined;
  const { operator } = expression;
  if (operator === '&&' || operator === '||') {
    if (left.type === 'boolean' && right.type === 'boolean')
      return { measure: { kind: operator === '&&' ? 'and' : 'or', left: left.measure, right: right.measure }, type: 'boolean' };
  } else if (operator === '+' || operator === '-' || operator === '*' || operator === '/') {
    const typed = arithmetic(operator, left, right);
    if (typed !== undefined) return typed;
  } else if (
    sameType(left.type, right.type) &&
    left.type !== 'boolean' &&
    (left.type !== 'resources' || operator === '==' || operator === '!=')
  ) {
    return { measure: { kind: 'compare', operator, left: left.measure, right: right.measure }, type: 'boolean' };
  }
  mixed(context, expression, verb(operator), left, right);
  return undefined;
}

function verb(operator: BinaryOperator): string {
  return (
    ({ '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '&&': 'combine', '||': 'combine' } as Readonly<Record<string, string>>)[
      operator
    ] ?? 'compare'
  );
}

function arithmetic(operator: '+' | '-' | '*' | '/', left: Typed, right: Typed): Typed | undefined {
  if (typeof left.type !== 'object' || typeof right.type !== 'object') return undefined;
  const measure: Measure = { kind: 'arithmetic', operator, left: left.measure, right: right.measure };
  if (operator === '+' || operator === '-') {
    if (!sameType(left.type, right.type)) return undefined;
    return { measure, type: left.type === right.type || !isPlain(left.type) ? left.type : plain };
  }
  // Rates count bits and sizes bytes: what a run multiplies bare needs the factor between them.
  const { value: factor, dimension } = combine(1, left.type, 1, right.type, operator === '*' ? 1 : -1);
  if (factor === 1) return { measure, type: dimension };
  return {
    measure: { kind: 'arithmetic', operator: '*', left: measure, right: { kind: 'constant', value: factor, dimension: 'number' } },
    type: dimension
  };
}

function sameType(a: Typed['type'], b: Typed['type']): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return samePowers(a, b) || comparable(a, b);
}

function typeText(type: Typed['type']): string {
  return type === 'boolean' ? 'a condition' : type === 'resources' ? 'a resource' : dimensionText(type.name);
}

function mixed(context: MeasureContext, expression: Expression, operation: string, left: Typed, right: Typed): void {
  context.evaluation.reporter.report('mixed-dimensions', placeIn(context.unit, expression), {
    operation,
    left: typeText(left.type),
    right: typeText(right.type),
    hint: unitHint([left, right].map(({ type }) => (typeof type === 'object' ? type.name : type)))
  });
}

function call(context: MeasureContext, expression: Call): Typed | undefined {
  const name = expression.name.text;
  const { reporter } = context.evaluation;
  if (Object.hasOwn(plainFunctions, name)) return plainCall(context, expression);
  const row = Object.hasOwn(measures, name) ? measures[name] : undefined;
  if (row !== undefined) return measureCall(context, expression, row);
  const place = placeIn(context.unit, expression.name);
  if (name === 'each') {
    reporter.report('misplaced-each', place);
    return undefined;
  }
  reporter.report(
    'unknown-function',
    place,
    { name },
    { fixes: replacements(nearest(name, [...Object.keys(measures), ...Object.keys(plainFunctions), 'each']), place) }
  );
  return undefined;
}

/** `min(throughput(a), throughput(b))`. */
function plainCall(context: MeasureContext, expression: Call): Typed | undefined {
  const name = expression.name.text as 'min' | 'max' | 'floor' | 'ceil' | 'mod';
  const wanted = argumentMismatch(name, expression.arguments.length);
  if (wanted !== undefined) {
    wrongArguments(context, expression, wanted);
    return undefined;
  }
  const parts = expression.arguments.map(argument => translate(context, argument.value));
  if (parts.includes(undefined)) return undefined;
  const typed = parts as Typed[];
  const first = typed[0] as Typed;
  const odd = typed.find(each => typeof each.type !== 'object' || !sameType(each.type, first.type));
  if (odd !== undefined) {
    mixed(context, expression, 'compare', first, odd);
    return undefined;
  }
  return { measure: { kind: 'function', name, arguments: typed.map(each => each.measure) }, type: first.type };
}

function wrongArguments(context: MeasureContext, expression: Call, wanted: string): void {
  context.evaluation.reporter.report('wrong-arguments', placeIn(context.unit, expression.close ?? expression.name), {
    name: expression.name.text,
    expected: wanted,
    found: showCount(expression.arguments.filter(argument => argument.name === undefined).length, 'argument')
  });
}

function measureCall(context: MeasureContext, expression: Call, row: MeasureRow): Typed | undefined {
  const positional = expression.arguments.filter(argument => argument.name === undefined);
  const named = expression.arguments.filter(argument => argument.name !== undefined);
  const most = row.parameters.length;
  const [target, detailArgument] = positional;
  if (target === undefined || positional.length > most) {
    wrongArguments(context, expression, most === 1 ? '1 argument' : '1 or 2 arguments');
    return undefined;
  }
  const there = named.length === 0 ? undefined : context.elsewhere.read(named, context.unit, context.evaluation);
  if (named.length > 0 && there === undefined) return undefined;
  const evaluation = there?.evaluation ?? context.evaluation;
  const each = target.value.kind === 'call' && target.value.name.text === eachFunction.name;
  const things = targetsOf(evaluation, innerTarget(target.value), row.targets, { unit: context.unit });
  const detail = detailArgument === undefined ? undefined : detailOf(context, detailArgument, row);
  if (things === undefined || (detailArgument !== undefined && detail === undefined)) return undefined;
  return {
    measure: {
      kind: 'measure',
      name: row.name as MeasureName,
      targets: namesOf(evaluation, things, each),
      each,
      ...(detail === undefined ? {} : { detail }),
      ...(there === undefined ? {} : { read: there.read })
    },
    type: row.dimension === 'number' ? plain : row.dimension === 'cycles' ? cycles : dimensionNamed(row.dimension)
  };
}

/** What stands in `each( )`, or the expression itself. */
function innerTarget(expression: Expression): Expression {
  return expression.kind === 'call' && expression.name.text === eachFunction.name
    ? (expression.arguments[0]?.value ?? { kind: 'missing', start: expression.start, end: expression.end })
    : expression;
}

function detailOf(context: MeasureContext, argument: Argument, row: MeasureRow): string | undefined {
  const { value } = argument;
  const place = placeIn(context.unit, value);
  const { reporter } = context.evaluation;
  if (value.kind !== 'reference' || value.steps.length > 0) {
    if (value.kind !== 'missing')
      reporter.report('wrong-type', place, { property: row.name, expected: row.parameters[1]?.doc ?? 'a word', found: 'a value' });
    return undefined;
  }
  const word = value.first.text;
  if (row.detail === undefined || row.detail === 'component') return word;
  const words = Object.keys(row.detail.words);
  if (words.includes(word)) return word;
  reporter.report(
    'unknown-word',
    place,
    { name: word, words: words.map(each => `\`${each}\``).join(', ') },
    { fixes: replacements(nearest(word, words), place) }
  );
  return undefined;
}
