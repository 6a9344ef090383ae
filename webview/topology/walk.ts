/** Walking the picture with the keyboard: from a node to the nearest one in a direction, into what it contains, and out again. */
import { centre, type Box, type Placement } from './geometry.ts';
import type { Scene } from './scene.ts';

export type Step = 'up' | 'down' | 'left' | 'right' | 'in' | 'out' | 'first' | 'last';

/** Sideways distance counts so much more than distance in the direction: what lies straight ahead comes first. */
const sideways = 2.5;

/** The node to go to; where there is none in that direction, undefined. */
export function walk({ nodes }: Scene, placement: Placement, from: string | undefined, step: Step): string | undefined {
  const here = nodes.find(({ id }) => id === from);
  if (here === undefined || step === 'first') return nodes[0]?.id;
  if (step === 'last') return nodes.at(-1)?.id;
  if (step === 'out') return here.parent;
  if (step === 'in') return nodes.find(({ parent }) => parent === here.id)?.id;
  const box = placement.nodes.get(here.id);
  if (box === undefined) return undefined;
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isWithin = (id: string | undefined, outer: string): boolean =>
    id !== undefined && (id === outer || isWithin(parents.get(id), outer));
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const { id } of nodes) {
    if (isWithin(id, here.id) || isWithin(here.id, id)) continue;
    const other = placement.nodes.get(id);
    const distance = other === undefined ? undefined : distanceTo(box, other, step);
    if (distance !== undefined && (best === undefined || distance < best.distance)) best = { id, distance };
  }
  return best?.id;
}

/** How far it is from box to box in a direction; undefined when the other one does not lie there. */
function distanceTo(from: Box, to: Box, step: 'up' | 'down' | 'left' | 'right'): number | undefined {
  const [a, b] = [centre(from), centre(to)];
  const vertical = step === 'up' || step === 'down';
  const sign = step === 'down' || step === 'right' ? 1 : -1;
  const ahead = sign * (vertical ? b.y - a.y : b.x - a.x);
  const gap =
    sign > 0
      ? vertical
        ? to.y - (from.y + from.height)
        : to.x - (from.x + from.width)
      : vertical
        ? from.y - (to.y + to.height)
        : from.x - (to.x + to.width);
  if (ahead <= 0 || gap < -1) return undefined;
  const aside = vertical ? apart(from.x, from.width, to.x, to.width) : apart(from.y, from.height, to.y, to.height);
  const off = vertical ? Math.abs(b.x - a.x) : Math.abs(b.y - a.y);
  return Math.max(0, gap) + sideways * aside + off / 100;
}

/** Distance between two stretches of a line; 0 when they share a part. */
function apart(a: number, length: number, b: number, otherLength: number): number {
  return Math.max(0, b - (a + length), a - (b + otherLength));
}
