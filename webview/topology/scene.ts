/**
 * What of a picture is drawn: stacks as one node, containers that are closed without their inside, edges lifted to what is drawn of
 * their ends and those between the same two bundled. A picture of thousands of things starts closed and draws no more than a person
 * can look at; the rest is one node that opens, and search finds everything.
 */
import type { Diagram, DiagramEdge, DiagramNode, EdgeKind, NodeKind } from '../../src/diagram/graph.ts';

export interface Scene {
  /** A parent before what it contains. */
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** What is drawn for a thing of the picture: the id of a scene's node or edge. */
  readonly drawnFor: ReadonlyMap<string, string>;
  /** Things that are in a closed container or stack. */
  readonly hidden: number;
}

export interface SceneNode {
  readonly id: string;
  readonly parent?: string;
  /** `rest`: what there is beyond the number that is drawn of one container. */
  readonly kind: NodeKind | 'rest';
  readonly name: string;
  /** The things it stands for, the first one first. */
  readonly members: readonly DiagramNode[];
  /** What opening or closing it is filed under; absent when there is nothing to open. */
  readonly fold?: string;
  readonly isOpen: boolean;
  /** What it contains is drawn within it; of a stack, what one of its members contains. */
  readonly isFrame: boolean;
  /** Children of one member, drawn or not. */
  readonly contains: number;
}

export interface SceneEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly members: readonly DiagramEdge[];
}

export type Folds = Readonly<Record<string, 'open' | 'closed'>>;

/** Of one container so many are drawn at first, and so many more each time the rest is opened. */
export const drawnAtOnce = 48;
/** Beside each other at the top, where a host and its peers belong together. */
export const drawnAtTop = 192;

/** A picture with more nodes than this (stacks counted as one) starts with its hosts closed. */
const opensUpTo = 150;

export function sceneOf(diagram: Diagram, folds: Folds): Scene {
  const children = new Map<string, DiagramNode[]>();
  for (const node of diagram.nodes) {
    const key = node.parent ?? '';
    const there = children.get(key);
    if (there === undefined) children.set(key, [node]);
    else there.push(node);
  }
  const childrenOf = (id: string): readonly DiagramNode[] => children.get(id) ?? [];
  const isLarge = unfolded(childrenOf, '') > opensUpTo;
  const nodes: SceneNode[] = [];
  const drawnFor = new Map<string, string>();
  let hidden = 0;

  function cover(node: DiagramNode, id: string): void {
    drawnFor.set(node.id, id);
    for (const child of childrenOf(node.id)) {
      hidden++;
      cover(child, id);
    }
  }

  function draw(id: string, name: string, members: readonly DiagramNode[], parent: string | undefined, stack: string | undefined): void {
    const [first] = members;
    if (first === undefined) return;
    const contains = childrenOf(first.id).length;
    const isStart = isLarge && (first.kind === 'host' || first.kind === 'router') ? 'closed' : 'open';
    const isFrame = contains > 0 && (folds[id] ?? isStart) === 'open';
    const isOpen = stack === undefined ? isFrame : members.length === 1;
    nodes.push({ id, parent, kind: first.kind, name, members, fold: stack ?? (contains > 0 ? id : undefined), isOpen, isFrame, contains });
    for (const member of members) {
      if (isFrame) drawnFor.set(member.id, id);
      else cover(member, id);
    }
    if (isFrame) inside(id, members);
  }

  /** What is within nodes that are alike: the children of all of them are drawn where those of the first are. */
  function inside(parent: string | undefined, owners: readonly (DiagramNode | undefined)[]): void {
    const rows = owners.map(owner => childrenOf(owner?.id ?? ''));
    const own = parent === undefined ? '' : `${parent}.`;
    const units = unitsOf(rows, folds, name => (owners.length > 1 ? `${own}${name}` : undefined));
    const step = parent === undefined ? drawnAtTop : drawnAtOnce;
    let until = step;
    while (folds[restId(parent, until)] === 'open') until += step;
    for (const unit of units.slice(0, until)) {
      hidden += unit.members.length - 1;
      draw(unit.id, unit.name, unit.members, parent, unit.stack);
    }
    const rest = units.slice(until).flatMap(({ members }) => members);
    if (rest.length === 0) return;
    const id = restId(parent, until);
    nodes.push({
      id,
      parent,
      kind: 'rest',
      name: `${rest.length} more`,
      members: rest,
      fold: id,
      isOpen: false,
      isFrame: false,
      contains: 0
    });
    for (const member of rest) {
      hidden++;
      cover(member, id);
    }
  }

  inside(undefined, [undefined]);
  const edges = edgesOf(diagram, nodes, drawnFor);
  return { nodes, edges, drawnFor, hidden };
}

function restId(parent: string | undefined, from: number): string {
  return `${parent ?? ''}+${from}`;
}

/** Nodes that are drawn when everything but stacks is open. */
function unfolded(childrenOf: (id: string) => readonly DiagramNode[], id: string): number {
  const stacks = new Set<string>();
  return childrenOf(id).reduce((sum, child) => {
    if (child.stack !== undefined && stacks.has(child.stack.id)) return sum;
    if (child.stack !== undefined) stacks.add(child.stack.id);
    return sum + 1 + unfolded(childrenOf, child.id);
  }, 0);
}

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly members: DiagramNode[];
  /** The stack this is, or is of. */
  readonly stack?: string;
}

/** What is drawn of rows of children that are alike from row to row: a stack once, unless it is open. */
function unitsOf(rows: readonly (readonly DiagramNode[])[], folds: Folds, shared: (name: string) => string | undefined): readonly Unit[] {
  const units: Unit[] = [];
  const stacks = new Map<string, Unit>();
  for (const [i, child] of (rows[0] ?? []).entries()) {
    const members = rows.flatMap(row => row[i] ?? []);
    const { stack } = child;
    const known = stack === undefined ? undefined : stacks.get(stack.id);
    if (stack === undefined || folds[stack.id] === 'open') {
      units.push({ id: shared(child.name) ?? child.id, name: child.name, members, stack: stack?.id });
    } else if (known !== undefined) {
      known.members.push(...members);
    } else {
      const unit = { id: shared(stack.name) ?? stack.id, name: stack.name, members: [...members], stack: stack.id };
      stacks.set(stack.id, unit);
      units.push(unit);
    }
  }
  return units;
}

/** Edges between what is drawn; several between the same two are one. */
function edgesOf({ edges }: Diagram, nodes: readonly SceneNode[], drawnFor: Map<string, string>): readonly SceneEdge[] {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isWithin = (id: string | undefined, outer: string): boolean =>
    id !== undefined && (id === outer || isWithin(parents.get(id), outer));
  const bundles = new Map<string, { id: string; kind: EdgeKind; from: string; to: string; members: DiagramEdge[] }>();
  for (const edge of edges) {
    const [from, to] = [drawnFor.get(edge.from), drawnFor.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    if (isWithin(from, to) || isWithin(to, from)) {
      drawnFor.set(edge.id, isWithin(from, to) ? to : from);
      continue;
    }
    const [there, back] = [`${from} – ${to}`, `${to} – ${from}`];
    const known = bundles.get(there) ?? bundles.get(back);
    if (known === undefined) bundles.set(there, { id: there, kind: edge.kind, from, to, members: [edge] });
    else known.members.push(edge);
    drawnFor.set(edge.id, known?.id ?? there);
  }
  return [...bundles.values()];
}
