/** Evaluates an expression as the type its place asks for: words before declarations, declarations before params. */
import type { Expression, List, Reference } from '../syntax/tree.ts';
import type { ValueType } from '../schema/types.ts';
import { showCount } from '../values/show.ts';
import { mismatch } from './conform.ts';
import { reportDash } from './dash.ts';
import { editOf, nested, placeIn, Standpoint } from './context.ts';
import type { Context, Scope } from './context.ts';
import { expected } from './describe.ts';
import { evaluate, indexValue, pathValue, rangeValues, withOpenParam, withUse } from './expression.ts';
import { admitsOf } from './resolution.ts';
import type { Value } from './values.ts';

/** The value, checked; undefined when it is wrong, which has been reported at the exact token. `property` names the place in messages. */
export function evaluateAs(context: Context, expression: Expression, type: ValueType, scope: Scope, property: string): Value | undefined {
  switch (expression.kind) {
    case 'parenthesized':
      return evaluateAs(context, expression.inner, type, scope, property);
    case 'missing':
      return undefined;
    case 'reference':
      return referenceAs(context, expression, type, scope, property);
    case 'list': {
      const listType = listOption(type);
      return listType === undefined
        ? wrongType(context, expression, 'a list', type, scope, property)
        : listAs(context, expression, listType, scope, property);
    }
    case 'range': {
      const listType = listOption(type);
      if (listType === undefined) return wrongType(context, expression, 'a range', type, scope, property);
      const elements = rangeValues(context, expression, scope);
      return elements === undefined
        ? undefined
        : checkedList(context, { kind: 'list', elements, at: new Standpoint(scope.unit, expression) }, listType, scope, property);
    }
    default:
      if (listOption(type) !== undefined && reportDash(context, expression, scope)) return undefined;
      return checked(context, evaluate(context, expression, scope), type, scope, property);
  }
}

type ListType = Extract<ValueType, { kind: 'list' }>;

function listOption(type: ValueType): ListType | undefined {
  if (type.kind === 'list') return type;
  return type.kind === 'either' ? type.options.find((option): option is ListType => option.kind === 'list') : undefined;
}

function wrongType(context: Context, expression: Expression, found: string, type: ValueType, scope: Scope, property: string): undefined {
  context.reporter.report('wrong-type', placeIn(scope.unit, expression), { property, expected: expected(type), found }, withUse({}, scope));
}

function referenceAs(context: Context, reference: Reference, type: ValueType, scope: Scope, property: string): Value | undefined {
  const resolution = context.resolver.resolve(reference, admitsOf(type), scope);
  const at = new Standpoint(scope.unit, reference);
  switch (resolution.kind) {
    case 'word':
      return checked(context, { kind: 'word', word: resolution.word, at }, type, scope, property);
    case 'index':
      return checked(context, indexValue(context, scope, at), type, scope, property);
    case 'path':
      return checked(context, pathValue(context, reference, resolution.path, scope), type, scope, property);
    case 'param': {
      const { param } = resolution;
      const binding = context.bindingOf(param);
      if (binding === undefined) return undefined;
      if (binding.kind === 'value') return checked(context, binding.value, type, { ...scope, use: at }, property);
      // Words and references are looked up from where the param is used, so that `param policy = copy` reaches a host's own policy.
      return nested(context, at, () =>
        withOpenParam(context, param, at, () =>
          evaluateAs(context, binding.expression, type, { ...scope, unit: binding.unit, use: scope.use ?? at }, property)
        )
      );
    }
    case 'bottleneck':
      context.reporter.report('misplaced-function', at, { name: 'bottleneck' });
      return undefined;
    case 'finding': {
      const truth = type.kind === 'boolean' && reference.steps.length === 0 ? spokenTruths[reference.first.text.toLowerCase()] : undefined;
      if (truth !== undefined) {
        const found = `\`${reference.first.text}\`; write \`${truth}\``;
        const fix = { title: `Write \`${truth}\``, edits: [editOf(at, String(truth))], preferred: true };
        context.reporter.report('wrong-type', at, { property, expected: expected(type), found }, withUse({ fixes: [fix] }, scope));
        return undefined;
      }
      const { code, place, values, extra } = resolution.finding();
      context.reporter.report(code, place, values, withUse(extra, scope));
      return undefined;
    }
  }
}

/** How other formats say it. */
const spokenTruths: Readonly<Record<string, boolean | undefined>> = {
  yes: true,
  on: true,
  true: true,
  no: false,
  off: false,
  false: false
};

function checked(context: Context, value: Value | undefined, type: ValueType, scope: Scope, property: string): Value | undefined {
  if (value === undefined) return undefined;
  const listType = value.kind === 'list' ? listOption(type) : undefined;
  if (value.kind === 'list' && listType !== undefined) return checkedList(context, value, listType, scope, property);
  const problem = mismatch(value, type, property);
  if (problem === undefined) return value;
  if (value.kind === 'string' && value.isMisquoted === true) return undefined;
  context.reporter.report(problem.code, value.at, problem.values, withUse({ fixes: problem.fixes }, scope));
  return undefined;
}

function listAs(context: Context, list: List, type: ListType, scope: Scope, property: string): Value | undefined {
  const elements: Value[] = [];
  let whole = true;
  for (const expression of list.elements) {
    if (reportDash(context, expression, scope)) {
      whole = false;
      continue;
    }
    const value =
      expression.kind === 'range' ? rangeValues(context, expression, scope) : evaluateAs(context, expression, type.of, scope, property);
    if (value === undefined) {
      whole = false;
    } else if (!Array.isArray(value)) {
      elements.push(value as Value);
    } else if (value.every(each => checked(context, each as Value, type.of, scope, property) !== undefined)) {
      for (const each of value as Value[]) elements.push(each);
    } else {
      whole = false;
    }
  }
  return whole ? checkedWhole(context, { kind: 'list', elements, at: new Standpoint(scope.unit, list) }, type, scope, property) : undefined;
}

function checkedList(
  context: Context,
  list: Extract<Value, { kind: 'list' }>,
  type: ListType,
  scope: Scope,
  property: string
): Value | undefined {
  if (!list.elements.every(element => checked(context, element, type.of, scope, property) !== undefined)) return undefined;
  return checkedWhole(context, list, type, scope, property);
}

function checkedWhole(
  context: Context,
  list: Extract<Value, { kind: 'list' }>,
  type: ListType,
  scope: Scope,
  property: string
): Value | undefined {
  if (type.length !== undefined && list.elements.length !== type.length) {
    context.reporter.report(
      'wrong-length',
      list.at,
      { property, expected: showCount(type.length, 'element'), count: list.elements.length },
      withUse({}, scope)
    );
    return undefined;
  }
  if (type.unique === true) reportRepeated(context, list, scope);
  return list;
}

function reportRepeated(context: Context, list: Extract<Value, { kind: 'list' }>, scope: Scope): void {
  const seen = new Set<string>();
  for (const element of list.elements) {
    const text = element.kind === 'word' ? element.word : element.kind === 'number' ? String(element.value) : undefined;
    if (text === undefined) continue;
    if (seen.has(text)) context.reporter.report('repeated-element', element.at, { value: text }, withUse({}, scope));
    seen.add(text);
  }
}
