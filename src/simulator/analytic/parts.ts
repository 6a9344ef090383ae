/**
 * A topology falls apart where no link, peer, switch, router or flow joins its hosts: what happens in one part says nothing of
 * the others. Each is estimated alone, and an estimate of the whole is all of them side by side.
 */
import { bottleneckOf, type Candidate } from '../bottleneck.ts';
import type { Topology } from '../../topology/model.ts';
import type { Observation } from '../observation.ts';

/** What is known of a part: what it looks like, and what may limit it, so that the limit of the whole can be found. */
export interface PartEstimate {
  readonly observation: Observation;
  readonly candidates: readonly Candidate[];
}

/** The independent parts, in the order of their first members; everything of the topology is in exactly one of them. */
export function partsOf(topology: Topology): readonly Topology[] {
  const groups = joined(topology);
  const parts = new Map<string, Parts>();
  const place = <Kind extends keyof Parts>(kind: Kind, name: string, thing: Parts[Kind][number]): void => {
    const group = groups.of(name);
    let part = parts.get(group);
    if (!part) parts.set(group, (part = { hosts: [], routers: [], switches: [], peers: [], links: [], flows: [] }));
    (part[kind] as (typeof thing)[]).push(thing);
  };
  for (const host of topology.hosts) place('hosts', host.name, host);
  for (const router of topology.routers) place('routers', router.name, router);
  for (const each of topology.switches) place('switches', each.name, each);
  for (const peer of topology.peers) place('peers', peer.name, peer);
  for (const link of topology.links) place('links', link.ends[0], link);
  for (const flow of topology.flows) place('flows', flow.from, flow);
  return parts.size <= 1 ? [topology] : [...parts.values()].map(part => ({ ...part, grants: topology.grants }));
}

type Parts = { -readonly [Kind in Exclude<keyof Topology, 'grants'>]: Topology[Kind][number][] };

/** Names that belong together: of a host with all that is in it, of the ends of a link, of a flow. */
class Groups {
  private readonly above = new Map<string, string>();

  of(name: string): string {
    let top = name;
    for (let next = this.above.get(top); next !== undefined; next = this.above.get(top)) top = next;
    // The way up is made short for whoever asks next.
    for (let here = name; here !== top;) {
      const next = this.above.get(here)!;
      this.above.set(here, top);
      here = next;
    }
    return top;
  }

  join(one: string, other: string): void {
    const [a, b] = [this.of(one), this.of(other)];
    if (a !== b) this.above.set(b, a);
  }
}

function joined(topology: Topology): Groups {
  const groups = new Groups();
  for (const host of topology.hosts) {
    for (const nic of host.nics) groups.join(host.name, nic.name);
    for (const domain of host.domains) {
      groups.join(host.name, domain.name);
      for (const vif of domain.vifs) groups.join(host.name, vif.name);
    }
  }
  for (const { ends } of topology.links) groups.join(ends[0], ends[1]);
  for (const { from, to } of topology.flows) groups.join(from, to);
  return groups;
}

/** The whole from its parts, its flows and domains in the order of the file. */
export function merged(topology: Topology, parts: readonly PartEstimate[]): Observation {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return first!.observation;
  const all = <Key extends ListKey>(key: Key): Observation[Key][number][] =>
    parts.flatMap(({ observation }) => observation[key] as readonly Observation[Key][number][]);
  const flows = new Map(all('flows').map(flow => [flow.name, flow]));
  const domains = new Map(all('domains').map(domain => [domain.name, domain]));
  const sum = (of: (observation: Observation) => number): number => parts.reduce((total, part) => total + of(part.observation), 0);
  return {
    ...first.observation,
    flows: topology.flows.flatMap(({ name }) => flows.get(name) ?? []),
    domains: topology.hosts.flatMap(host => host.domains).flatMap(({ name }) => domains.get(name) ?? []),
    resources: all('resources'),
    grants: all('grants'),
    drops: all('drops'),
    refusals: all('refusals'),
    interrupts: all('interrupts'),
    batches: all('batches'),
    bottleneck: bottleneckOf(parts.flatMap(part => part.candidates)),
    events: sum(observation => observation.events),
    notes: [...new Set(all('notes'))]
  };
}

type ListKey = 'flows' | 'domains' | 'resources' | 'grants' | 'drops' | 'refusals' | 'interrupts' | 'batches' | 'notes';
