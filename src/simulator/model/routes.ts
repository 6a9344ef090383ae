/**
 * The composer: joins what two endpoints' vif models say (`receive`, `transmit`) with bridges, NIC drivers and wires into the
 * one list of stages a packet passes from sender to receiver.
 */
import type { Bridge, Domain, Host, Nic, Topology, Vif } from '../../topology/model.ts';
import { paths } from '../paths/index.ts';
import { ownStack } from '../paths/own-stack.ts';
import type { Assembly } from './assembly.ts';
import { attachDomain, attachVif, driverQueue } from './attach.ts';
import type { Attachment, PathModel, Traffic } from './attachment.ts';
import { engineStages } from './engine.ts';
import { nicReceive, nicTransmitWork, transmitRing } from './nic.ts';
import { arbitrated, backendLimited, classified, deviceBucket, policed } from './rates.ts';
import { computing, socketReceive, stackReceive } from './stack.ts';
import type { Charge, Path, Ring, Stage } from './stage.ts';
import { busStages, wireStages } from './wires.ts';

/** A flow that cannot be simulated: no way between its ends, or a model that is not there. Shown to the user as it is. */
export class UnreachableError extends Error {}

export type Endpoint =
  | { readonly kind: 'peer'; readonly name: string }
  | { readonly kind: 'attached'; readonly name: string; readonly at: Attachment; readonly model: PathModel };

/** The endpoint of a flow by its qualified name. */
export function endpoint(assembly: Assembly, topology: Topology, name: string, headers: number): Endpoint {
  const place = placesOf(topology).get(name);
  if (!place) throw new UnreachableError(`there is no endpoint ${name}`);
  const { host, domain, vif } = place;
  if (!host || !domain) return { kind: 'peer', name };
  if (!vif) return { kind: 'attached', name, at: attachDomain(assembly, host, domain, headers), model: ownStack };
  return { kind: 'attached', name, at: attachVif(assembly, host, domain, vif, headers), model: modelOf(vif) };
}

/** Where an endpoint is: nowhere in a host is a peer, without a vif a domain. */
interface Place {
  readonly host?: Host;
  readonly domain?: Domain;
  readonly vif?: Vif;
}

const places = new WeakMap<Topology, ReadonlyMap<string, Place>>();

function placesOf(topology: Topology): ReadonlyMap<string, Place> {
  const known = places.get(topology);
  if (known) return known;
  const found = new Map<string, Place>();
  for (const host of topology.hosts) {
    for (const domain of host.domains) {
      found.set(domain.name, { host, domain });
      for (const vif of domain.vifs) found.set(vif.name, { host, domain, vif });
    }
  }
  for (const peer of topology.peers) found.set(peer.name, {});
  places.set(topology, found);
  return found;
}

function modelOf(vif: Vif): PathModel {
  const model = paths[vif.model];
  if (!model) throw new UnreachableError(`vif model ${vif.model} of ${vif.name} cannot be simulated yet`);
  return model;
}

/** All stages from the sender's application to the receiver's. */
export function route(assembly: Assembly, topology: Topology, from: Endpoint, to: Endpoint, traffic: Traffic): Path {
  if (from.kind === 'peer' && to.kind === 'peer') return wire(assembly, topology, from.name, to.name, from, to, traffic);
  if (from.kind === 'peer') return arriving(assembly, topology, from, to as Attached, traffic);
  const made = from.model.transmit(from.at, traffic);
  const sent = [...computing(from.at, traffic, made[0]!), ...backendLimited(from.at, traffic, made)];
  if (to.kind === 'attached' && to.at.host.name === from.at.host.name) {
    const local = locally(from, to, traffic, sent);
    if (local) return [...sent, ...local];
  }
  const leaving = [...sent, ...towardsWire(from, traffic, sent)];
  const nic = requireNic(from);
  const engine = segmented(passing(from, 'tx', traffic), traffic);
  const arbiter = arbitrated(from.at);
  const uncut = engine.length + arbiter.length > 0 ? { ...traffic, unit: 1 } : traffic;
  // Where an arbiter decides what the wire takes next, its queues are the rings.
  const ring = arbiter.length > 0 ? undefined : transmitRing(from.at, traffic);
  const queued = [...leaving, ...engine, ...ringed(deviceBucket(from.at, 'tx'), ring)];
  const bus = ringed(busStages(assembly, nic, 'tx'), ring);
  if (to.kind === 'attached' && to.at.nic?.name === nic.name)
    return [...queued, ...arbiter, ...bus, ...deviceBucket(to.at, 'rx'), ...busStages(assembly, nic, 'rx'), ...entering(to, traffic)];
  const out = [...queued, ...(engine.length > 0 ? arbiter : segmented(arbiter, traffic)), ...bus];
  const [first, ...rest] = segmented(
    wire(assembly, topology, nic.name, to.kind === 'peer' ? to.name : requireNic(to).name, from, to, traffic),
    uncut
  );
  const between = [...ringed([first!], ring), ...rest];
  if (to.kind === 'peer') return [...out, ...between];
  return [
    ...out,
    ...between,
    ...passing(to, 'rx', traffic),
    ...deviceBucket(to.at, 'rx'),
    ...busStages(assembly, requireNic(to), 'rx'),
    ...entering(to, traffic)
  ];
}

/** The pipes of a NIC up to the end of its wire, with the ring that covers them. */
function ringed(pipes: Stage[], ring: Ring | undefined): Stage[] {
  return ring ? pipes.map(pipe => ({ ...pipe, ring })) : pipes;
}

