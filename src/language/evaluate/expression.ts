/** Evaluates expressions without regard to a property: what a param, an operand or an index is. */
import { measures, plainFunctions } from '../schema/functions.ts';
import type { Call, Expression, Range, Reference } from '../syntax/tree.ts';
import { UNITS, inSI } from '../syntax/units.ts';
import { nearest } from '../program/suggest.ts';
import type { ParamSymbol } from '../program/symbols.ts';
import { dimensionNamed, plain } from '../values/dimension.ts';
import type { Extra } from '../diagnostics/reporter.ts';
import { showNumber, showQuantity } from '../values/show.ts';
import { binary, negate, not } from './arithmetic.ts';
import { nested, placeIn, Standpoint } from './context.ts';
import type { Context, Scope } from './context.ts';
import { callFunction } from './functions.ts';
import { replacements } from './resolution.ts';
import type { Admits } from './resolution.ts';
import { enclosing, thingsOf } from './things.ts';
import type { NumberValue, Value } from './values.ts';

export interface EvaluateOptions {
  /** A range that runs downwards is empty instead of wrong: `guest[2..guests]` with one guest. */
  readonly emptyRanges?: boolean;
}

/** A list longer than this is a slip, not a design. */
export const maxListLength = 100_000;

const anything: Admits = { values: true, what: 'param' };

/** The value of an expression; undefined when it has none, which has been reported. */
export function evaluate(context: Context, expression: Expression, scope: Scope, options: EvaluateOptions = {}): Value | undefined {
  return nested(context, placeIn(scope.unit, expression), () => evaluateNested(context, expression, scope, options));
}

function evaluateNested(context: Context, expression: Expression, scope: Scope, options: EvaluateOptions): Value | undefined {
  const at = new Standpoint(scope.unit, expression);
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value, dimension: plain, at };
    case 'quantity': {
      const unit = UNITS.get(expression.unit.text);
      if (unit === undefined) return undefined;
      const name = unit.per === undefined ? unit.dimension : `${unit.dimension} per ${unit.per}`;
      return { kind: 'number', value: inSI(expression.number.value, unit), dimension: dimensionNamed(name), at };
    }
    case 'string':
      return { kind: 'string', value: expression.value, at, ...(expression.isMisquoted === true ? { isMisquoted: true } : {}) };
    case 'boolean':
      return { kind: 'boolean', value: expression.value, at };
    case 'parenthesized':
      return evaluate(context, expression.inner, scope, options);
    case 'reference':
      return evaluateReference(context, expression, scope);
    case 'list':
      return evaluateList(context, expression.elements, scope, at, options);
    case 'range': {
      const values = rangeValues(context, expression, scope, options);
      return values === undefined ? undefined : { kind: 'list', elements: values, at };
    }
    case 'unary': {
      const operand = evaluate(context, expression.operand, scope);
      if (operand === undefined) return undefined;
      if (expression.operator === '!') return not(context, operand, at);
      return expression.operator === '-' ? negate(context, operand, at) : operand;
    }
    case 'binary': {
      const left = evaluate(context, expression.left, scope);
      const right = evaluate(context, expression.right, scope);
      return left === undefined || right === undefined ? undefined : binary(context, expression, left, right, at);
    }
    case 'call':
      return evaluateCall(context, expression, scope);
    case 'within':
      context.reporter.report('misplaced-function', at, { name: 'within' });
      return undefined;
    case 'missing':
      return undefined;
  }
}

function evaluateList(
  context: Context,
  expressions: readonly Expression[],
  scope: Scope,
  at: Value['at'],
  options: EvaluateOptions
): Value | undefined {
  const elements: Value[] = [];
  for (const expression of expressions) {
    if (expression.kind === 'range') {
      const values = rangeValues(context, expression, scope, options);
      if (values === undefined) return undefined;
      for (const value of values) elements.push(value);
      continue;
    }
    const value = evaluate(context, expression, scope, options);
    if (value === undefined) return undefined;
    elements.push(value);
  }
  return { kind: 'list', elements, at };
}

function evaluateReference(context: Context, reference: Reference, scope: Scope): Value | undefined {
  const resolution = context.resolver.resolve(reference, anything, scope);
  const at = new Standpoint(scope.unit, reference);
  switch (resolution.kind) {
    case 'param':
      return paramValue(context, resolution.param, at);
    case 'index':
      return indexValue(context, scope, at);
    case 'path':
      return pathValue(context, reference, resolution.path, scope);
    case 'word':
      return { kind: 'word', word: resolution.word, at };
    case 'bottleneck':
      context.reporter.report('misplaced-function', at, { name: 'bottleneck' });
      return undefined;
    case 'finding': {
      const { code, place, values, extra } = resolution.finding();
      context.reporter.report(code, place, values, withUse(extra, scope));
      return undefined;
    }
  }
}

/** A finding inside a param's value also points at the place that reads it. */
export function withUse(extra: Extra, scope: Scope): Extra {
  if (scope.use === undefined) return extra;
  const { uri, start, end } = scope.use;
  return { ...extra, related: [...(extra.related ?? []), { uri, start, end, message: 'used here' }] };
}

