/** A stream's way as the estimator walks it: steps with how many items a packet is at each of them. */
import { stepsFrom } from '../model/crossings.ts';
import type { StepSpec, StreamSpec, System } from '../model/system.ts';

export interface Visit {
  readonly step: number;
  readonly station: number;
  readonly spec: StepSpec;
  /** Items of this visit per payload packet: as they come in, and as they go on (after aggregation). */
  taken: number;
  handed: number;
  /** Packets of this visit per payload packet (an acknowledgement counts as one). */
  packets: number;
  /** Payload bytes per payload packet. */
  bytes: number;
  /** Stations before and after on the same route, −1 = none. */
  readonly previous: number;
  /** Station whose work wakes this one: the one before, and where something goes round, the last one the first. */
  readonly woken: number;
  /** Station whose worker is occupied meanwhile, −1 = none. */
  readonly holder: number;
}

/**
 * The visits of a stream, forward and back; `aggregation` says how many packets one item holds behind an aggregating station.
 *
 * @param late the sender has fallen behind what its application writes
 */
export function visitsOf(system: System, stream: StreamSpec, aggregation: ReadonlyMap<number, number>, late: boolean): Visit[] {
  const acknowledged = { perPacket: stream.transport === 'tcp' ? 1 / 2 : 0 };
  const visits = walk(
    system,
    { first: stream.forward, unit: late ? stream.unit : unitInTime(stream), packets: 1, bytes: payloadOf(stream), previous: -1 },
    aggregation,
    acknowledged
  );
  if (stream.backward < 0) return visits;
  const previous = visits[visits.length - 1]!.station;
  const responses = responsePackets(stream);
  const back =
    stream.transport === 'tcp'
      ? { packets: acknowledged.perPacket, bytes: 0, unit: 1 }
      : { packets: responses / stream.datagram, bytes: stream.response / stream.datagram, unit: stream.whole ? responses : 1 };
  const returning = walk(system, { first: stream.backward, previous, ...back }, aggregation, { perPacket: 0 });
  const goesRound = stream.rate === Infinity && stream.think === 0;
  const first = { ...visits[0]!, woken: goesRound ? returning[returning.length - 1]!.station : -1 };
  return [first, ...visits.slice(1), ...returning];
}

/** Payload bytes of a packet on average. */
export function payloadOf(stream: StreamSpec): number {
  return stream.meanPayload ?? stream.payload;
}

/**
 * Packets of the units that a sender in time hands down: who writes at a rate of its own has each of its writes sent when it
 * comes. Behind one that is late, writes gather to whole units.
 */
export function unitInTime({ transport, rate, unit }: StreamSpec): number {
  return transport === 'tcp' && rate !== Infinity ? 1 : unit;
}

/** Packets of a response. */
export function responsePackets(stream: StreamSpec): number {
  return Math.max(1, Math.ceil(stream.response / (stream.responsePayload ?? stream.payload)));
}

/** What walks a route: packets and bytes per payload packet, in units of several packets where they leave as such. */
interface Walker {
  readonly first: number;
  readonly unit: number;
  readonly packets: number;
  readonly bytes: number;
  readonly previous: number;
}

function walk(system: System, walker: Walker, aggregation: ReadonlyMap<number, number>, acknowledged: { perPacket: number }): Visit[] {
  const { packets, bytes } = walker;
  const visits: Visit[] = [];
  let items = packets / walker.unit;
  let { previous } = walker;
  let holder = -1;
  for (const step of stepsFrom(system, walker.first)) {
    const spec = system.steps[step]!;
    // A wire cuts what enters it; anybody else works on the unit and hands on the pieces.
    if (spec.segment && system.stations[spec.station]!.kind === 'pipe') items = packets;
    const taken = items;
    const packed = spec.acknowledges ? (aggregation.get(step) ?? 1) : 1;
    if (packed > 1) items = packets / packed;
    if (spec.acknowledges && items < packets) acknowledged.perPacket = Math.min(acknowledged.perPacket, items);
    holder = spec.holds ? previous : spec.keeps ? holder : -1;
    visits.push({ step, station: spec.station, spec, taken, handed: items, packets, bytes, previous, woken: previous, holder });
    if (spec.segment) items = packets;
    if (spec.reassemble) items = packets / walker.unit;
    previous = spec.station;
  }
  return visits;
}
