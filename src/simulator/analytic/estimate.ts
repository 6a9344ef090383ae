/**
 * The estimator: the same stages as the packet engine, means only, in milliseconds.
 *
 * Rates are max-min fair over what a packet needs of each vCPU, core and wire; what it needs depends on batch sizes, which
 * depend on rates: the fixed point of both is iterated to. A test holds it within 3 % of the packet engine on generated hosts.
 *
 * What it assumes, and where it is off when that does not hold: next to nothing is dropped after work was spent on it
 * (acknowledgements that a full ring drops make a sender cheaper, retransmissions dearer); windows hold many items (a window of
 * a few TSO units moves along the path as one lump, up to a third slower); streams that share a limit get equal rates; queues
 * are evenly loaded; bursts come over a wire; adaptive moderation has settled; transients (grants used for the first time) are over.
 */
import type { Topology } from '../../topology/model.ts';
import { Counts } from '../counts.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import { buildSystem } from '../model/build.ts';
import type { StreamSpec, System } from '../model/system.ts';
import type { LatencySummary, Observation } from '../observation.ts';
import { feederDomain, observe } from '../observe.ts';
import { activities, inOrder, loadOf, type Activity, type Load } from './batches.ts';
import { clockOf, countRefusals, spinning, spinningShare } from './burnt.ts';
import { missShares, withMisses } from './contexts.ts';
import { serviceOf, waitsOf } from './holding.ts';
import { responsePackets, stepsFrom, visitsOf, type Visit } from './routes.ts';
import { clumpsOf, together } from './clumps.ts';
import { share, type Demand } from './sharing.ts';

const ROUNDS = 40;
const SETTLED = 1e-4;

/** @throws UnreachableError when a flow has no way. */
export function estimate(topology: Topology): Observation {
  return estimateSystem(buildSystem(topology));
}

/** State of the fixed point. */
interface Solution {
  readonly visits: readonly (readonly Visit[])[];
  readonly rates: Float64Array;
  readonly activity: readonly Activity[];
  readonly load: Load;
  readonly latency: Float64Array;
  /** Picoseconds that holders wait before devices, by station. */
  readonly waits: Float64Array;
}

export function estimateSystem(system: System): Observation {
  const solution = solve(system);
  return report(system, solution);
}

function solve(system: System): Solution {
  const capacity = capacities(system);
  const sums = new Float64Array(capacity.length);
  let walked: readonly (readonly Visit[])[] = [];
  let activity: readonly Activity[] = system.stations.map(station => ({ batch: Math.min(station.budget, 16), woken: 0.5 }));
  let aggregation = new Map<number, number>();
  let solution: Solution | undefined;
  let latency = new Float64Array(system.streams.length);
  let misses: Float64Array = new Float64Array(system.steps.length);
  let waits: Float64Array = new Float64Array(system.stations.length);
  for (let round = 0; round < ROUNDS; round++) {
    if (round === 0 || aggregation.size > 0) walked = system.streams.map(stream => visitsOf(system, stream, aggregation));
    const visits = withMisses(system, walked, misses);
    const demands = visits.map(route => demandsOf(system, route, activity, waits, sums));
    const limits = system.streams.map((stream, number) => limitOf(stream, latency[number]!));
    const rates = share(demands, capacity, limits, weightsOf(system, visits));
    const used = usage(demands, rates, capacity.length);
    const { utilization, saturated } = vcpuLoad(system, used, capacity);
    const load = loadOf(
      system,
      visits,
      rates,
      system.streams.map(stream => stream.window),
      utilization,
      saturated
    );
    const change = solution ? largestChange(solution.rates, rates) : 1;
    solution = { visits, rates, activity, load, latency, waits };
    if (change < SETTLED && round > 3) break;
    // Half a step each round: batches and rates pull at each other.
    const next = activities(system, load, inOrder(system, visits), activity);
    activity = next.map((each, at) => ({ batch: middle(each.batch, activity[at]!.batch), woken: (each.woken + activity[at]!.woken) / 2 }));
    aggregation = aggregationOf(system, visits, rates, load, activity);
    latency = latencies(system, visits, activity, load);
    misses = missShares(system, visits, rates);
    waits = waitsOf(system, visits, rates).map((wait, at) => (wait + waits[at]!) / 2);
  }
  return solution!;
}

