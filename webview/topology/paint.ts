/** What changes without anything moving: utilization, the mark of the cursor, the active node, what was found, the way of a flow. */
import type { DiagramFlow, Loads } from '../../src/diagram/graph.ts';
import type { Mark } from '../../src/diagram/protocol.ts';
import { percent } from '../format.ts';
import type { Drawing } from './draw.ts';
import { loadClass } from './legend.ts';
import { pathOf } from './path.ts';
import type { Scene } from './scene.ts';
import { nameOf, tipOf } from './words.ts';

export interface Colours {
  readonly loads: Loads;
  readonly mark: Mark;
  readonly active: string | undefined;
  readonly found: readonly string[];
  readonly flow: DiagramFlow | undefined;
}

/** Gives the utilization of each drawn node and edge: of several as one, that of the busiest. */
export function paint(scene: Scene, drawing: Drawing, { loads, mark, active, found, flow }: Colours): Loads {
  const drawn: Record<string, number> = {};
  for (const { id, members } of [...scene.nodes, ...scene.edges]) {
    const known = members.flatMap(member => loads[member.id] ?? []);
    if (known.length > 0) drawn[id] = Math.max(...known);
  }
  const of = (ids: readonly string[]) => new Set(ids.map(id => scene.drawnFor.get(id)));
  const [marked, matching] = [of(mark.ids), of(found)];
  const path = flow === undefined ? undefined : pathOf(flow, scene);
  for (const node of scene.nodes) {
    const element = drawing.nodes.get(node.id);
    if (element === undefined) continue;
    const load = drawn[node.id];
    const step = path?.order.get(node.id);
    dressed(element, {
      marked: marked.has(node.id),
      found: matching.has(node.id),
      active: node.id === active,
      'on-way': step !== undefined
    });
    loaded(element, load);
    write(element, ':scope > .load', load === undefined ? '' : percent(load));
    write(element, ':scope > .step text', step === undefined ? '' : String(step));
    const bar = element.querySelector(':scope > .load-bar');
    bar?.setAttribute('width', String(Math.min(1, load ?? 0) * Number(bar.getAttribute('data-width'))));
    element.setAttribute('data-tip', nameOf(node, load, []));
  }
  for (const edge of scene.edges) {
    const element = drawing.edges.get(edge.id);
    if (element === undefined) continue;
    const direction = path?.edges.get(edge.id);
    dressed(element, {
      marked: marked.has(edge.id),
      'on-way': direction !== undefined,
      along: direction === 'along' || direction === 'both',
      against: direction === 'against' || direction === 'both'
    });
    loaded(element, drawn[edge.id]);
    element.setAttribute('data-tip', tipOf(edge, drawn[edge.id]));
  }
  return drawn;
}

function dressed(element: Element, classes: Readonly<Record<string, boolean>>): void {
  for (const [name, isOn] of Object.entries(classes)) element.classList.toggle(name, isOn);
}

function loaded(element: Element, load: number | undefined): void {
  const wanted = load === undefined ? undefined : loadClass(load);
  for (const name of [...element.classList]) if (name.startsWith('load-') && name !== wanted) element.classList.remove(name);
  if (wanted !== undefined) element.classList.add(wanted);
}

function write(element: Element, selector: string, text: string): void {
  const target = element.querySelector(selector);
  if (target !== null && target.textContent !== text) target.textContent = text;
}