/** The NIC's own processors, where frames pass them. Devices that take whole messages say themselves what their engine does. */
function passing({ at, model }: Attached, direction: 'rx' | 'tx', traffic: Traffic): Stage[] {
  if (model.fabric || !at.nic) return [];
  const { assembly, host, nic, headers } = at;
  return engineStages({ assembly, host, nic, headers }, direction, traffic);
}

type Attached = Extract<Endpoint, { kind: 'attached' }>;

function arriving(assembly: Assembly, topology: Topology, from: Endpoint, to: Attached, traffic: Traffic): Path {
  const nic = requireNic(to);
  const wires = segmented(wire(assembly, topology, from.name, nic.name, from, to, traffic), traffic);
  return [
    ...wires,
    ...passing(to, 'rx', traffic),
    ...deviceBucket(to.at, 'rx'),
    ...busStages(assembly, nic, 'rx'),
    ...entering(to, traffic)
  ];
}

function wire(
  assembly: Assembly,
  topology: Topology,
  from: string,
  to: string,
  sender: Endpoint,
  receiver: Endpoint,
  traffic: Traffic
): Stage[] {
  const stages = wireStages(assembly, topology, from, to, traffic);
  if (!stages || stages.length === 0)
    throw new UnreachableError(`no link leads from ${sender.name} to ${receiver.name} (from ${from} to ${to})`);
  return stages;
}

/** A TSO unit leaves the NIC as single packets: on the first wire, or before it where the NIC decides whose turn it is. */
function segmented(wires: Stage[], traffic: Traffic): Stage[] {
  if (traffic.unit <= 1 || wires.length === 0) return wires;
  const [first, ...rest] = wires;
  return [{ ...first!, regroup: { kind: 'segment' } }, ...rest];
}

function requireNic(at: Attached): Nic {
  if (!at.at.nic) throw new UnreachableError(`${at.name} reaches no NIC: give it a nic, or a bridge with an uplink`);
  return at.at.nic;
}

/** Bridge work runs in whatever activation brings the packet to the bridge. */
function bridgeStage(bridge: Bridge, worker: Stage['worker'], more: readonly Charge[] = []): Stage {
  const operation = bridge.kind === 'ovs_dpdk' ? 'poll_switch' : 'bridge';
  const work: Charge[] = bridge.kind === 'none' ? [] : [{ component: 'bridge', operation, per: 'item' }];
  if (bridge.netfilter) work.push({ component: 'netfilter', operation: 'netfilter', per: 'item' });
  return { name: 'bridge', worker, work: [...work, ...more] };
}

/** From the sender's last stage to the NIC: across the bridge and through the driver, where the model itself does not drive it. */
function towardsWire(from: Attached, traffic: Traffic, sent: Path): Stage[] {
  const { at } = from;
  const { worker } = sent[sent.length - 1]!;
  const software = traffic.unit > 1 && worker.kind === 'thread' && !requireNic(from).offloads.includes('tso');
  const segment: Stage[] = software
    ? [{ name: 'segmentation', worker, work: [{ component: 'segmentation', operation: 'segment', per: 'packet' }] }]
    : [];
  if (!usesBridge(from)) return segment;
  const own = from.model.toWire?.(at);
  if (own) return [...segment, { name: 'NIC transmit', worker, work: own }];
  const bridge = at.bridge ? [bridgeStage(at.bridge, worker, classified(at))] : [];
  return [...bridge, ...segment, { name: 'NIC transmit', worker, work: nicTransmitWork(software ? 'packet' : 'item') }];
}

/** Whether what the endpoint sends comes to the bridge, or to the driver of the NIC where there is none. */
function usesBridge({ at }: Attached): boolean {
  return !at.vif || at.driver !== undefined;
}

/** From the NIC to the receiver's application. */
function entering(to: Attached, traffic: Traffic): Path {
  const { at, model } = to;
  if (at.vif && model.entry(at) === 'bridge') {
    if (!at.driver || !at.bridge) throw new UnreachableError(`${to.name} has no bridge to be reached through`);
    const nic = requireNic(to);
    const poll = nicReceive(at, nic, { queue: driverQueue(at.host, nic, traffic.wireLane), owner: at.driver, allocates: true });
    return [poll, bridgeStage(at.bridge, poll.worker, classified(at)), ...policed(at), ...model.receive(at, traffic)];
  }
  const received = model.receive(at, traffic);
  if (at.vif || !at.bridge) return received;
  const [poll, ...rest] = received;
  return [poll!, bridgeStage(at.bridge, poll!.worker), ...rest];
}

/** Two ends on one bridge, or a vif and the domain its bridge lives in: the packet never sees a wire. */
function locally(from: Attached, to: Attached, traffic: Traffic, sent: Path): Path | undefined {
  const bridge = from.at.bridge;
  if (!bridge || bridge.name !== to.at.bridge?.name) return undefined;
  if (!usesBridge(from)) return undefined;
  const { worker } = sent[sent.length - 1]!;
  if (!to.at.vif) return [bridgeStage(bridge, worker), stackReceive(to.at, traffic, worker), ...socketReceive(to.at, traffic, 'hot')];
  const received = fromBridge(to, traffic);
  return received && [bridgeStage(bridge, worker), ...received];
}

/** From the bridge to the receiver's application; undefined when the bridge does not reach it. A NIC queue cannot be used then. */
function fromBridge({ at, model }: Attached, traffic: Traffic): Path | undefined {
  if (model.fromBridge) return model.fromBridge(at, traffic);
  return at.driver !== undefined && model.entry(at) === 'bridge' ? model.receive(at, traffic) : undefined;
}
