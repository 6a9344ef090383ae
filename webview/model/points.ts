/** Finding one's way in a sweep: its axes, the point at given parameters, the points next to it. */
import type { ParameterValue } from '../../src/topology/plan.ts';
import type { ExperimentResult, PointResult, RunResult } from '../../src/topology/result.ts';
import { parameter } from '../format.ts';

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Where a click leads: a point, perhaps of another experiment. Parameters that are not named stay as they are. */
export interface Target {
  readonly experiment?: string;
  readonly parameters: Parameters;
}

/** One varied parameter and the values it takes, numbers ascending, words in the order of the sweep. */
export interface Axis {
  readonly name: string;
  readonly values: readonly ParameterValue[];
  readonly numeric: boolean;
}

/**
 * An experiment with what finding points needs; made once per experiment. A design is often given by parameters that vary over a
 * single value (`vary policy = [reuse]`): these are `pinned`, belong to every point, and are no axis.
 */
export interface Sweep {
  readonly experiment: ExperimentResult;
  readonly axes: readonly Axis[];
  readonly pinned: readonly string[];
  readonly byParameters: ReadonlyMap<string, PointResult>;
}

export function sweepOf(experiment: ExperimentResult): Sweep {
  const all = experiment.varies.map(name => axisOf(name, experiment.points));
  const axes = all.filter(axis => axis.values.length > 1);
  return {
    experiment,
    axes,
    pinned: all.filter(axis => axis.values.length === 1).map(axis => axis.name),
    byParameters: new Map(experiment.points.map(point => [keyOf(point.parameters, axes), point]))
  };
}

function axisOf(name: string, points: readonly PointResult[]): Axis {
  const values = [...new Set(points.map(point => point.parameters[name]).filter(value => value !== undefined))];
  const numeric = values.every(value => typeof value === 'number');
  return { name, numeric, values: numeric ? (values as number[]).sort((a, b) => a - b) : values };
}

function keyOf(parameters: Parameters, axes: readonly Axis[]): string {
  return JSON.stringify(axes.map(({ name }) => parameters[name] ?? null));
}

/** The point at these parameters; when there is none, the first that shares most of them. Undefined when nothing was run. */
export function pointAt(sweep: Sweep, wanted: Parameters | undefined): PointResult | undefined {
  const { experiment, axes, byParameters } = sweep;
  if (wanted === undefined) return experiment.points[experiment.points.length - 1];
  const exact = byParameters.get(keyOf(wanted, axes));
  if (exact !== undefined) return exact;
  let best: PointResult | undefined;
  let most = -1;
  for (const point of experiment.points) {
    const shared = axes.filter(({ name }) => point.parameters[name] === wanted[name]).length;
    if (shared > most) [best, most] = [point, shared];
  }
  return best;
}

/** The points that differ from this one in this parameter only, along its axis, this one included. */
export function along(sweep: Sweep, point: PointResult, axis: Axis): readonly PointResult[] {
  return axis.values
    .map(value => sweep.byParameters.get(keyOf({ ...point.parameters, [axis.name]: value }, sweep.axes)))
    .filter(found => found !== undefined);
}

/** True when two experiments sweep over the same parameters, whatever their designs. */
export function comparable(a: Sweep, b: Sweep): boolean {
  return a.axes.length === b.axes.length && a.axes.every(({ name }) => b.axes.some(other => other.name === name));
}

/** The point of another experiment at these parameters; undefined when it sweeps over others. */
export function counterpart(other: Sweep, parameters: Parameters, sweep: Sweep): PointResult | undefined {
  return comparable(sweep, other) ? other.byParameters.get(keyOf(parameters, other.axes)) : undefined;
}

/** `guests = 4, policy = reuse`, without what is pinned, breaking at commas only; empty when nothing varies. */
export function describe(parameters: Parameters, sweep: Sweep, without?: string): string {
  return sweep.axes
    .filter(({ name }) => name !== without && parameters[name] !== undefined)
    .map(({ name }) => assignment(name, parameters, sweep.experiment))
    .join(', ');
}

/** `policy = reuse`, unbreakable. */
export function assignment(name: string, parameters: Parameters, experiment: ExperimentResult): string {
  return `${name}\u00a0=\u00a0${parameter(parameters[name] ?? '–', experiment.dimensions[name])}`;
}

export function experimentNamed(result: RunResult, name: string | undefined): ExperimentResult | undefined {
  return result.experiments.find(experiment => experiment.name === name) ?? result.experiments[0];
}

export function isEstimate(result: RunResult): boolean {
  return result.schema === 'xnet-estimate/1';
}
