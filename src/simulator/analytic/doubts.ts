/**
 * Where the estimator's assumptions do not hold, in words for whoever reads the estimate. What it says nothing about should agree
 * with the packet engine within 3 %; a test over generated machines looks (`XNET_AGREEMENT_RUNS` makes it look at thousands).
 */
import { PICOSECONDS } from '../kernel/time.ts';
import { stepsFrom } from '../model/crossings.ts';
import type { StreamSpec, System } from '../model/system.ts';
import { burstsOn, comesBunched, comesPiecemeal } from './bunches.ts';
import type { Cores } from './cores.ts';
import type { Solution } from './fixed-point.ts';
import { isClosed, limitOf, offeredBy } from './latency.ts';
import { payloadOf, type Visit } from './routes.ts';
import type { Demand } from './sharing.ts';

/** What the fixed point knows beside its solution when it is over. */
export interface Ending {
  readonly cores: Cores;
  readonly demands: readonly (readonly Demand[])[];
  readonly used: Float64Array;
  readonly capacity: ArrayLike<number>;
  readonly busy: Float64Array;
  readonly settled: boolean;
  /** Streams whose senders fall behind what their applications write. */
  readonly late: ReadonlySet<number>;
}

const DOUBT = 'estimate: ';

/** Whether a note of an estimate says that the estimate is not to be relied on. */
export function isDoubt(note: string): boolean {
  return note.startsWith(DOUBT);
}

/** Nearer to its end than this, a resource counts as used up. */
const NEARLY = 0.97;
/** Of its budget a turn, from which on a station falls behind when a few turns are long. */
const NEARLY_ALL = 0.9;
/** Of cores that several domains share, from which on they are in each other's way: what switches cost is known to some 20 %. */
const CROWDED = 0.85;
/** The same where they wander over several: who finds which core idle is chance. */
const WANDERING = 0.5;
/** Of its cap, from which on a domain may meet it in one of the scheduler's periods. */
const CAPPED = 0.7;
/** A window or a closed loop that lets through less than this many times what comes out is felt. */
const AMPLE = 3;
/** Share of a round trip that is wires and thinking, from which on the rest does not matter. */
const FIXED = 0.9;
/** bit/s: a sender that gives way and gets less is starved. */
const STARVED = 1e4;
/** Units and aggregates of several packets that a window must hold to be more than a few lumps. */
const UNITS = 8;
/** Share of a vCPU that goes into interrupts and polls, from which on their number matters. */
const PAID = 0.01;

export function doubtsOf(system: System, solution: Solution, ending: Ending): string[] {
  return [
    ...overload(system, solution, ending),
    ...gathering(system, ending),
    ...losses(system, solution),
    ...bursts(system),
    ...timing(system, solution, ending),
    ...competition(system, ending),
    ...unlike(system, solution, ending),
    ...moderated(system, solution, ending),
    ...gathered(system, solution, ending),
    ...returning(system, solution, ending),
    ...bothWays(system, solution, ending),
    ...(ending.settled ? [] : [DOUBT + 'batches and rates did not settle; simulate'])
  ];
}

