/** The topology view: hears of pictures and their changes, keeps what the person chose, shows what is drawn of them. */
import '../base.css';
import './topology.css';
import './picture.css';
import { registerControls } from '../controls.ts';
import { html } from '../dom.ts';
import { connectHost } from '../host.ts';
import type { Diagram } from '../../src/diagram/graph.ts';
import { patched } from '../../src/diagram/patch.ts';
import type { Mark } from '../../src/diagram/protocol.ts';
import type { Command } from '../view/menu.ts';
import { installTooltip } from '../view/tooltip.ts';
import { createComposer, type Composition } from './composer.ts';
import { draw, measure, type Drawing } from './draw.ts';
import { startEngine } from './engine.ts';
import { pictureAsSvg } from './export.ts';
import { bounds } from './geometry.ts';
import { actionOf } from './keys.ts';
import { legendView } from './legend.ts';
import type { LoadsMessage, TopologyHostMessage, TopologyState, TopologyViewMessage } from './messages.ts';
import { paint } from './paint.ts';
import { sceneOf } from './scene.ts';
import { find, foldsAround } from './search.ts';
import { stageView } from './stage.ts';
import { toolbarView } from './toolbar.ts';
import { treeView } from './tree.ts';
import { walk } from './walk.ts';

registerControls();

const host = connectHost<TopologyHostMessage, TopologyViewMessage, TopologyState>();
const initial: TopologyState = { file: '', folds: {}, flow: '' };
const nothing: Diagram = { nodes: [], edges: [], flows: [] };

let state: TopologyState = { ...initial, ...host.keptState() };
let title = '';
let diagram = nothing;
let known: Pick<LoadsMessage, 'loads' | 'source'> = { loads: {}, source: '' };
let mark: Mark = { ids: [] };
let active: string | undefined;
let found: readonly string[] | undefined;
let foundAt = 0;
let composition: Composition | undefined;
let drawing: Drawing | undefined;
/** The node that was opened or closed: it stays where it is while everything else makes room. */
let anchor: { readonly thing: string; readonly x: number; readonly y: number } | undefined;

const tree = treeView();
const stage = stageView(tree.element, { choose, enter, fold });
const toolbar = toolbarView({
  search,
  next,
  leaveSearch: () => tree.element.focus(),
  chooseFlow: flow => change({ flow }),
  zoom: stage.zoom,
  fit: () => whole(stage.overview),
  commands
});
const flag = html('p', { class: 'flag', role: 'status', hidden: true });
const empty = html('p', { class: 'empty' }, 'Waiting for a topology…');
const legend = legendView();
const note = html('span', { class: 'note' });
stage.element.append(empty);
document.body.append(html('main', {}, toolbar.element, flag, stage.element, html('div', { class: 'foot' }, legend.element, note)));
installTooltip(stage.element);

const composer = createComposer({
  engine: startEngine(document.querySelector('[data-layout]')?.getAttribute('data-layout') ?? ''),
  measure,
  aspectRatio: () => stage.size().width / Math.max(1, stage.size().height),
  done: shown,
  failed: error => say(`The picture could not be laid out: ${error instanceof Error ? error.message : String(error)}`)
});

tree.element.addEventListener('keydown', pressed);
host.listen(hear);
host.tell({ type: 'ready' });

function hear(message: TopologyHostMessage): void {
  switch (message.type) {
    case 'picture': {
      const isOther = state.file !== message.file;
      if (isOther) state = { ...initial, file: message.file };
      ({ diagram, title } = message);
      if (isOther) {
        // Colours of the new file are not for the old picture, which stands until the new one is laid out.
        known = { loads: {}, source: '' };
        composition = undefined;
        legend.show(undefined);
      }
      return compose(isOther || composition === undefined);
    }
    case 'patch':
      diagram = patched(diagram, message.patch);
      return compose(false);
    case 'errors':
      flag.hidden = message.errors === 0;
      flag.textContent = `The text has ${message.errors === 1 ? 'an error' : `${message.errors} errors`}: the picture waits until it is mended.`;
      return;
    case 'loads':
      known = message;
      return composition === undefined ? undefined : dress();
    case 'mark':
      ({ mark } = message);
      return follow();
  }
}

