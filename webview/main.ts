/** The results view: hears messages, keeps what the person chose, shows the page. */
import './base.css';
import './style.css';
import { registerControls } from './controls.ts';
import { html } from './dom.ts';
import type { ComparisonMessage, HostMessage, ViewState } from './messages.ts';
import type { RunResult } from '../src/topology/result.ts';
import { keep, keptState, listen, tell } from './results-host.ts';
import { assignment, type Target } from './model/points.ts';
import { answer, plainText } from './sentence.ts';
import type { Provenance } from './view/export.ts';
import { comparisonView } from './view/comparison.ts';
import type { Command } from './view/menu.ts';
import { pageView } from './view/page.ts';
import { sceneOf, type Scene } from './view/scene.ts';
import { statusView } from './view/status.ts';
import { installTooltip } from './view/tooltip.ts';

registerControls();

const initial: ViewState = { file: '', experiment: '', points: {}, tables: [], metric: 'throughput', compare: true, comparedPoint: '' };

let state: ViewState = { ...initial, ...keptState() };
let result: RunResult | undefined;
let title = '';
let scene: Scene | undefined;
let compared: ComparisonMessage | undefined;

const waiting = html('p', { class: 'waiting' }, 'Waiting for a result…');
const status = statusView({ cancel: () => tell({ type: 'cancel' }), rerun, reveal });
const page = pageView({
  chooseExperiment: experiment => change({ experiment }),
  choose,
  chooseMetric: metric => change({ metric }),
  compare: compare => change({ compare }),
  showTable: (id, table) => change({ tables: table ? [...state.tables, id] : state.tables.filter(each => each !== id) }),
  rerun,
  laidBeside: () => tell({ type: 'compare' }),
  reveal,
  commands: resultCommands,
  provenance: section => provenanceOf(section.id, section.title),
  complain: status.note
});

const comparison = comparisonView({
  chooseExperiment: experiment => change({ experiment }),
  choosePoint: comparedPoint => change({ comparedPoint }),
  provenance: section => ({
    name: `comparison-${section.id}`,
    title: section.title,
    subtitle: `${compared?.before.title ?? ''} and ${compared?.after.title ?? ''}`,
    about: { before: compared?.before, after: compared?.after, experiment: state.experiment, point: state.comparedPoint }
  }),
  complain: status.note
});

const root = html('main', {}, status.element, waiting, page.element);
document.body.append(root);
installTooltip(root);
listen(hear);
tell({ type: 'ready' });

function hear(message: HostMessage): void {
  switch (message.type) {
    case 'result':
    case 'estimate':
      status.clear();
      page.stale(false);
      page.saved(message.type === 'result' && message.isSaved === true);
      return accept(message.result, message.title);
    case 'progress':
      waiting.hidden = true;
      return status.progress(message);
    case 'failed':
      waiting.hidden = true;
      return status.failed(message);
    case 'comparison':
      waiting.hidden = true;
      compared = message;
      // The panel shows runs side by side and nothing else.
      page.element.replaceWith(comparison.element);
      return show();
    case 'unreadable':
      waiting.hidden = true;
      page.element.hidden = true;
      return status.unreadable(message);
    case 'cancelled':
      waiting.hidden = true;
      return status.cancelled(message);
    case 'stale':
      return page.stale(message.stale);
    case 'restore':
      return change(message.view);
  }
}

function accept(fresh: RunResult, name: string): void {
  result = fresh;
  title = name;
  // What was chosen in one file means nothing in another.
  if (state.file !== fresh.source.file) state = { ...initial, file: fresh.source.file };
  waiting.hidden = true;
  show();
}

function choose({ experiment = scene?.sweep.experiment.name ?? '', parameters }: Target): void {
  const before = state.points[experiment] ?? (scene?.sweep.experiment.name === experiment ? scene.point.parameters : undefined);
  change({ experiment, points: { ...state.points, [experiment]: { ...before, ...parameters } } });
}

/** An experiment that was not looked at before opens at the parameters of the one that was. */
function change(chosen: Partial<ViewState>): void {
  const parameters = scene?.point.parameters;
  state = { ...state, ...chosen };
  if (parameters !== undefined && state.points[state.experiment] === undefined) {
    state = { ...state, points: { ...state.points, [state.experiment]: parameters } };
  }
  show();
}

function show(): void {
  keep(state);
  if (compared !== undefined) return comparison.update(compared, { experiment: state.experiment, point: state.comparedPoint });
  if (result === undefined) return;
  scene = sceneOf(result, title, state);
  if (scene === undefined) return status.note('The run has no result: nothing was simulated.');
  page.update(scene, state);
}

function rerun(): void {
  tell({ type: 'rerun' });
}

function reveal(line: number): void {
  tell({ type: 'reveal', file: result?.source.file ?? '', line });
}

function resultCommands(): readonly Command[] {
  if (result === undefined || scene === undefined) return [];
  const whole = () => JSON.stringify(result, undefined, 2) + '\n';
  const { sweep, point, sweeps, estimate } = scene;
  return [
    { label: 'Save run…', run: () => tell({ type: 'save', format: 'json', name: `${stem()}.xnetrun.json`, content: whole() }) },
    { label: 'Copy as JSON', run: () => tell({ type: 'copy', format: 'json', content: whole() }) },
    {
      label: 'Copy the answer',
      run: () => tell({ type: 'copy', format: 'text', content: plainText(answer(sweep, point, sweeps, estimate)) })
    }
  ];
}

function provenanceOf(id: string, name: string): Provenance {
  const experiment = scene?.sweep.experiment;
  const parameters = scene?.point.parameters ?? {};
  const at = experiment?.varies.map(name => assignment(name, parameters, experiment)).join(', ') ?? '';
  return {
    name: [stem(), experiment?.name, id].filter(Boolean).join('-'),
    title: name,
    subtitle: [title, experiment?.name, at, scene?.estimate ? 'estimate' : ''].filter(Boolean).join(', '),
    about: {
      schema: result?.schema,
      tool: result?.tool,
      source: result?.source,
      experiment: experiment?.name,
      seed: experiment?.seed,
      parameters
    }
  };
}

/** `examples/ram-2009.xnet` → `ram-2009`. */
function stem(): string {
  return title.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'result';
}
