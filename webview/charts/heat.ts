/** Utilization over time: a strip per resource, the darker (on a dark page: the brighter) the busier, with the mean beside it. */
import { scaleLinear } from 'd3-scale';
import { svg, type Child } from '../dom.ts';
import { percent, shortQuantity } from '../format.ts';
import type { HeatChart } from '../model/chart.ts';
import { bottomAxis, lineHeight, picture, ticksFor, tipped } from './frame.ts';
import { fitted, fontSize, textWidth, widest } from './text.ts';

const rowHeight = 20;
const stripHeight = 15;
const gap = 10;
const shades = [0, 0.25, 0.5, 0.75, 1];
const shadeWidth = 26;

export function drawHeat(chart: HeatChart, width: number, summary: string): SVGSVGElement {
  const { rows, from, step } = chart;
  const texts = rows.map(row => percent(row.mean));
  const heading = 'mean';
  const left = Math.min(widest(rows.map(row => row.label)), width * 0.36) + gap;
  const right = width - widest([...texts, heading]) - gap;
  const top = lineHeight;
  const bottom = top + rows.length * rowHeight;
  const parts = Math.max(1, ...rows.map(row => row.values.length));
  const x = scaleLinear([from, from + parts * step], [left, right]);
  const foot = bottom + fontSize + 6 + lineHeight;
  const ticks = ticksFor(x, right - left, 70, chart.axis, 'time');
  return picture(width, foot + lineHeight + 14, summary, [
    svg('text', { class: 'tick', x: width - 2, y: fontSize, 'text-anchor': 'end' }, heading),
    bottomAxis(x, ticks, bottom, bottom + 4),
    svg('text', { class: 'axis-name', x: left, y: foot }, ticks.name),
    rows.map((row, index) => {
      const y = top + index * rowHeight;
      const middle = y + rowHeight / 2;
      return [
        svg('text', { class: 'label', x: left - gap + 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, fitted(row.label, left - gap)),
        svg('rect', { class: 'strip-frame', x: left, y: middle - stripHeight / 2, width: right - left, height: stripHeight }),
        row.values.map((value, at) => cell(row.label, value, from + at * step, step, x, middle)),
        svg('text', { class: 'value', x: width - 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, texts[index] ?? '')
      ];
    }),
    scaleOfShades(width, foot + 8)
  ]);
}

function cell(label: string, value: number, begin: number, step: number, x: (value: number) => number, middle: number): Child {
  const [start, end] = [x(begin), x(begin + step)];
  return tipped(
    svg('rect', {
      class: 'heat',
      x: start,
      y: middle - stripHeight / 2,
      width: end - start,
      height: stripHeight,
      'fill-opacity': shade(value),
      'shape-rendering': 'crispEdges'
    }),
    `${label}\n${shortQuantity(begin, 'time')} to ${shortQuantity(begin + step, 'time')}: ${percent(value)}`
  );
}

/** A picture has no more than full colour; the number beside it and the table say what it is. */
function shade(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 1000) / 1000;
}

function scaleOfShades(width: number, y: number): Child {
  const each = shadeWidth + textWidth('100 %') + 13;
  const shown = shades.length * each <= width ? shades : shades.filter((_, at) => at % 2 === 0);
  return shown.map((value, at) => {
    const x = 4 + at * each;
    return [
      svg('rect', { class: 'strip-frame', x, y, width: shadeWidth, height: 12 }),
      svg('rect', { class: 'heat', x, y, width: shadeWidth, height: 12, 'fill-opacity': value }),
      svg('text', { class: 'tick', x: x + shadeWidth + 5, y: y + 6, dy: '0.32em' }, `${value * 100}\u00a0%`)
    ];
  });
}
