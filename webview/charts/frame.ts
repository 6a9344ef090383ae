/** What all charts share: the picture itself, axes with their grid, the line below that counts what is not drawn. */
import { axisUnit, plainNumber, type Unit } from '../format.ts';
import { svg, type Child } from '../dom.ts';
import { fontSize, textWidth } from './text.ts';

/** Height of a line of text below or above the plot. */
export const lineHeight = 18;

/** A picture that says its summary to a screen reader and nothing else: the table has the numbers. */
export function picture(width: number, height: number, summary: string, children: readonly Child[]): SVGSVGElement {
  return svg(
    'svg',
    {
      class: 'chart',
      role: 'img',
      'aria-label': summary,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`
    },
    children
  );
}

interface Scale {
  (value: number): number;
  ticks(count?: number): number[];
}

/** Round values along an axis, how each reads, and the axis's name with the unit that all of them share. */
export interface Ticks {
  readonly values: readonly number[];
  readonly name: string;
  text(value: number): string;
}

/** @param spacing least distance of two ticks, CSS pixels */
export function ticksFor(scale: Scale, length: number, spacing: number, name: string, unit: Unit): Ticks {
  const values = scale.ticks(Math.max(2, Math.floor(length / spacing)));
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const { factor, name: unitName } = axisUnit(largest, unit);
  return {
    values,
    name: unitName === '' || name.toLowerCase().includes(unitName) ? name : `${name}, ${unitName}`,
    text: value => plainNumber(value / factor)
  };
}

/** Vertical grid lines from `top` to `bottom` with their values below; a label that would touch the one before it is left out. */
export function bottomAxis(scale: (value: number) => number, ticks: Ticks, top: number, bottom: number): Child {
  let free = -Infinity;
  return ticks.values.map(tick => {
    const x = Math.round(scale(tick)) + 0.5;
    const text = ticks.text(tick);
    const half = textWidth(text) / 2;
    const fits = x - half > free;
    if (fits) free = x + half + 10;
    return [
      svg('line', { class: 'grid', x1: x, x2: x, y1: top, y2: bottom }),
      fits && svg('text', { class: 'tick', x, y: bottom + fontSize + 4, 'text-anchor': 'middle' }, text)
    ];
  });
}

/** Horizontal grid lines with their values to the left. */
export function leftAxis(scale: (value: number) => number, ticks: Ticks, left: number, right: number): Child {
  return ticks.values.map(tick => {
    const y = Math.round(scale(tick)) + 0.5;
    return [
      svg('line', { class: 'grid', x1: left, x2: right, y1: y, y2: y }),
      svg('text', { class: 'tick', x: left - 8, y, dy: '0.32em', 'text-anchor': 'end' }, ticks.text(tick))
    ];
  });
}

/** What is not drawn, at the foot of the picture. */
export function moreLine(text: string | undefined, x: number, y: number): Child {
  return text !== undefined && svg('text', { class: 'more', x, y }, text);
}

/** Marks with a text that shows on hover. */
export function tipped<Kind extends SVGElement>(mark: Kind, tip: string): Kind {
  mark.setAttribute('data-tip', tip);
  return mark;
}

/** 1, 2 and 5 times the powers of ten between two values. */
export function logarithmicTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}
