/** What is on the page now: a result, and the experiment and point of it that the person looks at. */
import type { ExperimentResult, PointResult, RunResult } from '../../src/topology/result.ts';
import type { ViewState } from '../messages.ts';
import { componentOrder, type Component } from '../model/components.ts';
import { metricsOf, type Metric } from '../model/metrics.ts';
import { comparable, experimentNamed, isEstimate, pointAt, sweepOf, type Sweep } from '../model/points.ts';

export interface Scene {
  readonly result: RunResult;
  readonly title: string;
  readonly estimate: boolean;
  readonly sweep: Sweep;
  readonly sweeps: readonly Sweep[];
  /** The experiments, this one included, that vary the same parameters; empty when there is no other. */
  readonly comparable: readonly Sweep[];
  readonly point: PointResult;
  readonly metrics: readonly Metric[];
  readonly metric: Metric;
  readonly components: readonly Component[];
}

/** Undefined when the result has no point to show. */
export function sceneOf(result: RunResult, title: string, state: ViewState): Scene | undefined {
  const experiment = experimentNamed(result, state.experiment);
  if (experiment === undefined) return undefined;
  const sweeps = result.experiments.map(sweepFor);
  const sweep = sweepFor(experiment);
  const point = pointAt(sweep, state.points[experiment.name]);
  if (point === undefined) return undefined;
  const metrics = metricsFor(experiment);
  const metric = metrics.find(each => each.key === state.metric) ?? metrics[0];
  if (metric === undefined) return undefined;
  return {
    result,
    title,
    estimate: isEstimate(result),
    sweep,
    sweeps,
    comparable: comparableTo(sweep, sweeps),
    point,
    metrics,
    metric,
    components: componentsFor(experiment)
  };
}

function comparableTo(sweep: Sweep, sweeps: readonly Sweep[]): readonly Sweep[] {
  const same = sweeps.filter(other => comparable(sweep, other));
  return same.length > 1 ? same : [];
}

// Made once per experiment: choosing another point must not walk through ten thousand of them again.
const sweepFor = remembered<ExperimentResult, Sweep>(sweepOf);
const metricsFor = remembered<ExperimentResult, readonly Metric[]>(metricsOf);
const componentsFor = remembered<ExperimentResult, readonly Component[]>(componentOrder);

function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return key => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}
