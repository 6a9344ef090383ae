/** The numbers of the mark under the pointer. The table has the same for who has no pointer. */
import { html } from '../dom.ts';

const distance = 14;

export function installTooltip(root: HTMLElement): void {
  const tip = html('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  document.body.append(tip);
  root.addEventListener('pointermove', event => {
    const text = (event.target as Element).closest('[data-tip]')?.getAttribute('data-tip');
    tip.hidden = text === undefined || text === null;
    if (text === undefined || text === null) return;
    if (tip.textContent !== text) tip.textContent = text;
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + distance, document.documentElement.clientWidth - width - 4);
    const below = event.clientY + distance + height < document.documentElement.clientHeight;
    tip.style.left = `${Math.max(4, left)}px`;
    tip.style.top = `${below ? event.clientY + distance : Math.max(4, event.clientY - height - distance / 2)}px`;
  });
  for (const end of ['pointerleave', 'scroll', 'pointerdown']) {
    (end === 'scroll' ? window : root).addEventListener(end, () => (tip.hidden = true));
  }
}