/**
 * Schedulers and windows share evenly. Where nothing but first-in-first-out devices and wires is passed by senders that do not
 * listen, each gets through in the proportion of what it sends.
 */
function weightsOf(system: System, visits: readonly (readonly Visit[])[]): number[] {
  const deaf = system.streams.every(
    (stream, number) =>
      stream.rate !== Infinity &&
      stream.transport !== 'tcp' &&
      visits[number]!.every(visit => system.stations[visit.station]!.kind !== 'thread')
  );
  return system.streams.map(stream => (deaf ? Math.max(stream.rate / 8 / stream.payload, 1e-9) : 1));
}

const middle = (a: number, b: number): number => Math.sqrt(a * b);

function largestChange(before: Float64Array, after: Float64Array): number {
  let most = 0;
  for (let at = 0; at < after.length; at++) {
    if (after[at]! > 0 && Number.isFinite(after[at]!)) most = Math.max(most, Math.abs(after[at]! - before[at]!) / after[at]!);
  }
  return most;
}

/** Resources: every vCPU, every core, every host's cores together for those that wander, every pipe, every device. */
function capacities(system: System): number[] {
  return [
    ...system.vcpus.map(
      (vcpu, number) =>
        clockOf(system, number) *
        (1 - Math.min(1, vcpu.background)) *
        (vcpu.spins || vcpu.cores.length > 1 ? 1 : 1 - spinningShare(system, vcpu.cores[0]!))
    ),
    ...system.cores.map((core, number) => core.clock * (1 - backgroundOn(system, number))),
    ...system.domains.map(domain => (domain.cap === Infinity ? Infinity : domain.cap * clockOf(system, domain.vcpus[0]!))),
    ...system.stations.map(station => station.pipe?.rate ?? station.device?.units ?? Infinity)
  ];
}

function backgroundOn(system: System, core: number): number {
  return Math.min(
    1,
    system.vcpus.reduce((sum, vcpu) => (vcpu.cores.length === 1 && vcpu.cores[0] === core ? sum + vcpu.background : sum), 0)
  );
}

/** What a packet of the stream needs, everything that is counted per batch and wake-up included. `sums`: zeros, by resource. */
function demandsOf(
  system: System,
  route: readonly Visit[],
  activity: readonly Activity[],
  waits: Float64Array,
  sums: Float64Array
): Demand[] {
  const touched: number[] = [];
  const add = (resource: number, amount: number): void => {
    if (!(amount > 0)) return;
    if (sums[resource] === 0) touched.push(resource);
    sums[resource]! += amount;
  };
  const cores = system.vcpus.length;
  const domains = cores + system.cores.length;
  const others = domains + system.domains.length;
  for (const visit of route) {
    const station = system.stations[visit.station]!;
    const work = visit.spec.perItem * visit.handed + visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes;
    const holder = visit.holder >= 0 ? system.stations[visit.holder]! : undefined;
    if (station.kind === 'pipe') add(others + visit.station, work);
    else if (station.kind === 'device') {
      add(others + visit.station, work / PICOSECONDS);
      // Who waits for a device is busy as long as the device is with it, and before that until its turn comes.
      const held = (work + waits[visit.station]! * visit.taken) / PICOSECONDS;
      if (holder?.kind === 'device') add(others + visit.holder, held);
      else if (holder) addCycles(system, add, cores, domains, holder.vcpu, held * clockOf(system, holder.vcpu));
    } else {
      const { batch, woken } = activity[visit.station]!;
      const cycles = work + (visit.taken / batch) * (station.perBatch + woken * station.perWake);
      addCycles(system, add, cores, domains, station.vcpu, cycles);
      if (station.perNotify > 0 && visit.previous >= 0 && system.stations[visit.previous]!.vcpu >= 0) {
        addCycles(system, add, cores, domains, system.stations[visit.previous]!.vcpu, (visit.taken / batch) * woken * station.perNotify);
      }
    }
  }
  return touched.map(resource => {
    const amount = sums[resource]!;
    sums[resource] = 0;
    return { resource, amount };
  });
}

