/** Horizontal bars from zero with confidence intervals, values in a column at the right. */
import { scaleLinear } from 'd3-scale';
import { svg, type Child } from '../dom.ts';
import { interval, quantity } from '../format.ts';
import type { Bar, BarChart } from '../model/chart.ts';
import { bottomAxis, lineHeight, moreLine, picture, ticksFor, tipped } from './frame.ts';
import { fitted, fontSize, widest } from './text.ts';

const rowHeight = 24;
const barHeight = 14;
const top = 4;
const gap = 10;

export function drawBars(chart: BarChart, width: number, summary: string): SVGSVGElement {
  const { bars, unit } = chart;
  const bold = bars.some(bar => bar.emphasis);
  const values = bars.map(bar => interval(bar.value, unit) + (bar.mark === undefined ? '' : ` of ${quantity(bar.mark, unit)}`));
  const left =
    Math.min(
      widest(
        bars.map(bar => bar.label),
        bold
      ),
      width * 0.44
    ) + gap;
  const right = width - widest(values, bold) - gap;
  const bottom = top + bars.length * rowHeight;
  const scale = scaleLinear([0, largest(chart)], [left, Math.max(left + 40, right - 4)]).nice(4);
  const ticks = ticksFor(scale, right - left, 64, chart.axis, unit);
  const foot = bottom + fontSize + 6 + lineHeight;
  const height = foot + 6 + (chart.more === undefined ? 0 : lineHeight);
  return picture(width, height, summary, [
    bottomAxis(scale, ticks, top, bottom),
    svg(
      'text',
      { class: 'axis-name', x: left, y: foot },
      chart.markName === undefined ? ticks.name : `${ticks.name}; the line marks the ${chart.markName}`
    ),
    bars.map((bar, row) => drawBar(bar, row, { scale, left, right: width, text: values[row] ?? '' })),
    chart.reference !== undefined && referenceLine(scale(chart.reference), bottom),
    svg('line', { class: 'axis', x1: left + 0.5, x2: left + 0.5, y1: top, y2: bottom }),
    moreLine(chart.more, left, foot + lineHeight)
  ]);
}

interface Place {
  readonly scale: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

function drawBar(bar: Bar, row: number, { scale, left, right, text }: Place): Child {
  const middle = top + row * rowHeight + rowHeight / 2;
  const end = scale(Math.max(0, bar.value.mean));
  const tip = [`${bar.label}: ${text}`, bar.detail].filter(part => part !== undefined).join('\n');
  return tipped(
    svg(
      'g',
      { class: bar.emphasis ? 'bar emphasis' : 'bar' },
      svg('rect', { class: 'hit', x: 0, y: middle - rowHeight / 2, width: right, height: rowHeight }),
      svg(
        'text',
        { class: 'label', x: left - gap + 2, y: middle, dy: '0.32em', 'text-anchor': 'end' },
        fitted(bar.label, left - gap, bar.emphasis)
      ),
      svg('rect', { class: 'bar-fill', x: left, y: middle - barHeight / 2, width: Math.max(0, end - left), height: barHeight }),
      whisker(bar, scale, middle),
      bar.mark !== undefined &&
        svg('line', {
          class: 'mark',
          x1: scale(bar.mark),
          x2: scale(bar.mark),
          y1: middle - barHeight / 2 - 3,
          y2: middle + barHeight / 2 + 3
        }),
      svg('text', { class: 'value', x: right - 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, text)
    ),
    tip
  );
}

function whisker(bar: Bar, scale: (value: number) => number, middle: number): Child {
  const { low, high } = bar.value;
  if (low === undefined || high === undefined || high <= low) return undefined;
  const [from, to] = [scale(Math.max(0, low)), scale(high)];
  // Narrower than its own ends it would only be a smudge; the number beside it says it.
  if (to - from < 3) return undefined;
  const path = `M${from},${middle}H${to}M${from},${middle - 4}V${middle + 4}M${to},${middle - 4}V${middle + 4}`;
  // A halo of the page's colour keeps the whisker legible on the bar, whatever the theme.
  return [svg('path', { class: 'whisker-halo', d: path }), svg('path', { class: 'whisker', d: path })];
}

function referenceLine(x: number, bottom: number): Child {
  return svg('line', { class: 'reference', x1: x, x2: x, y1: top - 2, y2: bottom });
}

function largest(chart: BarChart): number {
  const values = chart.bars.map(bar => Math.max(bar.value.high ?? bar.value.mean, bar.mark ?? 0));
  return Math.max(...values, chart.reference ?? 0) || 1;
}
