/**
 * TCP streams: closed-loop senders with slow start, congestion avoidance, selective acknowledgement, fast retransmit and
 * retransmission timeout (Reno halving, RFC 6298 timer), and receivers that acknowledge every second packet, every aggregate,
 * and at once whatever is out of order. Sequence numbers count packets. Acknowledgements are rows on a route of their own;
 * they carry the time stamp of the packet they answer. What arrives out of order goes on to the application at once.
 */
import type { EventList } from '../kernel/events.ts';
import type { StreamSpec, System } from '../model/system.ts';
import { Kind } from './kinds.ts';
import type { Network } from './network.ts';

const INITIAL_WINDOW = 10;
const DUPLICATES = 3;
/** 200 ms, Linux's least retransmission timeout. */
const LEAST_TIMEOUT = 2e11;
const MOST_TIMEOUT = 6e13;
/** 40 ms, Linux's delayed acknowledgement. */
const DELAYED = 4e10;

const SENT = 0;
const SACKED = 1;
const LOST = 2;

interface Stream {
  readonly spec: StreamSpec;
  readonly number: number;
  /** State of each packet in flight, and whether the receiver has it; by sequence number modulo the size. */
  readonly sender: Uint8Array;
  readonly receiver: Uint8Array;
  readonly mask: number;
  next: number;
  oldest: number;
  inFlight: number;
  window: number;
  threshold: number;
  recover: number;
  recovering: boolean;
  lossScan: number;
  readonly resend: number[];
  /** How many transmissions went before the last one of each packet; of what was sent again, which and when in that order. */
  readonly order: Float64Array;
  transmissions: number;
  acknowledgedOrder: number;
  readonly resent: { sequence: number; order: number }[];
  expected: number;
  unacknowledged: number;
  /** First packet beyond the window that the receiver last told of. */
  edge: number;
  /** Packets the receiver's TCP has and the application has not read. */
  unread: number;
  /** Packets the sender's application has for sending. */
  available: number;
  deadline: number;
  /** When the timer's event comes, Infinity = none is under way. */
  timerAt: number;
  delaySet: boolean;
  backoff: number;
  /** Picoseconds: smoothed round trip and its mean deviation; time stamp that the next acknowledgement answers. */
  smoothed: number;
  deviation: number;
  echo: number;
  /** Bits of payload per second that the application offers; Infinity = as fast as it can. */
  rate: number;
  /** The application's next write is on its way. */
  writing: boolean;
  total: number;
  deliveredPackets: number;
  active: boolean;
}

