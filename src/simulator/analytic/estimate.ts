/**
 * The estimator: the same stages as the packet engine, means only, in milliseconds.
 *
 * Rates are max-min fair over what a packet needs of each vCPU, core and wire; what it needs depends on batch sizes, which
 * depend on rates: the fixed point of both is iterated to. A test holds it within 3 % of the packet engine on generated hosts.
 *
 * What it assumes, and where it is off when that does not hold: next to nothing is dropped after work was spent on it
 * (acknowledgements that a full ring drops make a sender cheaper, retransmissions dearer); windows hold many items (a window of
 * a few TSO units moves along the path as one lump, up to a third slower); streams that share a limit get equal rates; queues
 * are evenly loaded; bursts come over a wire; adaptive moderation has settled; transients (grants used for the first time) are over.
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
