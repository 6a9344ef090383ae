/** Writes a planned host as `.xnet`: what no file says becomes an explicit line that says it is assumed, and a finding. */
import { showQuantity, writeQuantity } from '../../language/values/show.ts';
import type { Findings, Place } from '../finding.ts';
import { elsewhere, keptName } from '../kept.ts';
import type { Kept } from '../kept.ts';
import { assumed } from './assumptions.ts';
import { given, printed, property } from './block.ts';
import type { Block, Line } from './block.ts';
import { HOST } from './plan.ts';
import type { PlannedBridge, PlannedDomain, PlannedHost, PlannedNic, PlannedVif } from './plan.ts';
import { agreedOf, mostQueues, vcpusOf } from './queues.ts';
import { trafficOf } from './traffic.ts';

/** Says an assumption twice: beside the line and as a finding. */
export type Assume = (line: Line, what: string, why: string, at: Place) => Line;

/** @param source what the comment at the top says the file is from */
export function writeHost(host: PlannedHost, source: string, findings: Findings, place: Place): string {
  const assume: Assume = (line, what, why, at) => {
    findings.report('assumed', at, { what, value: line.text.replace(/^\w+ = /, ''), why });
    return { ...line, remark: `assumed: ${why}` };
  };
  for (const domain of host.domains) for (const vif of domain.vifs) limitOf(vif, domain, findings);
  const policy = host.domains.some(domain => domain.vifs.some(vif => vif.sketch.model === 'netfront'));
  const members: (Line | Block)[] = [
    cpuOf(host, assume, place),
    hypervisorOf(host, assume, place),
    ...(policy
      ? [
          {
            head: `grants ${host.policy}`,
            members: [assume(property('mode', assumed.grants.value), 'the grant policy', assumed.grants.why, place)]
          }
        ]
      : []),
    ...host.nics.map(nic => nicOf(nic, host, assume)),
    ...host.domains.filter(isBackend).map(domain => domainOf(domain, host, assume)),
    ...host.bridges.map(bridge => bridgeOf(bridge, assume)),
    ...host.domains.filter(domain => !isBackend(domain)).map(domain => domainOf(domain, host, assume))
  ];
  return printed(
    [`Imported from ${source}.`, 'What no file says is marked `assumed`: put the truth in its place.'],
    [{ head: `host ${HOST}`, kept: host.sketch.kept, members }, ...trafficOf(host, findings, place)]
  );
}

const isBackend = ({ role }: PlannedDomain): boolean => role !== 'guest';

function cpuOf(host: PlannedHost, assume: Assume, place: Place): Block {
  const { cores, clock } = host.sketch;
  const needed = Math.max(
    1 + lastPin(host),
    host.domains.reduce((sum, domain) => sum + vcpusOf(domain), 0)
  );
  return {
    head: 'cpu',
    members: [
      cores === undefined || cores <= lastPin(host)
        ? assume(property('cores', needed), 'how many cores the host has', assumed.cores.why, place)
        : property('cores', cores),
      clock === undefined
        ? assume(property('clock', assumed.clock.value), 'the clock of the host', assumed.clock.why, place)
        : property('clock', writeQuantity(clock, 'frequency'))
    ]
  };
}

/** The highest logical CPU that a domain is pinned to; -1 when none is. */
const lastPin = (host: PlannedHost): number => Math.max(-1, ...host.domains.flatMap(({ sketch }) => sketch.pin ?? []));

function hypervisorOf(host: PlannedHost, assume: Assume, place: Place): Block {
  const direct = host.domains.some(domain => domain.vifs.some(({ sketch }) => sketch.model === 'direct' || sketch.model === 'sriov'));
  return {
    head: 'hypervisor',
    members: [
      kindOf(host, assume, place),
      ...(host.kind === 'xen'
        ? [assume(property('scheduler', assumed.scheduler.value), 'the scheduler', assumed.scheduler.why, place)]
        : []),
      ...(direct && host.kind !== 'none' ? [property('iommu', true, 'a device is passed through')] : [])
    ]
  };
}