export class Tcp {
  private readonly streams: (Stream | undefined)[];

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly network: Network,
    private readonly finished: (stream: number, now: number) => void
  ) {
    this.streams = system.streams.map((spec, number) => (spec.transport === 'tcp' ? this.create(spec, number) : undefined));
  }

  private create(spec: StreamSpec, number: number): Stream {
    let size = 64;
    while (size < 2 * (spec.window + spec.unit + 2)) size *= 2;
    const total = spec.onDemand ? 0 : spec.bytes === Infinity ? Infinity : Math.ceil(spec.bytes / spec.payload);
    return {
      spec,
      number,
      sender: new Uint8Array(size),
      receiver: new Uint8Array(size),
      mask: size - 1,
      next: 0,
      oldest: 0,
      inFlight: 0,
      window: Math.min(INITIAL_WINDOW, spec.window),
      threshold: Infinity,
      recover: 0,
      recovering: false,
      lossScan: 0,
      resend: [],
      order: new Float64Array(size),
      transmissions: 0,
      acknowledgedOrder: 0,
      resent: [],
      expected: 0,
      unacknowledged: 0,
      edge: spec.window,
      unread: 0,
      available: spec.rate === Infinity ? total : 0,
      deadline: Infinity,
      timerAt: Infinity,
      delaySet: false,
      backoff: 1,
      smoothed: 0,
      deviation: 0,
      echo: 0,
      rate: spec.rate,
      writing: false,
      total,
      deliveredPackets: 0,
      active: false
    };
  }

  start(number: number, now: number): void {
    const tcp = this.streams[number]!;
    tcp.active = true;
    if (tcp.rate === Infinity) this.send(tcp, now);
    else if (tcp.rate > 0) this.offer(number, now);
  }

  /** The application writes so many bytes more; they go as fast as they can. */
  more(number: number, bytes: number, now: number): void {
    const tcp = this.streams[number]!;
    const packets = Math.max(1, Math.ceil(bytes / tcp.spec.payload));
    tcp.total += packets;
    tcp.available += packets;
    tcp.active = true;
    this.send(tcp, now);
  }

  stop(number: number): void {
    this.streams[number]!.active = false;
  }

  /** `at 1 s set bulk.rate = …`: bits of payload per second from now on. */
  setRate(number: number, rate: number, now: number): void {
    const tcp = this.streams[number];
    if (!tcp) return;
    tcp.rate = rate;
    if (rate === Infinity) tcp.available = tcp.total - tcp.next;
    else if (tcp.available > tcp.spec.window) tcp.available = 0;
    if (!tcp.active) return;
    if (rate === Infinity) this.send(tcp, now);
    else if (rate > 0 && !tcp.writing) this.offer(number, now);
  }

  /** The sender's application writes one more packet's worth, at its rate; a full socket buffer makes it skip. */
  offer(number: number, now: number): void {
    const tcp = this.streams[number]!;
    tcp.writing = false;
    if (!tcp.active || tcp.rate <= 0 || tcp.rate === Infinity) return;
    if (tcp.available < tcp.spec.window && tcp.next + tcp.available < tcp.total) tcp.available++;
    tcp.writing = true;
    this.events.schedule(now + Math.round((tcp.spec.payload * 8e12) / tcp.rate), Kind.source, number);
    this.send(tcp, now);
  }

  private usable(tcp: Stream): number {
    return Math.min(tcp.window, tcp.spec.window - tcp.unread) - tcp.inFlight;
  }

  private send(tcp: Stream, now: number): void {
    if (!tcp.active) return;
    let room = Math.floor(this.usable(tcp));
    while (room >= 1 && tcp.resend.length > 0) {
      const sequence = tcp.resend.shift()!;
      if (sequence < tcp.oldest || tcp.sender[sequence & tcp.mask] !== LOST) continue;
      tcp.resent.push({ sequence, order: tcp.transmissions });
      this.transmit(tcp, sequence, 1, now);
      room--;
    }
    // The window the receiver granted also bounds how far the newest packet is from the oldest.
    let fresh = Math.min(room, tcp.available, tcp.oldest + tcp.spec.window - tcp.next);
    while (fresh >= 1) {
      const unit = Math.min(tcp.spec.unit, fresh);
      // A unit that is not full waits for more acknowledgements, unless nothing is under way that would bring them.
      if (unit < tcp.spec.unit && unit < tcp.available && tcp.inFlight > 0 && unit < Math.ceil(tcp.window / 2)) break;
      this.transmit(tcp, tcp.next, unit, now);
      tcp.next += unit;
      tcp.available -= unit;
      fresh -= unit;
    }
    if (tcp.inFlight > 0 && tcp.deadline === Infinity) this.restartTimer(tcp, now);
  }

  private transmit(tcp: Stream, sequence: number, packets: number, now: number): void {
    const { spec } = tcp;
    for (let at = 0; at < packets; at++) {
      tcp.sender[(sequence + at) & tcp.mask] = SENT;
      tcp.order[(sequence + at) & tcp.mask] = tcp.transmissions++;
    }
    tcp.inFlight += packets;
    const left = spec.bytes === Infinity ? packets * spec.payload : Math.min(packets * spec.payload, spec.bytes - sequence * spec.payload);
    const row = this.network.rows.take(tcp.number, spec.forward, packets, Math.max(1, left), now, sequence);
    this.network.counts.flowSent[spec.flow]! += packets;
    this.network.enter(row, spec.forward, now, now);
  }

  /** Data passed the receiver's TCP: note it, acknowledge it. */
  received(row: number, now: number): void {
    const { rows } = this.network;
    const tcp = this.streams[rows.stream[row]!]!;
    const first = rows.sequence[row]!;
    const packets = rows.packets[row]!;
    const wasInOrder = first === tcp.expected;
    let fresh = 0;
    for (let at = 0; at < packets; at++) {
      const sequence = first + at;
      if (sequence < tcp.expected || tcp.receiver[sequence & tcp.mask] === 1) continue;
      tcp.receiver[sequence & tcp.mask] = 1;
      fresh++;
    }
    while (tcp.receiver[tcp.expected & tcp.mask] === 1) {
      tcp.receiver[tcp.expected & tcp.mask] = 0;
      tcp.expected++;
    }
    tcp.unread += fresh;
    // RFC 7323: an acknowledgement of several packets answers the time stamp of the first.
    if (tcp.unacknowledged === 0) tcp.echo = rows.born[row]!;
    tcp.unacknowledged += packets;
    // What was there already travels on to the application as packets without new payload.
    if (fresh < packets) rows.bytes[row] = (rows.bytes[row]! * fresh) / packets;
    rows.causeCount[row] = fresh;
    const outOfOrder = !wasInOrder || tcp.expected !== first + packets;
    if (tcp.unacknowledged >= 2 || outOfOrder || packets > 1 || tcp.expected >= tcp.total) this.acknowledge(tcp, first, packets, now);
    else if (!tcp.delaySet) {
      tcp.delaySet = true;
      this.events.schedule(now + DELAYED, Kind.delayed, tcp.number);
    }
  }

  /** A lone packet is acknowledged after a while. */
  delayed(number: number, now: number): void {
    const tcp = this.streams[number]!;
    tcp.delaySet = false;
    if (tcp.unacknowledged > 0) this.acknowledge(tcp, tcp.expected, 0, now);
  }

  private acknowledge(tcp: Stream, first: number, packets: number, now: number): void {
    const { rows } = this.network;
    tcp.unacknowledged = 0;
    tcp.edge = tcp.expected + tcp.spec.window - tcp.unread;
    const ack = rows.take(tcp.number, tcp.spec.backward, 1, 0, tcp.echo, tcp.expected);
    rows.causeFirst[ack] = first;
    rows.causeCount[ack] = packets;
    this.network.enter(ack, tcp.spec.backward, now, now);
  }

  /** A row came to its end: data at the receiver's application, or an acknowledgement at the sender. */
  delivered(row: number, now: number): void {
    const { rows } = this.network;
    const tcp = this.streams[rows.stream[row]!]!;
    if (this.network.isWayBack(rows.step[row]!)) {
      this.acknowledged(tcp, rows.sequence[row]!, rows.causeFirst[row]!, rows.causeCount[row]!, rows.born[row]!, now);
      return;
    }
    // A peer has no stack of its own: its TCP is here, where the wire ends.
    if (!this.system.steps[rows.step[row]!]!.acknowledges && this.receiverIsPeer(tcp)) this.received(row, now);
    const fresh = rows.causeCount[row]!;
    tcp.deliveredPackets += fresh;
    const stalled = tcp.spec.window - tcp.unread < 1;
    tcp.unread -= fresh;
    if (stalled && tcp.inFlight === 0) this.send(tcp, now);
    else this.tellWindow(tcp, now);
    if (fresh > 0 && tcp.deliveredPackets >= tcp.total) this.finished(tcp.number, now);
  }

  /** As Linux does: a window that had shrunk to half or less and has doubled since is told of without waiting for data. */
  private tellWindow(tcp: Stream, now: number): void {
    const told = tcp.edge - tcp.expected;
    const open = tcp.spec.window - tcp.unread;
    if (2 * told <= tcp.spec.window && open >= 2 * told && open > 1) this.acknowledge(tcp, tcp.expected, 0, now);
  }

  private readonly receivers = new Map<number, boolean>();

  private receiverIsPeer(tcp: Stream): boolean {
    let peer = this.receivers.get(tcp.number);
    if (peer === undefined) {
      const { steps } = this.system;
      peer = true;
      for (let step = tcp.spec.forward; ; step++) {
        if (steps[step]!.acknowledges) peer = false;
        if (steps[step]!.last) break;
      }
      this.receivers.set(tcp.number, peer);
    }
    return peer;
  }

  private acknowledged(tcp: Stream, expected: number, first: number, packets: number, answered: number, now: number): void {
    const { sender, mask } = tcp;
    const latest = packets > 0 ? tcp.order[(first + packets - 1) & mask]! : 0;
    if (latest > tcp.acknowledgedOrder) tcp.acknowledgedOrder = latest;
    let newly = 0;
    for (let sequence = tcp.oldest; sequence < expected; sequence++) {
      if (sender[sequence & mask] === SENT) tcp.inFlight--;
      sender[sequence & mask] = SACKED;
      newly++;
    }
    if (newly > 0) {
      tcp.oldest = expected;
      tcp.backoff = 1;
      if (tcp.lossScan < expected) tcp.lossScan = expected;
      this.measure(tcp, now - answered);
      this.restartTimer(tcp, now);
      if (tcp.recovering && expected >= tcp.recover) tcp.recovering = false;
      else if (!tcp.recovering) this.open(tcp, newly);
    }
    for (let sequence = Math.max(first, expected); sequence < first + packets; sequence++) {
      if (sender[sequence & mask] === SENT) tcp.inFlight--;
      if (sequence < tcp.next) sender[sequence & mask] = SACKED;
    }
    if (first + packets > expected) this.detect(tcp, first + packets - DUPLICATES);
    if (tcp.resent.length > 0) this.detectAgain(tcp);
    if (tcp.oldest === tcp.next) tcp.deadline = Infinity;
    this.send(tcp, now);
  }

  /** A retransmission is lost when something sent after it has arrived and it has not. */
  private detectAgain(tcp: Stream): void {
    while (tcp.resent.length > 0 && tcp.resent[0]!.order + DUPLICATES < tcp.acknowledgedOrder) {
      const { sequence, order } = tcp.resent.shift()!;
      const slot = sequence & tcp.mask;
      if (sequence < tcp.oldest || tcp.sender[slot] !== SENT || tcp.order[slot] !== order) continue;
      tcp.sender[slot] = LOST;
      tcp.inFlight--;
      tcp.resend.push(sequence);
    }
  }

  /** What lies three or more packets before something that arrived, and has not arrived, is taken as lost. */
  private detect(tcp: Stream, before: number): void {
    for (let sequence = Math.max(tcp.oldest, tcp.lossScan); sequence < before; sequence++) {
      tcp.lossScan = sequence + 1;
      if (tcp.sender[sequence & tcp.mask] !== SENT) continue;
      tcp.sender[sequence & tcp.mask] = LOST;
      tcp.inFlight--;
      tcp.resend.push(sequence);
      if (tcp.recovering) continue;
      tcp.recovering = true;
      tcp.recover = tcp.next;
      tcp.threshold = Math.max(2, tcp.window / 2);
      tcp.window = tcp.threshold;
    }
  }

  private open(tcp: Stream, newly: number): void {
    // A sender that does not use its window does not widen it.
    if (tcp.inFlight + newly < tcp.window / 2 && tcp.window > INITIAL_WINDOW) return;
    tcp.window += tcp.window < tcp.threshold ? newly : newly / tcp.window;
    if (tcp.window > tcp.spec.window) tcp.window = tcp.spec.window;
  }

  /** RFC 6298: smoothed round trip and mean deviation. */
  private measure(tcp: Stream, roundTrip: number): void {
    if (tcp.smoothed === 0) {
      tcp.smoothed = roundTrip;
      tcp.deviation = roundTrip / 2;
      return;
    }
    tcp.deviation += (Math.abs(roundTrip - tcp.smoothed) - tcp.deviation) / 4;
    tcp.smoothed += (roundTrip - tcp.smoothed) / 8;
  }

  /** The least timeout bounds what the deviation adds, as in Linux, not the whole. */
  private restartTimer(tcp: Stream, now: number): void {
    tcp.deadline = now + Math.min(MOST_TIMEOUT, (tcp.smoothed + Math.max(LEAST_TIMEOUT, 4 * tcp.deviation)) * tcp.backoff);
    if (tcp.timerAt > tcp.deadline) this.setTimer(tcp);
  }

  private setTimer(tcp: Stream): void {
    tcp.timerAt = tcp.deadline;
    this.events.schedule(tcp.timerAt, Kind.timeout, tcp.number);
  }

  /** The timer's event: it may find that acknowledgements have moved the deadline, or that an earlier event took its place. */
  timeout(number: number, now: number): void {
    const tcp = this.streams[number]!;
    if (now !== tcp.timerAt) return;
    tcp.timerAt = Infinity;
    if (tcp.deadline === Infinity || tcp.oldest === tcp.next) return;
    if (now < tcp.deadline) {
      this.setTimer(tcp);
      return;
    }
    tcp.resend.length = 0;
    tcp.resent.length = 0;
    for (let sequence = tcp.oldest; sequence < tcp.next; sequence++) {
      if (tcp.sender[sequence & tcp.mask] === SACKED) continue;
      tcp.sender[sequence & tcp.mask] = LOST;
      tcp.resend.push(sequence);
    }
    tcp.inFlight = 0;
    tcp.threshold = Math.max(2, tcp.window / 2);
    tcp.window = 1;
    // What was lost is sent again in slow start, not at the pace of a recovery.
    tcp.recovering = false;
    tcp.lossScan = tcp.next;
    tcp.backoff = Math.min(64, tcp.backoff * 2);
    this.restartTimer(tcp, now);
    this.send(tcp, now);
  }
}
