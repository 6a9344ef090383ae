/** What limits a flow: the busiest of the things it crosses, when one is busy enough to be a limit. */
import type { Observation } from '../simulator/observation.ts';
import type { Domain, Topology } from '../topology/model.ts';
import { crossings } from '../topology/traffic.ts';

/** From here on a resource holds its traffic back; the estimator's fixed point leaves the last per cents open. */
export const SATURATED = 0.97;

export interface Limit {
  /** A domain when its vCPU's core is what saturates, else the resource. */
  readonly name: string;
  readonly utilization: number;
  readonly explanation?: string;
}

/** The limit of some flow members; undefined when nothing they cross is saturated. */
export function limitOf(topology: Topology, observation: Observation, members: readonly string[]): Limit | undefined {
  const ways = crossings(topology);
  const crossed = new Set(members.flatMap(member => [...(ways.get(member) ?? [])]));
  const { bottleneck } = observation;
  const first = bottleneck.domain ?? bottleneck.resource;
  if (bottleneck.utilization >= SATURATED && crossed.has(first)) {
    return { name: first, utilization: bottleneck.utilization, explanation: bottleneck.explanation };
  }
  const busy = observation.resources.filter(each => each.utilization >= SATURATED).sort((a, b) => b.utilization - a.utilization);
  for (const { name, kind, utilization } of busy) {
    const crossedName = kind === 'core' ? domainOnCore(topology, name, crossed)?.name : owners(name).find(owner => crossed.has(owner));
    if (crossedName !== undefined) return { name: crossedName, utilization };
  }
  return undefined;
}

/** `server.eth0.pcie` belongs to `server.eth0`. */
function owners(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

function domainOnCore(topology: Topology, core: string, crossed: ReadonlySet<string>): Domain | undefined {
  const match = /^(.*)\.cpu\[(\d+)\]$/.exec(core);
  const host = topology.hosts.find(each => each.name === match?.[1]);
  return host?.domains.find(domain => crossed.has(domain.name) && domain.pin?.includes(Number(match?.[2])) === true);
}
