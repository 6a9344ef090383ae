/** The head of the page: which file, which experiment, which point; what kind of run it was. */
import { button, dropdown, slider, type Dropdown } from '../controls.ts';
import { html, replace } from '../dom.ts';
import { parameter } from '../format.ts';
import type { ExperimentResult } from '../../src/topology/result.ts';
import type { Axis, Parameters, Sweep, Target } from '../model/points.ts';
import { headFacts } from '../model/run.ts';
import { icon } from './icons.ts';
import { menuButton, type Command } from './menu.ts';
import type { Scene } from './scene.ts';

/** More values than this are chosen with a slider instead of a list. */
const listed = 60;

export interface HeaderActions {
  readonly chooseExperiment: (name: string) => void;
  readonly choose: (target: Target) => void;
  readonly rerun: () => void;
  /** Lays another run beside this one. */
  readonly laidBeside: () => void;
  readonly commands: () => readonly Command[];
}

interface ValueChooser {
  readonly element: HTMLElement;
  show(parameters: Parameters): void;
}

export interface HeaderView {
  readonly element: HTMLElement;
  update(scene: Scene): void;
  stale(stale: boolean): void;
  /** The run comes from a file and cannot be run again from here. */
  saved(saved: boolean): void;
}

export function headerView(actions: HeaderActions): HeaderView {
  const title = html('h1', {});
  const label = html('span', { class: 'badge', hidden: true }, 'Estimate');
  const origin = html('span', { class: 'badge', hidden: true }, 'Saved run');
  const staleness = html('span', { class: 'badge stale', hidden: true }, icon('warning'), 'Stale: the source has changed since');
  const facts = html('dl', { class: 'facts' });
  const choosers = html('div', { class: 'choosers', role: 'group', 'aria-label': 'What to show' });
  const rerun = html('span', {});
  const compare = button({ label: 'Compare…', name: 'Compare with another run', onClick: actions.laidBeside });
  const element = html(
    'header',
    {},
    html(
      'div',
      { class: 'title-row' },
      title,
      label,
      origin,
      staleness,
      html(
        'div',
        { class: 'tools', role: 'group', 'aria-label': 'Run' },
        rerun,
        compare,
        menuButton('Export', 'Export the whole result', actions.commands)
      )
    ),
    facts,
    choosers
  );

  const experiments: Dropdown = dropdown('Experiment', actions.chooseExperiment);
  let values: readonly ValueChooser[] = [];
  let last: Scene | undefined;

  return {
    element,
    stale(stale) {
      staleness.hidden = !stale;
    },
    saved(saved) {
      origin.hidden = !saved;
      rerun.hidden = saved;
    },
    update(scene) {
      title.textContent = scene.title;
      label.hidden = !scene.estimate;
      // Means alone tell nothing of chance.
      compare.hidden = scene.estimate;
      if (last?.estimate !== scene.estimate || last === undefined) {
        replace(rerun, button({ label: scene.estimate ? 'Simulate' : 'Run again', appearance: 'primary', onClick: actions.rerun }));
      }
      replace(
        facts,
        headFacts(scene.result, scene.sweep.experiment, scene.point).map(fact =>
          html('div', {}, html('dt', {}, fact.name), html('dd', {}, fact.value))
        )
      );
      const several = scene.result.experiments.length > 1;
      if (last?.sweep !== scene.sweep || last.result !== scene.result) {
        values = scene.sweep.axes.map(axis => valueChooser(axis, scene.sweep.experiment, actions.choose));
        // The experiment's own list stays in place: it may be what the person is using.
        while (choosers.lastElementChild !== null && choosers.lastElementChild !== experiments.element) choosers.lastElementChild.remove();
        if (several && experiments.element.parentElement === null) choosers.append(experiments.element);
        choosers.append(...values.map(value => value.element), ...pinnedValues(scene.sweep));
        choosers.hidden = choosers.childElementCount === 0;
      }
      if (several)
        experiments.show(
          scene.result.experiments.map(({ name }) => ({ label: name, value: name })),
          scene.sweep.experiment.name
        );
      experiments.element.hidden = !several;
      for (const value of values) value.show(scene.point.parameters);
      last = scene;
    }
  };
}

/** What the experiment's design fixes: nothing to choose, and worth knowing. */
function pinnedValues({ pinned, experiment }: Sweep): readonly HTMLElement[] {
  const [first] = experiment.points;
  if (first === undefined) return [];
  return pinned.map(name =>
    html(
      'div',
      { class: 'choice' },
      html('span', { class: 'choice-label' }, name),
      html('span', {}, parameter(first.parameters[name] ?? '–', experiment.dimensions[name]))
    )
  );
}

function valueChooser(axis: Axis, experiment: ExperimentResult, choose: (target: Target) => void): ValueChooser {
  const dimension = experiment.dimensions[axis.name];
  const pick = (index: number) => {
    const value = axis.values[index];
    if (value !== undefined) choose({ parameters: { [axis.name]: value } });
  };
  const indexIn = (parameters: Parameters) =>
    Math.max(
      0,
      axis.values.findIndex(value => value === parameters[axis.name])
    );
  if (axis.values.length > listed) {
    const input = slider(axis.name, pick);
    return {
      element: input.element,
      show(parameters) {
        const index = indexIn(parameters);
        input.show(axis.values.length, index, parameter(axis.values[index] ?? '', dimension));
      }
    };
  }
  const list = dropdown(axis.name, value => pick(Number(value)));
  const choices = axis.values.map((value, index) => ({ label: parameter(value, dimension), value: String(index) }));
  return { element: list.element, show: parameters => list.show(choices, String(indexIn(parameters))) };
}
