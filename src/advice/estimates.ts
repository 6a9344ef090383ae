/** Estimates as the editor needs them: each topology once, and no answer instead of an exception. */
import type { Observation } from '../simulator/observation.ts';
import type { Topology } from '../topology/model.ts';

export type Estimator = (topology: Topology) => Observation;

export interface Estimates {
  /** Undefined where there is nothing to estimate: no flow, or one that has no way. */
  of(topology: Topology): Observation | undefined;
}

/** Estimates are kept as long as their topology is. */
export function createEstimates(estimate: Estimator): Estimates {
  const known = new WeakMap<Topology, { readonly observation?: Observation }>();
  return {
    of(topology) {
      let kept = known.get(topology);
      if (kept === undefined) known.set(topology, (kept = attempt(estimate, topology)));
      return kept.observation;
    }
  };
}

function attempt(estimate: Estimator, topology: Topology): { readonly observation?: Observation } {
  if (topology.flows.length === 0) return {};
  try {
    return { observation: estimate(topology) };
  } catch {
    // The estimator refuses what it cannot route or does not model; whoever runs the file is told why.
    return {};
  }
}

/** Goodput of some flow members together, bit/s. */
export function goodput(observation: Observation, isWanted: (flow: Observation['flows'][number]) => boolean = () => true): number {
  const bytes = observation.flows.filter(isWanted).reduce((sum, flow) => sum + flow.bytes, 0);
  return observation.seconds > 0 ? (bytes * 8) / observation.seconds : 0;
}