function kindOf(host: PlannedHost, assume: Assume, place: Place): Line {
  const line = property('kind', host.kind);
  if (host.sketch.kind !== undefined) return line;
  return assume(line, 'which hypervisor the host has', assumed[host.kind === 'kvm' ? 'kvm' : 'none'].why, place);
}

function nicOf({ name, sketch, driver }: PlannedNic, host: PlannedHost, assume: Assume): Block {
  const functions = host.domains
    .flatMap(domain => domain.vifs)
    .filter(vif => vif.sketch.model === 'sriov' && vif.nic?.name === name).length;
  const vfs = Math.max(sketch.vfs ?? 0, functions);
  const queues = driver === undefined || driver.role === 'guest' ? 1 : vcpusOf(driver);
  return {
    head: `nic ${name}`,
    remark: sketch.reading === undefined ? undefined : `assumed: ${sketch.reading}`,
    kept: withName(name, sketch),
    members: [
      sketch.rate === undefined
        ? assume(property('rate', assumed.rate.value), `the speed of NIC ${name}`, assumed.rate.why, sketch.place)
        : property('rate', writeQuantity(sketch.rate, 'rate')),
      assume(property('pcie', assumed.pcie.value), `the PCIe slot of NIC ${name}`, assumed.pcie.why, sketch.place),
      ...(sketch.rxQueues !== undefined
        ? [property('rx_queues', sketch.rxQueues)]
        : queues > 1
          ? [assume(property('rx_queues', queues), `the receive queues of NIC ${name}`, assumed.rxQueues.why, sketch.place)]
          : []),
      // Every driver of a card with several receive queues hashes over them.
      ...((sketch.rxQueues ?? queues) > 1 ? [property('offloads', '[checksum, tso, sg, rss]')] : []),
      ...(vfs > 0 ? [property('vfs', vfs, sketch.vfs === vfs ? undefined : 'assumed: as many as are in use')] : []),
      ...given(mtuOf(sketch, host, name), mtu => property('mtu', `${mtu} B`))
    ]
  };
}

/** A NIC carries what its vifs send: the largest MTU behind it, unless a file names its own. */
function mtuOf(sketch: PlannedNic['sketch'], host: PlannedHost, name: string): number | undefined {
  if (sketch.mtu !== undefined) return sketch.mtu;
  const largest = Math.max(
    0,
    ...host.domains.flatMap(({ vifs }) => vifs.filter(vif => (vif.nic ?? vif.bridge?.nic)?.name === name).map(vif => vif.sketch.mtu ?? 0))
  );
  return largest > 1500 ? largest : undefined;
}

function domainOf(domain: PlannedDomain, host: PlannedHost, assume: Assume): Block {
  const { sketch, name, role, isAssumed } = domain;
  const why = !isAssumed ? assumed.vcpus.why : host.kind === 'xen' ? assumed.driverVcpus.why : assumed.hostVcpus.why;
  return {
    head: `domain ${name}`,
    remark: isAssumed ? 'assumed: no file declares it' : undefined,
    kept: [...(isAssumed && role === 'driver' && name !== 'dom0' ? [elsewhere] : []), ...withName(name, sketch)],
    members: [
      ...(role === 'guest' ? [] : [property('role', role)]),
      ...given(sketch.kind, kind => property('kind', kind)),
      sketch.vcpus === undefined
        ? assume(property('vcpus', vcpusOf(domain)), `how many vCPUs ${name} has`, why, sketch.place)
        : property('vcpus', sketch.vcpus),
      ...given(sketch.pin, pin => property('pin', `[${spliced(pin)}]`)),
      ...given(sketch.weight, weight => property('weight', weight)),
      ...given(sketch.cap, cap => property('cap', `${Number((cap * 100).toPrecision(12))} %`)),
      ...given(sketch.memory, memory => property('memory', size(memory))),
      ...given(sketch.maxGrantFrames, frames => property('max_grant_frames', frames)),
      ...given(sketch.maxQueues, queues => property('max_queues', queues)),
      ...domain.vifs.map(vif => vifOf(vif, domain, host, assume))
    ]
  };
}

