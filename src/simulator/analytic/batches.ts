/**
 * Batch sizes: the fixed point of load, hold-off, budget and backlog. Nobody sets them; the packet engine sees the same.
 *
 * On a vCPU that is not saturated a station's batch is what one interrupt or one batch of its feeder brings. On a saturated one
 * a backlog stands before the station that a budget a turn limits most; the others find what has come since their last turn.
 */
import { crossingsOf } from '../model/crossings.ts';
import type { StationSpec, System } from '../model/system.ts';
import { clockOf } from './burnt.ts';
import { clumpsOf, together } from './clumps.ts';
import { offeredBy } from './latency.ts';
import { Pieces } from './pieces.ts';
import type { Visit } from './routes.ts';

/** Who sends more than this of what it is offered is held back by nothing. */
const PACED = 1 - 1e-3;

/** What happens so rarely is left out, and more polls than that are polling all the time. */
const RARE = 1e-3;
const MOST_POLLS = 100;

export interface Activity {
  /** Items per activation. */
  batch: number;
  /** Share of activations that were preceded by sleep. */
  woken: number;
}

export interface Load {
  /** Items per second taken by each station. */
  readonly items: Float64Array;
  /** Of those, the ones that somebody else's work brings: another vCPU's, a wire's, a clock's. */
  readonly outside: Float64Array;
  /** Items per second taken from each feeder, by station: feeder → rate. */
  readonly from: readonly Map<number, number>[];
  /** Utilization of each vCPU, and whether it limits a stream. */
  readonly utilization: Float64Array;
  readonly saturated: Uint8Array;
  /** Packets that may stand before each station: the windows of the streams that pass it. */
  readonly backlog: Float64Array;
  /** Items that may be under way in all of what each vCPU works on. */
  readonly population: Float64Array;
  /** Stations where something begins that comes as fast as it can: they find a whole batch whenever they look. TCP sends as it hears. */
  readonly greedy: Uint8Array;
  /** Share of its vCPU that each station takes, batches and wake-ups left out. */
  readonly share: Float64Array;
  /** Stations that mostly self-clocked streams pass. */
  readonly selfClocked: Uint8Array;
  /** Stations that each station hands on to. */
  readonly targets: readonly (readonly number[])[];
  /** Where what comes back over wires to its own vCPU was sent from, and how much comes back for one item sent; −1 = nowhere. */
  readonly origin: Int32Array;
  readonly returned: Float64Array;
  /** Of a batch that was sent there, the part whose return comes by this station at once. */
  readonly piece: Float64Array;
  /** The return of a batch comes by this station without others' in between: nobody else uses the wires. */
  readonly unmixed: Uint8Array;
}

export function loadOf(
  system: System,
  visits: readonly (readonly Visit[])[],
  rates: Float64Array,
  windows: readonly number[],
  utilization: Float64Array,
  saturated: Uint8Array
): Load {
  const items = new Float64Array(system.stations.length);
  const outside = new Float64Array(system.stations.length);
  const backlog = new Float64Array(system.stations.length);
  const population = new Float64Array(system.vcpus.length);
  const greedy = new Uint8Array(system.stations.length);
  const share = new Float64Array(system.stations.length);
  const clocked = new Float64Array(system.stations.length);
  const from = system.stations.map(() => new Map<number, number>());
  const origin = new Int32Array(system.stations.length).fill(-1);
  const returned = new Float64Array(system.stations.length);
  const pieces = new Pieces(system.stations.length);
  visits.forEach((route, stream) => {
    const { rate: offered, transport } = system.streams[stream]!;
    if (offered === Infinity && transport !== 'tcp' && route.length > 0) greedy[route[0]!.station] = 1;
    let sender: Visit | undefined;
    const most = new Map<number, number>();
    let wires: number[] = [];
    const goesRound = rates[stream]! < offeredBy(system.streams[stream]!) * PACED;
    for (const visit of route) {
      const rate = rates[stream]! * visit.taken;
      items[visit.station]! += rate;
      const { vcpu } = system.stations[visit.station]!;
      if (visit.woken < 0 || system.stations[visit.woken]!.vcpu !== vcpu) outside[visit.station]! += rate;
      if (vcpu >= 0)
        share[visit.station]! +=
          (rates[stream]! * (visit.spec.perItem * visit.handed + visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes)) /
          clockOf(system, vcpu);
      if (transport === 'tcp') clocked[visit.station]! += rate;
      backlog[visit.station]! += windows[stream]! * visit.taken;
      if (vcpu >= 0) {
        most.set(vcpu, Math.max(most.get(vcpu) ?? 0, windows[stream]! * visit.taken));
        if (sender && sender.station !== visit.previous && system.stations[sender.station]!.vcpu === vcpu) {
          origin[visit.station] = sender.station;
          returned[visit.station] = visit.taken / sender.taken;
          pieces.comesBack(visit.station, rates[stream]! * sender.taken, goesRound);
          pieces.pass(visit.station, wires);
        }
        sender = visit;
        wires = [];
      } else if (sender) {
        if (wires.length === 0 && goesRound) pieces.leaves(sender.station, rates[stream]! * sender.taken);
        wires.push(visit.station);
        pieces.use(visit.station, system.stations[sender.station]!.vcpu);
      }
      from[visit.station]!.set(visit.previous, (from[visit.station]!.get(visit.previous) ?? 0) + rate);
    }
    for (const [vcpu, own] of most) population[vcpu]! += own;
  });
  const targets: number[][] = system.stations.map(() => []);
  from.forEach((feeders, station) => {
    for (const [feeder, rate] of feeders) if (feeder >= 0 && rate > 0) targets[feeder]!.push(station);
  });
  const selfClocked = Uint8Array.from(items, (rate, station) => (clocked[station]! > rate / 2 ? 1 : 0));
  return {
    items,
    outside,
    from,
    utilization,
    saturated,
    backlog,
    population,
    greedy,
    share,
    selfClocked,
    targets,
    origin,
    returned,
    ...pieces.of(origin, items)
  };
}

