/** Members of flows: what the elements of their ends make of them. */
import type { ReferenceStep } from '../syntax/tree.ts';
import { showCount } from '../values/show.ts';
import type { Context, Scope } from './context.ts';
import { numbersOf, reportMissing } from './things.ts';
import type { Instance, Thing } from './values.ts';

/** `rx[2]` of a flow that is no array (or of an element of one): a member, which exists when one side has several ends. */
export function chosenMembers(
  context: Context,
  flows: readonly Instance[],
  step: ReferenceStep,
  scope: Scope
): readonly Thing[] | undefined {
  const numbers = step.kind === 'element' ? numbersOf(context, step, scope)?.map(number => number.value) : [];
  if (numbers === undefined) return undefined;
  const found: Thing[] = [];
  for (const flow of flows) {
    const count = memberCount(context, flow);
    const wanted = step.kind === 'element' ? numbers : Array.from({ length: count }, (_, i) => i + 1);
    for (const member of wanted) {
      if (member < 1 || member > count) {
        reportMissing(context, step, scope, { name: flow.name, count: showCount(count, 'member'), first: 1, index: member });
        return undefined;
      }
      found.push({ name: count === 1 ? flow.name : `${flow.name}[${member}]`, kind: 'flow', instance: flow, member });
    }
  }
  return found;
}

/** Members of one flow element: the larger of the two sides' counts. */
export function memberCount(context: Context, flow: Instance): number {
  const from = sideOf(context, flow, 'from').length;
  const to = sideOf(context, flow, 'to').length;
  return from === 0 || to === 0 ? 0 : Math.max(from, to);
}

/** The endpoints one side of a flow names, in order. */
export function sideOf(context: Context, flow: Instance, side: 'from' | 'to'): readonly Thing[] {
  const value = context.property(flow, side);
  if (value === undefined) return [];
  if (value.kind === 'things') return value.things;
  return value.kind === 'list' ? value.elements.flatMap(element => (element.kind === 'things' ? element.things : [])) : [];
}
