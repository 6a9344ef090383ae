/** Queues that do not come up, or that nothing keeps busy. */
import { agreedQueues, DEFAULT_MAX_QUEUES, usesGrants } from '../../topology/agreement.ts';
import { nicNamed, vifNamed } from '../../topology/directory.ts';
import { queueCounts } from '../../topology/grant-arithmetic.ts';
import type { Domain, Flow, Host, Nic, Topology, Vif } from '../../topology/model.ts';
import { backendOf, crossings } from '../../topology/traffic.ts';
import { showCount, showQuantity } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* queues(host: Host): Generator<RuleFinding> {
  const domains = new Map(host.domains.map(domain => [domain.name, domain]));
  for (const domain of host.domains) {
    const rated = domain.vifs.some(vif => vif.rate !== undefined && usesGrants(vif)) ? queueCounts(domain, host) : [];
    for (const [i, vif] of domain.vifs.entries()) {
      if (vif.rate !== undefined && usesGrants(vif)) yield limited(vif, vif.rate, rated[i]?.effective ?? vif.queues);
      if (vif.queues === 1) continue;
      yield* agreed(vif, domain, host);
      const backend = vif.virtioBackend === 'vhost_user' ? domains.get(backendOf(vif, host) ?? '') : undefined;
      if (backend !== undefined) yield* pollers(vif, backend);
    }
  }
}

/** Front-end and back-end agree on what both can serve; drivers of functions are told nothing, and their queues share vCPUs. */
function* agreed(vif: Vif, guest: Domain, host: Host): Generator<RuleFinding> {
  const { queues: count, shortest } = agreedQueues(vif, guest, host);
  if (shortest !== undefined) {
    yield fewer('queues-lost', vif, shortest, count, shortest === guest ? 'the guest' : 'the back-end');
  } else if (vif.queues > guest.vcpus && guest.maxQueues === undefined) {
    yield fewer('idle-queues', vif, guest, guest.vcpus, 'the guest');
  }
}

function fewer(code: 'queues-lost' | 'idle-queues', vif: Vif, short: Domain, count: number, who: string): RuleFinding {
  const isSet = short.maxQueues !== undefined;
  const isDefault = !isSet && code === 'queues-lost' && short.vcpus > DEFAULT_MAX_QUEUES;
  const why = isSet
    ? `max_queues = ${short.maxQueues}`
    : isDefault
      ? `the default of ${DEFAULT_MAX_QUEUES}`
      : showCount(short.vcpus, 'vCPU');
  const raised = isSet || isDefault ? 'max_queues' : 'vcpus';
  return {
    code,
    at: placeOf(vif, 'queues'),
    values: { vif: vif.name, asked: vif.queues, agreed: count, who: `${who} (${short.name})`, why },
    related: [related(short, why, isSet ? 'max_queues' : 'vcpus')],
    settings: [
      { on: vif, property: 'queues', text: String(count) },
      // Pinned vCPUs want a CPU each; there is no telling which.
      ...(raised === 'vcpus' && short.pin !== undefined
        ? []
        : [{ on: short, property: raised, text: String(vif.queues), title: `Set \`${raised} = ${vif.queues}\` for \`${short.name}\`` }])
    ]
  };
}

/** A switch in user space polls; a poller serves its queues in turn. */
function* pollers(vif: Vif, backend: Domain): Generator<RuleFinding> {
  if (vif.queues <= backend.vcpus) return;
  yield {
    code: 'queues-share-pollers',
    at: placeOf(vif, 'queues'),
    values: { vif: vif.name, asked: vif.queues, backend: backend.name, vcpus: showCount(backend.vcpus, 'vCPU') },
    related: [related(backend, 'the pollers', 'vcpus')],
    settings: [{ on: vif, property: 'queues', text: String(backend.vcpus) }]
  };
}

/** A rate limit is each queue's own, and holds for what the guest sends only. */
function limited(vif: Vif, rate: number, count: number): RuleFinding {
  return {
    code: count > 1 ? 'rate-per-queue' : 'rate-one-way',
    at: placeOf(vif, 'rate'),
    values: { vif: vif.name, rate: showQuantity(rate, 'rate'), queues: count, total: showQuantity(rate * count, 'rate') },
    related: count > 1 ? [related(vif, showCount(count, 'queue'), 'queues')] : []
  };
}

/** Queues that flows keep busy: no more than streams, and what comes from the wire no more than the NIC has queues. */
export function* busyQueues(topology: Topology): Generator<RuleFinding> {
  if (!topology.hosts.some(host => host.domains.some(domain => domain.vifs.some(vif => vif.queues > 1)))) return;
  const flows = new Map<string, Flow[]>();
  for (const flow of topology.flows) {
    for (const end of [flow.from, flow.to]) {
      const list = flows.get(end);
      if (list === undefined) flows.set(end, [flow]);
      else list.push(flow);
    }
  }
  const crossed = crossings(topology);
  for (const [end, own] of flows) {
    const place = vifNamed(topology, end);
    if (place === undefined || place.vif.queues < 2) continue;
    const { vif, domain, host } = place;
    const up = queueCounts(domain, host)[domain.vifs.indexOf(vif)]?.effective ?? 0;
    if (up < 2) continue;
    yield* fewStreams(vif, up, own);
    const nic = vif.nic === undefined ? undefined : nicNamed(topology, vif.nic);
    const received = nic === undefined ? [] : own.filter(flow => flow.to === vif.name && crossed.get(flow.name)?.has(nic.name) === true);
    if (nic !== undefined && received.length > 0) yield* ofNic(vif, Math.min(up, streamsOf(received)), nic, backendOf(vif, host));
  }
}

function streamsOf(flows: readonly Flow[]): number {
  return flows.reduce((sum, flow) => sum + flow.streams, 0);
}

/** The hash keeps a stream on one queue, so fewer streams than queues leave queues idle. */
function* fewStreams(vif: Vif, up: number, flows: readonly Flow[]): Generator<RuleFinding> {
  const count = streamsOf(flows);
  const [flow] = flows;
  if (count >= up || flow === undefined) return;
  yield {
    code: 'one-queue-busy',
    at: placeOf(vif, 'queues'),
    values: { vif: vif.name, queues: up, streams: showCount(count, 'stream') },
    related: [related(flow, `the flow has ${showCount(flow.streams, 'stream')}`, 'streams')],
    settings: [
      { on: flow, property: 'streams', text: String(Math.ceil((up / count) * flow.streams)) },
      { on: vif, property: 'queues', text: String(count) }
    ]
  };
}

/** What comes from the wire enters the back-end, or the guest, through the queues of the NIC. Multi-queue vifs have their own there. */
function* ofNic(vif: Vif, busy: number, nic: Nic, backend: string | undefined): Generator<RuleFinding> {
  const isWhole = vif.model === 'direct' || vif.model === 'native';
  const isSorted = backend !== undefined && vif.model !== 'multiqueue' && vif.model !== 'emulated';
  if ((!isWhole && !isSorted) || busy <= nic.rxQueues) return;
  yield {
    code: 'nic-queues',
    at: placeOf(vif, 'queues'),
    values: {
      vif: vif.name,
      busy,
      nic: nic.name,
      queues: showCount(nic.rxQueues, 'receive queue'),
      where: backend ?? vif.domain,
      cpus: showCount(nic.rxQueues, 'CPU')
    },
    related: [related(nic, showCount(nic.rxQueues, 'receive queue'), 'rx_queues')],
    settings: [{ on: nic, property: 'rx_queues', text: String(busy) }]
  };
}
