/** How long a packet is under way, and what that lets a window or a closed loop send. */
import { PICOSECONDS } from '../kernel/time.ts';
import { stepsFrom } from '../model/crossings.ts';
import type { StreamSpec, System } from '../model/system.ts';
import type { Activity, Load } from './batches.ts';
import { clockOf } from './burnt.ts';
import type { Solution } from './fixed-point.ts';
import { responsePackets, type Visit } from './routes.ts';

/** Packets per second at the most: what is offered, and what the window lets through per round trip. */
export function limitOf(stream: StreamSpec, latency: number): number {
  const offered = stream.rate === Infinity ? Infinity : stream.rate / 8 / stream.payload;
  if (stream.transport === 'tcp') return Math.min(offered, latency > 0 ? stream.window / latency : Infinity);
  if (stream.rate !== Infinity || stream.transport === 'udp') return offered;
  const think = stream.think / PICOSECONDS;
  return latency + think > 0 ? (stream.outstanding * stream.datagram) / (latency + think) : Infinity;
}

/** Seconds from hand-over to the return of the acknowledgement (or response) without queueing: batches, wires, hold-offs. */
export function latencies(
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
  // An arbiter only decides who is next; the time on the wire is the wire's.
  if (station.pipe) return (station.classes.length > 0 ? 0 : work(1) / station.pipe.rate) + station.pipe.delay / PICOSECONDS;
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

/** One way, or there and back for rpc. What a closed loop has under way and how fast it goes says how long it takes (Little). */
export function latencyOf(system: System, solution: Solution, number: number): number {
  const stream = system.streams[number]!;
  const { visits, activity, load, rates } = solution;
  const closed = (stream.transport === 'rpc' || stream.transport === 'message') && stream.rate === Infinity;
  if (closed && rates[number]! > 0)
    return Math.max(0, (stream.outstanding * stream.datagram) / rates[number]! - stream.think / PICOSECONDS);
  const back = stream.transport === 'rpc' ? wayBack(system, number, visits[number]!, activity, load) : 0;
  return oneWay(system, number, visits[number]!, activity, load) + back;
}