function addCycles(
  system: System,
  add: (resource: number, amount: number) => void,
  cores: number,
  domains: number,
  vcpu: number,
  cycles: number
): void {
  const spec = system.vcpus[vcpu]!;
  add(vcpu, cycles);
  // A vCPU that may run on several cores loads them in equal parts.
  for (const core of spec.cores) add(cores + core, cycles / spec.cores.length);
  add(domains + spec.domain, cycles);
}

/** Packets per second at the most: what is offered, and what the window lets through per round trip. */
function limitOf(stream: StreamSpec, latency: number): number {
  const offered = stream.rate === Infinity ? Infinity : stream.rate / 8 / stream.payload;
  if (stream.transport === 'tcp') return Math.min(offered, latency > 0 ? stream.window / latency : Infinity);
  if (stream.rate !== Infinity || stream.transport === 'udp') return offered;
  const think = stream.think / PICOSECONDS;
  return latency + think > 0 ? (stream.outstanding * stream.datagram) / (latency + think) : Infinity;
}

function usage(demands: readonly (readonly Demand[])[], rates: Float64Array, resources: number): Float64Array {
  const used = new Float64Array(resources);
  demands.forEach((needs, stream) => {
    for (const { resource, amount } of needs) used[resource]! += amount * rates[stream]!;
  });
  return used;
}

function vcpuLoad(system: System, used: Float64Array, capacity: readonly number[]): { utilization: Float64Array; saturated: Uint8Array } {
  const utilization = new Float64Array(system.vcpus.length);
  const saturated = new Uint8Array(system.vcpus.length);
  system.vcpus.forEach((vcpu, number) => {
    const full = (resource: number): number => (capacity[resource]! > 0 ? used[resource]! / capacity[resource]! : 1);
    const alone = vcpu.cores.length === 1 ? full(system.vcpus.length + vcpu.cores[0]!) : 0;
    utilization[number] = Math.max(full(number), alone);
    saturated[number] = utilization[number] > 1 - 1e-6 ? 1 : 0;
  });
  return { utilization, saturated };
}

/** Packets per aggregate: what an activation meets of one stream, bounded by the stage. */
function aggregationOf(
  system: System,
  visits: readonly (readonly Visit[])[],
  rates: Float64Array,
  load: Load,
  activity: readonly Activity[]
): Map<number, number> {
  const found = new Map<number, number>();
  visits.forEach((route, stream) => {
    for (const visit of route) {
      const most = system.stations[visit.station]!.aggregate;
      if (!visit.spec.acknowledges || most === 0 || load.items[visit.station]! <= 0) continue;
      const { batch } = activity[visit.station]!;
      const shares = streamShares(visits, rates, visit.station);
      const own = together((rates[stream]! * visit.taken) / load.items[visit.station]!, batch, clumpsOf(shares, batch, true));
      // Items may be units of several packets already, of which an aggregate holds whole ones.
      const unit = visit.packets / visit.taken;
      const pieces = Math.max(1, Math.ceil(own / Math.max(1, Math.floor(most / unit)) - 1e-9));
      found.set(visit.step, Math.max(1, (own * unit) / pieces));
    }
  });
  return found;
}

