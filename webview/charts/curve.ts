/** Curves over one varied parameter: means with bands of their intervals, and published numbers laid over them. */
import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale';
import { area, line } from 'd3-shape';
import { svg, type Child } from '../dom.ts';
import { interval, parameter } from '../format.ts';
import type { ClaimSeries, CurveAxis, CurveChart, CurvePoint, CurveSeries } from '../model/chart.ts';
import { extremes } from '../model/limits.ts';
import type { Target } from '../model/points.ts';
import { leftAxis, lineHeight, logarithmicTicks, moreLine, picture, ticksFor, tipped } from './frame.ts';
import { legend } from './legend.ts';
import { slotClass } from './patterns.ts';
import { claimShape, mark, shapeOf } from './symbols.ts';
import { fitted, fontSize, textWidth, widest } from './text.ts';

const plotHeight = 240;
const top = 26;
/** Up to this many values of a parameter each has its tick. */
const fewValues = 12;
/** Above this many points, marks would hide the line. */
const markedPoints = 40;

type Scale = ScaleContinuousNumeric<number, number>;

export function drawCurve(chart: CurveChart, width: number, summary: string, choose: (target: Target) => void): SVGSVGElement {
  const y = valueScale(chart);
  const yTicks = ticksFor(y, plotHeight, 48, chart.axis, chart.unit);
  const left = widest(yTicks.values.map(yTicks.text)) + 14;
  const right = width - 16;
  const bottom = top + plotHeight;
  const x = parameterScale(chart, left + 10, right - 10);
  const foot = bottom + fontSize + 8 + lineHeight;
  const keys = legend([...seriesEntries(chart.series), ...claimEntries(chart.claims)], left, width, foot + 8);
  const height = foot + 10 + keys.height + (chart.more === undefined ? 0 : lineHeight);
  const chosen = chart.series.flatMap(series => series.points).find(point => point.chosen);
  return picture(width, height, summary, [
    svg('text', { class: 'axis-name', x: 0, y: fontSize + 1 }, yTicks.name),
    leftAxis(y, yTicks, left, right),
    parameterAxis(chart.x, x, chart, { left, right, bottom, foot }),
    chosen && svg('line', { class: 'chosen-line', x1: x(chosen.x), x2: x(chosen.x), y1: top, y2: bottom }),
    chart.series.map(series => band(series, x, y)),
    chart.series.map(series => curve(series, x, y)),
    chart.series.map(series => marks(series, chart, x, y, choose)),
    chart.claims.map(claim => claimMarks(claim, x, y)),
    keys.content,
    moreLine(chart.more, left, foot + 22 + keys.height)
  ]);
}

function valueScale(chart: CurveChart): Scale {
  const highest = [
    ...chart.series.flatMap(series => series.points.map(point => point.value.high ?? point.value.mean)),
    ...chart.claims.flatMap(claim => claim.points.map(point => point.claimed))
  ];
  const lowest = chart.series.flatMap(series => series.points.map(point => point.value.mean));
  const [low] = extremes([0, ...lowest]);
  const [, high] = extremes([0, ...highest.filter(Number.isFinite)]);
  return scaleLinear([low, high > low ? high : low + 1], [top + plotHeight, top]).nice(5);
}

function parameterScale(chart: CurveChart, from: number, to: number): Scale {
  if (chart.x.scale === 'words') return scaleLinear([-0.25, chart.x.words.length - 0.75], [from, to]);
  const [low, high] = extremes([
    ...chart.series.flatMap(series => series.points.map(point => point.x)),
    ...chart.claims.flatMap(claim => claim.points.map(point => point.x))
  ]);
  const domain = low < high ? [low, high] : [low - 1, high + 1];
  return chart.x.scale === 'log' && low > 0 ? scaleLog(domain, [from, to]) : scaleLinear(domain, [from, to]);
}

interface Edges {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly foot: number;
}

