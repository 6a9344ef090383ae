/**
 * How long a packet is under way, and what that lets a window or a closed loop send.
 *
 * Below saturation: work, wires and hold-offs, and what is met on the way (`queueing.ts`). Beyond it a queue stands somewhere, and
 * how long it is says who fills it: a window or a closed loop has so much under way and goes so fast (Little's law, latency =
 * outstanding ÷ throughput); who does not listen fills the queue in front of what is full.
 */
import { PICOSECONDS } from '../kernel/time.ts';
import { stepsFrom } from '../model/crossings.ts';
import type { StationSpec, StreamSpec, System } from '../model/system.ts';
import { adaptiveGap, type Activity, type Load } from './batches.ts';
import { clockOf } from './burnt.ts';
import { switchCyclesOf, switchesAt, type Sharing } from './cores.ts';
import type { Solution } from './fixed-point.ts';
import type { Queueing } from './queueing.ts';
import { payloadOf, responsePackets, type Visit } from './routes.ts';

/** Datagrams that a sender which goes as fast as it can keeps in its own socket. */
const READY = 64;
/** Of its largest window, what a sender that runs into losses has under way on average: Reno goes between half and all of it. */
const SAWTOOTH = 3 / 4;
const REACHED = 1 - 1e-3;

/** What is known of a round when latencies are asked for. */
export interface Going {
  readonly visits: readonly (readonly Visit[])[];
  readonly rates: Float64Array;
  readonly activity: readonly Activity[];
  readonly load: Load;
  readonly queueing: Queueing;
  readonly sharing: Sharing;
}

/** As fast as it can, with so many requests or messages under way. */
export function isClosed(stream: StreamSpec): boolean {
  return (stream.transport === 'rpc' || stream.transport === 'message') && stream.rate === Infinity;
}

/** Packets per second that a stream offers; Infinity: as many as it can. */
export function offeredBy(stream: StreamSpec): number {
  return stream.rate === Infinity ? Infinity : stream.rate / 8 / payloadOf(stream);
}

/** Packets per second at the most: what is offered, and what the window lets through per round trip. */
export function limitOf(stream: StreamSpec, latency: number): number {
  if (stream.transport === 'tcp') return Math.min(offeredBy(stream), latency > 0 ? stream.window / latency : Infinity);
  if (!isClosed(stream)) return offeredBy(stream);
  const think = stream.think / PICOSECONDS;
  return latency + think > 0 ? (stream.outstanding * stream.datagram) / (latency + think) : Infinity;
}

/** Seconds from hand-over to the return of the acknowledgement (or response), queues that stand for good left out. */
export function latencies(system: System, going: Going): Float64Array<ArrayBuffer> {
  return Float64Array.from(system.streams, (_, number) => roundTrip(system, going, number));
}

function roundTrip(system: System, going: Going, number: number): number {
  const time = oneWay(system, going, number) + wayBack(system, going, number);
  if (!listens(system.streams[number]!)) return time;
  // A lump that goes round finds the same interrupt at each turn: it comes no sooner than that may be raised again.
  return Math.max(time, ...going.visits[number]!.map(visit => gapOf(system.stations[visit.station]!, going.load.items[visit.station]!)));
}

/** Sends because something has come back. */
export function listens(stream: StreamSpec): boolean {
  return stream.transport === 'tcp' ? stream.rate === Infinity : isClosed(stream);
}

function oneWay(system: System, going: Going, number: number): number {
  const stream = system.streams[number]!;
  return passage(system, going, number, going.visits[number]!.slice(0, stepsFrom(system, stream.forward).length), stream.datagram);
}

function wayBack(system: System, going: Going, number: number): number {
  const stream = system.streams[number]!;
  const packets = stream.transport === 'rpc' ? responsePackets(stream) : 1;
  return passage(system, going, number, going.visits[number]!.slice(stepsFrom(system, stream.forward).length), packets);
}