/** Shares of a station's items by stream. */
function streamShares(visits: readonly (readonly Visit[])[], rates: Float64Array, station: number): number[] {
  const own = visits
    .map((route, stream) => route.reduce((sum, visit) => (visit.station === station ? sum + rates[stream]! * visit.taken : sum), 0))
    .filter(rate => rate > 0);
  const all = own.reduce((sum, rate) => sum + rate, 0);
  return own.map(rate => rate / all);
}

/** Seconds from hand-over to the return of the acknowledgement (or response) without queueing: batches, wires, hold-offs. */
function latencies(
  system: System,
  visits: readonly (readonly Visit[])[],
  activity: readonly Activity[],
  load: Load
): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    visits,
    (route, number) => oneWay(system, number, route, activity, load) + wayBack(system, number, route, activity, load)
  );
}

function oneWay(system: System, number: number, route: readonly Visit[], activity: readonly Activity[], load: Load): number {
  const stream = system.streams[number]!;
  return passage(system, route.slice(0, stepsFrom(system, stream.forward).length), stream.datagram, activity, load);
}

function wayBack(system: System, number: number, route: readonly Visit[], activity: readonly Activity[], load: Load): number {
  const stream = system.streams[number]!;
  const packets = stream.transport === 'rpc' ? responsePackets(stream) : 1;
  return passage(system, route.slice(stepsFrom(system, stream.forward).length), packets, activity, load);
}

/** The first packet's way, and behind it the others of its message at the pace of the slowest stage that takes single packets. */
function passage(system: System, visits: readonly Visit[], packets: number, activity: readonly Activity[], load: Load): number {
  const first = visits.reduce((sum, visit) => sum + visitTime(system, visit, activity, load), 0);
  if (packets <= 1) return first;
  return first + (packets - 1) * Math.max(0, ...visits.filter(visit => visit.taken >= visit.packets).map(visit => pace(system, visit)));
}

/** Seconds between two packets that a stage lets through. */
function pace(system: System, visit: Visit): number {
  const station = system.stations[visit.station]!;
  const work =
    (visit.spec.perItem * visit.handed + visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes) /
    Math.max(visit.packets, 1e-12);
  if (station.pipe) return work / station.pipe.rate;
  if (station.device) return work / PICOSECONDS / station.device.units;
  return work / clockOf(system, station.vcpu);
}

function visitTime(system: System, visit: Visit, activity: readonly Activity[], load: Load): number {
  const station = system.stations[visit.station]!;
  const { spec, taken, handed, packets, bytes } = visit;
  const work = (items: number): number =>
    ((spec.perItem * handed + spec.perPacket * packets + spec.perByte * bytes) / Math.max(taken, 1e-12)) * items;
  if (station.pipe) return work(1) / station.pipe.rate + station.pipe.delay / PICOSECONDS;
  if (station.device) return work(1) / PICOSECONDS;
  const { batch, woken } = activity[visit.station]!;
  const clock = system.cores[system.vcpus[station.vcpu]!.cores[0]!]!.clock;
  const hold =
    station.interrupt && load.saturated[station.vcpu] === 0
      ? holdTime(station.interrupt.holdOff / PICOSECONDS, load.items[visit.station]!)
      : 0;
  return hold + (work(batch) + station.perBatch + woken * station.perWake) / clock;
}

/** Mean delay that a hold-off armed by the first packet adds: τ (1 + λτ/2) / (1 + λτ). */
export function holdTime(holdOff: number, rate: number): number {
  return (holdOff * (1 + (rate * holdOff) / 2)) / (1 + rate * holdOff);
}

