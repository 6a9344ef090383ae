/** Which parameters a reader has to be told at each point, and which once. */
import type { ParameterValue } from '../../topology/plan.ts';

type Parameters = Readonly<Record<string, ParameterValue>>;

/** An experiment, planned or run. */
interface Swept {
  readonly varies: readonly string[];
  readonly points: readonly { readonly parameters: Parameters }[];
}

/** Names of the varied parameters that really change from point to point. */
export function changing({ varies, points }: Swept): readonly string[] {
  return varies.filter(name => points.some(point => point.parameters[name] !== points[0]!.parameters[name]));
}

/** The part of a point's parameters that changes along the sweep. */
export function changingParameters(experiment: Swept, parameters: Parameters): Parameters {
  const names = changing(experiment);
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name)));
}

/** The varied parameters that have one value throughout. */
export function constantParameters(experiment: Swept): Parameters {
  const names = changing(experiment);
  const first = experiment.points[0]?.parameters ?? {};
  return Object.fromEntries(experiment.varies.filter(name => !names.includes(name) && name in first).map(name => [name, first[name]!]));
}
