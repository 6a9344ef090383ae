/** Writes pcapng (draft-ietf-opsawg-pcapng): one section, one Ethernet interface, time stamps in nanoseconds. */

export interface CapturedPacket {
  readonly nanoseconds: number;
  /** Seen from the interface's owner. */
  readonly direction: 'in' | 'out';
  /** What is captured of it, from the Ethernet header on. */
  readonly bytes: Uint8Array;
  /** Bytes it had, from the Ethernet header on, without the frame check sequence. */
  readonly length: number;
}

export interface CaptureSection {
  readonly application: string;
  readonly comments: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly mac: readonly number[];
  readonly ip: readonly number[];
  /** Bytes of a packet that are captured at most. */
  readonly snapLength: number;
  /** Names by IPv4 address. */
  readonly hosts: readonly (readonly [ip: readonly number[], name: string])[];
  readonly packets: readonly CapturedPacket[];
  /** When the capture began and ended, nanoseconds. */
  readonly from: number;
  readonly until: number;
}

const COMMENT = 1;
const utf8 = new TextEncoder();

export function writePcapng(section: CaptureSection): Uint8Array<ArrayBuffer> {
  const { application, comments, name, description, mac, ip, snapLength, hosts, packets, from, until } = section;
  const out = new Blocks();
  // Section header: byte order, version 1.0, length unknown.
  out.block(0x0a0d0d0a, [
    u32(0x1a2b3c4d),
    u16(1),
    u16(0),
    u32(0xffffffff),
    u32(0xffffffff),
    ...options([...comments.map((text): Option => [COMMENT, utf8.encode(text)]), [4, utf8.encode(application)]])
  ]);
  // Interface description: LINKTYPE_ETHERNET; if_name, if_description, if_IPv4addr, if_MACaddr, if_tsresol 10^-9.
  out.block(1, [
    u16(1),
    u16(0),
    u32(snapLength),
    ...options([
      [2, utf8.encode(name)],
      [3, utf8.encode(description)],
      [4, Uint8Array.from([...ip, 255, 0, 0, 0])],
      [6, Uint8Array.from(mac)],
      [9, Uint8Array.of(9)]
    ])
  ]);
  // Name resolution: records of type 1 are IPv4 addresses, and a record of type 0 is the last.
  out.block(4, [...hosts.flatMap(([address, host]) => record(1, Uint8Array.from([...address, ...utf8.encode(host), 0]))), u16(0), u16(0)]);
  for (const { nanoseconds, direction, bytes, length } of packets) {
    const [high, low] = halves(nanoseconds);
    out.block(6, [
      u32(0),
      u32(high),
      u32(low),
      u32(bytes.length),
      u32(length),
      padded(bytes),
      ...options([[2, u32(direction === 'in' ? 1 : 2)]])
    ]);
  }
  // Interface statistics: isb_starttime, isb_endtime, isb_ifrecv.
  const [endHigh, endLow] = halves(until);
  const [startHigh, startLow] = halves(from);
  out.block(5, [
    u32(0),
    u32(endHigh),
    u32(endLow),
    ...options([
      [2, joined([u32(startHigh), u32(startLow)])],
      [3, joined([u32(endHigh), u32(endLow)])],
      [4, joined([u32(packets.length), u32(0)])]
    ])
  ]);
  return out.all();
}

type Option = readonly [code: number, value: Uint8Array];

/** Blocks one behind the other, in a buffer that grows. */
class Blocks {
  private bytes = new Uint8Array(1 << 16);
  private length = 0;

  block(type: number, parts: readonly Uint8Array[]): void {
    const total = 12 + parts.reduce((sum, part) => sum + part.length, 0);
    while (this.length + total > this.bytes.length) {
      const wider = new Uint8Array(this.bytes.length * 2);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    for (const part of [u32(type), u32(total), ...parts, u32(total)]) {
      this.bytes.set(part, this.length);
      this.length += part.length;
    }
  }

  all(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

const options = (list: readonly Option[]): Uint8Array[] => [...list.flatMap(([code, value]) => record(code, value)), u32(0)];

/** An option, or a record of names: 16 bits each of code and length, and the value. */
const record = (code: number, value: Uint8Array): Uint8Array[] => [u16(code), u16(value.length), padded(value)];

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]));
}

/** A 64-bit number in two words; nanoseconds of 2.5 hours are exact in a double. */
const halves = (value: number): readonly [high: number, low: number] => [Math.floor(value / 2 ** 32), value % 2 ** 32];

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff);
const u32 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff);
