/** The difference between two pictures, and the second made from the first with it. */
import type { Diagram, DiagramEdge, DiagramFlow, DiagramNode } from './graph.ts';

export interface Patch {
  readonly nodes: Difference<DiagramNode>;
  readonly edges: Difference<DiagramEdge>;
  readonly flows: Difference<DiagramFlow>;
}

export interface Difference<T> {
  /** Keys of what is gone. */
  readonly removed: readonly string[];
  /** What is new or otherwise than before. */
  readonly put: readonly T[];
  /** All keys in their new order; absent when those that stay stand as before and new ones follow at the end. */
  readonly order?: readonly string[];
}

/** Undefined when the pictures are the same. */
export function patchBetween(before: Diagram, after: Diagram): Patch | undefined {
  const nodes = difference(before.nodes, after.nodes, idOf);
  const edges = difference(before.edges, after.edges, idOf);
  const flows = difference(before.flows, after.flows, nameOf);
  return isEmpty(nodes) && isEmpty(edges) && isEmpty(flows) ? undefined : { nodes, edges, flows };
}

export function patched(before: Diagram, { nodes, edges, flows }: Patch): Diagram {
  return {
    nodes: applied(before.nodes, nodes, idOf),
    edges: applied(before.edges, edges, idOf),
    flows: applied(before.flows, flows, nameOf)
  };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function isEmpty({ removed, put, order }: Difference<unknown>): boolean {
  return removed.length === 0 && put.length === 0 && order === undefined;
}

function difference<T>(before: readonly T[], after: readonly T[], keyOf: (thing: T) => string): Difference<T> {
  const old = new Map(before.map(thing => [keyOf(thing), JSON.stringify(thing)]));
  const there = new Set(after.map(keyOf));
  const removed = [...old.keys()].filter(key => !there.has(key));
  const put = after.filter(thing => old.get(keyOf(thing)) !== JSON.stringify(thing));
  const order = [...there];
  const unsaid = applied(before, { removed, put }, keyOf).map(keyOf);
  return order.length === unsaid.length && order.every((key, i) => key === unsaid[i]) ? { removed, put } : { removed, put, order };
}

function applied<T>(before: readonly T[], { removed, put, order }: Difference<T>, keyOf: (thing: T) => string): readonly T[] {
  const things = new Map(before.map(thing => [keyOf(thing), thing]));
  for (const key of removed) things.delete(key);
  for (const thing of put) things.set(keyOf(thing), thing);
  return order === undefined ? [...things.values()] : order.flatMap(key => things.get(key) ?? []);
}