/** Stations in an order in which feeders come first, as far as routes have one. */
export function inOrder(system: System, visits: readonly (readonly Visit[])[]): number[] {
  const order = new Set<number>();
  for (const route of visits) for (const visit of route) if (system.stations[visit.station]!.kind === 'thread') order.add(visit.station);
  return [...order];
}

export function activities(system: System, load: Load, order: readonly number[], before: readonly Activity[]): Activity[] {
  const found: Activity[] = system.stations.map((_, at) => ({ ...before[at]! }));
  const turns = Float64Array.from(system.vcpus, (_, vcpu) => (load.saturated[vcpu] === 1 ? turnOf(system, load, vcpu) : 0));
  for (const station of order) found[station] = activity(system, load, turns, station, found);
  return found;
}

/**
 * Seconds that a saturated vCPU needs to go round its stations: a backlog stands before the one that would need longest for it
 * at one budget a turn, and the others find at each turn what has come since the last.
 */
function turnOf(system: System, load: Load, vcpu: number): number {
  let turn = Infinity;
  for (const at of crossingsOf(system).stations[vcpu]!) {
    if (load.items[at]! > 0 && system.stations[at]!.full !== 'refuse') turn = Math.min(turn, capOf(system, load, at) / load.items[at]!);
  }
  return turn;
}

/** Items of one activation at the most: its budget, or all there are. */
function capOf(system: System, load: Load, number: number): number {
  return Math.max(1, Math.min(system.stations[number]!.budget, load.backlog[number]!));
}

function activity(system: System, load: Load, turns: Float64Array, number: number, found: readonly Activity[]): Activity {
  const station = system.stations[number]!;
  const rate = load.items[number]!;
  if (rate <= 0) return { batch: 1, woken: 1 };
  const feeder = mainFeeder(load, number);
  const local = feeder >= 0 && system.stations[feeder]!.vcpu === station.vcpu;
  const cap = capOf(system, load, number);
  const burst = burstAt(system, load, number, found);
  if (load.saturated[station.vcpu] === 1) {
    const back = comesBack(load, number, found);
    // What it is paid for each batch and wake-up keeps the vCPU as busy as the items do.
    const { batch, woken } = found[number]!;
    const paid = (rate / batch) * (station.perBatch + woken * station.perWake);
    const taken = load.share[number]! + paid / clockOf(system, station.vcpu);
    return inTurn(station, rate, taken, turns[station.vcpu]!, cap, burst, { items: back, unmixed: load.unmixed[number] === 1 });
  }
  if (station.wake === 'interrupt') return interruptDriven(system, load, number, cap, burst);
  if (feeder < 0) return { batch: load.greedy[number] === 1 ? cap : 1, woken: 1 };
  return {
    batch: Math.min(cap, burst),
    woken: local ? 1 : 1 - Math.min(1, metOf(load, station.vcpu, load.utilization[station.vcpu]!)) * 0.5
  };
}

/** How busy an arrival finds a vCPU that is so busy: with the others of all that may be under way, not with itself. */
export function metOf({ population }: Load, vcpu: number, busy: number): number {
  const others = Math.max(0, population[vcpu]! - 1);
  return busy * (Number.isFinite(others) ? others / (others + 1) : 1);
}

/** What one poll of a queue answers goes out in one piece, and comes back in one piece: so much at once, of a batch that was sent. */
function comesBack(load: Load, number: number, found: readonly Activity[]): number {
  const origin = load.origin[number]!;
  return origin < 0 || load.selfClocked[number] === 0 ? 1 : found[origin]!.batch * load.piece[number]! * load.returned[number]!;
}

