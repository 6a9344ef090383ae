/**
 * What a vif sends and receives, as a capture inside its guest would see it: a packet is captured when the guest's driver hands it
 * to the stack, or when the driver is done with what the stack handed down. What is lost on the way to there is not in it. So a
 * packet is whatever the stack handles at once: an MTU-sized packet, an acknowledgement, a TSO unit on its way out, an aggregate
 * (LRO, GRO) on its way in. Datagrams larger than the MTU are captured as their packets, each a datagram of its own.
 */
import type { System } from '../model/system.ts';
import type { Observer, Scene } from '../packet/observer.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { Address } from './addresses.ts';
import { tcpHeaders, udpHeaders } from './frames.ts';
import type { Ends } from './frames.ts';
import type { CapturedPacket } from './pcapng.ts';
import type { Window } from './window.ts';

/** Where a flow's sink listens, and the first port that a stream is sent from. */
const SINK_PORT = 5001;
const FIRST_PORT = 49152;
/** Milliseconds are what Linux's TCP stamps with. */
const MILLISECOND = PICOSECONDS / 1000;

const NONE = 0;
const IN = 1;
const OUT = 2;

export class CaptureRecorder implements Observer {
  readonly packets: CapturedPacket[] = [];
  done = false;
  ended = 0;
  full = false;
  /** Flows of the vif that are no IP packets: messages between user-level network interfaces. */
  readonly leftOut: readonly string[];
  private readonly taps: Uint8Array;
  /** By stream: its addresses as its data travels, and the stamp of the last acknowledgement. */
  private readonly ends: readonly (Ends | undefined)[];
  private readonly stamps: Float64Array;

  constructor(
    private readonly scene: Scene,
    vif: string,
    addresses: ReadonlyMap<string, Address>,
    readonly window: Window
  ) {
    const { system } = scene;
    this.taps = tapsOf(system, vif);
    this.ends = system.streams.map(stream => endsOf(system, stream.flow, stream.number, addresses));
    this.stamps = new Float64Array(system.streams.length);
    const messages = system.flows.filter(({ from, to, transport }) => transport === 'message' && (from === vif || to === vif));
    this.leftOut = [...new Set(messages.map(({ flow }) => flow))];
  }

  settled(now: number): void {
    if (now > this.window.until) this.end(this.window.until);
  }

  handedOn(row: number, step: number, now: number): void {
    const tap = this.taps[step]!;
    if (tap === NONE || this.done || now < this.window.from || now > this.window.until) return;
    const stream = this.scene.network.rows.stream[row]!;
    const ends = this.ends[stream];
    if (!ends) return;
    const back = this.scene.network.isWayBack(step);
    const { headers, payload } = this.frame(row, stream, back, back ? reversed(ends) : ends, now);
    const packet = { nanoseconds: Math.floor(now / 1000), bytes: headers, length: headers.length + payload };
    this.packets.push({ ...packet, direction: tap === IN ? 'in' : 'out' });
    this.ended = now;
    if (this.packets.length < this.window.most) return;
    this.full = true;
    this.end(now);
  }

  end(now: number): void {
    if (this.done) return;
    this.done = true;
    this.ended = Math.max(this.window.from, now);
  }

  private frame(row: number, stream: number, back: boolean, ends: Ends, now: number): { headers: Uint8Array; payload: number } {
    const { system, network } = this.scene;
    const { rows } = network;
    const spec = system.streams[stream]!;
    if (spec.transport !== 'tcp') {
      const payload = rows.bytes[row]!;
      return { headers: udpHeaders(ends, payload), payload };
    }
    // Rows count packets; all but the last of a transfer are full. Numbers begin at 1, where a SYN would have been 0.
    const position = (packet: number): number => Math.min(packet * spec.payload, spec.bytes);
    const numbered = (packet: number): number => (position(packet) + 1) % 2 ** 32;
    const sequence = rows.sequence[row]!;
    const born = Math.floor(rows.born[row]! / MILLISECOND);
    if (!back) {
      const payload = Math.max(1, position(sequence + rows.packets[row]!) - position(sequence));
      const window = spec.window * spec.payload;
      const segment = { sequence: numbered(sequence), acknowledged: 1, window, stamp: born, echo: this.stamps[stream]! };
      return { headers: tcpHeaders(ends, segment, payload), payload };
    }
    const stamp = Math.floor(now / MILLISECOND);
    this.stamps[stream] = stamp;
    const window = Math.max(0, (rows.unitFirst[row]! - sequence) * spec.payload);
    const first = Math.max(sequence, rows.causeFirst[row]!);
    const end = rows.causeFirst[row]! + rows.causeCount[row]!;
    const selective =
      rows.causeCount[row]! > 0 && end > sequence && first > sequence ? ([numbered(first), numbered(end)] as const) : undefined;
    const segment = { sequence: 1, acknowledged: numbered(sequence), window, stamp, echo: born, ...(selective ? { selective } : {}) };
    return { headers: tcpHeaders(ends, segment, 0), payload: 0 };
  }
}

const reversed = ({ from, to, fromPort, toPort }: Ends): Ends => ({ from: to, to: from, fromPort: toPort, toPort: fromPort });

/** Of the streams that are IP packets. */
function endsOf(system: System, flow: number, stream: number, addresses: ReadonlyMap<string, Address>): Ends | undefined {
  const spec = system.flows[flow]!;
  const [from, to] = [addresses.get(spec.from), addresses.get(spec.to)];
  if (!from || !to || spec.internal || spec.transport === 'message') return undefined;
  return { from, to, fromPort: FIRST_PORT + (stream % (65536 - FIRST_PORT)), toPort: SINK_PORT + (flow % (FIRST_PORT - SINK_PORT)) };
}

/**
 * Steps behind which a packet is captured: the first of the guest's own on a way that ends in it, and the last of its own on a way
 * that begins there.
 */
function tapsOf(system: System, vif: string): Uint8Array {
  const taps = new Uint8Array(system.steps.length);
  const moved = (system.migrations ?? []).flatMap(({ routes }) => routes);
  for (const { stream, forward, backward } of [...system.streams.map((each, stream) => ({ ...each, stream })), ...moved]) {
    const { from, to } = system.flows[system.streams[stream]!.flow]!;
    if (to === vif) {
      tapAtEnd(system, taps, forward);
      tapAtStart(system, taps, backward);
    }
    if (from === vif) {
      tapAtStart(system, taps, forward);
      tapAtEnd(system, taps, backward);
    }
  }
  return taps;
}

function tapAtStart(system: System, taps: Uint8Array, route: number): void {
  if (route < 0) return;
  const { domain } = system.stations[system.steps[route]!.station]!;
  let step = route;
  while (!system.steps[step]!.last && isOf(system, step + 1, domain)) step++;
  if (isOf(system, step, domain)) taps[step] = OUT;
}

function tapAtEnd(system: System, taps: Uint8Array, route: number): void {
  if (route < 0) return;
  let step = route;
  while (!system.steps[step]!.last) step++;
  const { domain } = system.stations[system.steps[step]!.station]!;
  while (step > route && isOf(system, step - 1, domain)) step--;
  if (isOf(system, step, domain)) taps[step] = IN;
}

const isOf = (system: System, step: number, domain: number): boolean => {
  const station = system.stations[system.steps[step]!.station]!;
  return station.kind === 'thread' && station.domain === domain;
};
