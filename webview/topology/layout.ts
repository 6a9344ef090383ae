/**
 * Places a scene with ELK's layered method: the wire at the top, guests at the bottom, in the order of the file from left to right.
 * ELK sees sizes and edges only; where it runs (a web worker in the view) is the caller's business.
 */
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api';
import type { Box, Placement, Point, Route, Size } from './geometry.ts';
import type { Scene, SceneEdge, SceneNode } from './scene.ts';

export interface Sizes {
  readonly nodes: ReadonlyMap<string, Size>;
  readonly labels: ReadonlyMap<string, Size>;
}

/** Left, right and below what a container contains; above it is its own text. */
export const padding = 12;
/** A stack shows this much of the cards behind the first one. */
export const stackDepth = 6;

/** What holds in every container; none inherits it. */
const layered = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  // What stands left in the file stands left in the picture: each node has its number for a place, and their order is kept. (The order
  // of the model does the same, but ELK 0.12 ends with an error where containers that edges enter ask for it.)
  'elk.layered.crossingMinimization.semiInteractive': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '10',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT'
};

/** Parts that nothing connects, side by side and below each other, about as wide as they are high. */
const packed = {
  'elk.algorithm': 'rectpacking',
  'elk.spacing.nodeNode': '32',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT'
};

/** Rejects when ELK fails. */
export async function layout(elk: ELK, scene: Scene, sizes: Sizes, aspectRatio: number): Promise<Placement> {
  const parts = partsOf(scene).map((part, i) => elkPart(`part ${i}`, part, sizes));
  const placed = await elk.layout({ id: 'picture', layoutOptions: { ...packed, 'elk.aspectRatio': String(aspectRatio) }, children: parts });
  const nodes = new Map<string, Box>();
  const edges = new Map<string, Route>();
  for (const part of placed.children ?? []) read(part, nodes, edges, true);
  return { nodes, edges };
}

interface Part {
  readonly nodes: SceneNode[];
  readonly edges: SceneEdge[];
}

/** The scene in parts that no edge joins, each with all it contains. */
function partsOf({ nodes, edges }: Scene): readonly Part[] {
  const leaders = new Map(nodes.map(({ id, parent }) => [id, parent ?? id]));
  const leaderOf = (id: string): string => {
    const leader = leaders.get(id) ?? id;
    return leader === id ? id : leaderOf(leader);
  };
  for (const { from, to } of edges) {
    const [a, b] = [leaderOf(from), leaderOf(to)];
    if (a !== b) leaders.set(b, a);
  }
  const parts = new Map<string, Part>();
  for (const node of nodes) {
    const leader = leaderOf(node.id);
    const part = parts.get(leader);
    if (part === undefined) parts.set(leader, { nodes: [node], edges: [] });
    else part.nodes.push(node);
  }
  for (const edge of edges) parts.get(leaderOf(edge.from))?.edges.push(edge);
  return [...parts.values()];
}

function elkPart(id: string, { nodes, edges }: Part, sizes: Sizes): ElkNode {
  const made = new Map<string, ElkNode>();
  const top: ElkNode[] = [];
  const siblings = new Map<string | undefined, number>();
  for (const { id: own, parent, isFrame, members } of nodes) {
    const { width, height } = sizes.nodes.get(own) ?? { width: 80, height: 32 };
    const depth = members.length > 1 ? stackDepth : 0;
    const number = siblings.get(parent) ?? 0;
    siblings.set(parent, number + 1);
    const place = { 'elk.position': `(${number},0)` };
    const node: ElkNode = isFrame
      ? {
          id: own,
          children: [],
          layoutOptions: {
            ...layered,
            ...place,
            'elk.padding': `[top=${height + 2},left=${padding},bottom=${padding + depth},right=${padding + depth}]`,
            'elk.nodeSize.constraints': 'MINIMUM_SIZE',
            // Laid out downwards, ELK takes a container's least width for its height, and the other way round.
            'elk.nodeSize.minimum': `(${height},${width + depth})`
          }
        }
      : { id: own, width: width + depth, height: height + depth, layoutOptions: place };
    made.set(own, node);
    const owner = parent === undefined ? undefined : made.get(parent);
    if (owner?.children === undefined) top.push(node);
    else owner.children.push(node);
  }
  const kinds = new Map(nodes.map(node => [node.id, node.kind]));
  return {
    id,
    layoutOptions: { ...layered, 'elk.padding': '[top=2,left=2,bottom=2,right=2]' },
    children: top,
    edges: edges.map(edge => elkEdge(edge, kinds, sizes))
  };
}

function elkEdge({ id, from, to }: SceneEdge, kinds: ReadonlyMap<string, SceneNode['kind']>, sizes: Sizes): ElkExtendedEdge {
  const label = sizes.labels.get(id);
  // Whatever order the ends are written in, a host hangs below what it is wired to.
  const isUpsideDown = isHostSide(kinds.get(from)) && !isHostSide(kinds.get(to));
  return {
    id,
    sources: [isUpsideDown ? to : from],
    targets: [isUpsideDown ? from : to],
    ...(label === undefined ? {} : { labels: [{ text: id, ...label }] })
  };
}

function isHostSide(kind: SceneNode['kind'] | undefined): boolean {
  return kind !== 'peer' && kind !== 'switch' && kind !== 'router' && kind !== 'rest';
}

function read(node: ElkNode, nodes: Map<string, Box>, edges: Map<string, Route>, isPart = false): void {
  if (!isPart) nodes.set(node.id, { x: node.x ?? 0, y: node.y ?? 0, width: node.width ?? 0, height: node.height ?? 0 });
  for (const child of node.children ?? []) read(child, nodes, edges);
  for (const edge of node.edges ?? []) {
    const points: Point[] = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint
    ]);
    const [label] = edge.labels ?? [];
    const { x = 0, y = 0, width = 0, height = 0 } = label ?? {};
    edges.set(edge.id, { points, ...(label === undefined ? {} : { label: { x, y, width, height } }) });
  }
}