/** Consecutive CPUs as a range: `0..3, 5`. */
function spliced(cpus: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const cpu of cpus) {
    const last = runs.at(-1);
    if (last !== undefined && cpu === last[1] + 1) last[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}..${to}`)).join(', ');
}

/** Memory is counted in powers of two. */
function size(bytes: number): string {
  const [unit, factor] = (
    [
      ['GiB', 2 ** 30],
      ['MiB', 2 ** 20],
      ['KiB', 2 ** 10]
    ] as const
  ).find(([, each]) => bytes % each === 0) ?? ['B', 1];
  return `${bytes / factor} ${unit}`;
}

function bridgeOf({ name, sketch, domain, nic }: PlannedBridge, assume: Assume): Block {
  const isChosen = sketch.uplink === undefined && sketch.kind !== 'none' && nic?.sketch.reading === undefined;
  return {
    head: `bridge ${name}`,
    kept: withName(name, sketch),
    members: [
      property('domain', domain.name),
      ...given(nic, ({ name: uplink }) =>
        isChosen
          ? assume(property('uplink', uplink), `which NIC bridge ${name} has`, assumed.uplink.why, sketch.place)
          : property('uplink', uplink)
      ),
      ...given(sketch.kind, kind => property('kind', kind)),
      ...(sketch.netfilter === true ? [property('netfilter', true)] : [])
    ]
  };
}

function vifOf({ name, sketch, bridge, nic, backend }: PlannedVif, domain: PlannedDomain, host: PlannedHost, assume: Assume): Block {
  const { model } = sketch;
  return {
    head: `vif ${name}`,
    kept: withName(name, sketch),
    members: [
      property('model', model, sketch.reading === undefined ? undefined : `assumed: ${sketch.reading}`),
      ...given(sketch.virtioBackend, word => property('backend', word)),
      ...(bridge === undefined && backend !== undefined && model !== 'virtio' ? [property('backend', backend.name)] : []),
      ...given(bridge, ({ name: plugged }) => property('bridge', plugged)),
      ...given(nic, ({ name: reached }) => property('nic', reached)),
      ...queuesOf(sketch, domain, backend, assume),
      ...(model === 'netfront' ? [property('grants', host.policy)] : []),
      ...given(sketch.mac, mac => property('mac', JSON.stringify(mac))),
      ...given(sketch.mtu, mtu => property('mtu', `${mtu} B`)),
      ...given(sketch.rate, rate => property('rate', writeQuantity(rate, 'rate'))),
      ...given(sketch.burst, burst => property('burst', writeQuantity(burst, 'size'))),
      ...(sketch.trusted === false ? [property('trusted', false)] : []),
      ...given(sketch.ring, ring => property('ring', ring)),
      ...(sketch.offloadsOff ?? []).map(offload => property(offload, false))
    ]
  };
}

/** The credit of a limit is each queue's own. */
function limitOf({ sketch, backend }: PlannedVif, domain: PlannedDomain, findings: Findings): void {
  const queues = agreedOf(sketch, domain, backend);
  if (sketch.rate === undefined || sketch.model !== 'netfront' || queues < 2) return;
  const [total, rate] = [showQuantity(sketch.rate * queues, 'rate'), showQuantity(sketch.rate, 'rate')];
  findings.report('rate-queues', sketch.place, { queues, total, rate });
}

/** Linux front-ends and back-ends agree by themselves; where a file counts queues, it is written as it stands. */
function queuesOf(sketch: PlannedVif['sketch'], domain: PlannedDomain, backend: PlannedDomain | undefined, assume: Assume): Line[] {
  if (sketch.queues !== undefined) return [property('queues', sketch.queues)];
  const agreed = agreedOf(sketch, domain, backend);
  if (agreed === 1 || backend === undefined) return [];
  const why = `Linux agrees on min(${mostQueues(backend)} of ${backend.name}, ${mostQueues(domain)} of ${domain.name})`;
  return [assume(property('queues', agreed), `the queues of ${domain.name}.${sketch.name}`, why, sketch.place)];
}

function withName(name: string, { name: foreign, kept }: { readonly name: string; readonly kept: readonly Kept[] }): readonly Kept[] {
  return name === foreign ? kept : [keptName(foreign), ...kept];
}