function compose(fresh: boolean): void {
  host.keep(state);
  toolbar.showFlows(
    diagram.flows.map(({ name }) => name),
    diagram.flows.some(({ name }) => name === state.flow) ? state.flow : ''
  );
  composer.compose(sceneOf(diagram, state.folds), fresh);
}

function shown(composed: Composition): void {
  composition = composed;
  const { scene, placement, labels, isFresh } = composed;
  drawing = draw(scene, placement, labels);
  stage.draw(drawing.content);
  empty.hidden = scene.nodes.length > 0;
  empty.textContent = 'Nothing to draw yet: declare a host.';
  const opened = anchor === undefined ? undefined : scene.nodes.find(({ id }) => id === scene.drawnFor.get(anchor?.thing ?? ''));
  const box = placement.nodes.get(opened?.id ?? '');
  if (anchor !== undefined && box !== undefined) {
    stage.keep(anchor, box);
    stage.show(placement.nodes.get(opened?.parent ?? '') ?? box);
  } else if (isFresh) whole(stage.fit);
  anchor = undefined;
  note.textContent =
    scene.hidden === 0 ? '' : `${scene.nodes.length} of ${diagram.nodes.length} drawn: open a box with ▸, or find a thing with /.`;
  if (active !== undefined && !placement.nodes.has(active)) active = undefined;
  dress();
}

/** Colours, marks and the way of the flow: nothing that moves anything. */
function dress(): void {
  if (composition === undefined || drawing === undefined) return;
  const { scene } = composition;
  const flow = diagram.flows.find(({ name }) => name === (state.flow === '' ? mark.flow : state.flow));
  const loads = paint(scene, drawing, { loads: known.loads, mark, active, found: found ?? [], flow });
  tree.show(scene, loads);
  tree.activate(active);
  legend.show(Object.keys(known.loads).length === 0 ? undefined : known.source);
}

/** The cursor is somewhere else: what it is in is marked, and brought into view. */
function follow(): void {
  if (composition === undefined) return;
  dress();
  const { scene, placement } = composition;
  const box = placement.nodes.get(scene.drawnFor.get(mark.ids[0] ?? '') ?? '');
  if (box !== undefined) stage.show(box);
}

function change(chosen: Partial<TopologyState>): void {
  state = { ...state, ...chosen };
  host.keep(state);
  dress();
}

function whole(look: (picture: ReturnType<typeof bounds>) => void): void {
  if (composition !== undefined) look(bounds(composition.placement));
}

function activate(id: string | undefined): void {
  active = id;
  dress();
  const box = id === undefined ? undefined : composition?.placement.nodes.get(id);
  if (box !== undefined) stage.show(box);
}

function choose(id: string): void {
  if (composition?.placement.nodes.has(id) === true) activate(id);
  declaration(id, false);
}

function enter(id: string): void {
  declaration(id, true);
}

/** @param id of a drawn node or edge: what it stands for is declared where its first member is */
function declaration(id: string, focus: boolean): void {
  const { nodes = [], edges = [] } = composition?.scene ?? {};
  const member = nodes.find(node => node.id === id)?.members[0] ?? edges.find(edge => edge.id === id)?.members[0];
  if (member !== undefined) host.tell({ type: 'declaration', id: member.id, focus });
}

function fold(what: string, node: string): void {
  const drawn = composition?.scene.nodes.find(({ id }) => id === node);
  const box = composition?.placement.nodes.get(node);
  const member = drawn?.members[0];
  if (drawn === undefined || member === undefined) return;
  if (box !== undefined) anchor = { thing: member.id, x: box.x, y: box.y };
  // What is opened is a stack or a box; a single card of an open stack closes it.
  const isStack = member.stack?.id === what;
  const opens = isStack ? drawn.members.length > 1 : !drawn.isFrame;
  state = { ...state, folds: { ...state.folds, [what]: opens ? 'open' : 'closed' } };
  compose(true);
}

