/** Finds what a vif or a domain's own stack is attached to: NIC, bridge, back-end, grant policy, queues that come up. */
import { queueCounts } from '../../topology/grant-arithmetic.ts';
import type { Domain, GrantPolicy, Host, Nic, Vif } from '../../topology/model.ts';
import type { Assembly } from './assembly.ts';
import type { Attachment } from './attachment.ts';

/** A vif without a policy copies, as Xen's netback does. */
const defaultPolicy: GrantPolicy = {
  name: 'copy',
  mode: 'copy',
  rxMode: 'copy',
  txMode: 'map',
  pool: 256,
  batch: 256,
  revoke: 'immediate'
};

/** Models whose back-end in another domain moves packets. */
const split = new Set<Vif['model']>(['netfront', 'multiqueue', 'emulated', 'virtio', 'shared']);

export function attachVif(assembly: Assembly, host: Host, domain: Domain, vif: Vif, headers: number): Attachment {
  const bridge = host.bridges.find(each => each.name === vif.bridge);
  const nic = host.nics.find(each => each.name === (vif.nic ?? bridge?.uplink));
  const back = vif.backend ?? bridge?.domain;
  const driver = split.has(vif.model) && vif.virtioBackend !== 'vdpa' ? host.domains.find(each => each.name === back) : undefined;
  return {
    assembly,
    host,
    domain,
    vif,
    nic,
    bridge,
    driver,
    headers,
    policy: vif.grants ?? defaultPolicy,
    queues: effectiveQueues(assembly, host, domain, vif),
    nicQueue: nic && nicQueueOf(host, nic, vif)
  };
}

/** A domain's own stack drives the NIC of its bridge, or the host's first. */
export function attachDomain(assembly: Assembly, host: Host, domain: Domain, headers: number): Attachment {
  const bridge = host.bridges.find(each => each.domain === domain.name);
  const nic = host.nics.find(each => each.name === bridge?.uplink) ?? host.nics[0];
  return { assembly, host, domain, nic, bridge, headers, policy: defaultPolicy, queues: 1 };
}

/** Queues that really come up: front-end and back-end may agree on fewer than were asked for, and the grant table hold fewer still. */
export function effectiveQueues(assembly: Assembly, host: Host, domain: Domain, vif: Vif): number {
  const { asked, agreed, effective } = queueCounts(domain, host).find(each => each.vif === vif.name)!;
  if (effective < asked) {
    const why = effective < agreed ? `the grant table of ${domain.name} is full` : 'front-end and back-end agree on no more';
    assembly.notes.add(`${vif.name} comes up with ${effective} of ${asked} queues: ${why}`);
  }
  return effective;
}

/**
 * First hardware queue of a vif's own. Queue 0 stays with the driver domain; each multi-queue vif takes as many as it has
 * queues and one MAC filter, in the order of the file, until the NIC has no more. Virtual functions bring their own queues.
 */
export function nicQueueOf(host: Host, nic: Nic, vif: Vif): number | undefined {
  return vif.model === 'multiqueue' ? queuesOf(host, nic).first.get(vif.name) : undefined;
}

/**
 * The hardware queue at which the driver domain receives a stream: with RSS it is spread over all that no vif has for its own,
 * else it is queue 0.
 *
 * @param lane running number among the streams that pass the NIC
 */
export function driverQueue(host: Host, nic: Nic, lane: number): number {
  if (!nic.offloads.includes('rss')) return 0;
  const { taken } = queuesOf(host, nic);
  const own = lane % (nic.rxQueues - taken);
  return own === 0 ? 0 : taken + own;
}

interface Given {
  /** First queue of each vif that has some, by name. */
  readonly first: ReadonlyMap<string, number>;
  /** How many queues vifs have, from queue 1 on. */
  readonly taken: number;
}

/** By host, as it stands: a changed host is another object. */
const given = new WeakMap<Host, Map<string, Given>>();

function queuesOf(host: Host, nic: Nic): Given {
  const known = given.get(host) ?? new Map<string, Given>();
  given.set(host, known);
  const queues = known.get(nic.name) ?? handOut(host, nic);
  known.set(nic.name, queues);
  return queues;
}

function handOut(host: Host, nic: Nic): Given {
  const uplinks = new Map(host.bridges.map(bridge => [bridge.name, bridge.uplink]));
  const first = new Map<string, number>();
  let taken = 0;
  for (const vif of host.domains.flatMap(domain => domain.vifs)) {
    if (vif.model !== 'multiqueue' || (vif.nic ?? uplinks.get(vif.bridge ?? '')) !== nic.name) continue;
    if (1 + taken + vif.queues > nic.rxQueues || first.size >= nic.macFilters) continue;
    first.set(vif.name, 1 + taken);
    taken += vif.queues;
  }
  return { first, taken };
}