/** The values that were run are the ticks while they fit; otherwise round ones. */
function parameterAxis(axis: CurveAxis, scale: Scale, chart: CurveChart, { left, right, bottom, foot }: Edges): Child {
  const words = axis.scale === 'words';
  const values = words
    ? axis.words.map((_, index) => index)
    : [...new Set(chart.series.flatMap(series => series.points.map(point => point.x)))];
  const text = (value: number) => (words ? (axis.words[value] ?? '') : parameter(value, axis.unit));
  const ticks = words
    ? values
    : valueTicks(
        axis,
        values.sort((a, b) => a - b),
        scale,
        right - left
      );
  const room = words ? (right - left) / Math.max(1, axis.words.length) - 6 : Infinity;
  let free = -Infinity;
  return [
    svg('line', { class: 'axis', x1: left, x2: right, y1: bottom + 0.5, y2: bottom + 0.5 }),
    [...ticks]
      .sort((a, b) => a - b)
      .map(tick => {
        const label = fitted(text(tick), room);
        const half = textWidth(label) / 2;
        const at = scale(tick);
        const fits = at - half > free;
        if (fits) free = at + half + 8;
        return [
          svg('line', { class: 'axis', x1: at, x2: at, y1: bottom, y2: bottom + 4 }),
          fits && svg('text', { class: 'tick', x: at, y: bottom + fontSize + 6, 'text-anchor': 'middle' }, label)
        ];
      }),
    svg('text', { class: 'axis-name', x: (left + right) / 2, y: foot, 'text-anchor': 'middle' }, axis.name)
  ];
}

/** Values that were run while that is possible, because a size is no round number in tens. */
function valueTicks(axis: CurveAxis, values: readonly number[], scale: Scale, length: number): readonly number[] {
  if (values.length <= fewValues) return values;
  if (axis.scale === 'linear') return scale.ticks(Math.max(2, Math.floor(length / 70)));
  if (values.length > 4 * fewValues) return logarithmicTicks(values[0] ?? 1, values[values.length - 1] ?? 1);
  const step = Math.ceil(values.length / fewValues);
  return values.filter((_, index) => index % step === 0);
}

function band(series: CurveSeries, x: Scale, y: Scale): Child {
  const shape = area<CurvePoint>(
    point => x(point.x),
    point => y(point.value.low ?? point.value.mean),
    point => y(point.value.high ?? point.value.mean)
  );
  if (series.points.every(point => point.value.low === undefined)) return undefined;
  return svg('path', { class: `band ${slotClass(series.slot)}`, d: shape([...series.points]) ?? '' });
}

function curve(series: CurveSeries, x: Scale, y: Scale): Child {
  const shape = line<CurvePoint>(
    point => x(point.x),
    point => y(point.value.mean)
  );
  return svg('path', { class: `curve ${slotClass(series.slot)} dash-${series.slot % 4}`, d: shape([...series.points]) ?? '' });
}

function marks(series: CurveSeries, chart: CurveChart, x: Scale, y: Scale, choose: (target: Target) => void): Child {
  const sparse = series.points.length <= markedPoints;
  return series.points.map(point => {
    const [at, height] = [x(point.x), y(point.value.mean)];
    const label = chart.x.scale === 'words' ? (chart.x.words[point.x] ?? '') : parameter(point.x, chart.x.unit);
    const group = tipped(
      svg(
        'g',
        { class: point.chosen ? 'point chosen' : 'point' },
        point.chosen && svg('circle', { class: 'chosen-ring', cx: at, cy: height, r: 8 }),
        (sparse || point.chosen) && mark(shapeOf(series.slot), 56, at, height, `mark-series ${slotClass(series.slot)}`),
        svg('circle', { class: 'hit', cx: at, cy: height, r: sparse ? 10 : 3 })
      ),
      `${series.label}\n${chart.x.name} = ${label}: ${interval(point.value, chart.unit)}`
    );
    group.addEventListener('click', () => choose(point.target));
    return group;
  });
}

function claimMarks(claim: ClaimSeries, x: Scale, y: Scale): Child {
  return claim.points.map(point =>
    tipped(
      svg('g', { class: 'claim' }, mark(claimShape, 64, x(point.x), y(point.claimed), `claim-mark ${claim.use}`)),
      `${point.text}\n${claim.use}, ${claim.label}`
    )
  );
}

function seriesEntries(series: readonly CurveSeries[]) {
  return series.map(each => ({
    text: each.label,
    swatch: (x: number, y: number): Child => [
      svg('path', { class: `curve ${slotClass(each.slot)} dash-${each.slot % 4}`, d: `M${x - 9},${y}H${x + 9}` }),
      mark(shapeOf(each.slot), 36, x, y, `mark-series ${slotClass(each.slot)}`)
    ]
  }));
}

function claimEntries(claims: readonly ClaimSeries[]) {
  return claims
    .filter(claim => claim.points.length > 0)
    .map(claim => ({
      text: `published, ${claim.use}: ${claim.label}`,
      swatch: (x: number, y: number): Child => mark(claimShape, 70, x, y, `claim-mark ${claim.use}`)
    }));
}
