/** Distributions of latencies: the share of the packets against a logarithmic time, one curve per flow. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { svg, type Child } from '../dom.ts';
import { quantity, shortQuantity } from '../format.ts';
import type { DistributionChart } from '../model/chart.ts';
import { extremes } from '../model/limits.ts';
import { bottomAxis, leftAxis, lineHeight, logarithmicTicks, moreLine, picture, ticksFor, tipped } from './frame.ts';
import { legend } from './legend.ts';
import { slotClass } from './patterns.ts';
import { mark, shapeOf } from './symbols.ts';
import { fontSize, widest } from './text.ts';

const plotHeight = 200;
const top = 26;
/** Shares that have a mark, so that curves are told apart without colour. */
const marked = [0.1, 0.5, 0.9, 0.99];

type Series = DistributionChart['series'][number];

export function drawDistribution(chart: DistributionChart, width: number, summary: string): SVGSVGElement {
  const y = scaleLinear([0, 1], [top + plotHeight, top]);
  const yTicks = ticksFor(y, plotHeight, 48, 'Share of packets', 'ratio');
  const left = widest(yTicks.values.map(yTicks.text)) + 14;
  const right = width - 16;
  const bottom = top + plotHeight;
  const [low, high] = extremes(chart.series.flatMap(({ points }) => points.map(({ seconds }) => seconds)));
  const ends = [low / 1.1, Math.max(high, low * 1.01) * 1.1] as const;
  const x = scaleLog(ends, [left + 4, right]);
  const ticks = logarithmicTicks(...ends);
  const foot = bottom + fontSize + 6 + lineHeight;
  const keys = legend(
    chart.series.map(each => ({ text: each.label, swatch: (at: number, middle: number) => swatch(each, at, middle) })),
    left,
    width,
    foot + 8
  );
  const height = foot + 10 + keys.height + (chart.more === undefined ? 0 : lineHeight);
  return picture(width, height, summary, [
    svg('text', { class: 'axis-name', x: 0, y: fontSize + 1 }, yTicks.name),
    leftAxis(y, yTicks, left, right),
    bottomAxis(
      x,
      { values: ticks.length >= 2 ? ticks : [low], name: chart.axis, text: value => shortQuantity(value, chart.unit) },
      top,
      bottom
    ),
    svg('line', { class: 'axis', x1: left, x2: right, y1: bottom + 0.5, y2: bottom + 0.5 }),
    svg('text', { class: 'axis-name', x: left, y: foot }, chart.axis),
    chart.series.map(each => curve(each, chart, x, y)),
    keys.content,
    moreLine(chart.more, left, foot + 22 + keys.height)
  ]);
}

function curve(series: Series, { unit }: DistributionChart, x: (value: number) => number, y: (value: number) => number): Child {
  const shape = line<Series['points'][number]>(
    point => x(point.seconds),
    point => y(point.share)
  );
  return [
    svg('path', { class: `curve ${slotClass(series.slot)} dash-${series.slot % 4}`, d: shape([...series.points]) ?? '' }),
    series.points.map(({ seconds, share }) => {
      const [at, height] = [x(seconds), y(share)];
      return tipped(
        svg(
          'g',
          {},
          marked.includes(share) && mark(shapeOf(series.slot), 40, at, height, `mark-series ${slotClass(series.slot)}`),
          svg('circle', { class: 'hit', cx: at, cy: height, r: 6 })
        ),
        `${series.label}\n${+(share * 100).toFixed(3)} % of the packets: ${quantity(seconds, unit)} or less`
      );
    })
  ];
}

function swatch({ slot }: Series, x: number, y: number): Child {
  return [
    svg('path', { class: `curve ${slotClass(slot)} dash-${slot % 4}`, d: `M${x - 9},${y}H${x + 9}` }),
    mark(shapeOf(slot), 36, x, y, `mark-series ${slotClass(slot)}`)
  ];
}