/** The first packet's way, and behind it the others of its message at the pace of the slowest stage that takes single packets. */
function passage(system: System, going: Going, number: number, visits: readonly Visit[], packets: number): number {
  const first = visits.reduce(
    (sum, visit, at) => sum + visitTime(system, going, number, visit) + tellingTime(system, going, visit, visits[at + 1]),
    0
  );
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

function visitTime(system: System, going: Going, number: number, visit: Visit): number {
  const { activity, load, queueing, visits } = going;
  const station = system.stations[visit.station]!;
  const { spec, taken, handed, packets, bytes, previous } = visit;
  const work = (items: number): number =>
    ((spec.perItem * handed + spec.perPacket * packets + spec.perByte * bytes) / Math.max(taken, 1e-12)) * items;
  // What goes round begins where it came to an end.
  const before = previous < 0 && listens(system.streams[number]!) ? visits[number]!.at(-1)!.station : previous;
  const feeder = before >= 0 ? system.stations[before]! : undefined;
  // Who is fed by its own vCPU comes next there.
  const waits = station.vcpu >= 0 && feeder?.vcpu === station.vcpu ? 0 : queueing.wait(number, visits[number]!, visit.station);
  // An arbiter only decides who is next; the time on the wire is the wire's.
  if (station.pipe) return waits + (station.classes.length > 0 ? 0 : work(1) / station.pipe.rate) + station.pipe.delay / PICOSECONDS;
  if (station.device) return waits + work(1) / PICOSECONDS;
  const { batch, woken } = activity[visit.station]!;
  const hold = load.saturated[station.vcpu] === 0 ? heldOff(station, load, visit.station, listens(system.streams[number]!)) : 0;
  const switches = switchesAt(system, visit, activity[visit.station]!, going.sharing) * (batch / Math.max(taken, 1e-12));
  const cycles = work(batch) + station.perBatch + woken * station.perWake + switches * switchCyclesOf(system, station.vcpu);
  return waits + hold + cycles / clockOf(system, station.vcpu);
}

/** Seconds that an activation takes because of whom the ones before have woken: who tells pays with its next. */
function tellingTime(system: System, { activity }: Going, visit: Visit, next: Visit | undefined): number {
  const { vcpu } = system.stations[visit.station]!;
  if (!next || vcpu < 0) return 0;
  const told = activity[next.station]!;
  const activations = (activity[visit.station]!.batch / Math.max(visit.taken, 1e-12)) * (next.taken / told.batch);
  return (activations * told.woken * system.stations[next.station]!.perNotify) / clockOf(system, vcpu);
}

/** Seconds that the NIC keeps an arrival from its interrupt. */
function heldOff(station: StationSpec, load: Load, number: number, listening: boolean): number {
  if (!station.interrupt) return 0;
  const holdOff = station.interrupt.holdOff / PICOSECONDS;
  const rate = load.items[number]!;
  // Closed loops that share an interrupt come to wait for it together, each time from its beginning.
  if (listening) return holdOff;
  const gap = gapOf(station, rate);
  return holdTime(holdOff, rate) + ((gap / 2) * rate * gap) / (1 + rate * gap);
}

/** Seconds between two interrupts at the least. */
function gapOf(station: StationSpec, rate: number): number {
  if (!station.interrupt) return 0;
  return station.interrupt.adaptive ? adaptiveGap(rate) : station.interrupt.gap / PICOSECONDS;
}

/** Mean delay that a hold-off armed by the first packet adds: τ (1 + λτ/2) / (1 + λτ). */
export function holdTime(holdOff: number, rate: number): number {
  return (holdOff * (1 + (rate * holdOff) / 2)) / (1 + rate * holdOff);
}

/** Mean latency of a stream as a run reports it: one way, or there and back for rpc. */
export function latencyOf(system: System, solution: Solution, number: number): number {
  const stream = system.streams[number]!;
  const rate = solution.rates[number]!;
  const [there, back] = [oneWay(system, solution, number), wayBack(system, solution, number)];
  const [stoodThere, stoodBack] = stood(system, solution, number);
  const light = there + stoodThere + (stream.transport === 'rpc' ? back + stoodBack : 0);
  if (!(rate > 0)) return light;
  if (isClosed(stream)) return Math.max(0, (stream.outstanding * stream.datagram) / rate - stream.think / PICOSECONDS);
  if (rate >= offeredBy(stream) * REACHED) return light;
  if (stream.transport === 'tcp') return Math.max(light, outstanding(system, solution, number) / rate - back - stoodBack);
  return light + standing(system, solution, number);
}

/** Seconds in standing queues before wires, on the way there and on the way back. */
function stood(system: System, { visits, delays }: Solution, number: number): [there: number, back: number] {
  const steps = stepsFrom(system, system.streams[number]!.forward).length;
  const sum = (route: readonly Visit[]): number => route.reduce((time, visit) => time + delays[visit.station]!, 0);
  return [sum(visits[number]!.slice(0, steps)), sum(visits[number]!.slice(steps))];
}

/** Packets of a window that are under way: all of them, unless a queue that drops has no room for them. */
function outstanding(system: System, solution: Solution, number: number): number {
  const { window } = system.streams[number]!;
  const room = Math.min(
    ...solution.visits[number]!.map(visit => {
      const { capacity, full } = system.stations[visit.station]!;
      const backlog = solution.load.backlog[visit.station]!;
      return full === 'drop' && visit.bytes > 0 && solution.queueing.isFull(visit.station) && backlog > capacity
        ? (window * capacity) / backlog
        : Infinity;
    })
  );
  return room < window ? SAWTOOTH * Math.max(room, window / 4) : window;
}

/** Seconds in the queues that a sender which does not listen fills: those up to what is full. */
function standing(system: System, { visits, load, queueing }: Solution, number: number): number {
  const route = visits[number]!;
  const full = route.findIndex(visit => queueing.isFull(visit.station));
  return route.slice(0, full + 1).reduce((sum, visit, at) => {
    const { capacity, full: when, kind } = system.stations[visit.station]!;
    const rate = (load.items[visit.station]! * visit.packets) / Math.max(visit.taken, 1e-12);
    const greedy = at === 0 && kind === 'thread' && system.streams[number]!.rate === Infinity;
    const places = greedy ? READY : (when === 'wait' || at === full) && Number.isFinite(capacity) ? capacity : 0;
    return rate > 0 ? sum + places / rate : sum;
  }, 0);
}