/** The value a path leads to: things, or the value of one thing's property, or an element's number. */
export function pathValue(context: Context, reference: Reference, path: Parameters<typeof thingsOf>[2], scope: Scope): Value | undefined {
  const at = new Standpoint(scope.unit, reference);
  const { target } = path;
  if (target.kind === 'shape' || target.kind === 'hardware') return thingsOf(context, reference, path, scope);
  const inner = reference.steps.length === 1 ? enclosing(target.shape, scope) : undefined;
  const instances = inner !== undefined ? [inner] : thingsOf(context, reference, path, scope)?.things.map(thing => thing.instance);
  if (instances === undefined) return undefined;
  const [instance] = instances;
  if (instances.length !== 1 || instance === undefined) {
    context.reporter.report('one-needed', at, { name: reference.first.text, count: instances.length });
    return undefined;
  }
  if (target.kind === 'index') {
    if (instance.index !== undefined) return { kind: 'number', value: instance.index, dimension: plain, at };
    context.reporter.report('index-outside-array', at, {
      name: `${reference.first.text}.index`,
      why: `\`${reference.first.text}\` is not an array`
    });
    return undefined;
  }
  const value = context.property(instance, target.row.name);
  return value === undefined ? undefined : { ...value, at };
}

export function indexValue(context: Context, scope: Scope, at: Value['at']): NumberValue | undefined {
  for (let instance = scope.instance; instance !== undefined; instance = instance.parent) {
    if (instance.index !== undefined) return { kind: 'number', value: instance.index, dimension: plain, at };
  }
  context.reporter.report('index-outside-array', at, { name: 'index', why: 'it stands in no array' });
  return undefined;
}

/** A param's value, worked out once per point. */
export function paramValue(context: Context, param: ParamSymbol, at: Value['at']): Value | undefined {
  if (context.paramValues.has(param)) return context.paramValues.get(param);
  const outer = context.reporter.enter(param.member);
  const value = withOpenParam(context, param, at, () => {
    const binding = context.bindingOf(param);
    if (binding === undefined || binding.kind === 'value') return binding?.value;
    // A param stands at file level: what it refers to does not depend on who reads it.
    return evaluate(context, binding.expression, { unit: binding.unit, use: at });
  });
  context.reporter.enter(outer);
  context.paramValues.set(param, value);
  return value;
}

/** Runs `body` while the param counts as being worked out; reports and gives up when it already is. */
export function withOpenParam<T>(context: Context, param: ParamSymbol, at: Value['at'], body: () => T): T | undefined {
  if (context.openParams.has(param)) {
    const name = param.member.name;
    const open = [...context.openParams];
    const path = [...open.slice(open.indexOf(param)), param].map(each => each.name).join(' → ');
    context.reporter.report('param-cycle', name === undefined ? at : placeIn(param.unit, name), { name: param.name, path });
    return undefined;
  }
  context.openParams.add(param);
  const result = body();
  context.openParams.delete(param);
  return result;
}

function evaluateCall(context: Context, call: Call, scope: Scope): Value | undefined {
  const at = new Standpoint(scope.unit, call);
  const name = call.name.text;
  if (!Object.hasOwn(plainFunctions, name)) {
    const place = placeIn(scope.unit, call.name);
    if (Object.hasOwn(measures, name) || name === 'each') context.reporter.report('misplaced-function', place, { name });
    else
      context.reporter.report(
        'unknown-function',
        place,
        { name },
        { fixes: replacements(nearest(name, Object.keys(plainFunctions)), place) }
      );
    return undefined;
  }
  const values: Value[] = [];
  for (const argument of call.arguments) {
    const value = evaluate(context, argument.value, scope);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return callFunction(context, call, values, at, scope.unit.uri);
}

/** The numbers of a range, ends included; undefined when it has none, which has been reported. */
export function rangeValues(
  context: Context,
  range: Range,
  scope: Scope,
  options: EvaluateOptions = {}
): readonly NumberValue[] | undefined {
  const at = new Standpoint(scope.unit, range);
  const from = evaluate(context, range.from, scope);
  const to = evaluate(context, range.to, scope);
  const step = range.step === undefined ? undefined : evaluate(context, range.step, scope);
  if (from === undefined || to === undefined || (range.step !== undefined && step === undefined)) return undefined;
  const bad = (why: string): undefined => {
    context.reporter.report('bad-range', at, { range: rangeText(from, to), why }, withUse({}, scope));
    return undefined;
  };
  if (from.kind !== 'number' || to.kind !== 'number' || (step !== undefined && step.kind !== 'number'))
    return bad('needs numbers at both ends');
  if (from.dimension !== to.dimension) return bad('has ends of different dimensions');
  const by = step === undefined ? 1 : step.value;
  if (range.multiplied) {
    if (from.value <= 0 || by <= 1) return bad('needs a start above 0 and a factor above 1');
  } else {
    if (by <= 0) return bad('needs a step above 0');
    if (step !== undefined && step.dimension !== from.dimension) return bad('has a step of another dimension');
    if (step === undefined && from.dimension !== plain) return bad('of quantities needs a step, such as `step * 2`');
  }
  if (from.value > to.value) return options.emptyRanges === true ? [] : bad('runs downwards');
  // Rounding must not lose the last value of `0.1..0.3 step 0.1`.
  const count = Math.floor((range.multiplied ? Math.log(to.value / from.value) / Math.log(by) : (to.value - from.value) / by) + 1e-9) + 1;
  if (!(count <= maxListLength)) {
    context.reporter.report('range-too-long', at, { count: showNumber(count), limit: showNumber(maxListLength) }, withUse({}, scope));
    return undefined;
  }
  return Array.from({ length: count }, (_, i) => ({
    kind: 'number',
    value: range.multiplied ? from.value * by ** i : from.value + i * by,
    dimension: from.dimension,
    at
  }));
}

function rangeText(from: Value, to: Value): string {
  const end = (value: Value): string => (value.kind === 'number' ? showQuantity(value.value, value.dimension.name) : '…');
  return `${end(from)}..${end(to)}`;
}
