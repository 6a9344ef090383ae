/** A stream's way as the estimator walks it: steps with how many items a packet is at each of them. */
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
}

/** Steps of a route that begins at `first`. */
export function stepsFrom(system: System, first: number): number[] {
  const steps: number[] = [];
  for (let at = first; ; at++) {
    steps.push(at);
    if (system.steps[at]!.last) return steps;
  }
}

/** The visits of a stream, forward and back; `aggregation` says how many packets one item holds behind an aggregating station. */
export function visitsOf(system: System, stream: StreamSpec, aggregation: ReadonlyMap<number, number>): Visit[] {
  const visits: Visit[] = [];
  let items = 1 / stream.unit;
  let previous = -1;
  let acknowledged = stream.transport === 'tcp' ? 1 / 2 : 0;
  for (const step of stepsFrom(system, stream.forward)) {
    const spec = system.steps[step]!;
    if (spec.segment) items = 1;
    const taken = items;
    const packed = spec.acknowledges ? aggregation.get(step) ?? 1 : 1;
    if (packed > 1) {
      items = 1 / packed;
      acknowledged = Math.min(acknowledged, items);
    } else if (spec.acknowledges && items < 1) {
      acknowledged = Math.min(acknowledged, items);
    }
    visits.push({ step, station: spec.station, spec, taken, handed: items, packets: 1, bytes: stream.payload, previous });
    previous = spec.station;
  }
  if (stream.backward < 0) return visits;
  const back = stream.transport === 'tcp' ? acknowledged : Math.ceil(stream.response / stream.payload) / stream.datagram;
  const bytes = stream.transport === 'tcp' ? 0 : stream.response / stream.datagram;
  for (const step of stepsFrom(system, stream.backward)) {
    const spec = system.steps[step]!;
    visits.push({ step, station: spec.station, spec, taken: back, handed: back, packets: back, bytes, previous });
    previous = spec.station;
  }
  return visits;
}
