/** What an evaluation takes over from that of an older version: instances with the values that an edit has left alone. */
import type { Program } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';
import type { Property } from '../syntax/tree.ts';
import type { Instance } from './values.ts';

export interface Inherited {
  /** Instances of top-level shapes. */
  readonly roots: Map<Shape, readonly Instance[]>;
  /** Those that have lost values, to be worked out anew. */
  readonly touched: ReadonlySet<Instance>;
}

/** @param before roots of the older version's evaluation, whose instances are used up */
export function inherit({ unchanged, touched }: Program, before: ReadonlyMap<Shape, readonly Instance[]>): Inherited {
  const roots = new Map<Shape, readonly Instance[]>();
  const losers = new Set<Instance>();
  for (const [shape, instances] of before) {
    const { declaration } = shape.own;
    if (touched.members.has(declaration)) forgetValues(instances, touched.properties, losers);
    else if (!unchanged.has(declaration)) continue;
    roots.set(shape, instances);
  }
  return { roots, touched: losers };
}

/** Elements of one array, and what is in them. */
function forgetValues(instances: readonly Instance[], properties: ReadonlySet<Property>, losers: Set<Instance>): void {
  const [first] = instances;
  if (first === undefined) return;
  for (const [name, { member }] of first.shape.properties()) {
    if (!properties.has(member)) continue;
    for (const instance of instances) {
      instance.values.delete(name);
      losers.add(instance);
    }
  }
  for (const { groups } of instances) for (const group of groups.values()) forgetValues(group, properties, losers);
}
