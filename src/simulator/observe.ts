/** What an engine saw, made from counts times prices: a replication's counts, or an estimate's rates over one second. */
import { bottleneckOf, coreExplanation, type Candidate } from './bottleneck.ts';
import type { DomainObservation, FlowObservation, LatencySummary, Observation, ResourceObservation } from './observation.ts';
import type { GrantResult, Timeline } from '../topology/result.ts';

import { PICOSECONDS } from './kernel/time.ts';
import { crossingsOf } from './model/crossings.ts';
import type { ChargeSpec, System } from './model/system.ts';
import type { Counts } from './counts.ts';
import type { Spent } from './spent.ts';

/** What the engine counted in its window. */
export interface Measured {
  readonly level: Observation['level'];
  readonly seconds: number;
  readonly counts: Counts;
  readonly spent: Spent;
  readonly latency: readonly (LatencySummary | undefined)[];
  readonly jobs: readonly (number | undefined)[];
  readonly conservation: Observation['conservation'];
  readonly fingerprint: number;
  readonly events: number;
  readonly notes: readonly string[];
  readonly timeline?: Timeline;
}

/** Cycles and operations of everything charged, by domain. */
interface Ledger {
  readonly cycles: Map<string, number>;
  readonly operations: Map<string, number>;
  readonly stations: Map<number, number>;
  misses: number;
}

export function observe(system: System, measured: Measured): Observation {
  return observeLimits(system, measured).observation;
}

/** The same, with everything that may be the limit. */
export function observeLimits(system: System, measured: Measured): { observation: Observation; candidates: readonly Candidate[] } {
  const ledgers = ledgersOf(system, measured);
  const resources = resourcesOf(system, measured);
  const limits = candidates(system, measured, ledgers, resources);
  const observation: Observation = {
    level: measured.level,
    seconds: measured.seconds,
    flows: system.flows.flatMap((flow, number) => (flow.internal ? [] : [flowOf(system, measured, number)])),
    domains: system.domains.map((_, number) => domainOf(system, measured, ledgers[number]!, number)),
    resources: resources.map(({ bandwidthBps, ...row }) => ({ ...row, ...(bandwidthBps === undefined ? {} : { bandwidthBps }) })),
    grants: grantsOf(system, measured.counts),
    drops: system.stations
      .flatMap((station, at) => [
        { where: station.place, reason: station.pipe ? 'lost on the wire' : station.reason, packets: measured.counts.stationDrops[at]! },
        { where: station.place, reason: 'the domain had moved away', packets: measured.counts.stationStranded[at]! }
      ])
      .filter(drop => drop.packets > 0),
    refusals: system.stations
      .map((station, at) => ({ where: station.place, posts: measured.counts.stationRefusals[at]! }))
      .filter(each => each.posts > 0),
    interrupts: system.stations
      .map((station, at) => ({ name: station.interrupt?.name ?? '', perSecond: measured.counts.stationWakes[at]! / measured.seconds }))
      .filter(each => each.name !== ''),
    batches: system.stations
      .map((station, at) => ({
        stage: station.name,
        mean: measured.counts.stationItems[at]! / Math.max(1, measured.counts.stationBatches[at]!)
      }))
      .filter((_, at) => system.stations[at]!.kind === 'thread' && measured.counts.stationBatches[at]! > 0),
    bottleneck: bottleneckOf(limits),
    conservation: measured.conservation,
    fingerprint: measured.fingerprint,
    notes: measured.notes,
    events: measured.events,
    ...(measured.timeline ? { timeline: measured.timeline } : {})
  };
  return { observation, candidates: limits };
}

function flowOf(system: System, measured: Measured, number: number): FlowObservation {
  const { name, flow, from, to } = system.flows[number]!;
  const { counts } = measured;
  const latency = measured.latency[number];
  const job = measured.jobs[number];
  return {
    name,
    flow,
    from,
    to,
    bytes: counts.flowBytes[number]!,
    packets: counts.flowPackets[number]!,
    sent: counts.flowSent[number]!,
    lost: counts.flowLost[number]!,
    ...(latency ? { latency } : {}),
    ...(job === undefined ? {} : { jobSeconds: job })
  };
}

