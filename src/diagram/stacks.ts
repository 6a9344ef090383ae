/**
 * What may be drawn as one: the elements of an array, and a run of siblings written one by one that differ in their number only
 * (`guest1 … guest49`), as a generator of configurations writes them. Alike means: the same inside, and connected to the same things.
 */
import type { DiagramEdge, DiagramNode, Stack } from './graph.ts';

/** From so many on a run of numbered siblings is one stack. */
const smallestRun = 5;

/** The nodes, those that are alike with their stack. Elements of an array that differ (one pinned elsewhere) are no stack together. */
export function stacksOf(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): readonly DiagramNode[] {
  const shapeOf = shapes(nodes, edges);
  const families = new Map<string, DiagramNode[]>();
  for (const node of nodes) {
    const numbered = /^(.*?)(\d+)$/.exec(node.name);
    const family = node.stack?.id ?? (numbered === null ? undefined : `${node.parent ?? ''}.${numbered[1]}#`);
    if (family === undefined) continue;
    const key = `${family} ${shapeOf(node)}`;
    const members = families.get(key);
    if (members === undefined) families.set(key, [node]);
    else members.push(node);
  }
  const stacks = new Map<string, Stack>();
  const named = new Set<string>();
  for (const members of families.values()) {
    const [first, last] = [members[0], members.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (first.stack === undefined ? members.length < smallestRun : members.length < 2) continue;
    const stack = first.stack ?? { id: `${first.id}…`, name: `${first.name} … ${last.name}` };
    // A second kind of element in one array is a stack of its own.
    const own = named.has(stack.id) ? { id: `${stack.id} ${first.name}`, name: `${first.name} … ${last.name}` } : stack;
    named.add(own.id);
    for (const { id } of members) stacks.set(id, own);
  }
  return nodes.map(node => {
    const { stack: _, ...rest } = node;
    const stack = stacks.get(node.id);
    return (stack === undefined ? rest : { ...rest, stack }) as DiagramNode;
  });
}

/** What a node is, but for its name and place: equal texts for nodes that look the same. */
function shapes(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): (node: DiagramNode) => string {
  const children = grouped(nodes, node => node.parent);
  const joined = new Map<string, string[]>();
  for (const { from, to, kind, rate } of edges) {
    for (const [one, other] of [
      [from, to],
      [to, from]
    ] as const) {
      const there = joined.get(one) ?? [];
      there.push(`${kind} ${other} ${rate ?? ''}`);
      joined.set(one, there);
    }
  }
  const shapeOf = (node: DiagramNode): string => {
    const { id, parent: _parent, name: _name, stack: _stack, ...facts } = node;
    // Elements are pinned to a core each; that alone makes no other picture.
    const own = JSON.stringify({ ...facts, pin: undefined });
    return [own, ...(joined.get(id) ?? []), ...(children.get(id) ?? []).map(child => `[${child.name} ${shapeOf(child)}]`)].join(' ');
  };
  return shapeOf;
}

function grouped<T>(things: readonly T[], keyOf: (thing: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}
