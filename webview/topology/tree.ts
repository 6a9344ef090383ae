/**
 * The picture for who does not see it: a tree of what contains what, one item per drawn node, which holds the keyboard's focus. The
 * active item is the node with the ring.
 */
import { html } from '../dom.ts';
import type { Loads } from '../../src/diagram/graph.ts';
import type { Scene, SceneNode } from './scene.ts';
import { nameOf } from './words.ts';

export interface TreeView {
  readonly element: HTMLElement;
  show(scene: Scene, loads: Loads): void;
  activate(id: string | undefined): void;
}

export function treeView(): TreeView {
  const element = html('div', { class: 'tree visually-hidden', role: 'tree', tabindex: 0, 'aria-label': 'Topology' });
  let items = new Map<string, HTMLElement>();
  let active: string | undefined;

  function activate(id: string | undefined): void {
    if (active !== undefined) items.get(active)?.setAttribute('aria-selected', 'false');
    active = id;
    const item = id === undefined ? undefined : items.get(id);
    item?.setAttribute('aria-selected', 'true');
    if (item === undefined) element.removeAttribute('aria-activedescendant');
    else element.setAttribute('aria-activedescendant', item.id);
  }

  return {
    element,
    activate,
    show(scene, loads) {
      const children = new Map<string | undefined, SceneNode[]>();
      for (const node of scene.nodes) {
        const siblings = children.get(node.parent);
        if (siblings === undefined) children.set(node.parent, [node]);
        else siblings.push(node);
      }
      const neighbours = neighboursIn(scene);
      items = new Map();
      const branch = (parent: string | undefined): HTMLElement[] =>
        (children.get(parent) ?? []).map(node => {
          const inner = branch(node.id);
          const item = html(
            'div',
            {
              role: 'treeitem',
              id: `item-${items.size}`,
              'aria-label': nameOf(node, loads[node.id], neighbours.get(node.id) ?? []),
              'aria-selected': 'false',
              'aria-expanded': node.contains > 0 || node.kind === 'rest' ? String(node.isFrame) : undefined
            },
            inner.length > 0 && html('div', { role: 'group' }, inner)
          );
          items.set(node.id, item);
          return item;
        });
      element.replaceChildren(...branch(undefined));
      activate(active);
    }
  };
}

/** Names of what each node is joined to. */
function neighboursIn({ nodes, edges }: Scene): ReadonlyMap<string, readonly string[]> {
  const names = new Map(nodes.map(({ id, members, name }) => [id, members.length > 1 ? `${name} ×${members.length}` : id]));
  const joined = new Map<string, string[]>();
  for (const { from, to } of edges) {
    joined.set(from, [...(joined.get(from) ?? []), names.get(to) ?? to]);
    joined.set(to, [...(joined.get(to) ?? []), names.get(from) ?? from]);
  }
  return joined;
}
