/** What a `vary` goes over. */
import type { Dimension, ParameterValue } from '../../topology/plan.ts';
import { silent } from '../diagnostics/reporter.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import type { ParamBinding } from '../evaluate/context.ts';
import { placeIn } from '../evaluate/context.ts';
import { reportDash } from '../evaluate/dash.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { evaluate, rangeValues } from '../evaluate/expression.ts';
import type { Admits } from '../evaluate/resolution.ts';
import type { FileUnit, ParamSymbol } from '../program/symbols.ts';
import type { Expression } from '../syntax/tree.ts';
import { found } from '../evaluate/describe.ts';
import { shownValue, sourceText } from './shown.ts';

export interface VaryValue {
  readonly binding: ParamBinding;
  readonly shown: ParameterValue;
  readonly dimension: Dimension;
}

export interface Vary {
  readonly param: ParamSymbol;
  readonly values: readonly VaryValue[];
  readonly place: Place;
}

const wordOrValue: Admits = { values: true, what: 'param' };

/** Values of `vary name = expression`; undefined when it goes over nothing that can be listed (reported). */
export function varyValues(evaluation: Evaluation, expression: Expression, unit: FileUnit): readonly VaryValue[] | undefined {
  const { reporter } = evaluation;
  switch (expression.kind) {
    case 'parenthesized':
      return varyValues(evaluation, expression.inner, unit);
    case 'missing':
      return undefined;
    case 'range': {
      const values = rangeValues(evaluation, expression, { unit });
      return values?.map(value => ({ binding: { kind: 'value', value }, ...shownValue(value, unit, expression) }));
    }
    case 'list': {
      const values = expression.elements.map(element =>
        element.kind === 'range' ? varyValues(evaluation, element, unit) : listed(evaluation, element, unit)
      );
      return values.includes(undefined) ? undefined : (values as readonly (readonly VaryValue[])[]).flat();
    }
    case 'reference': {
      const resolution = evaluation.resolver.resolve(expression, wordOrValue, { unit });
      const binding = resolution.kind === 'param' ? evaluation.bindingOf(resolution.param) : undefined;
      if (binding?.kind === 'expression' && binding.expression !== expression && isListing(binding.expression)) {
        return varyValues(evaluation, binding.expression, binding.unit);
      }
      reporter.report('not-a-sweep', placeIn(unit, expression), { found: 'a single value' });
      return undefined;
    }
    default: {
      if (reportDash(evaluation, expression, { unit })) return undefined;
      const value = evaluate(evaluation, expression, { unit });
      if (value !== undefined) reporter.report('not-a-sweep', placeIn(unit, expression), { found: found(value) });
      return undefined;
    }
  }
}

export function isListing(expression: Expression): boolean {
  return expression.kind === 'list' || expression.kind === 'range' || (expression.kind === 'parenthesized' && isListing(expression.inner));
}

/** One listed value. Words and references stay expressions: what they mean is settled where the param is used. */
export function listed(evaluation: Evaluation, expression: Expression, unit: FileUnit): readonly VaryValue[] | undefined {
  const binding: ParamBinding = { kind: 'expression', expression, unit };
  if (expression.kind === 'missing' || reportDash(evaluation, expression, { unit })) return undefined;
  if (expression.kind === 'list') return [{ binding, shown: sourceText(unit, expression), dimension: 'word' }];
  if (expression.kind === 'reference') {
    const resolution = evaluation.resolver.resolve(expression, wordOrValue, { unit });
    if (resolution.kind !== 'param') {
      const dimension = expression.steps.length > 0 ? 'reference' : 'word';
      return [{ binding, shown: sourceText(unit, expression), dimension }];
    }
  }
  const value = evaluate(evaluation, expression, { unit });
  // Worked out now: a value that depends on the param itself (`vary n = [n, 2 * n]`) means the one it has without the sweep.
  return value === undefined ? undefined : [{ binding: { kind: 'value', value }, ...shownValue(value, unit, expression) }];
}

/** A reporter that swallows everything, for looking ahead. */
export const quiet: Reporter = silent;
