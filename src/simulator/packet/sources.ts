/** Open-loop datagrams, request and response, messages: sources that are not TCP. */
import type { EventList } from '../kernel/events.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import { stream as randomStream, type RandomStream } from '../kernel/random.ts';
import type { StreamSpec, System } from '../model/system.ts';
import { Kind } from './kinds.ts';
import type { Network } from './network.ts';

/** Datagrams a sender that goes as fast as it can keeps ready in its own socket. */
const READY = 64;
/** One second: what sends requests over datagrams (ONC RPC, DNS resolvers) waits before it sends again. */
const RETRY = PICOSECONDS;

interface Source {
  readonly spec: StreamSpec;
  readonly number: number;
  readonly random: RandomStream;
  /** Its rate is what its own first stage takes: refilled whenever that stage takes rows. */
  readonly greedy: boolean;
  readonly closed: boolean;
  sequence: number;
  rate: number;
  active: boolean;
  /** Bytes left of a finite transfer. */
  left: number;
  burstEnds: number;
  /** Bytes of datagrams and messages that arrived whole; of requests that were answered. */
  delivered: number;
  /** The next unit of a rate is on its way. */
  due: boolean;
  /** Next line of the trace, and bytes of what is sent next. */
  line: number;
  size: number;
  /** Births of lost units, in the order in which they are sent again. */
  readonly lost: number[];
}

