/** Utilizations that a run found, for the picture of a topology. */
import type { Diagram, Loads } from '../../diagram/graph.ts';
import { loadsOf } from '../../diagram/loads.ts';
import { formatParameter } from '../../topology/quantity.ts';
import type { ExperimentResult, PointResult, RunResult } from '../../topology/result.ts';

export interface RunLoads {
  readonly loads: Loads;
  /** `run: baseline, guests = 7`. */
  readonly source: string;
}

/** Of the point that looks most like the picture: a sweep also has points with other domains. Undefined when none has been simulated. */
export function runLoads(diagram: Diagram, { experiments }: RunResult): RunLoads | undefined {
  const drawn = new Set(diagram.nodes.filter(({ kind }) => kind === 'domain').map(({ id }) => id));
  let best: { readonly experiment: ExperimentResult; readonly point: PointResult; readonly unlike: number } | undefined;
  for (const experiment of experiments) {
    for (const point of experiment.points) {
      const there = point.domains.filter(({ name }) => drawn.has(name)).length;
      const unlike = drawn.size + point.domains.length - 2 * there;
      if (best === undefined || unlike < best.unlike) best = { experiment, point, unlike };
    }
  }
  if (best === undefined) return undefined;
  const { experiment, point } = best;
  const at = experiment.varies.map(name => `${name} = ${formatParameter(point.parameters[name] ?? '', experiment.dimensions[name])}`);
  const loads = loadsOf(diagram, {
    domains: point.domains.map(({ name, cpuUtilization }) => ({ name, utilization: cpuUtilization.mean })),
    resources: point.resources.map(({ name, kind, utilization }) => ({ name, kind, utilization: utilization.mean }))
  });
  return { loads, source: `run: ${[experiment.name, ...at].join(', ')}` };
}
