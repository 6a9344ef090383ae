/** `0-3` where a list is asked for: a range in other tools' spelling, a difference in this language. */
import type { Expression } from '../syntax/tree.ts';
import { placeIn } from './context.ts';
import type { Context, Scope } from './context.ts';

/** Reports a difference of two whole numbers of which the first is smaller; whether it did. */
export function reportDash(context: Pick<Context, 'reporter'>, expression: Expression, scope: Pick<Scope, 'unit'>): boolean {
  if (expression.kind !== 'binary' || expression.operator !== '-') return false;
  const { left, right } = expression;
  if (left.kind !== 'number' || right.kind !== 'number' || left.value >= right.value) return false;
  if (!Number.isInteger(left.value) || !Number.isInteger(right.value)) return false;
  const place = placeIn(scope.unit, expression);
  const range = `${left.value}..${right.value}`;
  const fixes = [{ title: `Write \`${range}\``, edits: [{ ...place, newText: range }], preferred: true }];
  context.reporter.report('dash-range', place, { range, difference: left.value - right.value }, { fixes });
  return true;
}