export class Sources {
  private readonly sources: (Source | undefined)[];
  /** Greedy sources by the station they keep filled, and whose turn it is. */
  private readonly greedy = new Map<number, { readonly members: Source[]; turn: number }>();

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly network: Network,
    seed: number,
    replication: number,
    private readonly finished: (stream: number, now: number) => void
  ) {
    this.sources = system.streams.map((spec, number) => {
      if (spec.transport === 'tcp') return undefined;
      const first = system.steps[spec.forward]!.station;
      const closed = (spec.transport === 'rpc' || spec.transport === 'message') && spec.rate === Infinity;
      const greedy = !closed && spec.rate === Infinity && system.stations[first]!.kind === 'thread';
      if (greedy) network.feed(first);
      const { flow, from, to } = system.flows[spec.flow]!;
      // Named by its ends, not by its place among a flow's members: one more guest shifts nobody's numbers.
      const name = `${flow} ${from} ${to} #${spec.number}`;
      const source: Source = {
        spec,
        number,
        random: randomStream(seed, replication, name, 'arrivals'),
        greedy,
        closed,
        sequence: 0,
        rate: this.rateOf(spec),
        active: false,
        left: spec.bytes,
        burstEnds: 0,
        delivered: 0,
        due: false,
        line: 0,
        size: spec.size,
        lost: []
      };
      if (greedy) this.joinGreedy(first, source);
      return source;
    });
  }

  private joinGreedy(station: number, source: Source): void {
    const there = this.greedy.get(station);
    if (there) there.members.push(source);
    else this.greedy.set(station, { members: [source], turn: 0 });
  }

  /** Payload bits per second; a peer that goes as fast as it can fills its wire. */
  private rateOf(spec: StreamSpec): number {
    if (spec.rate !== Infinity) return spec.rate;
    const step = this.system.steps[spec.forward]!;
    const { pipe } = this.system.stations[step.station]!;
    if (!pipe) return Infinity;
    return (pipe.rate * (spec.payload * 8)) / (step.perPacket + step.perByte * spec.payload);
  }

  start(number: number, now: number): void {
    const source = this.sources[number]!;
    source.active = true;
    if (source.closed) for (let at = 0; at < source.spec.outstanding; at++) this.emit(source, now);
    else if (source.greedy) this.drained(this.system.steps[source.spec.forward]!.station, now);
    else if (source.rate > 0) this.schedule(source, now);
  }

  stop(number: number): void {
    this.sources[number]!.active = false;
  }

  /** `at 1 s set noise.rate = …`. Bits of payload per second, for one stream. */
  setRate(number: number, rate: number, now: number): void {
    const source = this.sources[number];
    if (!source || source.closed) return;
    source.rate = rate;
    if (source.greedy) this.drained(this.system.steps[source.spec.forward]!.station, now);
    else if (rate > 0 && source.active && !source.due) this.schedule(source, now);
  }

  /** The next unit is due. */
  due(number: number, now: number): void {
    const source = this.sources[number]!;
    source.due = false;
    if (!source.active || source.rate <= 0) return;
    this.emit(source, now);
    this.schedule(source, now);
  }

  private schedule(source: Source, now: number): void {
    const { spec, random } = source;
    if (spec.trace) {
      const { gap, size } = spec.trace[source.line++ % spec.trace.length]!;
      source.size = size;
      source.due = true;
      this.events.schedule(now + Math.round((gap * spec.rate) / source.rate), Kind.source, source.number);
      return;
    }
    const mean = (spec.size * 8 * PICOSECONDS) / source.rate;
    let next = now + mean;
    if (spec.arrival === 'poisson') next = now + random.exponential(mean);
    else if (spec.arrival === 'onoff') next = this.inBurst(source, now, mean);
    source.due = true;
    this.events.schedule(Math.round(next), Kind.source, source.number);
  }

  /** Bursts and silences of exponential length; within a burst the spacing makes the mean rate come out. */
  private inBurst(source: Source, now: number, mean: number): number {
    const { spec, random } = source;
    const on = Math.max(spec.on, 1e-9) * PICOSECONDS;
    const off = spec.off * PICOSECONDS;
    let next = now + (mean * on) / (on + off);
    if (source.burstEnds === 0) source.burstEnds = now + random.exponential(on);
    while (next > source.burstEnds) {
      next += random.exponential(off);
      source.burstEnds = next + random.exponential(on);
    }
    return next;
  }

  /** A station has taken rows: the senders that go as fast as it does fill it up again, in turn. */
  drained(station: number, now: number): void {
    const group = this.greedy.get(station);
    if (!group) return;
    const { members } = group;
    for (let idle = 0; idle < members.length && this.network.packetsWaiting(station) < READY;) {
      const source = members[group.turn++ % members.length]!;
      if (source.active && source.rate > 0 && source.left > 0) {
        idle = 0;
        this.emit(source, now);
      } else idle++;
    }
  }

  /** One datagram, request or message: its packets enter the route one after the other. */
  private emit(source: Source, now: number, born = now): void {
    const { spec } = source;
    if (source.left <= 0) return;
    source.left -= source.size;
    this.enterAll(source, spec.forward, source.size, spec.payload, born, now);
  }

  private enterAll(source: Source, step: number, size: number, payload: number, born: number, now: number): void {
    const packets = Math.max(1, Math.ceil(size / payload));
    const { network } = this;
    if (source.spec.whole) {
      const row = network.rows.take(source.number, step, packets, size, born, source.sequence);
      source.sequence += packets;
      network.rows.causeCount[row] = 1;
      network.rows.causeFirst[row] = 1;
      if (step === source.spec.forward) network.counts.flowSent[source.spec.flow]! += packets;
      network.enter(row, step, now, now);
      return;
    }
    for (let at = 0; at < packets; at++) {
      const bytes = Math.min(payload, size - at * payload);
      const row = network.rows.take(source.number, step, 1, bytes, born, source.sequence++);
      network.rows.causeCount[row] = 1;
      if (step === source.spec.forward) network.counts.flowSent[source.spec.flow]!++;
      // The last packet completes the unit; it carries the unit's birth in its time stamp.
      network.rows.causeFirst[row] = at === packets - 1 ? 1 : 0;
      network.enter(row, step, now, now);
    }
  }

  /** A packet came to its end; true when the payload of the flow has arrived with it. */
  delivered(row: number, now: number): void {
    const { rows } = this.network;
    const source = this.sources[rows.stream[row]!]!;
    const { spec } = source;
    if (spec.transport === 'udp') {
      source.delivered += rows.bytes[row]!;
      if (source.delivered >= spec.bytes) this.finished(source.number, now);
      return;
    }
    const answered = spec.transport === 'rpc' && this.network.isWayBack(rows.step[row]!);
    if (spec.trace && !answered) source.delivered += rows.bytes[row]!;
    // The last packet of a message, request or response completes it.
    if (rows.causeFirst[row] !== 1) return;
    if (spec.transport === 'rpc' && !answered) {
      this.enterAll(source, spec.backward, spec.response, spec.responsePayload ?? spec.payload, rows.born[row]!, now);
      return;
    }
    if (!spec.trace) source.delivered += spec.size;
    if (source.delivered >= spec.bytes) this.finished(source.number, now);
    if (source.closed && source.active) {
      if (spec.think > 0) this.events.schedule(now + Math.round(source.random.exponential(spec.think)), Kind.think, source.number);
      else this.emit(source, now);
    }
  }

  /** A client has thought, or (`again`) has waited long enough for an answer that was lost. */
  thought(number: number, again: boolean, now: number): void {
    const source = this.sources[number]!;
    const born = again ? source.lost.shift()! : now;
    if (source.active) this.emit(source, now, born);
  }

  /** A lost packet of a closed loop would end the loop: the sender tries again after a while, as an rpc library would. */
  lost(row: number, now: number): void {
    const { rows } = this.network;
    const source = this.sources[rows.stream[row]!]!;
    if (!source.closed || rows.causeFirst[row] !== 1) return;
    source.lost.push(rows.born[row]!);
    source.left += source.spec.size;
    this.events.schedule(now + RETRY, Kind.think, source.number, 1);
  }
}