function ledgersOf(system: System, measured: Measured): Ledger[] {
  const { counts } = measured;
  const ledgers = system.domains.map((): Ledger => ({ cycles: new Map(), operations: new Map(), stations: new Map(), misses: 0 }));
  const post = (domain: number, station: number, charge: ChargeSpec, units: number): void => {
    if (units === 0 || domain < 0) return;
    const ledger = ledgers[domain]!;
    const component = system.components[charge.component]!;
    add(ledger.cycles, component, charge.cycles * units);
    add(ledger.operations, charge.operation, charge.operations * units);
    add(ledger.stations, station, charge.cycles * units);
  };
  system.stations.forEach((station, at) => {
    for (const charge of station.charges)
      post(station.domain, at, charge, charge.basis === 'batch' ? counts.stationBatches[at]! : counts.stationWakes[at]!);
    const sender = feederDomain(system, at);
    for (const charge of station.notifyCharges) post(sender, at, charge, counts.stationNotifies[at]!);
  });
  system.steps.forEach((step, at) => {
    const { domain } = system.stations[step.station]!;
    for (const charge of step.charges) post(domain, step.station, charge, unitsOf(counts, at, charge.basis));
    if (domain >= 0) ledgers[domain]!.misses += step.missesPerPacket * counts.stepPackets[at]! + step.missesPerByte * counts.stepBytes[at]!;
  });
  system.domains.forEach((_, number) => {
    if (measured.spent.switchCycles[number]! > 0) add(ledgers[number]!.cycles, 'domain switch', measured.spent.switchCycles[number]!);
    if (measured.spent.otherCycles[number]! > 0) add(ledgers[number]!.cycles, 'other work', measured.spent.otherCycles[number]!);
    if (measured.spent.spinCycles[number]! > 0) add(ledgers[number]!.cycles, 'polling', measured.spent.spinCycles[number]!);
    if (measured.spent.waitCycles[number]! > 0) add(ledgers[number]!.cycles, 'waiting', measured.spent.waitCycles[number]!);
  });
  return ledgers;
}

/** How often a charge of a step was spent; what is counted per station (batches, wake-ups, notifications) is not spent by steps. */
function unitsOf(counts: Counts, step: number, basis: ChargeSpec['basis']): number {
  switch (basis) {
    case 'item':
      return counts.stepItems[step]!;
    case 'packet':
      return counts.stepPackets[step]!;
    case 'byte':
      return counts.stepBytes[step]!;
    case 'first':
      return counts.stepFirst[step]!;
    case 'miss':
      return counts.stepMisses[step]!;
    default:
      return 0;
  }
}

/** Domain of the station that fills this one, −1 when a wire does. */
export function feederDomain(system: System, station: number): number {
  return crossingsOf(system).feeders[station]!;
}

