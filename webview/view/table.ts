/** A table in pages: rows are made when their page is shown, so that ten thousand of them cost nothing. */
import { button } from '../controls.ts';
import { html, replace } from '../dom.ts';
import { count } from '../format.ts';
import type { Cell, Column, Table } from '../model/table.ts';
import { icon } from './icons.ts';

const pageSize = 50;
/** Characters from which on a text may break into lines. */
const longText = 24;

export function tableView(table: Table): HTMLElement {
  const rows = html('tbody');
  const place = html('span', { class: 'page-place', 'aria-live': 'polite' });
  const pages = Math.max(1, Math.ceil(table.size / pageSize));
  let page = 0;
  const show = (wanted: number) => {
    page = Math.min(pages - 1, Math.max(0, wanted));
    const from = page * pageSize;
    const to = Math.min(table.size, from + pageSize);
    replace(
      rows,
      Array.from({ length: to - from }, (_, index) => rowView(table.columns, table.row(from + index)))
    );
    place.textContent = `Rows ${count(from + 1)} to ${count(to)} of ${count(table.size)}`;
  };
  show(0);
  const grid = html(
    'table',
    {},
    html('caption', {}, table.caption),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        table.columns.map(column => html('th', { scope: 'col', class: column.numeric && 'number' }, column.label))
      )
    ),
    rows
  );
  // A wide table scrolls on its own; focus makes that possible from the keyboard.
  const frame = html('div', { class: 'table-frame', role: 'region', 'aria-label': table.caption, tabindex: 0 }, grid);
  if (pages === 1) return frame;
  return html(
    'div',
    {},
    frame,
    html(
      'div',
      { class: 'pages' },
      button({ label: 'First', onClick: () => show(0) }),
      button({ label: 'Previous', onClick: () => show(page - 1) }),
      place,
      button({ label: 'Next', onClick: () => show(page + 1) }),
      button({ label: 'Last', onClick: () => show(pages - 1) })
    )
  );
}

function rowView(columns: readonly Column[], cells: readonly Cell[]): HTMLElement {
  return html(
    'tr',
    {},
    cells.map((cell, index) => {
      const content = [cell.status !== undefined && icon(cell.status), cell.text];
      const kind = columns[index]?.numeric ? 'number' : cell.text.length > longText ? 'long' : 'short';
      const look = cell.tone === undefined ? kind : `${kind} ${cell.tone}`;
      return index === 0 ? html('th', { scope: 'row', class: look }, content) : html('td', { class: look }, content);
    })
  );
}