function named(system: System, streams: readonly number[]): string {
  const names = namesOf(system, streams);
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** The flows as those who do something: `rx shares`, `rx, tx share`. */
function subject(system: System, streams: readonly number[], one: string, several: string): string {
  return `${named(system, streams)} ${namesOf(system, streams).length === 1 ? one : several}`;
}

function namesOf(system: System, streams: readonly number[]): readonly string[] {
  return [...new Set(streams.map(stream => system.flows[system.streams[stream]!.flow]!.name))];
}

function where(system: System, holds: (stream: StreamSpec, number: number) => boolean): number[] {
  return system.streams.flatMap((stream, number) => (!stream.onDemand && holds(stream, number) ? [number] : []));
}

/** Work spent on what is dropped later, and whom the drops hit, is a matter of moments. */
function overload(system: System, solution: Solution, ending: Ending): string[] {
  const { rates, visits } = solution;
  const { used, capacity } = ending;
  const held = standingBefore(system, solution, ending);
  const isFull = (resource: number): boolean => used[resource]! >= NEARLY * capacity[resource]!;
  const over = where(system, (stream, number) => {
    const offered = offeredBy(stream);
    if (offered === 0) return false;
    if (offered !== Infinity && fallsBehind(system, solution, held, number)) return true;
    if (isClosed(stream) || stream.transport === 'tcp')
      return rates[number]! * payloadOf(stream) * 8 < Math.min(STARVED, offered * payloadOf(stream) * 4);
    // Nothing tells a sender of datagrams what becomes of them behind the first queue that drops.
    if (offered === Infinity && fullBehind(system, visits[number]!.slice(0, stepsFrom(system, stream.forward).length), isFull))
      return wireRate(system, stream) === 0 || rates[number]! < wireRate(system, stream) * (1 - 1e-3);
    return rates[number]! < (offered === Infinity ? wireRate(system, stream) : offered) * (1 - 1e-3);
  });
  return over.length === 0
    ? []
    : [`${DOUBT}${named(system, over)} cannot carry what is offered; what is dropped, and where, takes a simulation`];
}

/** Writes gather behind a late sender until their units are large enough to keep up, or whole; how large that is, is not known here. */
function gathering(system: System, { late }: Ending): string[] {
  return late.size === 0
    ? []
    : [
        `${DOUBT}${subject(system, [...late], 'falls', 'fall')} behind what is written, which gathers to larger units; how large takes a simulation`
      ];
}

/**
 * Whether a sender at a rate of its own needs more turns of a full vCPU than there are: stations take turns, each with a budget,
 * and how long a round takes is for those to say who stand before theirs with all they have.
 */
function fallsBehind(system: System, { visits, load }: Solution, { turns, stations }: Standing, number: number): boolean {
  return visits[number]!.some(({ station }) => {
    const { vcpu, budget } = system.stations[station]!;
    return turns.has(vcpu) && !stations.has(station) && load.items[station]! * turns.get(vcpu)! > budget * NEARLY_ALL;
  });
}

/** Where streams stand that a full vCPU holds back, and the seconds it takes to go round its stations. */
interface Standing {
  readonly stations: ReadonlySet<number>;
  readonly turns: ReadonlyMap<number, number>;
}

function standingBefore(system: System, { visits, rates, load, latency }: Solution, { used, capacity }: Ending): Standing {
  const stations = new Set<number>();
  const turns = new Map<number, number>();
  visits.forEach((route, stream) => {
    const spec = system.streams[stream]!;
    if (!(rates[stream]! > 0) || rates[stream]! >= Math.min(offeredBy(spec), limitOf(spec, latency[stream]!)) * (1 - 1e-3)) return;
    for (const { station } of route) {
      const { vcpu, budget } = system.stations[station]!;
      if (vcpu < 0 || used[vcpu]! < NEARLY * capacity[vcpu]!) continue;
      stations.add(station);
      const turn = Math.max(1, Math.min(budget, load.backlog[station]!)) / load.items[station]!;
      turns.set(vcpu, Math.min(turns.get(vcpu) ?? Infinity, turn));
    }
  });
  return { stations, turns };
}

/** Whether something is full that holds nobody back: it lies behind a queue that drops, or a wire, and nothing before is its worker's. */
function fullBehind(system: System, route: readonly Visit[], isFull: (resource: number) => boolean): boolean {
  // Up to the wire a transmit ring makes its feeders wait.
  const drops = route.findIndex((visit, at) => at > 0 && system.stations[visit.station]!.full === 'drop' && visit.spec.ring < 0);
  if (drops < 0) return false;
  const felt = new Set(route.slice(0, drops).flatMap(visit => workersOf(system, visit)));
  return route.slice(drops).some(visit => workersOf(system, visit).some(resource => !felt.has(resource) && isFull(resource)));
}

/** The vCPU that works at a visit, the core it is pinned to and the cap of its domain; or the wire or device. */
function workersOf(system: System, { station }: Visit): number[] {
  const { vcpu } = system.stations[station]!;
  const cores = system.vcpus.length;
  const domains = cores + system.cores.length;
  if (vcpu < 0) return [domains + system.domains.length + station];
  return [vcpu, ...system.vcpus[vcpu]!.cores.map(core => cores + core), domains + system.vcpus[vcpu]!.domain];
}

/** A peer that goes as fast as it can fills its wire; anybody else goes as fast as its own stack. */
function wireRate(system: System, stream: StreamSpec): number {
  const step = system.steps[stream.forward]!;
  const { pipe } = system.stations[step.station]!;
  return pipe ? pipe.rate / (step.perPacket + step.perByte * stream.payload) : 0;
}

function losses(system: System, { visits, load, queueing }: Solution): string[] {
  const lossy = where(
    system,
    (stream, number) =>
      visits[number]!.some(visit => {
        const { capacity, full, pipe } = system.stations[visit.station]!;
        if (pipe && pipe.loss > 0) return true;
        const room = pipe ? pipe.buffer / Math.max(1, visit.bytes) : capacity;
        return full === 'drop' && queueing.isFull(visit.station) && load.backlog[visit.station]! > room;
      }) && stream.transport === 'tcp'
  );
  return lossy.length === 0
    ? []
    : [`${DOUBT}the windows of ${named(system, lossy)} do not fit the queue before what is full; TCP runs into losses`];
}

/** What comes in bursts is worked on in larger batches and waits for itself; here arrivals are even. */
function bursts(system: System): string[] {
  const bursty = where(system, ({ arrival, rate }) => (arrival === 'onoff' || arrival === 'trace') && rate > 0 && rate < Infinity);
  return bursty.length === 0
    ? []
    : [
        `${DOUBT}${subject(system, bursty, 'comes', 'come')} in bursts, of which only the mean is known here: batches are larger, latencies longer`
      ];
}

/** Whether what goes round is held back by how long that takes, not by what it passes. */
function timing(system: System, { visits, latency, rates }: Solution, { used, capacity, demands }: Ending): string[] {
  const felt = where(system, (stream, number) => {
    if (!(rates[number]! > 0)) return false;
    const { unit, window, transport } = stream;
    const merged = visits[number]!.reduce(
      (most, visit) => (visit.spec.acknowledges ? Math.max(most, visit.packets / visit.handed) : most),
      1
    );
    if (transport === 'tcp' && Math.max(unit, merged) > 1 && window < UNITS * Math.max(unit, merged)) return true;
    if (!isClosed(stream) && transport !== 'tcp') return false;
    // Whether a vCPU that a closed loop keeps busy sleeps between two of it, and pays for waking, is a matter of moments.
    if (
      isClosed(stream) &&
      demands[number]!.some(({ resource }) => resource < system.vcpus.length && used[resource]! >= NEARLY * capacity[resource]!)
    )
      return true;
    const limit = limitOf({ ...stream, rate: Infinity }, latency[number]!);
    if (limit >= AMPLE * rates[number]!) return false;
    const wires =
      visits[number]!.reduce((sum, visit) => sum + (system.stations[visit.station]!.pipe?.delay ?? 0), stream.think) / PICOSECONDS;
    const alone = demands[number]!.every(
      ({ resource, amount }) => used[resource]! <= amount * rates[number]! * (1 + 1e-6) || !Number.isFinite(capacity[resource]!)
    );
    const single = isClosed(stream) && stream.outstanding === 1 && alone && quiet(system, number, demands);
    return wires < FIXED * (latency[number]! + stream.think / PICOSECONDS) && !single;
  });
  return felt.length === 0
    ? []
    : [
        `${DOUBT}the round trip says how fast ${subject(system, felt, 'goes', 'go')}; its mean is good to some 20 %, and less so where queues stand`
      ];
}

/** Nobody's other work is in the way. */
function quiet(system: System, stream: number, demands: readonly (readonly Demand[])[]): boolean {
  return demands[stream]!.every(({ resource }) => resource >= system.vcpus.length || system.vcpus[resource]!.background === 0);
}

/** Who runs when, where several want a core, is the scheduler's; here only shares of time are. */
function competition(system: System, { cores, busy, used, capacity }: Ending): string[] {
  const found: string[] = [];
  for (const pool of cores.pools) {
    const asked = pool.vcpus.reduce(
      (sum, vcpu) => sum + (system.vcpus[vcpu]!.spins ? 1 : Math.min(1, busy[vcpu]! + system.vcpus[vcpu]!.background)),
      0
    );
    const wander = pool.cores.length > 1;
    if (pool.vcpus.length > pool.cores.length && asked >= (wander ? WANDERING : CROWDED) * pool.cores.length)
      found.push(system.cores[pool.cores[0]!]!.name);
  }
  const capped = system.domains.flatMap((domain, number) => {
    const resource = system.vcpus.length + system.cores.length + number;
    if (domain.cap === Infinity) return [];
    const spins = domain.vcpus.some(vcpu => system.vcpus[vcpu]!.spins);
    const asked = domain.vcpus.reduce((sum, vcpu) => sum + busy[vcpu]! + system.vcpus[vcpu]!.background, 0);
    return spins || used[resource]! >= CAPPED * capacity[resource]! || asked >= CAPPED * domain.cap ? [domain.name] : [];
  });
  return [
    ...(found.length === 0
      ? []
      : [`${DOUBT}several domains want all of ${found.slice(0, 3).join(', ')}; whose turn it is takes a simulation`]),
    ...(capped.length === 0
      ? []
      : [`${DOUBT}${capped.slice(0, 3).join(', ')} runs into its cap, in bursts and pauses that a mean does not have`])
  ];
}

/** Sizes on a wire, in steps of a factor of two. */
function sizeOf(bits: number): string {
  return Math.round(Math.log2(bits)).toString();
}

/** Equal shares are what streams that are alike get; others are favoured by their batches, units or windows. */
function unlike(system: System, { rates, visits, latency }: Solution, { demands, used, capacity }: Ending): string[] {
  const kinds = new Map<number, Set<string>>();
  const odd = new Set<number>();
  demands.forEach((needs, stream) => {
    const spec = system.streams[stream]!;
    if (rates[stream]! >= Math.min(offeredBy(spec), limitOf(spec, latency[stream]!)) * (1 - 1e-3)) return;
    const kind = [
      spec.transport,
      spec.payload,
      spec.unit,
      spec.window,
      ...visits[stream]!.map(visit => system.stations[visit.station]!.label)
    ].join();
    for (const { resource, amount } of needs) {
      const pipe = system.stations[resource - system.vcpus.length - system.cores.length - system.domains.length]?.pipe;
      if (!(amount > 0) || used[resource]! < NEARLY * capacity[resource]!) continue;
      const there = kinds.get(resource) ?? new Set();
      // A wire is shared by windows, and that is known; but not what those get who pass it with acknowledgements or smaller packets.
      kinds.set(resource, there.add(pipe ? sizeOf(amount) : kind));
      if (there.size > 1) odd.add(stream);
    }
  });
  return odd.size === 0
    ? []
    : [`${DOUBT}${subject(system, [...odd], 'shares', 'share')} a limit with streams of another kind; here all get the same of it`];
}

/** An interrupt that may come only so often, on a vCPU that always has something else to do: what a poll finds depends on who is next. */
function moderated(system: System, { load, activity }: Solution, { used, capacity }: Ending): string[] {
  const paid = new Float64Array(system.vcpus.length);
  const held = system.stations.filter((station, number) => {
    if (!station.interrupt || !(station.interrupt.gap > 0) || !(load.items[number]! > 0)) return false;
    if (used[station.vcpu]! < NEARLY * capacity[station.vcpu]!) return false;
    const { batch } = activity[number]!;
    // Before what a backlog stands, that polls all the time.
    if (batch >= Math.min(station.budget, load.backlog[number]!) * NEARLY) return false;
    paid[station.vcpu]! += (load.items[number]! / batch) * (station.perBatch + station.perWake);
    return true;
  });
  const found = held.filter(({ vcpu }) => paid[vcpu]! > PAID * capacity[vcpu]!);
  const names = found.map(station => station.place);
  return names.length === 0
    ? []
    : [`${DOUBT}${names.slice(0, 3).join(', ')} is held off on a vCPU that is busy all the time; what a poll finds takes a simulation`];
}

/** Streams that their own sender holds back come in its batches; how these meet the receiver's interrupts says what is merged. */
function gathered(system: System, { visits, rates, load }: Solution, { used, capacity }: Ending): string[] {
  const isFull = (vcpu: number): boolean => vcpu >= 0 && used[vcpu]! >= NEARLY * capacity[vcpu]!;
  const streams = visits.map(route => route.find(visit => visit.spec.acknowledges && system.stations[visit.station]!.aggregate > 0));
  const merged = where(system, ({ transport }, number) => {
    const at = streams[number];
    if (!at || transport !== 'tcp' || !(rates[number]! > 0)) return false;
    const sender = system.stations[visits[number]![0]!.station]!.vcpu;
    const strung = visits[number]!.some(visit => visit.step < at.step && system.stations[visit.station]!.pipe);
    return strung && isFull(sender) && !isFull(system.stations[at.station]!.vcpu) && load.items[at.station]! > 0;
  });
  return merged.length === 0
    ? []
    : [`${DOUBT}${subject(system, merged, 'is', 'are')} merged on arrival as the sender's batches happen to meet; simulate`];
}

/** How acknowledgements come back to a sender that its vCPU holds back, and what it is paid for taking them. */
function returning(system: System, solution: Solution, { used, capacity }: Ending): string[] {
  const busy = {
    isFull: (vcpu: number): boolean => used[vcpu]! >= NEARLY * capacity[vcpu]!,
    isCrowded: (vcpu: number): boolean => used[vcpu]! >= CROWDED * capacity[vcpu]!
  };
  const tcp = (holds: (stream: number) => boolean): number[] =>
    where(system, ({ transport }, number) => transport === 'tcp' && solution.rates[number]! > 0 && holds(number));
  const bursts = burstsOn(system, solution);
  const behind = tcp(stream => comesBunched(system, solution, busy, bursts, stream));
  const alone = tcp(stream => comesPiecemeal(system, solution, busy, stream));
  return [
    ...(behind.length === 0
      ? []
      : [
          `${DOUBT}${subject(system, behind, 'shares', 'share')} a wire with long bursts of others; how acknowledgements come back takes a simulation`
        ]),
    ...(alone.length === 0
      ? []
      : [
          `${DOUBT}acknowledgements of ${named(system, alone)} come back one by one to a busy vCPU; how often they wake it takes a simulation`
        ])
  ];
}

/** Of two queues that stand, before a wire there and one back, windows fill the sum; how it divides nothing says. */
function bothWays(system: System, { visits, delays }: Solution, { used, capacity }: Ending): string[] {
  const first = system.vcpus.length + system.cores.length + system.domains.length;
  const stands = (station: number): boolean => delays[station]! > 0 || used[first + station]! >= NEARLY * capacity[first + station]!;
  const held = where(system, ({ transport, forward }, number) => {
    if (transport !== 'tcp') return false;
    const there = stepsFrom(system, forward).length;
    const wires = visits[number]!.map(({ station }) => system.stations[station]!.pipe !== undefined && stands(station));
    return wires.slice(0, there).includes(true) && wires.slice(there).includes(true);
  });
  return held.length === 0
    ? []
    : [`${DOUBT}${subject(system, held, 'waits', 'wait')} before full wires on both ways; whose queue is longer is chance`];
}
