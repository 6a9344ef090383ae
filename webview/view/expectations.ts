/** The `expect` lines with their verdicts; a click leads to the line in the source, or to a point where it does not hold. */
import type { PointResult } from '../../src/topology/result.ts';
import { clickable, html, replace } from '../dom.ts';
import { tally, verdicts, type Status, type Verdict } from '../model/expectations.ts';
import type { Target } from '../model/points.ts';
import { icon } from './icons.ts';
import type { Scene } from './scene.ts';

const words: Readonly<Record<Status, string>> = { pass: 'pass', fail: 'fail', inconclusive: 'inconclusive' };

export interface ExpectationActions {
  readonly reveal: (line: number) => void;
  readonly choose: (target: Target) => void;
}

export function expectationsView(actions: ExpectationActions) {
  const list = html('ul', { class: 'expectations' });
  const summary = html('p', { class: 'summary' });
  const element = html(
    'section',
    { class: 'section wide', id: 'expectations', 'aria-labelledby': 'expectations-heading', hidden: true },
    html('div', { class: 'section-head' }, html('h2', { id: 'expectations-heading' }, 'Expectations')),
    summary,
    list
  );
  let shown: PointResult | undefined;
  return {
    element,
    update({ sweep, point }: Scene) {
      if (shown === point) return;
      shown = point;
      const used = [...list.children].findIndex(item => item.contains(document.activeElement));
      const all = verdicts(sweep, point);
      element.hidden = all.length === 0;
      summary.textContent = all.length === 0 ? '' : tally(all);
      replace(
        list,
        all.map(verdict => row(verdict, actions))
      );
      // Who followed a link of a row to another point goes on from the same row.
      if (used >= 0) list.children[used]?.querySelector('button')?.focus();
    }
  };
}

function row(verdict: Verdict, { reveal, choose }: ExpectationActions): HTMLElement {
  const { line, text } = verdict;
  const expression =
    line === undefined
      ? html('code', {}, text)
      : clickable(html('button', { type: 'button', class: 'link', title: `Line ${line}` }, html('code', {}, text)), () => reveal(line));
  return html(
    'li',
    { class: `verdict ${verdict.status}` },
    html('span', { class: 'verdict-word' }, icon(verdict.status), words[verdict.status]),
    html(
      'div',
      { class: 'verdict-text' },
      expression,
      html('div', { class: 'observed' }, verdict.observed),
      verdict.elsewhere !== '' &&
        html(
          'div',
          { class: 'elsewhere' },
          verdict.elsewhere,
          verdict.exceptions.length > 0 && [
            ' Look at ',
            verdict.exceptions.map((exception, index) => [
              index > 0 && ', ',
              clickable(html('button', { type: 'button', class: 'link' }, exception.label), () =>
                choose({ parameters: exception.parameters })
              )
            ]),
            '.'
          ]
        )
    )
  );
}
