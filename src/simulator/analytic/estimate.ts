/**
 * The estimator: the same stages as the packet engine, means only, in milliseconds.
 *
 * Rates are max-min fair over what a packet needs of each vCPU, core and wire; what it needs depends on batch sizes, which
 * depend on rates: the fixed point of both is iterated to. A test holds it within 3 % of the packet engine on generated hosts.
 *
 * Cores are shared by weight where that is too little for all (`cores.ts`); a wire's queue holds up everybody who passes it
 * (`standing.ts`); below saturation waits are those of chance (`queueing.ts`). Where an assumption does not hold, the estimate
 * says so in its notes (`doubts.ts`). Besides: queues are evenly loaded, adaptive moderation has settled, transients (grants used
 * for the first time, slow start) are over.
 */
import type { Topology } from '../../topology/model.ts';
import { buildSystem } from '../model/build.ts';
import type { System } from '../model/system.ts';
import type { Observation } from '../observation.ts';
import { solve } from './fixed-point.ts';
import { merged, partsOf, type PartEstimate } from './parts.ts';
import { report } from './report.ts';

/** @throws UnreachableError when a flow has no way. */
export function estimate(topology: Topology): Observation {
  return merged(topology, partsOf(topology).map(estimatePart));
}

/**
 * A topology that is one whole, or taken as one: what `partsOf` gives.
 * @throws UnreachableError when a flow has no way.
 */
export function estimatePart(part: Topology): PartEstimate {
  const system = buildSystem(part);
  return report(system, solve(system));
}

export function estimateSystem(system: System): Observation {
  return report(system, solve(system)).observation;
}
