/** What the colours say. Colour never stands alone: each node also has its number and a bar of that length. */
import { html } from '../dom.ts';

/** From this utilization on the next colour; the last is what the estimator calls saturated. */
const bounds = [0.5, 0.8, 0.97];
const names = ['< 50 %', '< 80 %', '< 97 %', 'full'];

/** Class of a utilization: `load-0` to `load-3`. */
export function loadClass(load: number): string {
  const level = bounds.findIndex(bound => load < bound);
  return `load-${level < 0 ? bounds.length : level}`;
}

export function legendView() {
  const source = html('span', { class: 'legend-source' });
  const swatches = names.map((name, level) =>
    html('span', { class: 'legend-entry' }, html('span', { class: `swatch load-${level}`, 'aria-hidden': 'true' }), name)
  );
  const element = html('div', { class: 'legend', hidden: true }, source, swatches);
  return {
    element,
    /** @param from where the numbers come from; nothing is shown without */
    show(from: string | undefined) {
      element.hidden = from === undefined;
      source.textContent = `Utilization (${from ?? ''})`;
    }
  };
}
