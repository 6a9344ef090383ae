/** Latency quantiles on a logarithmic axis: one row per flow, from the median to the maximum. */
import { ticks } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { svg, type Child } from '../dom.ts';
import { quantity, shortQuantity } from '../format.ts';
import type { QuantileChart, QuantileName } from '../model/chart.ts';
import { extremes } from '../model/limits.ts';
import { bottomAxis, lineHeight, logarithmicTicks, moreLine, picture, tipped } from './frame.ts';
import { legend, type LegendEntry } from './legend.ts';
import { mark, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, type SymbolType } from './symbols.ts';
import { fitted, fontSize, widest } from './text.ts';

const rowHeight = 28;
const top = 4;
const gap = 10;

interface Style {
  readonly shape: SymbolType;
  readonly size: number;
  readonly open: boolean;
}

const styles: Readonly<Record<QuantileName | 'mean', Style>> = {
  p50: { shape: symbolCircle, size: 60, open: false },
  p90: { shape: symbolSquare, size: 26, open: false },
  p95: { shape: symbolSquare, size: 50, open: true },
  p99: { shape: symbolTriangle, size: 52, open: false },
  'p99.9': { shape: symbolTriangle, size: 52, open: true },
  max: { shape: symbolCircle, size: 50, open: true },
  mean: { shape: symbolDiamond, size: 52, open: true }
};

export function drawQuantiles(chart: QuantileChart, width: number, summary: string): SVGSVGElement {
  const { rows, unit } = chart;
  const texts = rows.map(row => quantity(row.quantiles.find(each => each.name === 'p99')?.value ?? row.mean, unit));
  const heading = rows.some(row => row.quantiles.some(each => each.name === 'p99')) ? 'p99' : 'mean';
  const left = Math.min(widest(rows.map(row => row.label)), width * 0.36) + gap;
  const right = width - widest([...texts, heading]) - gap;
  const head = top + lineHeight;
  const bottom = head + rows.length * rowHeight;
  const [low, high] = extremes(rows.flatMap(row => [row.mean, ...row.quantiles.map(each => each.value)]));
  const scale = scaleLog([low / 1.15, high * 1.15], [left + 6, Math.max(left + 40, right - 8)]);
  const foot = bottom + fontSize + 6 + lineHeight;
  const keys = legend(legendEntries(chart), 4, width, foot + 8);
  const height = foot + 12 + keys.height + (chart.more === undefined ? 0 : lineHeight);
  return picture(width, height, summary, [
    svg('text', { class: 'tick', x: width - 2, y: top + fontSize, 'text-anchor': 'end' }, heading),
    bottomAxis(
      scale,
      { values: roundTicks(low / 1.15, high * 1.15), name: chart.axis, text: value => shortQuantity(value, unit) },
      head,
      bottom
    ),
    svg('text', { class: 'axis-name', x: left, y: foot }, chart.axis),
    rows.map((row, index) => {
      const middle = head + index * rowHeight + rowHeight / 2;
      return [
        svg('text', { class: 'label', x: left - gap + 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, fitted(row.label, left - gap)),
        drawRow(row, middle, scale, unit),
        svg('text', { class: 'value', x: width - 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, texts[index] ?? '')
      ];
    }),
    keys.content,
    moreLine(chart.more, 4, foot + 24 + keys.height)
  ]);
}

/** Within less than a decade, round values in equal steps say more than the one or two that are 1, 2 or 5. */
function roundTicks(low: number, high: number): readonly number[] {
  const found = logarithmicTicks(low, high);
  return found.length >= 3 ? found : ticks(low, high, 4);
}

function drawRow(row: QuantileChart['rows'][number], middle: number, scale: (value: number) => number, unit: QuantileChart['unit']): Child {
  const at = (name: QuantileName) => row.quantiles.find(each => each.name === name)?.value;
  const [first, last] = [row.quantiles[0]?.value, row.quantiles[row.quantiles.length - 1]?.value];
  const [median, tail] = [at('p50'), at('p99')];
  const tip = [
    `${row.label}: mean ${quantity(row.mean, unit)}`,
    ...row.quantiles.map(each => `${each.name} ${quantity(each.value, unit)}`)
  ].join('\n');
  return tipped(
    svg(
      'g',
      { class: 'quantiles' },
      svg('rect', { class: 'hit', x: scale(row.mean) - 10, y: middle - rowHeight / 2, width: 20, height: rowHeight }),
      first !== undefined &&
        last !== undefined &&
        svg('line', { class: 'spread', x1: scale(first), x2: scale(last), y1: middle, y2: middle }),
      median !== undefined &&
        tail !== undefined &&
        svg('line', { class: 'spread strong', x1: scale(median), x2: scale(tail), y1: middle, y2: middle }),
      symbolAt('mean', scale(row.mean), middle),
      row.quantiles.map(each => symbolAt(each.name, scale(each.value), middle))
    ),
    tip
  );
}

function symbolAt(name: QuantileName | 'mean', x: number, y: number): Child {
  const { shape, size, open } = styles[name];
  return mark(shape, size, x, y, open ? 'quantile open' : 'quantile');
}

function legendEntries(chart: QuantileChart): readonly LegendEntry[] {
  const names = new Set(chart.rows.flatMap(row => row.quantiles.map(each => each.name)));
  const shown = (Object.keys(styles) as (keyof typeof styles)[]).filter(name => name === 'mean' || names.has(name));
  return shown.map(name => ({ text: name, swatch: (x: number, y: number) => symbolAt(name, x, y) }));
}
