/** The page: head, answer, sections. Each section is made again only when what it is made from has changed. */
import { checkbox, dropdown } from '../controls.ts';
import { html, replace, type Child } from '../dom.ts';
import type { ViewState } from '../messages.ts';
import { batches, interrupts } from '../model/activity.ts';
import type { Section } from '../model/chart.ts';
import { cpu } from '../model/cpu.ts';
import { cycles } from '../model/cycles.ts';
import { distribution } from '../model/distribution.ts';
import { drops } from '../model/drops.ts';
import { grants } from '../model/grants.ts';
import { latency } from '../model/latency.ts';
import { published } from '../model/published.ts';
import { resources } from '../model/resources.ts';
import { allFacts } from '../model/run.ts';
import { sweepSection } from '../model/sweep.ts';
import { throughput } from '../model/throughput.ts';
import { timeline } from '../model/timeline.ts';
import { answer } from '../sentence.ts';
import { expectationsView, type ExpectationActions } from './expectations.ts';
import { headerView, type HeaderActions } from './header.ts';
import type { Scene } from './scene.ts';
import { sectionView, type SectionActions, type SectionView } from './section.ts';

export interface PageActions extends HeaderActions, ExpectationActions, SectionActions {
  readonly chooseMetric: (key: string) => void;
  readonly compare: (compare: boolean) => void;
}

/** A section, what it is made from, and how. */
interface Part {
  readonly view: SectionView;
  readonly id: string;
  inputs(scene: Scene, state: ViewState): readonly unknown[];
  make(scene: Scene, state: ViewState): Section | undefined;
  made?: { readonly inputs: readonly unknown[]; readonly section: Section | undefined };
}

export function pageView(actions: PageActions) {
  const header = headerView(actions);
  const sentence = html('p', { class: 'answer', id: 'answer' });
  const explanation = html('p', { class: 'explanation' });
  const expectations = expectationsView(actions);
  const metric = dropdown('Show', actions.chooseMetric);
  const compare = checkbox('Compare experiments', actions.compare);
  const notes = listSection('notes', 'Notes');
  const about = factSection();

  const part = (id: string, wide: boolean, inputs: Part['inputs'], make: Part['make'], tools?: Child): Part => ({
    id,
    inputs,
    make,
    view: sectionView(id, wide, actions, tools)
  });
  const ofPoint = (id: string, make: (point: Scene['point']) => Section | undefined): Part =>
    part(
      id,
      false,
      scene => [scene.point],
      scene => make(scene.point)
    );
  const before = [
    ofPoint('throughput', throughput),
    ofPoint('cpu', cpu),
    part(
      'cycles',
      true,
      scene => [scene.point, scene.components],
      scene => cycles(scene.point, scene.components)
    ),
    part(
      'sweep',
      true,
      (scene, state) => [scene.result, scene.sweep, scene.point, scene.metric, state.compare],
      (scene, state) => sweepSection({ ...scene, others: state.compare ? scene.comparable : [] }),
      [compare.element, metric.element]
    )
  ];
  const after = [
    part(
      'published',
      true,
      scene => [scene.sweep],
      scene => published(scene.sweep)
    ),
    ofPoint('latency', latency),
    ofPoint('distribution', distribution),
    ofPoint('drops', drops),
    ofPoint('grants', grants),
    ofPoint('interrupts', interrupts),
    ofPoint('resources', resources),
    part(
      'timeline',
      true,
      scene => [scene.point],
      scene => timeline(scene.point)
    ),
    ofPoint('batches', batches)
  ];
  const parts = [...before, ...after];
  const element = html(
    'div',
    { class: 'page', hidden: true },
    header.element,
    sentence,
    explanation,
    html(
      'div',
      { class: 'sections' },
      before.map(each => each.view.element),
      expectations.element,
      after.map(each => each.view.element),
      notes.element,
      about.element
    )
  );

  return {
    element,
    stale: header.stale,
    saved: header.saved,
    update(scene: Scene, state: ViewState) {
      element.hidden = false;
      header.update(scene);
      replace(
        sentence,
        answer(scene.sweep, scene.point, scene.sweeps, scene.estimate).map(phrase =>
          phrase.strong ? html('strong', {}, phrase.text) : phrase.text
        )
      );
      explanation.textContent = explanationOf(scene);
      metric.show(
        scene.metrics.map(each => ({ label: each.label, value: each.key })),
        scene.metric.key
      );
      compare.element.hidden = scene.comparable.length === 0;
      compare.show(state.compare);
      expectations.update(scene);
      for (const each of parts) updatePart(each, scene, state);
      notes.update([
        ...(scene.result.incomplete ? ['The run was stopped before its end; what was finished is shown.'] : []),
        ...scene.point.notes
      ]);
      about.update(scene);
    }
  };
}

function updatePart(part: Part, scene: Scene, state: ViewState): void {
  const inputs = part.inputs(scene, state);
  if (part.made === undefined || inputs.some((input, index) => input !== part.made?.inputs[index])) {
    part.made = { inputs, section: part.make(scene, state) };
  }
  part.view.update(part.made.section, state.tables.includes(part.id));
}

function explanationOf({ point, estimate }: Scene): string {
  const { explanation } = point.bottleneck;
  const limit = explanation === '' ? '' : `Limit: ${explanation}.`.replace(/\.\.$/, '.');
  return estimate ? `${limit} Estimated without simulation: means only, no intervals.`.trim() : limit;
}

function listSection(id: string, title: string) {
  const list = html('ul', { class: 'notes' });
  const element = html(
    'section',
    { class: 'section wide', id, 'aria-labelledby': `${id}-heading` },
    html('div', { class: 'section-head' }, html('h2', { id: `${id}-heading` }, title)),
    list
  );
  return {
    element,
    update(items: readonly string[]) {
      element.hidden = items.length === 0;
      replace(
        list,
        items.map(item => html('li', {}, item))
      );
    }
  };
}

function factSection() {
  const facts = html('dl', { class: 'all-facts' });
  const element = html(
    'section',
    { class: 'section wide', id: 'run', 'aria-labelledby': 'run-heading' },
    html('div', { class: 'section-head' }, html('h2', { id: 'run-heading' }, 'This run')),
    facts
  );
  return {
    element,
    update({ result, sweep, point }: Scene) {
      replace(
        facts,
        allFacts(result, sweep.experiment, point).map(fact =>
          html('div', {}, html('dt', {}, fact.name), html('dd', { title: fact.title }, fact.value))
        )
      );
    }
  };
}
