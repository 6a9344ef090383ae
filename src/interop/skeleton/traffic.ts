/** A peer for every NIC, and flows to what is behind it: an imported topology can be asked at once. */
import { writeQuantity } from '../../language/values/show.ts';
import type { Findings, Place } from '../finding.ts';
import { assumed } from './assumptions.ts';
import { property } from './block.ts';
import type { Block, Line } from './block.ts';
import { HOST } from './plan.ts';
import type { PlannedBridge, PlannedDomain, PlannedHost, PlannedNic, PlannedVif } from './plan.ts';
import { agreedOf } from './queues.ts';

interface Reached {
  readonly vif: PlannedVif;
  readonly domain: PlannedDomain;
}

/** Peers, links, flows and experiments that ask for one direction at a time; nothing where no vif could carry traffic. */
export function trafficOf(host: PlannedHost, findings: Findings, place: Place): Block[] {
  const all = host.domains.flatMap(domain => domain.vifs.map(vif => ({ vif, domain })));
  const wired = new Map<PlannedNic, Reached[]>();
  const local = new Map<PlannedBridge, Reached[]>();
  for (const each of all) {
    const nic = each.vif.nic ?? each.vif.bridge?.nic;
    if (nic !== undefined) wired.set(nic, [...(wired.get(nic) ?? []), each]);
    else if (each.vif.bridge !== undefined) local.set(each.vif.bridge, [...(local.get(each.vif.bridge) ?? []), each]);
  }
  const suffixes = [...wired.keys()].map(({ name }) => (wired.size > 1 ? `_${name}` : ''));
  const outer = [...wired].flatMap(([nic, reached], i) => outside(nic, reached, suffixes[i]!));
  const inner = [...local].flatMap(([bridge, reached]) => inside(bridge, reached, local.size > 1, findings));
  const [first, ...others] = [...outer, ...inner];
  if (first === undefined) return [];
  const value = 'a peer behind every NIC, TCP from it to every vif and back, one direction at a time';
  findings.report('assumed', place, { what: 'what traffic flows', value, why: assumed.workload.why });
  return [{ ...first, note: `assumed: ${assumed.workload.why}.` }, ...others, ...experiments(suffixes)];
}

/** Two directions at once would each be what the other lets them be. */
function experiments(suffixes: readonly string[]): Block[] {
  const times = [property('duration', '300 ms'), property('warmup', '100 ms')];
  if (suffixes.length === 0) return [{ head: 'experiment local', members: times }];
  const without = (flow: string): Line[] => suffixes.map(suffix => ({ text: `set ${flow}${suffix}.rate = 0 bps` }));
  return [
    { head: 'experiment receiving', members: [...times, ...without('tx')] },
    { head: 'experiment sending', members: [...times, ...without('rx')] }
  ];
}

/** A peer at the other end of the NIC's cable, sending to all and receiving from all. */
function outside(nic: PlannedNic, reached: readonly Reached[], suffix: string): Block[] {
  const peer = `client${suffix}`;
  return [
    { head: `peer ${peer}`, members: [property('rate', rateText(nic))] },
    {
      head: 'link',
      members: [property('ends', `[${peer}, ${HOST}.${nic.name}]`), property('delay', assumed.delay.value, `assumed: ${assumed.delay.why}`)]
    },
    flow(`rx${suffix}`, peer, listOf(reached), reached),
    flow(`tx${suffix}`, listOf(reached), peer, reached)
  ];
}

const rateText = ({ sketch }: PlannedNic): string => (sketch.rate === undefined ? assumed.rate.value : writeQuantity(sketch.rate, 'rate'));

/** Without a wire: from the first vif on the bridge to the others. One alone has nobody to talk to. */
function inside(bridge: PlannedBridge, reached: readonly Reached[], several: boolean, findings: Findings): Block[] {
  const [first, ...others] = reached;
  const name = several ? `inside_${bridge.name}` : 'inside';
  if (others.length > 0) return [flow(name, listOf([first!]), listOf(others), others)];
  findings.report('alone', first!.vif.sketch.place, { vif: `${first!.domain.name}.${first!.vif.name}`, bridge: bridge.name });
  return [];
}

function listOf(reached: readonly Reached[]): string {
  const names = reached.map(({ vif, domain }) => `${HOST}.${domain.name}.${vif.name}`);
  return names.length === 1 ? names[0]! : `[${names.join(', ')}]`;
}

/** A hash spreads streams over queues: as many streams as keep every queue busy. */
function flow(name: string, from: string, to: string, reached: readonly Reached[]): Block {
  const queues = Math.max(...reached.map(({ vif, domain }) => agreedOf(vif.sketch, domain, vif.backend)));
  return {
    head: `flow ${name}`,
    members: [
      property('from', from),
      property('to', to),
      property('transport', 'tcp'),
      ...(queues > 1 ? [property('streams', 4 * queues)] : [])
    ]
  };
}
