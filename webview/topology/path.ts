/** The way of a flow over what is drawn: which node is passed when, and which edges in which direction. */
import type { DiagramFlow } from '../../src/diagram/graph.ts';
import type { Scene } from './scene.ts';

export interface FlowPath {
  /** Place of each node on the way, from 1 at the sender; members that part share the numbers up to there. */
  readonly order: ReadonlyMap<string, number>;
  /** Edges on the way: along how they were drawn, against it, or both. */
  readonly edges: ReadonlyMap<string, Direction>;
}

export type Direction = 'along' | 'against' | 'both';

export function pathOf({ ways }: DiagramFlow, scene: Scene): FlowPath {
  const ends = new Map(scene.edges.map(({ id, from, to }) => [id, { from, to }]));
  const order = new Map<string, number>();
  const edges = new Map<string, Direction>();
  for (const way of ways) {
    const drawn = way.map(id => scene.drawnFor.get(id)).filter(id => id !== undefined);
    const seen = new Set<string>();
    for (const [i, id] of drawn.entries()) {
      const edge = ends.get(id);
      if (edge === undefined) {
        // A way that comes back (into a metarouter and out of it) has been there.
        if (seen.has(id)) continue;
        seen.add(id);
        if (!order.has(id)) order.set(id, seen.size);
        continue;
      }
      const next = drawn.slice(i + 1).find(each => !ends.has(each));
      const direction = next === edge.from ? 'against' : 'along';
      const known = edges.get(id);
      edges.set(id, known === undefined || known === direction ? direction : 'both');
    }
  }
  return { order, edges };
}