/** The solution as counts of one second, so that both engines' observations are made by the same code. */
function report(system: System, solution: Solution): Observation {
  const counts = new Counts(system);
  const vcpuBusy = new Float64Array(system.vcpus.length);
  const coreBusy = new Float64Array(system.cores.length);
  const latency: (LatencySummary | undefined)[] = system.flows.map(() => undefined);
  solution.visits.forEach((route, number) => {
    const stream = system.streams[number]!;
    const rate = solution.rates[number]!;
    if (!Number.isFinite(rate)) return;
    counts.flowPackets[stream.flow]! += rate;
    counts.flowSent[stream.flow]! += Math.max(rate, stream.rate === Infinity ? rate : stream.rate / 8 / stream.payload);
    counts.flowLost[stream.flow] = counts.flowSent[stream.flow]! - counts.flowPackets[stream.flow]!;
    counts.flowBytes[stream.flow]! += rate * stream.payload;
    for (const visit of route) countVisit(system, counts, visit, rate, solution.activity[visit.station]!, solution.waits[visit.station]!);
    const time = latencyOf(system, solution, number);
    if (rate > 0) latency[stream.flow] = { count: 1, mean: Math.max(time, latency[stream.flow]?.mean ?? 0), max: time, buckets: [] };
  });
  busyTimes(system, counts, vcpuBusy, coreBusy);
  const left = Float64Array.from(system.vcpus, (vcpu, number) =>
    Math.max(0, PICOSECONDS - (vcpu.cores.length === 1 ? coreBusy[vcpu.cores[0]!]! : vcpuBusy[number]!))
  );
  const wasted = countRefusals(system, solution.visits, solution.rates, solution.latency, left, counts);
  vcpuBusy.fill(0);
  coreBusy.fill(0);
  busyTimes(system, counts, vcpuBusy, coreBusy);
  const burnt = spinning(system, coreBusy);
  burnt.vcpu.forEach((time, at) => {
    vcpuBusy[at]! += time;
  });
  burnt.core.forEach((time, at) => {
    coreBusy[at]! += time;
  });
  wasted.forEach((time, vcpu) => {
    const { cores } = system.vcpus[vcpu]!;
    burnt.vcpu[vcpu]! += time;
    for (const core of cores) burnt.core[core]! += time / cores.length;
  });
  return observe(system, {
    level: 'analytic',
    seconds: 1,
    counts,
    vcpuBusy,
    coreBusy,
    switchCycles: new Float64Array(system.domains.length),
    otherCycles: new Float64Array(system.domains.length),
    spinCycles: burnt.cycles,
    waitCycles: new Float64Array(system.domains.length),
    vcpuBurnt: burnt.vcpu,
    coreBurnt: burnt.core,
    latency,
    jobs: system.flows.map((_, number) => jobTime(system, counts, number)),
    conservation: { sent: 0, delivered: 0, dropped: 0, inFlight: 0 },
    fingerprint: 0,
    events: 0,
    notes: system.notes
  });
}

/** One way, or there and back for rpc. What a closed loop has under way and how fast it goes says how long it takes (Little). */
function latencyOf(system: System, solution: Solution, number: number): number {
  const stream = system.streams[number]!;
  const { visits, activity, load, rates } = solution;
  const closed = (stream.transport === 'rpc' || stream.transport === 'message') && stream.rate === Infinity;
  if (closed && rates[number]! > 0)
    return Math.max(0, (stream.outstanding * stream.datagram) / rates[number]! - stream.think / PICOSECONDS);
  const back = stream.transport === 'rpc' ? wayBack(system, number, visits[number]!, activity, load) : 0;
  return oneWay(system, number, visits[number]!, activity, load) + back;
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

function busyTimes(system: System, counts: Counts, vcpuBusy: Float64Array, coreBusy: Float64Array): void {
  const work = (vcpu: number, cycles: number): void => {
    const { cores } = system.vcpus[vcpu]!;
    const time = (cycles * PICOSECONDS) / system.cores[cores[0]!]!.clock;
    vcpuBusy[vcpu]! += time;
    for (const core of cores) coreBusy[core]! += time / cores.length;
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
  system.vcpus.forEach((vcpu, number) => work(number, vcpu.background * system.cores[vcpu.cores[0]!]!.clock));
}
