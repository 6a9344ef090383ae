/** A legend as part of the picture, so that a saved picture has it: entries flow over as many lines as they need. */
import { svg, type Child } from '../dom.ts';
import { lineHeight } from './frame.ts';
import { fitted, textWidth } from './text.ts';

export interface LegendEntry {
  readonly text: string;
  /** Draws the swatch around this centre, within 16 by 12. */
  swatch(x: number, y: number): Child;
}

const swatchWidth = 22;
const between = 18;

/** The legend from `y` on downwards, and the height it takes. */
export function legend(
  entries: readonly LegendEntry[],
  left: number,
  right: number,
  y: number
): { readonly content: Child; readonly height: number } {
  if (entries.length === 0) return { content: undefined, height: 0 };
  let [x, line] = [left, 0];
  const content = entries.map(entry => {
    const text = fitted(entry.text, right - left - swatchWidth);
    const width = swatchWidth + textWidth(text);
    if (x > left && x + width > right) [x, line] = [left, line + 1];
    const middle = y + line * lineHeight + lineHeight / 2;
    const drawn = svg(
      'g',
      { class: 'legend-entry' },
      entry.swatch(x + 8, middle),
      svg('text', { x: x + swatchWidth, y: middle, dy: '0.32em' }, text)
    );
    if (text !== entry.text) drawn.setAttribute('data-tip', entry.text);
    x += width + between;
    return drawn;
  });
  return { content, height: (line + 1) * lineHeight };
}
