/** The controls above the picture. */
import { button, dropdown } from '../controls.ts';
import { html } from '../dom.ts';
import { menuButton, type Command } from '../view/menu.ts';

export interface ToolbarEvents {
  search(text: string): void;
  /** To the next thing that was found; it is gone to when `enter`. */
  next(enter: boolean): void;
  leaveSearch(): void;
  chooseFlow(flow: string): void;
  zoom(direction: 1 | -1): void;
  fit(): void;
  commands(): readonly Command[];
}

export interface Toolbar {
  readonly element: HTMLElement;
  focusSearch(): void;
  showFlows(flows: readonly string[], chosen: string): void;
  /** @param found undefined when nothing is searched for */
  showFound(found: number | undefined, at: number): void;
}

export function toolbarView(events: ToolbarEvents): Toolbar {
  const search = html('input', {
    class: 'search',
    type: 'search',
    placeholder: 'Find (/)',
    'aria-label': 'Find in the topology',
    spellcheck: 'false'
  });
  const count = html('span', { class: 'search-count', role: 'status' });
  const flows = dropdown('Flow', events.chooseFlow);
  const element = html(
    'header',
    { class: 'bar', role: 'toolbar', 'aria-label': 'Topology' },
    search,
    count,
    flows.element,
    html(
      'div',
      { class: 'zoom' },
      button({ label: '−', name: 'Zoom out', onClick: () => events.zoom(-1) }),
      button({ label: '+', name: 'Zoom in', onClick: () => events.zoom(1) }),
      button({ label: 'Fit', name: 'Fit the whole picture into view', onClick: events.fit }),
      menuButton('More', 'More about the topology', events.commands)
    )
  );
  search.addEventListener('input', () => events.search(search.value));
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') events.next(event.ctrlKey || event.metaKey);
    else if (event.key === 'Escape') {
      search.value = '';
      events.search('');
      events.leaveSearch();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element,
    focusSearch() {
      search.focus();
      search.select();
    },
    showFlows(names, chosen) {
      flows.element.hidden = names.length === 0;
      flows.show([{ label: 'Flow at cursor', value: '' }, ...names.map(name => ({ label: `Flow ${name}`, value: name }))], chosen);
    },
    showFound(found, at) {
      count.textContent = found === undefined ? '' : found === 0 ? 'nothing' : `${at + 1} of ${found}`;
    }
  };
}
