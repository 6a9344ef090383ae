/** Ethernet, IPv4, TCP (RFC 9293) and UDP headers of what a simulated vif sends and receives. Payload is not simulated. */
import type { Address } from './addresses.ts';

export interface Ends {
  readonly from: Address;
  readonly to: Address;
  readonly fromPort: number;
  readonly toPort: number;
}

export interface Segment {
  /** Bytes of the stream, of which the low 32 bits count. */
  readonly sequence: number;
  readonly acknowledged: number;
  /** Bytes; told in units of 2^WINDOW_SCALE. */
  readonly window: number;
  /** RFC 7323 time stamps, milliseconds. */
  readonly stamp: number;
  readonly echo: number;
  /** What came out of order: first byte, and the one behind the last (RFC 2018). */
  readonly selective?: readonly [first: number, end: number];
}

/** Windows are scaled as if that had been agreed on (RFC 7323); captures have no handshake that would say so. */
export const WINDOW_SCALE = 7;

const ETHERNET = 14;
const IP = 20;
const UDP = 8;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const ACK = 0x10;

/** Headers of a TCP segment with so many bytes of payload. */
export function tcpHeaders(ends: Ends, segment: Segment, payload: number): Uint8Array {
  // NOP, NOP and time stamps; NOP, NOP and one block of a selective acknowledgement.
  const header = 20 + 12 + (segment.selective ? 12 : 0);
  const { bytes, view } = ipFrame(ends, PROTOCOL_TCP, header, payload);
  const at = ETHERNET + IP;
  view.setUint16(at, ends.fromPort);
  view.setUint16(at + 2, ends.toPort);
  view.setUint32(at + 4, segment.sequence);
  view.setUint32(at + 8, segment.acknowledged);
  view.setUint8(at + 12, (header / 4) << 4);
  view.setUint8(at + 13, ACK);
  view.setUint16(at + 14, Math.min(0xffff, Math.floor(segment.window / 2 ** WINDOW_SCALE)));
  bytes.set([1, 1, 8, 10], at + 20);
  view.setUint32(at + 24, segment.stamp);
  view.setUint32(at + 28, segment.echo);
  if (segment.selective) {
    bytes.set([1, 1, 5, 10], at + 32);
    view.setUint32(at + 36, segment.selective[0]);
    view.setUint32(at + 40, segment.selective[1]);
  }
  view.setUint16(at + 16, transportChecksum(view, PROTOCOL_TCP, header, payload));
  return bytes;
}

/** Headers of a UDP datagram with so many bytes of payload. */
export function udpHeaders(ends: Ends, payload: number): Uint8Array {
  const { bytes, view } = ipFrame(ends, PROTOCOL_UDP, UDP, payload);
  const at = ETHERNET + IP;
  view.setUint16(at, ends.fromPort);
  view.setUint16(at + 2, ends.toPort);
  view.setUint16(at + 4, fitting(UDP + payload));
  const checksum = transportChecksum(view, PROTOCOL_UDP, UDP, payload);
  // RFC 768: a checksum of 0 is sent as all ones, for 0 says that there is none.
  view.setUint16(at + 6, checksum === 0 ? 0xffff : checksum);
  return bytes;
}

function ipFrame({ from, to }: Ends, protocol: number, header: number, payload: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(ETHERNET + IP + header);
  const view = new DataView(bytes.buffer);
  bytes.set(to.mac, 0);
  bytes.set(from.mac, 6);
  view.setUint16(12, 0x0800);
  view.setUint8(ETHERNET, 0x45);
  view.setUint16(ETHERNET + 2, fitting(IP + header + payload));
  // Don't fragment; an identification then means nothing (RFC 6864).
  view.setUint16(ETHERNET + 6, 0x4000);
  view.setUint8(ETHERNET + 8, 64);
  view.setUint8(ETHERNET + 9, protocol);
  bytes.set(from.ip, ETHERNET + 12);
  bytes.set(to.ip, ETHERNET + 16);
  view.setUint16(ETHERNET + 10, folded(sumOf(view, ETHERNET, IP)));
  return { bytes, view };
}

/** A unit that is longer than a length field can say has 0 there, as in Linux ("BIG TCP"). */
const fitting = (length: number): number => (length > 0xffff ? 0 : length);

/** Over the pseudo header, the header, and payload that is all zeros. */
function transportChecksum(view: DataView, protocol: number, header: number, payload: number): number {
  return folded(sumOf(view, ETHERNET + 12, 8) + protocol + fitting(header + payload) + sumOf(view, ETHERNET + IP, header));
}

function sumOf(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 2) sum += view.getUint16(at);
  return sum;
}

/** The Internet checksum (RFC 1071). */
function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000);
  return ~rest & 0xffff;
}
