/** What a measure or action is about: things by reference, list or param. */
import { placeIn } from '../evaluate/context.ts';
import type { Scope } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { withOpenParam, withUse } from '../evaluate/expression.ts';
import type { Admits } from '../evaluate/resolution.ts';
import { memberCount } from '../evaluate/members.ts';
import { thingsOf } from '../evaluate/things.ts';
import type { Instance, Thing } from '../evaluate/values.ts';
import { linkName } from '../lower/network.ts';
import type { TargetName } from '../schema/functions.ts';
import type { Expression } from '../syntax/tree.ts';
import { either } from '../values/show.ts';

const admitted = new Map<readonly TargetName[], Admits>();

export function admitsTargets(kinds: readonly TargetName[]): Admits {
  let admits = admitted.get(kinds);
  if (admits === undefined) admitted.set(kinds, (admits = { kinds, values: false, what: either([...kinds]) }));
  return admits;
}

/** Things that an argument names; undefined when it names none that fit (reported). */
export function targetsOf(
  evaluation: Evaluation,
  expression: Expression,
  kinds: readonly TargetName[],
  scope: Scope
): readonly Thing[] | undefined {
  const { reporter } = evaluation;
  switch (expression.kind) {
    case 'parenthesized':
      return targetsOf(evaluation, expression.inner, kinds, scope);
    case 'missing':
      return undefined;
    case 'list': {
      const parts = expression.elements.map(element => targetsOf(evaluation, element, kinds, scope));
      return parts.includes(undefined) ? undefined : (parts as readonly (readonly Thing[])[]).flat();
    }
    case 'reference': {
      const resolution = evaluation.resolver.resolve(expression, admitsTargets(kinds), scope);
      const at = placeIn(scope.unit, expression);
      if (resolution.kind === 'path') return thingsOf(evaluation, expression, resolution.path, scope)?.things;
      if (resolution.kind === 'param') {
        const binding = evaluation.bindingOf(resolution.param);
        if (binding?.kind === 'expression') {
          return withOpenParam(evaluation, resolution.param, at, () =>
            targetsOf(evaluation, binding.expression, kinds, { ...scope, unit: binding.unit, use: scope.use ?? at })
          );
        }
      }
      if (resolution.kind === 'finding') {
        const { code, place, values, extra } = resolution.finding();
        reporter.report(code, place, values, withUse(extra, scope));
        return undefined;
      }
      break;
    }
  }
  reporter.report('wrong-type', placeIn(scope.unit, expression), {
    property: 'the argument',
    expected: `a reference to ${either([...kinds])}`,
    found: 'a value'
  });
  return undefined;
}

/** Names as the topology has them: unnamed links by their ends, flows whole. */
export function namesOf(evaluation: Evaluation, things: readonly Thing[], each: boolean): readonly string[] {
  return things.flatMap(thing => {
    if (thing.kind === 'flow') return flowNames(evaluation, thing, each);
    return thing.kind === 'link' ? [linkNameOf(evaluation, thing.instance)] : [thing.name];
  });
}

function linkNameOf(evaluation: Evaluation, instance: Instance): string {
  const ends = evaluation.property(instance, 'ends');
  const names =
    ends?.kind === 'list' ? ends.elements.flatMap(end => (end.kind === 'things' ? end.things.map(thing => thing.name) : [])) : [];
  return linkName(instance, names);
}

/** A whole flow goes by its own name; under `each`, and for one element of a flow array, its members are listed. */
function flowNames(evaluation: Evaluation, thing: Thing, each: boolean): readonly string[] {
  if (thing.member !== undefined) return [thing.name];
  if (!each && thing.instance.index === undefined) return [thing.name];
  const count = memberCount(evaluation, thing.instance);
  return count === 1 ? [thing.name] : Array.from({ length: count }, (_, i) => `${thing.name}[${i + 1}]`);
}
