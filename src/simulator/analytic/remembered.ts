/**
 * Estimates that remember the parts of the topologies they have seen: a keystroke changes one part of a file, a sweep or a
 * what-if rarely more. A part is known again when everything in it is the same object as before, or says the same: where it
 * stands in the file (`origin`, `origins`) is no part of what it says.
 */
import type { Topology } from '../../topology/model.ts';
import type { Observation } from '../observation.ts';
import { estimatePart } from './estimate.ts';
import { merged, partsOf, type PartEstimate } from './parts.ts';

/** Estimates of parts that are kept at the least, and of the topology at hand several times as many as it has. */
const LEAST_KEPT = 128;
const KEPT_PER_PART = 3;

interface Known {
  readonly name: string;
  part: Topology;
  readonly estimate: PartEstimate;
}

/** An estimator with a memory of its own, bounded by the size of what it is asked. */
export function rememberingEstimator(estimate: (part: Topology) => PartEstimate = estimatePart): (topology: Topology) => Observation {
  const memory = new Memory();
  const recall = (part: Topology): PartEstimate => {
    const known = memory.find(part);
    if (known) return known;
    const found = estimate(part);
    memory.keep(part, found);
    return found;
  };
  return topology => {
    const parts = partsOf(topology);
    const observation = merged(topology, parts.map(recall));
    memory.shrink(Math.max(LEAST_KEPT, KEPT_PER_PART * parts.length));
    return observation;
  };
}

/** Parts by the name of their first member, whichever looks they had; who was asked for last stands last. */
class Memory {
  private readonly recent = new Set<Known>();
  private readonly byName = new Map<string, Set<Known>>();

  find(part: Topology): PartEstimate | undefined {
    for (const known of this.byName.get(nameOf(part)) ?? []) {
      if (!isSamePart(known.part, part)) continue;
      // The objects at hand are kept, not those of an earlier text: they are the ones that the next text shares.
      known.part = part;
      this.recent.delete(known);
      this.recent.add(known);
      return known.estimate;
    }
    return undefined;
  }

  keep(part: Topology, estimate: PartEstimate): void {
    const known: Known = { name: nameOf(part), part, estimate };
    const looks = this.byName.get(known.name);
    if (looks) looks.add(known);
    else this.byName.set(known.name, new Set([known]));
    this.recent.add(known);
  }

  shrink(most: number): void {
    for (const oldest of this.recent) {
      if (this.recent.size <= most) return;
      this.recent.delete(oldest);
      const looks = this.byName.get(oldest.name)!;
      looks.delete(oldest);
      if (looks.size === 0) this.byName.delete(oldest.name);
    }
  }
}

function nameOf({ hosts, routers, switches, peers }: Topology): string {
  return [hosts, routers, switches, peers].find(each => each.length > 0)?.[0]?.name ?? '';
}

const MEMBERS = ['hosts', 'routers', 'switches', 'peers', 'links', 'flows'] as const;

function isSamePart(one: Topology, other: Topology): boolean {
  return MEMBERS.every(kind => saysTheSame(one[kind], other[kind]));
}

/** Whether two plain values are equal, places in files aside. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => saysTheSame(each, other[at]));
  }
  return hasAllOf(one, other) && hasAllOf(other, one, false);
}

/** Whether what the first has, the second has as well; and, unless told otherwise, the same of it. */
function hasAllOf(one: object, other: object, compares = true): boolean {
  for (const key in one) {
    if (key === 'origin' || key === 'origins') continue;
    const [a, b] = [(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]];
    if (compares ? !saysTheSame(a, b) : a !== undefined && b === undefined) return false;
  }
  return true;
}
