/** The sweep as curves over the first varied parameter, with the published numbers laid over them. */
import type { ExperimentResult, PointResult } from '../../src/topology/result.ts';
import { interval, parameter, percent, quantity } from '../format.ts';
import type { ClaimSeries, CurveAxis, CurvePoint, CurveSeries, Section } from './chart.ts';
import { extremes, seriesLimit } from './limits.ts';
import { metricFor, type Metric } from './metrics.ts';
import { listed, plural } from './names.ts';
import { counterpart, describe, type Axis, type Sweep } from './points.ts';
import { intervalCell, intervalColumn, tableOf, textCell, textColumn } from './table.ts';

/** More points than a curve has pixels are thinned out; the table keeps them all. */
const drawnPoints = 300;
/** From this ratio of the largest to the smallest value on, an axis is logarithmic when most of its values are small. */
const logarithmic = 64;

export interface SweepView {
  readonly sweep: Sweep;
  readonly point: PointResult;
  readonly metric: Metric;
  readonly metrics: readonly Metric[];
  /** The other experiments of the run over the same parameters; each becomes one curve. Empty: a curve per combination instead. */
  readonly others: readonly Sweep[];
}

/** Undefined when nothing varies. */
export function sweepSection({ sweep, point, metric, metrics, others }: SweepView): Section | undefined {
  const [axis, ...rest] = sweep.axes;
  if (axis === undefined || sweep.experiment.points.length < 2) return undefined;
  const x = curveAxis(axis, sweep.experiment);
  const lines = others.length > 0 ? byExperiment(sweep, others, point, axis) : byCombination(sweep, point, axis, rest);
  const series = lines.drawn.map((line, slot) => curveSeries(line, slot, axis, point, metric));
  return {
    id: 'sweep',
    title: `Sweep over ${listed(sweep.axes.map(({ name }) => name))}`,
    summary: summaryOf(sweep, metric, (lines.drawn.find(each => each.points.includes(point)) ?? lines.drawn[0])?.points ?? [], axis),
    chart: {
      kind: 'curve',
      unit: metric.unit,
      axis: metric.label,
      x,
      series,
      claims: claimsOn(sweep.experiment, metric, metrics, axis),
      more: lines.rest > 0 ? `and ${plural(lines.rest, 'more combination')}; the table has all` : undefined
    },
    table: pointTable(sweep.experiment, metric)
  };
}

interface Line {
  readonly label: string;
  readonly experiment: string;
  readonly points: readonly PointResult[];
}

interface Lines {
  readonly drawn: readonly Line[];
  readonly rest: number;
}

/** One curve per combination of the other parameters, the chosen one first. */
function byCombination(sweep: Sweep, point: PointResult, axis: Axis, rest: readonly Axis[]): Lines {
  const groups = new Map<string, PointResult[]>();
  for (const each of sweep.experiment.points) {
    const label = rest.length === 0 ? sweep.experiment.name : describe(each.parameters, sweep, axis.name);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [each]);
    else group.push(each);
  }
  const chosen = rest.length === 0 ? sweep.experiment.name : describe(point.parameters, sweep, axis.name);
  const labels = [...groups.keys()];
  const ordered = labels.length > seriesLimit ? [chosen, ...labels.filter(label => label !== chosen)] : labels;
  return {
    drawn: ordered.slice(0, seriesLimit).map(label => ({ label, experiment: sweep.experiment.name, points: groups.get(label) ?? [] })),
    rest: Math.max(0, labels.length - seriesLimit)
  };
}

/** One curve per experiment of the run, at the chosen values of the other parameters. */
function byExperiment(sweep: Sweep, others: readonly Sweep[], point: PointResult, axis: Axis): Lines {
  const all = others.includes(sweep) ? others : [sweep, ...others];
  const lines = all.map(each => ({
    label: each.experiment.name,
    experiment: each.experiment.name,
    points: axis.values
      .map(value => counterpart(each, { ...point.parameters, [axis.name]: value }, sweep))
      .filter(found => found !== undefined)
  }));
  return { drawn: lines.slice(0, seriesLimit), rest: Math.max(0, lines.length - seriesLimit) };
}

function curveAxis(axis: Axis, experiment: ExperimentResult): CurveAxis {
  const dimension = experiment.dimensions[axis.name] ?? 'number';
  if (!axis.numeric) {
    return { name: axis.name, scale: 'words', words: axis.values.map(value => parameter(value, dimension)), unit: dimension };
  }
  const values = axis.values as readonly number[];
  const [low, high] = extremes(values);
  const median = values[Math.floor(values.length / 2)] ?? high;
  return {
    name: axis.name,
    scale: low > 0 && high / low >= logarithmic && median < high / 8 ? 'log' : 'linear',
    words: [],
    unit: dimension
  };
}