function add<Key>(sums: Map<Key, number>, key: Key, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function domainOf(system: System, measured: Measured, ledger: Ledger, number: number): DomainObservation {
  const { name, host, vcpus } = system.domains[number]!;
  const busy = vcpus.reduce((sum, vcpu) => sum + measured.spent.vcpuBusy[vcpu]!, 0) / PICOSECONDS / measured.seconds;
  return {
    name,
    host,
    utilization: busy,
    cycles: Object.fromEntries([...ledger.cycles].sort(([a], [b]) => (a < b ? -1 : 1))),
    misses: ledger.misses,
    packets: packetsCrossing(system, measured.counts.flowPackets, number)
  };
}

/** Payload packets delivered by flows that pass a station of the domain. */
export function packetsCrossing(system: System, delivered: ArrayLike<number>, domain: number): number {
  return crossingsOf(system).flows[domain]!.reduce((packets, flow) => packets + delivered[flow]!, 0);
}

/** What was used in some time: of cores and devices picoseconds of work, of pipes bits, each in the system's order. */
export interface Usage {
  readonly seconds: number;
  readonly coreBusy: ArrayLike<number>;
  readonly pipeBits: ArrayLike<number>;
  readonly deviceBusy: ArrayLike<number>;
}

type ResourceRow = { -readonly [K in keyof ResourceObservation]: ResourceObservation[K] };

/** How busy every resource was, by kind and name; what several stations stand for is as busy as the busiest of them. */
export function usageOf(system: System, { seconds, coreBusy, pipeBits, deviceBusy }: Usage): Map<string, ResourceRow> {
  const rows = new Map<string, ResourceRow>();
  const note = (name: string, kind: ResourceObservation['kind'], utilization: number, bandwidthBps?: number): void => {
    const row = rows.get(`${kind} ${name}`);
    if (!row) rows.set(`${kind} ${name}`, { name, kind, utilization, bandwidthBps });
    else {
      row.utilization = Math.max(row.utilization, utilization);
      if (bandwidthBps !== undefined) row.bandwidthBps = Math.max(row.bandwidthBps ?? 0, bandwidthBps);
    }
  };
  system.cores.forEach((core, at) => note(core.name, 'core', coreBusy[at]! / PICOSECONDS / seconds));
  system.stations.forEach((station, at) => {
    const { pipe, device } = station;
    if (pipe) {
      const rate = pipeBits[at]! / seconds;
      note(pipe.name, pipe.kind, rate / pipe.rate, rate);
      for (const nic of pipe.nics) note(nic.name, 'nic', rate / nic.rate, rate);
    }
    if (device) {
      const utilization = deviceBusy[at]! / PICOSECONDS / seconds / device.units;
      note(device.name, device.kind, utilization, device.rate === undefined ? undefined : utilization * device.rate);
    }
  });
  return rows;
}

function resourcesOf(system: System, measured: Measured): ResourceObservation[] {
  const { seconds, counts, spent } = measured;
  const rows = usageOf(system, { seconds, coreBusy: spent.coreBusy, pipeBits: counts.pipeBits, deviceBusy: counts.deviceBusy });
  for (const [name, worked] of engineWork(system, measured)) Object.assign(rows.get(`engine ${name}`)!, worked);
  return [...rows.values()];
}

/**
 * What the cores of engines spend their cycles on: their own work, what they wait for while a memory or a lock serves them,
 * and what they wait until it is their turn there.
 */
function engineWork(system: System, { counts }: Measured): Map<string, { cycles: Record<string, number>; packets: number }> {
  const found = new Map<string, { cycles: Record<string, number>; packets: number }>();
  const cyclesPerPicosecond = (station: number): number => (system.stations[station]!.device?.clock ?? 0) / PICOSECONDS;
  system.stations.forEach(({ device }, at) => {
    if (device?.clock) found.set(device.name, { cycles: { waiting: counts.deviceBusy[at]! * cyclesPerPicosecond(at) }, packets: 0 });
  });
  if (found.size === 0) return found;
  let holder = -1;
  system.steps.forEach((step, at) => {
    const before = at > 0 && !system.steps[at - 1]!.last ? system.steps[at - 1]!.station : -1;
    holder = step.holds ? before : step.keeps ? holder : -1;
    const cores = system.stations[step.station]!.device?.clock ? step.station : holder;
    const row = cores < 0 ? undefined : found.get(system.stations[cores]!.device?.name ?? '');
    if (!row) return;
    if (cores === step.station) row.packets += counts.stepPackets[at]!;
    for (const charge of step.charges) {
      const cycles = charge.cycles * unitsOf(counts, at, charge.basis) * cyclesPerPicosecond(cores);
      const component = system.components[charge.component]!;
      row.cycles[component] = (row.cycles[component] ?? 0) + cycles;
      row.cycles.waiting! -= cycles;
    }
  });
  return found;
}

function candidates(
  system: System,
  measured: Measured,
  ledgers: readonly Ledger[],
  resources: readonly ResourceObservation[]
): Candidate[] {
  const found: Candidate[] = [];
  system.vcpus.forEach((vcpu, number) => {
    const domain = system.domains[vcpu.domain]!;
    // A vCPU that had to wait for its core is as limited as the core; one that wanders over idle cores is limited by itself.
    // What is burnt on polling and waiting limits nobody.
    const own = (measured.spent.vcpuBusy[number]! - measured.spent.vcpuBurnt[number]!) / PICOSECONDS / measured.seconds;
    const core = vcpu.cores[vcpu.number % vcpu.cores.length]!;
    const whole =
      vcpu.cores.length === 1 ? (measured.spent.coreBusy[core]! - measured.spent.coreBurnt[core]!) / PICOSECONDS / measured.seconds : own;
    const shared = vcpu.cores.length === 1 && own < 0.5 * whole;
    if (
      shared &&
      system.vcpus.some(
        (other, at) =>
          other.cores.length === 1 && other.cores[0] === core && measured.spent.vcpuBusy[at]! > measured.spent.vcpuBusy[number]!
      )
    )
      return;
    const work = busiest(system, ledgers[vcpu.domain]!, number);
    found.push({
      resource: system.cores[core]!.name,
      kind: 'core',
      domain: domain.name,
      utilization: whole,
      explanation: coreExplanation(work, domain.name, domain.vcpus.length, vcpu.number)
    });
  });
  for (const { name, kind, utilization } of resources) {
    if (kind === 'core' || kind === 'table') continue;
    found.push({
      resource: name,
      kind,
      utilization,
      explanation: kind === 'nic' || kind === 'link' ? `line rate of ${name}` : `${name} is busy all the time`
    });
  }
  return found;
}

/** The kind of stage a vCPU spends most on, whichever vifs and queues its stations serve. */
function busiest(system: System, ledger: Ledger, vcpu: number): string {
  const byLabel = new Map<string, number>();
  for (const [station, cycles] of ledger.stations) {
    if (system.stations[station]!.vcpu === vcpu) add(byLabel, system.stations[station]!.label, cycles);
  }
  return [...byLabel].reduce((most, each) => (each[1] > most[1] ? each : most), ['work', 0] as [string, number])[0];
}

/** Operations on a guest's pages: by the guest itself and, on its behalf, by the back-end on the same routes. */
function grantsOf(system: System, counts: Counts): GrantResult[] {
  return system.grants.map(grant => {
    const sums = new Map<string, number>();
    for (const step of crossingsOf(system).granted.get(grant.domain)!) {
      for (const charge of system.steps[step]!.charges)
        add(sums, charge.operation, charge.operations * unitsOf(counts, step, charge.basis));
    }
    const of = (name: string): number => Math.round(sums.get(name) ?? 0);
    return {
      domain: grant.name,
      inUsePeak: grant.standing,
      issued: of('grant_issue'),
      mapped: of('grant_map'),
      copied: of('grant_copy'),
      reused: of('grant_lookup'),
      flushes: of('tlb_flush'),
      framesNeeded: grant.framesNeeded,
      framesLimit: grant.framesLimit
    };
  });
}
