/**
 * Keeps the picture where it is while it changes. What was there keeps its place, what is new comes where there is room nearest to
 * where a fresh layout would put it, and only what stands in the way of something that grew moves, by as little as it takes.
 * Places are kept within the container, so that moving a host moves what is in it.
 */
import { centre, overlaps, type Box, type Placement, type Point, type Route } from './geometry.ts';
import { padding, stackDepth, type Sizes } from './layout.ts';
import type { Scene, SceneEdge, SceneNode } from './scene.ts';

/** Between two nodes of one container. */
const apart = 16;

/** @param fresh where a layout from nothing puts everything @param before where it was */
export function settle(scene: Scene, fresh: Placement, before: Placement, sizes: Sizes): Placement {
  const children = new Map<string | undefined, SceneNode[]>();
  for (const node of scene.nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  /** Boxes from the top left of their container, by id. */
  const local = new Map<string, Box>();
  const parents = new Map(scene.nodes.map(({ id, parent }) => [id, parent]));

  function within(placement: Placement, id: string): Box | undefined {
    const box = placement.nodes.get(id);
    const parent = parents.get(id);
    const outer = parent === undefined ? undefined : placement.nodes.get(parent);
    if (box === undefined || (parent !== undefined && outer === undefined)) return undefined;
    return { ...box, x: box.x - (outer?.x ?? 0), y: box.y - (outer?.y ?? 0) };
  }

  /** Places what a container contains; its size, as it must be for that. */
  function arrange(parent: SceneNode | undefined): { readonly width: number; readonly height: number } {
    const inside = children.get(parent?.id) ?? [];
    const head = parent === undefined ? 0 : (sizes.nodes.get(parent.id)?.height ?? 0) + 2;
    const edge = parent === undefined ? 0 : padding;
    const placed: Box[] = [];
    const wanted = inside.map(node => {
      const own = node.isFrame ? arrange(node) : undefined;
      const [was, is] = [within(before, node.id), within(fresh, node.id)];
      const { width, height } = own ?? is ?? { width: 0, height: 0 };
      return { node, was, is: is ?? { x: edge, y: head, width, height }, width, height };
    });
    const stayed = wanted.filter(({ was }) => was !== undefined);
    for (const { node, was, width, height } of stayed) {
      const box = clear({ x: was?.x ?? 0, y: was?.y ?? 0, width, height }, placed, parent === undefined ? undefined : { x: edge, y: head });
      placed.push(box);
      local.set(node.id, box);
    }
    for (const { node, was, is, width, height } of wanted) {
      if (was !== undefined) continue;
      const shift = shiftOf(is, stayed);
      const box = clear(
        { x: is.x + shift.x, y: is.y + shift.y, width, height },
        placed,
        parent === undefined ? undefined : { x: edge, y: head }
      );
      placed.push(box);
      local.set(node.id, box);
    }
    const least = parent === undefined ? undefined : sizes.nodes.get(parent.id);
    const [right, bottom] = [Math.max(0, ...placed.map(box => box.x + box.width)), Math.max(0, ...placed.map(box => box.y + box.height))];
    const depth = parent !== undefined && parent.members.length > 1 ? stackDepth : 0;
    return { width: Math.max(least?.width ?? 0, right + edge) + depth, height: Math.max(least?.height ?? 0, bottom + edge) + depth };
  }

  arrange(undefined);
  const nodes = new Map<string, Box>();
  for (const { id, parent } of scene.nodes) {
    const box = local.get(id);
    const outer = parent === undefined ? undefined : nodes.get(parent);
    if (box !== undefined) nodes.set(id, { ...box, x: box.x + (outer?.x ?? 0), y: box.y + (outer?.y ?? 0) });
  }
  return { nodes, edges: new Map(scene.edges.map(edge => [edge.id, routed(edge, fresh, nodes)])) };
}

interface Wanted {
  readonly was: Box | undefined;
  readonly is: Box;
}

/** How far the nearest of those that stay is from where a fresh layout has it. */
function shiftOf(is: Box, stayed: readonly Wanted[]): Point {
  const [nearest] = [...stayed].sort((a, b) => distance(centre(a.is), centre(is)) - distance(centre(b.is), centre(is)));
  return nearest?.was === undefined ? { x: 0, y: 0 } : { x: nearest.was.x - nearest.is.x, y: nearest.was.y - nearest.is.y };
}

/**
 * The box where it is, or as near to there as nothing is in its way: beside, above or below what is there.
 * @param corner how far left and up it may go; anywhere when absent
 */
function clear(box: Box, placed: readonly Box[], corner: Point | undefined): Box {
  const left = corner?.x ?? -Infinity;
  const top = corner?.y ?? -Infinity;
  const at = { x: Math.max(left, box.x), y: Math.max(top, box.y) };
  const isFree = (moved: Box): boolean => !placed.some(other => overlaps(moved, other, apart - 1));
  if (isFree({ ...box, ...at })) return { ...box, ...at };
  const xs = [at.x, ...placed.flatMap(({ x, width }) => [x + width + apart, x - box.width - apart])].filter(x => x >= left);
  const ys = [at.y, ...placed.flatMap(({ y, height }) => [y + height + apart, y - box.height - apart])].filter(y => y >= top);
  let best: Box | undefined;
  let least = Infinity;
  for (const x of xs) {
    for (const y of ys) {
      const away = distance({ x, y }, at);
      const moved = { ...box, x, y };
      if (away < least && isFree(moved)) [best, least] = [moved, away];
    }
  }
  return best ?? { ...box, x: at.x, y: Math.max(at.y, ...placed.map(other => other.y + other.height + apart)) };
}

/** The fresh route where both ends moved alike, else one of its own: straight down from one end, across, and down to the other. */
function routed({ id, from, to }: SceneEdge, fresh: Placement, nodes: ReadonlyMap<string, Box>): Route {
  const route = fresh.edges.get(id);
  const [a, b] = [nodes.get(from), nodes.get(to)];
  if (a === undefined || b === undefined) return { points: [] };
  const [freshA, freshB] = [fresh.nodes.get(from), fresh.nodes.get(to)];
  if (route !== undefined && freshA !== undefined && freshB !== undefined) {
    const [moveA, moveB] = [moveOf(freshA, a), moveOf(freshB, b)];
    const isWhole = sameSize(freshA, a) && sameSize(freshB, b) && moveA.x === moveB.x && moveA.y === moveB.y;
    if (isWhole) return moved(route, moveA);
  }
  return direct(a, b, route?.label);
}

/** From the side of one box that faces the other, in at most three straight pieces. */
export function direct(a: Box, b: Box, label?: Box): Route {
  const [ca, cb] = [centre(a), centre(b)];
  const isDown = a.y + a.height <= b.y || b.y + b.height <= a.y;
  const [from, to] = isDown
    ? [
        { x: ca.x, y: ca.y < cb.y ? a.y + a.height : a.y },
        { x: cb.x, y: ca.y < cb.y ? b.y : b.y + b.height }
      ]
    : [
        { x: ca.x < cb.x ? a.x + a.width : a.x, y: ca.y },
        { x: ca.x < cb.x ? b.x : b.x + b.width, y: cb.y }
      ];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const bends = isDown
    ? [
        { x: from.x, y: middle.y },
        { x: to.x, y: middle.y }
      ]
    : [
        { x: middle.x, y: from.y },
        { x: middle.x, y: to.y }
      ];
  const isStraight = isDown ? from.x === to.x : from.y === to.y;
  const points = isStraight ? [from, to] : [from, ...bends, to];
  return { points, ...(label === undefined ? {} : { label: { ...label, x: middle.x + 4, y: middle.y - label.height - 2 } }) };
}

function moved({ points, label }: Route, by: Point): Route {
  return {
    points: points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
    ...(label === undefined ? {} : { label: { ...label, x: label.x + by.x, y: label.y + by.y } })
  };
}

function moveOf(from: Box, to: Box): Point {
  return { x: to.x - from.x, y: to.y - from.y };
}

function sameSize(a: Box, b: Box): boolean {
  return a.width === b.width && a.height === b.height;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
