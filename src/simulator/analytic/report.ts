/** The solution as counts of one second, so that both engines' observations are made by the same code. */
import { Counts } from '../counts.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { LatencySummary } from '../observation.ts';
import { feederDomain, observeLimits } from '../observe.ts';
import { Spent } from '../spent.ts';
import type { Activity } from './batches.ts';
import { clockOf, countRefusals, spinning } from './burnt.ts';
import { switchCyclesOf, switchesAt, type Sharing } from './cores.ts';
import type { Solution } from './fixed-point.ts';
import { serviceOf } from './holding.ts';
import { latencyOf } from './latency.ts';
import type { PartEstimate } from './parts.ts';
import { payloadOf, type Visit } from './routes.ts';

export function report(system: System, solution: Solution & { readonly doubts: readonly string[] }): PartEstimate {
  const counts = new Counts(system);
  const spent = new Spent(system);
  const { vcpuBusy, coreBusy } = spent;
  const { sharing } = solution;
  /** Cycles that cores spend on changing to each vCPU's domain, and on its other work. */
  const switched = new Float64Array(system.vcpus.length);
  const other = Float64Array.from(system.vcpus, (vcpu, number) => vcpu.background * clockOf(system, number));
  const latency: (LatencySummary | undefined)[] = system.flows.map(() => undefined);
  solution.visits.forEach((route, number) => {
    const stream = system.streams[number]!;
    const rate = solution.rates[number]!;
    if (!Number.isFinite(rate)) return;
    counts.flowPackets[stream.flow]! += rate;
    counts.flowSent[stream.flow]! += Math.max(rate, stream.rate === Infinity ? rate : stream.rate / 8 / payloadOf(stream));
    counts.flowLost[stream.flow] = counts.flowSent[stream.flow]! - counts.flowPackets[stream.flow]!;
    counts.flowBytes[stream.flow]! += rate * payloadOf(stream);
    for (const visit of route) {
      const activity = solution.activity[visit.station]!;
      countVisit(system, counts, visit, rate, activity, solution.waits[visit.station]!);
      const { vcpu } = system.stations[visit.station]!;
      if (vcpu >= 0) switched[vcpu]! += rate * switchesAt(system, visit, activity, sharing) * switchCyclesOf(system, vcpu);
    }
    const time = latencyOf(system, solution, number);
    if (rate > 0) latency[stream.flow] = { count: 1, mean: Math.max(time, latency[stream.flow]?.mean ?? 0), max: time, buckets: [] };
  });
  busyTimes(system, counts, [switched, other], sharing, vcpuBusy, coreBusy);
  const left = Float64Array.from(system.vcpus, (vcpu, number) =>
    Math.max(0, PICOSECONDS - (vcpu.cores.length === 1 ? coreBusy[vcpu.cores[0]!]! : vcpuBusy[number]!))
  );
  const wasted = countRefusals(system, solution.visits, solution.rates, solution.latency, left, counts);
  vcpuBusy.fill(0);
  coreBusy.fill(0);
  busyTimes(system, counts, [switched, other], sharing, vcpuBusy, coreBusy);
  const burnt = spinning(system, coreBusy);
  burnt.vcpu.forEach((time, at) => {
    vcpuBusy[at]! += time;
  });
  burnt.core.forEach((time, at) => {
    coreBusy[at]! += time;
  });
  wasted.forEach((time, vcpu) => {
    burnt.vcpu[vcpu]! += time;
    system.vcpus[vcpu]!.cores.forEach((core, at) => {
      burnt.core[core]! += time * sharing.spread[vcpu]![at]!;
    });
  });
  spent.spinCycles.set(burnt.cycles);
  spent.vcpuBurnt.set(burnt.vcpu);
  spent.coreBurnt.set(burnt.core);
  spent.switchCycles.set(byDomain(system, switched));
  spent.otherCycles.set(byDomain(system, other));
  return observeLimits(system, {
    level: 'analytic',
    seconds: 1,
    counts,
    spent,
    latency,
    jobs: system.flows.map((_, number) => jobTime(system, counts, number)),
    conservation: { sent: 0, delivered: 0, dropped: 0, inFlight: 0 },
    fingerprint: 0,
    events: 0,
    notes: [...system.notes, ...solution.doubts]
  });
}

function jobTime(system: System, counts: Counts, flow: number): number | undefined {
  const bytes = system.flows[flow]!.streams.reduce((sum, stream) => sum + system.streams[stream]!.bytes, 0);
  return Number.isFinite(bytes) && counts.flowBytes[flow]! > 0 ? bytes / counts.flowBytes[flow]! : undefined;
}

function countVisit(system: System, counts: Counts, visit: Visit, rate: number, activity: Activity, wait: number): void {
  const { station, step } = visit;
  counts.stepItems[step]! += rate * visit.handed;
  counts.stepPackets[step]! += rate * visit.packets;
  counts.stepBytes[step]! += rate * visit.bytes;
  if (system.stations[station]!.pipe) {
    counts.pipeBits[station]! += rate * (visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes);
    return;
  }
  counts.stepMisses[step]! +=
    visit.spec.perMiss > 0 ? (rate * visit.taken * (visit.spec.perItem - system.steps[step]!.perItem)) / visit.spec.perMiss : 0;
  if (system.stations[station]!.device) {
    counts.deviceBusy[station]! += rate * serviceOf(visit);
    if (visit.holder >= 0) counts.deviceBusy[visit.holder]! += rate * (serviceOf(visit) + wait * visit.taken);
    return;
  }
  const batches = (rate * visit.taken) / activity.batch;
  counts.stationItems[station]! += rate * visit.taken;
  counts.stationBatches[station]! += batches;
  counts.stationWakes[station]! += batches * activity.woken;
  if (system.stations[station]!.perNotify > 0) counts.stationNotifies[station]! += batches * activity.woken;
}

function byDomain(system: System, cycles: Float64Array): Float64Array {
  const sums = new Float64Array(system.domains.length);
  system.vcpus.forEach(({ domain }, vcpu) => {
    sums[domain]! += cycles[vcpu]!;
  });
  return sums;
}

/** @param beside cycles by vCPU that no station counts */
function busyTimes(
  system: System,
  counts: Counts,
  beside: readonly Float64Array[],
  { spread }: Sharing,
  vcpuBusy: Float64Array,
  coreBusy: Float64Array
): void {
  const work = (vcpu: number, cycles: number): void => {
    const time = (cycles * PICOSECONDS) / clockOf(system, vcpu);
    vcpuBusy[vcpu]! += time;
    system.vcpus[vcpu]!.cores.forEach((core, at) => {
      coreBusy[core]! += time * spread[vcpu]![at]!;
    });
  };
  system.stations.forEach((station, at) => {
    if (station.vcpu < 0) return;
    work(station.vcpu, station.perBatch * counts.stationBatches[at]! + station.perWake * counts.stationWakes[at]!);
    const sender = feederDomain(system, at);
    if (sender >= 0 && station.perNotify > 0) work(system.domains[sender]!.vcpus[0]!, station.perNotify * counts.stationNotifies[at]!);
  });
  system.steps.forEach((step, at) => {
    const { vcpu } = system.stations[step.station]!;
    if (vcpu >= 0)
      work(vcpu, step.perItem * counts.stepItems[at]! + step.perPacket * counts.stepPackets[at]! + step.perByte * counts.stepBytes[at]!);
  });
  for (const cycles of beside) cycles.forEach((each, vcpu) => work(vcpu, each));
}
