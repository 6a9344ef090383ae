/** A button that opens a list of commands, as ARIA's menu button pattern wants it: arrows, Home, End, Escape, Tab. */
import { button } from '../controls.ts';
import { clickable, html } from '../dom.ts';

export interface Command {
  readonly label: string;
  readonly run: () => void;
}

/** @param name what a screen reader says: `Export Throughput` */
export function menuButton(label: string, name: string, commands: () => readonly Command[]): HTMLElement {
  const opener = button({ label, name, onClick: () => (list.hidden ? open() : close(true)) });
  const list = html('div', { class: 'menu', role: 'menu', 'aria-label': name, hidden: true });
  const element = html('div', { class: 'menu-holder' }, opener, list);
  opener.setAttribute('aria-haspopup', 'true');
  opener.setAttribute('aria-expanded', 'false');

  function open(): void {
    list.replaceChildren(
      ...commands().map(command =>
        clickable(html('button', { type: 'button', role: 'menuitem', tabindex: -1 }, command.label), () => {
          close(true);
          command.run();
        })
      )
    );
    list.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    focusItem(0);
    document.addEventListener('pointerdown', outside, true);
  }

  function close(back: boolean): void {
    list.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    if (back) opener.focus();
  }

  function outside(event: Event): void {
    if (!element.contains(event.target as Node)) close(false);
  }

  function focusItem(index: number): void {
    const items = list.querySelectorAll('button');
    items[(index + items.length) % items.length]?.focus();
  }

  list.addEventListener('keydown', event => {
    const at = [...list.children].indexOf(document.activeElement as Element);
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focusItem(at + 1),
      ArrowUp: () => focusItem(at - 1),
      Home: () => focusItem(0),
      End: () => focusItem(-1),
      Escape: () => close(true)
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      step();
    } else if (event.key === 'Tab') {
      close(false);
    }
  });
  return element;
}
