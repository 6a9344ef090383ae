/**
 * TCP streams: closed-loop senders with slow start, congestion avoidance, selective acknowledgement, fast retransmit and
 * retransmission timeout (Reno halving, RFC 6298 timer), and receivers that acknowledge every second packet, every aggregate,
 * and at once whatever is out of order. Sequence numbers count packets. Acknowledgements are rows on a route of their own;
 * they carry the time stamp of the packet they answer. What arrives out of order goes on to the application at once.
 */
import type { EventList } from '../kernel/events.ts';
import { stepsFrom } from '../model/crossings.ts';
import type { System } from '../model/system.ts';
import { Kind } from './kinds.ts';
import type { Network } from './network.ts';
import { DUPLICATES, LOST, SACKED, SENT, detect, detectAgain, loseAll } from './tcp/loss.ts';
import { INITIAL_WINDOW, connection, type Connection } from './tcp/connection.ts';

/** 200 ms, Linux's least retransmission timeout. */
const LEAST_TIMEOUT = 2e11;
const MOST_TIMEOUT = 6e13;
/** 40 ms, Linux's delayed acknowledgement. */
const DELAYED = 4e10;

export class Tcp {
  private readonly streams: (Connection | undefined)[];

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly network: Network,
    private readonly finished: (stream: number, now: number) => void
  ) {
    this.streams = system.streams.map((spec, number) => (spec.transport === 'tcp' ? connection(spec, number) : undefined));
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

  private usable(tcp: Connection): number {
    return Math.min(tcp.window, tcp.spec.window - tcp.unread) - tcp.inFlight;
  }

  private send(tcp: Connection, now: number): void {
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

  private transmit(tcp: Connection, sequence: number, packets: number, now: number): void {
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

  private acknowledge(tcp: Connection, first: number, packets: number, now: number): void {
    const { rows } = this.network;
    tcp.unacknowledged = 0;
    tcp.edge = tcp.expected + tcp.spec.window - tcp.unread;
    const ack = rows.take(tcp.number, tcp.spec.backward, 1, 0, tcp.echo, tcp.expected);
    rows.causeFirst[ack] = first;
    rows.causeCount[ack] = packets;
    rows.unitFirst[ack] = tcp.edge;
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
  private tellWindow(tcp: Connection, now: number): void {
    const told = tcp.edge - tcp.expected;
    const open = tcp.spec.window - tcp.unread;
    if (2 * told <= tcp.spec.window && open >= 2 * told && open > 1) this.acknowledge(tcp, tcp.expected, 0, now);
  }

  private readonly receivers = new Map<number, boolean>();

  private receiverIsPeer(tcp: Connection): boolean {
    let peer = this.receivers.get(tcp.number);
    if (peer === undefined) {
      peer = !stepsFrom(this.system, tcp.spec.forward).some(step => this.system.steps[step]!.acknowledges);
      this.receivers.set(tcp.number, peer);
    }
    return peer;
  }

  private acknowledged(tcp: Connection, expected: number, first: number, packets: number, answered: number, now: number): void {
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
    if (first + packets > expected) detect(tcp, first + packets - DUPLICATES);
    if (tcp.resent.length > 0) detectAgain(tcp);
    if (tcp.oldest === tcp.next) tcp.deadline = Infinity;
    this.send(tcp, now);
  }

  private open(tcp: Connection, newly: number): void {
    // A sender that does not use its window does not widen it.
    if (tcp.inFlight + newly < tcp.window / 2 && tcp.window > INITIAL_WINDOW) return;
    tcp.window += tcp.window < tcp.threshold ? newly : newly / tcp.window;
    if (tcp.window > tcp.spec.window) tcp.window = tcp.spec.window;
  }

  /** RFC 6298: smoothed round trip and mean deviation. */
  private measure(tcp: Connection, roundTrip: number): void {
    if (tcp.smoothed === 0) {
      tcp.smoothed = roundTrip;
      tcp.deviation = roundTrip / 2;
      return;
    }
    tcp.deviation += (Math.abs(roundTrip - tcp.smoothed) - tcp.deviation) / 4;
    tcp.smoothed += (roundTrip - tcp.smoothed) / 8;
  }

  /** The least timeout bounds what the deviation adds, as in Linux, not the whole. */
  private restartTimer(tcp: Connection, now: number): void {
    tcp.deadline = now + Math.min(MOST_TIMEOUT, (tcp.smoothed + Math.max(LEAST_TIMEOUT, 4 * tcp.deviation)) * tcp.backoff);
    if (tcp.timerAt > tcp.deadline) this.setTimer(tcp);
  }

  private setTimer(tcp: Connection): void {
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
    loseAll(tcp);
    tcp.threshold = Math.max(2, tcp.window / 2);
    tcp.window = 1;
    // What was lost is sent again in slow start, not at the pace of a recovery.
    tcp.recovering = false;
    tcp.backoff = Math.min(64, tcp.backoff * 2);
    this.restartTimer(tcp, now);
    this.send(tcp, now);
  }
}
