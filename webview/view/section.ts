/** One section of the page: heading, summary, picture or table, and the ways to take them along. */
import { draw } from '../charts/draw.ts';
import { button } from '../controls.ts';
import { html, replace, type Child } from '../dom.ts';
import { tell } from '../results-host.ts';
import type { CopyFormat, SaveFormat } from '../messages.ts';
import type { Section } from '../model/chart.ts';
import type { Target } from '../model/points.ts';
import { png, standaloneSvg, tableCsv, tableJson, type Provenance } from './export.ts';
import { menuButton, type Command } from './menu.ts';
import { tableView } from './table.ts';

export interface SectionActions {
  readonly showTable: (id: string, table: boolean) => void;
  readonly choose: (target: Target) => void;
  readonly provenance: (section: Section) => Provenance;
  /** Something went wrong that the person should read. */
  readonly complain: (sentence: string) => void;
}

export interface SectionView {
  readonly element: HTMLElement;
  /** Shows this section; nothing is redrawn when it is the same object in the same form. Undefined hides it. */
  update(section: Section | undefined, asTable: boolean): void;
}

/** @param tools controls of this section's own, before the common ones */
export function sectionView(id: string, wide: boolean, actions: SectionActions, tools: Child = undefined): SectionView {
  const heading = html('h2', { id: `${id}-heading` });
  const summary = html('p', { class: 'summary' });
  const toggle = html('span', {});
  const takeAlong = html('span', {});
  const toolbar = html('div', { class: 'tools', role: 'group', 'aria-label': 'View and export' }, tools, toggle, takeAlong);
  const body = html('div', { class: 'section-body' });
  const element = html(
    'section',
    { class: wide ? 'section wide' : 'section', id, 'aria-labelledby': `${id}-heading`, hidden: true },
    html('div', { class: 'section-head' }, heading, toolbar),
    summary,
    body
  );

  let shown: Section | undefined;
  let table = false;
  let width = 0;

  function update(section: Section | undefined, asTable: boolean): void {
    if (section === shown && asTable === table) return;
    const sameKind = shown !== undefined && section !== undefined && hasBoth(shown) === hasBoth(section) && asTable === table;
    [shown, table] = [section, asTable];
    element.hidden = section === undefined;
    if (section === undefined) return;
    heading.textContent = section.title;
    summary.textContent = section.summary;
    // The controls stay when they would be the same: one of them may have the focus.
    if (!sameKind || takeAlong.childElementCount === 0) showControls(section);
    toolbar.hidden = section.table === undefined && section.chart === undefined;
    render();
  }

  function showControls(section: Section): void {
    const focused = toggle.contains(document.activeElement);
    replace(
      toggle,
      hasBoth(section) &&
        button({
          label: table ? 'Chart' : 'Table',
          name: `${table ? 'Chart' : 'Table'} of ${section.title}`,
          onClick: () => actions.showTable(id, !table)
        })
    );
    // A person who pressed the toggle with the keyboard finds its successor under the same key.
    if (focused) (toggle.firstElementChild as HTMLElement | null)?.focus();
    replace(takeAlong, (section.table ?? section.chart) !== undefined && menuButton('Export', `Export ${section.title}`, () => commands()));
  }

  function render(): void {
    if (shown === undefined) return;
    const { chart } = shown;
    if (chart !== undefined && (!table || shown.table === undefined)) {
      if (width > 0) replace(body, draw(chart, width, nameOf(shown), actions.choose));
    } else if (shown.table !== undefined) {
      replace(body, tableView(shown.table));
    } else {
      replace(body);
    }
  }

  function commands(): readonly Command[] {
    if (shown === undefined) return [];
    const { chart, table: data } = shown;
    return [
      ...(chart === undefined ? [] : [save('svg'), save('png')]),
      ...(data === undefined ? [] : [save('csv'), save('json')]),
      ...(chart === undefined ? [] : [copy('svg')]),
      ...(data === undefined ? [] : [copy('csv'), copy('json')])
    ];
  }

  function save(format: SaveFormat): Command {
    return {
      label: `Save as ${format.toUpperCase()}…`,
      run: () =>
        void content(format).then(
          text => tell({ type: 'save', format, name: `${provenance().name}.${format}`, content: text }),
          (error: unknown) => actions.complain(`The chart could not be saved: ${error instanceof Error ? error.message : String(error)}.`)
        )
    };
  }

  function copy(format: Exclude<CopyFormat, 'text'>): Command {
    return {
      label: `Copy as ${format.toUpperCase()}`,
      run: () =>
        void content(format).then(
          text => tell({ type: 'copy', format, content: text }),
          (error: unknown) => actions.complain(`The chart could not be copied: ${error instanceof Error ? error.message : String(error)}.`)
        )
    };
  }

  async function content(format: SaveFormat): Promise<string> {
    if (shown === undefined) return '';
    if (format === 'csv') return shown.table === undefined ? '' : tableCsv(shown.table);
    if (format === 'json') return shown.table === undefined ? '' : tableJson(shown.table, provenance());
    const picture = pictureOf(shown);
    return format === 'svg' ? picture : png(picture);
  }

  /** The picture as it is on the page, or drawn for a moment when the table is there. */
  function pictureOf(section: Section): string {
    const present = body.querySelector<SVGSVGElement>('svg.chart');
    if (present !== null || section.chart === undefined) return present === null ? '' : standaloneSvg(present, provenance());
    const drawn = draw(section.chart, Math.max(width, 480), nameOf(section), () => undefined);
    body.append(drawn);
    const picture = standaloneSvg(drawn, provenance());
    drawn.remove();
    return picture;
  }

  function provenance(): Provenance {
    return actions.provenance(shown as Section);
  }

  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (now === width || now === 0) return;
    width = now;
    if (shown?.chart !== undefined && !(table && shown.table !== undefined)) render();
  }).observe(body);

  return { element, update };
}

/** What a screen reader says for the picture. */
function nameOf(section: Section): string {
  return `${section.title}: ${section.summary}`;
}

function hasBoth(section: Section): boolean {
  return section.chart !== undefined && section.table !== undefined;
}
