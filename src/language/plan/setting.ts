/** `set`: which property of which things a reference with a property at its end means. */
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Admits } from '../evaluate/resolution.ts';
import { thingsOf } from '../evaluate/things.ts';
import type { Instance } from '../evaluate/values.ts';
import type { FileUnit } from '../program/symbols.ts';
import type { PropertyRow } from '../schema/types.ts';
import type { Reference } from '../syntax/tree.ts';
import type { PropertySet } from './draft.ts';

const property: Admits = { kinds: [], values: true, what: 'property' };

export interface PropertyTarget {
  readonly instances: readonly Instance[];
  readonly row: PropertyRow;
}

/** Undefined when the reference leads to no property (reported). */
export function propertyTarget(evaluation: Evaluation, reference: Reference, unit: FileUnit): PropertyTarget | undefined {
  const resolution = evaluation.resolver.resolve(reference, property, { unit });
  if (resolution.kind === 'finding') {
    const { code, place, values, extra } = resolution.finding();
    evaluation.reporter.report(code, place, values, extra);
    return undefined;
  }
  if (resolution.kind !== 'path' || resolution.path.target.kind !== 'property') {
    evaluation.reporter.report('wrong-kind', placeIn(unit, reference), {
      name: reference.first.text,
      found: 'no property',
      expected: 'a property'
    });
    return undefined;
  }
  const things = thingsOf(evaluation, reference, resolution.path, { unit });
  return things === undefined
    ? undefined
    : { instances: [...new Set(things.things.map(thing => thing.instance))], row: resolution.path.target.row };
}

/** Gives properties other values for one evaluation. */
export function applySets(evaluation: Evaluation, sets: readonly PropertySet[]): void {
  for (const { target, value, unit } of sets) {
    const found = propertyTarget(evaluation, target, unit);
    if (found === undefined) continue;
    for (const instance of found.instances) evaluation.override({ instance, property: found.row.name, expression: value, unit });
    // Whatever was read while the target was looked for may depend on what was set.
    for (const instance of found.instances) evaluation.property(instance, found.row.name);
  }
}
