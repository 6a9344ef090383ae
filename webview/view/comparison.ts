/** The page that lays two runs side by side. */
import { dropdown } from '../controls.ts';
import { html, replace } from '../dom.ts';
import type { ComparedRun, ComparisonMessage } from '../messages.ts';
import { comparisonSections, method, pointName } from '../model/comparison.ts';
import { sectionView, type SectionActions } from './section.ts';

export interface ComparisonActions extends Pick<SectionActions, 'provenance' | 'complain'> {
  readonly chooseExperiment: (name: string) => void;
  readonly choosePoint: (name: string) => void;
}

/** What is looked at; what is not there any more falls back to the first experiment and the last point. */
export interface ComparisonChoice {
  readonly experiment: string;
  readonly point: string;
}

export function comparisonView(actions: ComparisonActions) {
  const sides = html('dl', { class: 'sides' });
  const experiments = dropdown('Experiment', actions.chooseExperiment);
  const points = dropdown('Point', actions.choosePoint);
  const remarks = html('ul', { class: 'notes' });
  const explanation = html('p', { class: 'explanation' });
  const sections = ['flows', 'domains', 'resources'].map(group =>
    sectionView(`compare-${group}`, true, { ...actions, showTable: () => undefined, choose: () => undefined })
  );
  const left = html(
    'section',
    { class: 'section wide', id: 'unmatched', 'aria-labelledby': 'unmatched-heading' },
    html('div', { class: 'section-head' }, html('h2', { id: 'unmatched-heading' }, 'Not compared, or not alike')),
    remarks
  );
  const element = html(
    'div',
    { class: 'comparison', hidden: true },
    html(
      'header',
      {},
      html('h1', {}, 'Two runs'),
      sides,
      html('div', { class: 'choosers', role: 'group', 'aria-label': 'What to show' }, experiments.element, points.element)
    ),
    explanation,
    html(
      'div',
      { class: 'sections' },
      left,
      sections.map(each => each.element)
    )
  );
  return {
    element,
    update({ before, after, comparison }: ComparisonMessage, wanted: ComparisonChoice) {
      element.hidden = false;
      replace(sides, side('Before', before), side('After', after));
      left.hidden = comparison.remarks.length === 0;
      replace(
        remarks,
        comparison.remarks.map(remark => html('li', {}, remark))
      );
      const experiment = comparison.experiments.find(({ name }) => name === wanted.experiment) ?? comparison.experiments[0];
      const names = experiment?.points.map(point => pointName(point, experiment)) ?? [];
      const at = Math.max(0, names.includes(wanted.point) ? names.indexOf(wanted.point) : names.length - 1);
      const point = experiment?.points[at];
      experiments.element.hidden = comparison.experiments.length < 2;
      points.element.hidden = names.length < 2;
      experiments.show(
        comparison.experiments.map(({ name }) => ({ label: name, value: name })),
        experiment?.name ?? ''
      );
      points.show(
        names.map(name => ({ label: name, value: name })),
        names[at] ?? ''
      );
      explanation.textContent =
        experiment === undefined || point === undefined ? 'These runs have no experiment and no point in common.' : method(experiment);
      const shown = point === undefined ? [] : comparisonSections(point);
      for (const [index, view] of sections.entries()) view.update(shown[index], true);
    }
  };
}

function side(name: string, { title, detail }: ComparedRun): HTMLElement {
  return html('div', {}, html('dt', {}, name), html('dd', {}, html('strong', {}, title), ` ${detail}`));
}