function curveSeries(line: Line, slot: number, axis: Axis, chosen: PointResult, metric: Metric): CurveSeries {
  const position = new Map(axis.values.map((value, index) => [value, axis.numeric ? (value as number) : index]));
  const points = line.points.flatMap((point): CurvePoint[] => {
    const value = metric.at(point);
    const x = position.get(point.parameters[axis.name] ?? '');
    if (value === undefined || x === undefined || !Number.isFinite(value.mean)) return [];
    return [{ x, value, chosen: point === chosen, target: { experiment: line.experiment, parameters: point.parameters } }];
  });
  return { label: line.label, slot, points: thinned(points.sort((a, b) => a.x - b.x)) };
}

/** Of each stretch of points the smallest and the largest stay, so that no peak is lost; the chosen one and both ends stay, too. */
function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  if (points.length <= drawnPoints) return points;
  const stretch = Math.ceil(points.length / (drawnPoints / 2));
  const kept = new Set<CurvePoint>(points.filter((point, index) => point.chosen || index === 0 || index === points.length - 1));
  for (let from = 0; from < points.length; from += stretch) {
    const part = points.slice(from, from + stretch);
    kept.add(part.reduce((a, b) => (b.value.mean < a.value.mean ? b : a)));
    kept.add(part.reduce((a, b) => (b.value.mean > a.value.mean ? b : a)));
  }
  return points.filter(point => kept.has(point));
}

function claimsOn(experiment: ExperimentResult, metric: Metric, metrics: readonly Metric[], axis: Axis): readonly ClaimSeries[] {
  return experiment.published
    .filter(claim => metricFor(claim.of, experiment, metrics) === metric)
    .map(claim => ({
      label: `${claim.source} (${claim.standing})`,
      use: claim.use,
      points: claim.rows.flatMap(row => {
        const value = row.parameters[axis.name];
        const x = value === undefined ? -1 : axis.numeric ? (value as number) : axis.values.indexOf(value);
        if (value === undefined || (!axis.numeric && x < 0)) return [];
        const simulated = row.missing === undefined ? `simulated ${interval(row.observed, claim.dimension)}` : 'not observed';
        const text = `${claim.name}: published ${quantity(row.claimed, claim.dimension)}, ${simulated}`;
        return [{ x, claimed: row.claimed, text }];
      })
    }));
}

function summaryOf(sweep: Sweep, metric: Metric, line: readonly PointResult[], axis: Axis): string {
  const known = line
    .map(point => ({ point, value: metric.at(point)?.mean }))
    .filter(entry => entry.value !== undefined && Number.isFinite(entry.value));
  const [first, last] = [known[0], known[known.length - 1]];
  if (first === undefined || last === undefined || first === last)
    return `${metric.label} at ${plural(sweep.experiment.points.length, 'point')}.`;
  const at = (entry: typeof first) => {
    const value = entry.point.parameters[axis.name];
    return `${axis.name}\u00a0=\u00a0${value === undefined ? '–' : parameter(value, sweep.experiment.dimensions[axis.name])}`;
  };
  return (
    `${metric.label} at ${plural(sweep.experiment.points.length, 'point')}: ` +
    `${quantity(first.value as number, metric.unit)} at ${at(first)}, ${quantity(last.value as number, metric.unit)} at ${at(last)}.`
  );
}

function pointTable(experiment: ExperimentResult, metric: Metric) {
  const plain = metric.key === 'throughput';
  return tableOf(
    `All points of ${experiment.name}`,
    [
      ...experiment.varies.map(textColumn),
      ...(plain ? [] : [intervalColumn(metric.label, metric.unit)]),
      intervalColumn('Throughput', 'rate'),
      intervalColumn('Loss', 'ratio'),
      textColumn('Bottleneck'),
      textColumn('Level')
    ],
    experiment.points,
    point => [
      ...experiment.varies.map(name => {
        const value = point.parameters[name];
        return value === undefined ? textCell('–') : { text: parameter(value, experiment.dimensions[name]), values: [value] };
      }),
      ...(plain ? [] : [intervalCell(metric.at(point), metric.unit)]),
      intervalCell(point.totals.goodputBps, 'rate'),
      intervalCell(point.totals.lossRatio, 'ratio'),
      textCell(`${point.bottleneck.domain ?? point.bottleneck.resource} ${percent(point.bottleneck.utilization)}`),
      textCell(point.level)
    ]
  );
}
