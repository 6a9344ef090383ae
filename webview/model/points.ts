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

/** An experiment with what finding points needs; made once per experiment. */
export interface Sweep {
  readonly experiment: ExperimentResult;
  readonly axes: readonly Axis[];
  readonly byParameters: ReadonlyMap<string, PointResult>;
}

export function sweepOf(experiment: ExperimentResult): Sweep {
  const axes = experiment.varies.map(name => axisOf(name, experiment.points));
  const byParameters = new Map(experiment.points.map(point => [keyOf(point.parameters, experiment.varies), point]));
  return { experiment, axes, byParameters };
}

function axisOf(name: string, points: readonly PointResult[]): Axis {
  const values = [...new Set(points.map(point => point.parameters[name]).filter(value => value !== undefined))];
  const numeric = values.every(value => typeof value === 'number');
  return { name, numeric, values: numeric ? (values as number[]).sort((a, b) => a - b) : values };
}

function keyOf(parameters: Parameters, names: readonly string[]): string {
  return JSON.stringify(names.map(name => parameters[name] ?? null));
}

/** The point at these parameters; when there is none, the first that shares most of them. Undefined when nothing was run. */
export function pointAt(sweep: Sweep, wanted: Parameters | undefined): PointResult | undefined {
  const { experiment, byParameters } = sweep;
  if (wanted === undefined) return experiment.points[experiment.points.length - 1];
  const exact = byParameters.get(keyOf(wanted, experiment.varies));
  if (exact !== undefined) return exact;
  let best: PointResult | undefined;
  let most = -1;
  for (const point of experiment.points) {
    const shared = experiment.varies.filter(name => point.parameters[name] === wanted[name]).length;
    if (shared > most) [best, most] = [point, shared];
  }
  return best;
}

/** The points that differ from this one in this parameter only, along its axis, this one included. */
export function along(sweep: Sweep, point: PointResult, axis: Axis): readonly PointResult[] {
  return axis.values
    .map(value => sweep.byParameters.get(keyOf({ ...point.parameters, [axis.name]: value }, sweep.experiment.varies)))
    .filter(found => found !== undefined);
}

/** The point of another experiment at the same parameters, where both vary the same ones. */
export function counterpart(other: Sweep, point: PointResult, varies: readonly string[]): PointResult | undefined {
  const sameAxes = other.experiment.varies.length === varies.length && varies.every(name => other.experiment.varies.includes(name));
  return sameAxes ? other.byParameters.get(keyOf(point.parameters, other.experiment.varies)) : undefined;
}

/** `guests = 4, policy = reuse`, breaking at commas only; empty when nothing varies. */
export function describe(parameters: Parameters, experiment: ExperimentResult, without?: string): string {
  return experiment.varies
    .filter(name => name !== without && parameters[name] !== undefined)
    .map(name => `${name}\u00a0=\u00a0${parameter(parameters[name] as ParameterValue, experiment.dimensions[name])}`)
    .join(', ');
}

export function experimentNamed(result: RunResult, name: string | undefined): ExperimentResult | undefined {
  return result.experiments.find(experiment => experiment.name === name) ?? result.experiments[0];
}

export function isEstimate(result: RunResult): boolean {
  return result.schema === 'xnet-estimate/1';
}
