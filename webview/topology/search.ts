/** Finding things by name: everything in the picture, drawn or not. */
import type { Diagram } from '../../src/diagram/graph.ts';

/** Ids of nodes and links whose qualified name has the text, in order of the picture; names that begin with it come first. */
export function find({ nodes, edges }: Diagram, text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const named = [
    ...nodes.map(({ id, name }) => ({ id, name })),
    ...edges.flatMap(({ id, name }) => (name === undefined ? [] : [{ id, name }]))
  ];
  const found = named.filter(({ id }) => id.toLowerCase().includes(wanted));
  const begins = ({ name }: { readonly name: string }) => name.toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter(each => !begins(each))].map(({ id }) => id);
}

/** Folds to open so that a node of the picture is drawn itself: the containers and stacks it is in. */
export function foldsAround({ nodes }: Diagram, id: string): readonly string[] {
  const known = new Map(nodes.map(node => [node.id, node]));
  const folds: string[] = [];
  for (let node = known.get(id); node !== undefined; node = node.parent === undefined ? undefined : known.get(node.parent)) {
    if (node.id !== id) folds.push(node.id);
    if (node.stack !== undefined) folds.push(node.stack.id);
  }
  return folds.reverse();
}