/** What comes back at once of what was sent at once. */
interface Returning {
  readonly items: number;
  readonly unmixed: boolean;
}

/** On a saturated vCPU: a budget where the backlog stands, and there it never sleeps; elsewhere what a turn brings. */
function inTurn(station: StationSpec, rate: number, share: number, turn: number, cap: number, burst: number, back: Returning): Activity {
  // An interrupt comes its hold-off after the first packet, and then waits for the rest of what the vCPU is at.
  const gap = station.interrupt?.adaptive ? adaptiveGap(rate) : (station.interrupt?.gap ?? 0) / 1e12;
  const held = station.interrupt ? Math.max(1 + rate * (station.interrupt.holdOff / 1e12 + turn / 2), rate * gap) : 0;
  const found = Math.max(1, rate * turn, burst, back.items);
  // What has come while it worked it finds when it looks again, and polls on: no interrupt, and nothing that holds one off.
  const polls = station.interrupt ? 1 - Math.exp((-share * Math.min(cap, found)) / Math.max(1, Math.min(found, back.items))) : 0;
  const batch = Math.min(cap, found + (1 - polls) * Math.max(0, held - found));
  // How far from standing in a backlog: in between, it finds some more sometimes. So does a station that takes its time, unless
  // all comes in one piece.
  const spare = cap / (rate * turn) - 1;
  const more = back.unmixed && batch <= back.items ? 0 : share * batch;
  return { batch, woken: Math.max(0, Math.min(1, 2 * spare)) * (1 - Math.min(1, more) / 2) };
}

/** Packets per interrupt: what arrives while it is held off and while the poll itself runs; polls of up to the budget. */
function interruptDriven(system: System, load: Load, number: number, cap: number, burst: number): Activity {
  const station = system.stations[number]!;
  const rate = load.items[number]!;
  const { holdOff, gap, adaptive } = station.interrupt!;
  const idle = Math.max(0.02, 1 - load.utilization[station.vcpu]!);
  const least = adaptive ? rate * adaptiveGap(rate) : (rate * gap) / 1e12;
  const held = (rate * holdOff) / 1e12;
  if (burst > 1 && least < burst) {
    // Bursts come evenly: one after the other while the poll is not done with the one before.
    const bursts = Math.max(1, held / burst / idle, 0.02 / idle);
    return { batch: Math.min(cap, burst), woken: 1 / bursts };
  }
  const perInterrupt = Math.min(load.backlog[number]!, Math.max(1, (1 + held) / idle, least));
  const first = Math.min(perInterrupt, Math.max(1 + held, least));
  const polls = Math.max(perInterrupt / cap, pollsFrom(first, cap, { own: load.share[number]!, all: 1 - idle }));
  return { batch: Math.max(1, perInterrupt / polls), woken: 1 / polls };
}

/**
 * Polls from an interrupt until one leaves nothing behind: whether anything has come while it worked decides if there is another,
 * and that finds what has come since, while others of the vCPU took their turns, too.
 * @param busy how much comes during a poll, and from one to the next, for each item of it
 */
function pollsFrom(first: number, cap: number, busy: { readonly own: number; readonly all: number }): number {
  let polls = 0;
  let reached = 1;
  for (let found = first; reached > RARE && polls < MOST_POLLS;) {
    const taken = Math.min(found, cap);
    polls += reached;
    if (found <= cap) reached *= Math.min(1, taken * busy.own);
    found = Math.max(1, found - taken + taken * busy.all);
  }
  return polls;
}

/** Seconds between interrupts that adaptive moderation settles at, coming from the shortest. */
export function adaptiveGap(rate: number): number {
  let gap = 1 / 100_000;
  if (rate * gap >= 4) gap = 1 / 20_000;
  if (rate * gap >= 24) gap = 1 / 8_000;
  return gap;
}

/** Items that come at once: what one activation of the feeder hands on, by this station's share; wires and devices string them out. */
function burstAt(system: System, load: Load, number: number, found: readonly Activity[]): number {
  const feeder = mainFeeder(load, number);
  const source = found[feeder];
  if (!source || system.stations[feeder]!.kind !== 'thread') return 1;
  const targets = load.targets[feeder]!;
  const rates = targets.map(target => load.from[target]!.get(feeder)!);
  const whole = rates.reduce((sum, rate) => sum + rate, 0);
  const handed = (source.batch * whole) / load.items[feeder]!;
  if (!(handed > 1)) return 1;
  const shares = rates.map(rate => rate / whole);
  return together(shares[targets.indexOf(number)]!, handed, clumpsOf(shares, handed, load.selfClocked[feeder] === 1));
}

function mainFeeder(load: Load, number: number): number {
  let best = -1;
  let most = 0;
  for (const [feeder, rate] of load.from[number]!) {
    if (rate > most) {
      best = feeder;
      most = rate;
    }
  }
  return best;
}
