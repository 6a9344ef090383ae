/**
 * Two runs against each other. Whether a difference is more than chance is decided by Welch's t test (B. L. Welch, Biometrika 34,
 * 1947): two means whose variances need not be equal. The standard errors come out of the intervals of the results. Replications of
 * the same seed are driven by the same random numbers; that is not made use of, so the test errs on the side of `open`.
 */
import type { Difference, ExperimentComparison, PointComparison, RunComparison } from '../../topology/comparison.ts';
import { formatParameters } from '../../topology/quantity.ts';
import type { Unit } from '../../topology/quantity.ts';
import { halfWidth } from '../../topology/result.ts';
import type { ExperimentResult, Interval, PointResult, RunResult } from '../../topology/result.ts';
import { criticalValue } from '../statistics/student.ts';

/** A mean of replications. */
export interface Measured {
  readonly value: Interval;
  readonly replications: number;
  /** Of the interval. */
  readonly confidence: number;
}

/** Sums taken in another order differ in their last bits; that is no change. */
const rounding = 1e-9;

/** Whether `after` is higher or lower than `before` for certain, at the lower of their confidences. */
export function verdictOn(before: Measured, after: Measured): Difference['verdict'] {
  const change = after.value.mean - before.value.mean;
  if (Math.abs(change) <= rounding * Math.max(Math.abs(after.value.mean), Math.abs(before.value.mean))) return 'same';
  const direction = change > 0 ? 'higher' : 'lower';
  if (![before, after].every(({ value, replications }) => value.low !== undefined && value.high !== undefined && replications > 1))
    return 'unknown';
  const [first, second] = [squaredError(before), squaredError(after)];
  const sum = first + second;
  if (!(sum > 0)) return direction;
  // Welch and Satterthwaite: between the smaller of the two and their sum; whole degrees are on the safe side.
  const degrees = sum ** 2 / (first ** 2 / (before.replications - 1) + second ** 2 / (after.replications - 1));
  const bound = criticalValue(Math.min(before.confidence, after.confidence), Math.max(1, Math.floor(degrees)));
  return Math.abs(change) > bound * Math.sqrt(sum) ? direction : 'open';
}

function squaredError({ value, replications, confidence }: Measured): number {
  return (halfWidth(value) / criticalValue(confidence, replications - 1)) ** 2;
}

/** Lays the later of two runs beside the earlier. Experiments are matched by name, points by their parameters. */
export function compareRuns(before: RunResult, after: RunResult): RunComparison {
  const remarks: string[] = [];
  if (before.source.file !== after.source.file)
    remarks.push(`Before is ${before.source.file}, after is ${after.source.file}: what is called alike is compared.`);
  const pairs = matched(
    before.experiments,
    after.experiments,
    ({ name }) => name,
    (experiment, where) => remarks.push(`Experiment ${experiment.name} is only ${where}.`),
    (one, other) => remarks.push(`${one.name} is compared with ${other.name}: each is the only experiment of its run.`)
  );
  return { experiments: pairs.map(([one, other]) => compareExperiments(one, other, remarks)), remarks };
}

function compareExperiments(before: ExperimentResult, after: ExperimentResult, remarks: string[]): ExperimentComparison {
  const lost: Record<string, string[]> = { before: [], after: [] };
  const words = (experiment: ExperimentResult, { parameters }: PointResult): string =>
    formatParameters(parameters, experiment.dimensions) || 'one point';
  const pairs = matched(
    before.points,
    after.points,
    keyOf,
    (point, where) => lost[where]?.push(words(where === 'before' ? before : after, point)),
    (one, other) => remarks.push(`In ${after.name}, ${words(before, one)} is compared with ${words(after, other)}: each is the only point.`)
  );
  for (const [where, points] of Object.entries(lost))
    if (points.length > 0) remarks.push(`In ${after.name} only ${where}: ${some(points)}.`);
  if (before.durationSeconds !== after.durationSeconds)
    remarks.push(`${after.name} measured ${before.durationSeconds} s before and ${after.durationSeconds} s after.`);
  const names = new Set<string>();
  const points = pairs.map(([one, other]): PointComparison => {
    const sides = [measuredIn(one, before.confidence), measuredIn(other, after.confidence)] as const;
    return { parameters: other.parameters, rows: comparePoints(sides[0], sides[1], names) };
  });
  if (names.size > 0) remarks.push(`In ${after.name} on one side only: ${some([...names])}.`);
  return { name: after.name, confidence: Math.min(before.confidence, after.confidence), dimensions: after.dimensions, points };
}

