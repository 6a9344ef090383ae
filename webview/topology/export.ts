/** The picture as a file of its own: in full, whatever part of it is seen, in the colours of the present theme. */
import { svg } from '../dom.ts';
import { standaloneSvg } from '../view/export.ts';
import { definitions } from './draw.ts';
import type { Box } from './geometry.ts';

const margin = 14;

/** @param picture as shown: its styles are read where they apply */
export function pictureAsSvg(picture: SVGSVGElement, { x, y, width, height }: Box, title: string): string {
  const world = picture.querySelector('.world');
  const copy = world?.cloneNode(true) as SVGElement | undefined;
  copy?.setAttribute('transform', `translate(${margin - x},${margin - y})`);
  for (const each of copy?.querySelectorAll('.active, .marked, .found') ?? []) each.classList.remove('active', 'marked', 'found');
  const size = { width: width + 2 * margin, height: height + 2 * margin };
  const whole = svg(
    'svg',
    { class: 'picture unseen', viewBox: `0 0 ${size.width} ${size.height}`, 'aria-hidden': 'true' },
    definitions(),
    copy
  );
  document.body.append(whole);
  try {
    return standaloneSvg(whole, { name: title, title, subtitle: 'Topology', about: {} });
  } finally {
    whole.remove();
  }
}