function pressed(event: KeyboardEvent): void {
  const action = actionOf(event);
  if (action === undefined || composition === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const drawn = composition.scene.nodes.find(({ id }) => id === active);
  switch (action.do) {
    case 'walk':
      return activate(walk(composition.scene, composition.placement, active, action.step) ?? active);
    case 'zoom':
      return stage.zoom(action.direction);
    case 'fit':
      return whole(stage.overview);
    case 'search':
      return toolbar.focusSearch();
    case 'enter':
      return active === undefined ? undefined : enter(active);
    case 'fold':
      return drawn?.fold === undefined ? undefined : fold(drawn.fold, drawn.id);
    case 'leave':
      return activate(undefined);
  }
}

function search(text: string): void {
  found = text.trim() === '' ? undefined : find(diagram, text);
  foundAt = 0;
  toolbar.showFound(found?.length, foundAt);
  dress();
  showFound();
}

function next(enters: boolean): void {
  const id = found?.[foundAt];
  if (found === undefined || id === undefined) return;
  if (enters) return host.tell({ type: 'declaration', id, focus: true });
  // The first Enter opens what hides it; then they go on.
  if (!uncover(id)) {
    foundAt = (foundAt + 1) % found.length;
    toolbar.showFound(found.length, foundAt);
    showFound();
  }
}

function showFound(): void {
  const id = found?.[foundAt];
  const drawn = id === undefined ? undefined : composition?.scene.drawnFor.get(id);
  if (drawn !== undefined && composition?.placement.nodes.has(drawn) === true) activate(drawn);
}

/** Opens whatever a thing is hidden in. False when it is drawn already. */
function uncover(id: string): boolean {
  const isHidden = (folds: TopologyState['folds']) => {
    const scene = sceneOf(diagram, folds);
    const drawn = scene.nodes.find(node => node.id === scene.drawnFor.get(id));
    return drawn !== undefined && (drawn.kind === 'rest' || drawn.members.length > 1 || drawn.members[0]?.id !== id) ? drawn : undefined;
  };
  if (isHidden(state.folds) === undefined) return false;
  let folds = { ...state.folds, ...Object.fromEntries(foldsAround(diagram, id).map(each => [each, 'open' as const])) };
  for (let rest = isHidden(folds); rest?.kind === 'rest' && rest.fold !== undefined; rest = isHidden(folds))
    folds = { ...folds, [rest.fold]: 'open' };
  state = { ...state, folds };
  mark = { ...mark, ids: [id] };
  compose(true);
  return true;
}

function commands(): readonly Command[] {
  if (composition === undefined) return [];
  const { placement } = composition;
  const svgText = () => pictureAsSvg(stage.picture, bounds(placement), title);
  const name = `${title.replace(/\.[^.]*$/, '') || 'topology'}-topology.svg`;
  return [
    { label: 'Arrange afresh', run: () => compose(true) },
    { label: 'Close everything', run: () => refold('closed') },
    { label: 'Open as at first', run: () => refold(undefined) },
    { label: 'Save as SVG…', run: () => host.tell({ type: 'save', format: 'svg', name, content: svgText() }) },
    { label: 'Copy as SVG', run: () => host.tell({ type: 'copy', format: 'svg', content: svgText() }) }
  ];
}

function refold(to: 'closed' | undefined): void {
  const outermost = diagram.nodes.filter(({ parent }) => parent === undefined).map(({ id }) => [id, 'closed'] as const);
  state = { ...state, folds: to === undefined ? {} : Object.fromEntries(outermost) };
  compose(true);
}

function say(sentence: string): void {
  flag.hidden = false;
  flag.textContent = sentence;
}