const listed = 6;

function some(names: readonly string[]): string {
  return names.length <= listed ? names.join('; ') : `${names.slice(0, listed).join('; ')}; and ${names.length - listed} more`;
}

function keyOf({ parameters }: PointResult): string {
  return JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Pairs by key, in the order of `after`; when nothing fits and each side has one thing only, those two. */
function matched<Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  key: (thing: Thing) => string,
  alone: (thing: Thing, where: 'before' | 'after') => void,
  forced: (before: Thing, after: Thing) => void
): readonly (readonly [Thing, Thing])[] {
  const known = new Map(before.map(thing => [key(thing), thing]));
  const pairs = after.flatMap((thing): (readonly [Thing, Thing])[] => {
    const other = known.get(key(thing));
    return other === undefined ? [] : [[other, thing]];
  });
  const [one, other] = [before[0], after[0]];
  if (pairs.length === 0 && before.length === 1 && after.length === 1 && one !== undefined && other !== undefined) {
    forced(one, other);
    return [[one, other]];
  }
  const paired = new Set(pairs.flat());
  for (const thing of before) if (!paired.has(thing)) alone(thing, 'before');
  for (const thing of after) if (!paired.has(thing)) alone(thing, 'after');
  return pairs;
}

/** One number of a point, under what it is called. */
interface Row extends Pick<Difference, 'group' | 'name' | 'measure' | 'unit' | 'wished'> {
  readonly measured: Measured;
}

function measuredIn(point: PointResult, confidence: number): ReadonlyMap<string, Row> {
  const { replications } = point;
  const rows: Row[] = [];
  const add = (
    group: Row['group'],
    name: string,
    measure: string,
    unit: Unit,
    value: Interval | undefined,
    wished?: Row['wished']
  ): void => {
    if (value === undefined) return;
    rows.push({ group, name, measure, unit, measured: { value, replications, confidence }, ...(wished === undefined ? {} : { wished }) });
  };
  const alone = (value: number | undefined): Interval | undefined => (value === undefined ? undefined : { mean: value });
  if (point.flows.length > 1) {
    add('flows', 'all flows', 'goodput', 'rate', point.totals.goodputBps, 'higher');
    add('flows', 'all flows', 'loss', 'ratio', point.totals.lossRatio, 'lower');
  }
  for (const { name, goodputBps, lossRatio, latencySeconds, jobSeconds } of point.flows) {
    add('flows', name, 'goodput', 'rate', goodputBps, 'higher');
    add('flows', name, 'loss', 'ratio', lossRatio, 'lower');
    add('flows', name, 'mean latency', 'time', alone(latencySeconds.mean), 'lower');
    add('flows', name, 'p99 latency', 'time', alone(latencySeconds.p99), 'lower');
    add('flows', name, 'completion', 'time', jobSeconds, 'lower');
  }
  for (const { name, cpuUtilization, cyclesPerPacket } of point.domains) {
    add('domains', name, 'CPU', 'cores', cpuUtilization);
    add('domains', name, 'cycles per packet', 'cycles', alone(cyclesPerPacket.total), 'lower');
  }
  for (const { name, utilization } of point.resources) add('resources', name, 'utilization', 'ratio', utilization);
  return new Map(rows.map(row => [`${row.group} ${row.name} ${row.measure}`, row]));
}

/** @param alone is told the names of what only one side has */
function comparePoints(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>, alone: Set<string>): readonly Difference[] {
  for (const [key, { name }] of before) if (!after.has(key)) alone.add(name);
  return [...after].flatMap(([key, { measured, ...row }]): readonly Difference[] => {
    const earlier = before.get(key)?.measured;
    if (earlier === undefined) {
      alone.add(row.name);
      return [];
    }
    return [{ ...row, before: earlier.value, after: measured.value, verdict: verdictOn(earlier, measured) }];
  });
}
