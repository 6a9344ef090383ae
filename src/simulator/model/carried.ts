/** What a route carries, and what its charges come to for it. */
import { operations } from './operations.ts';
import type { ChargeSpec } from './system.ts';

/** What a route carries, as far as stages price it. */
export interface Carried {
  /** Payload bytes of a full packet; 0 for acknowledgements. */
  readonly payload: number;
  /** True while items are units of several packets (before segmentation). */
  readonly units: boolean;
  readonly data: boolean;
  /** Header bytes above the link layer. */
  readonly headers: number;
  /** Bytes around a packet's payload on the wire when it is no Ethernet frame: headers, checks, what separates packets. */
  readonly framing?: number;
}

/** Preamble 7 + start 1 + Ethernet header 14 + FCS 4 + gap 12: what a frame takes on the wire beyond its network packet. */
const FRAME_OVERHEAD = 38;
/** A 64-byte frame with preamble and gap. */
const SMALLEST_ON_WIRE = 84;

/** Cycles (or picoseconds of a device) of all charges of a basis. */
export function sumOf(charges: readonly ChargeSpec[], basis: ChargeSpec['basis']): number {
  return charges.reduce((sum, charge) => (charge.basis === basis ? sum + charge.cycles : sum), 0);
}

/** Cache misses of all charges of a basis. */
export function missesOf(charges: readonly ChargeSpec[], basis: ChargeSpec['basis']): number {
  return charges.reduce(
    (sum, charge) => (charge.basis === basis ? sum + charge.operations * (operations[charge.operation]?.misses ?? 0) : sum),
    0
  );
}

/** Bits on the wire beside a packet's own bytes: exact for full packets, and for the smallest frame. */
export function framingBits(carried: Carried): number {
  const overhead = carried.framing ?? Math.max(carried.headers + FRAME_OVERHEAD, SMALLEST_ON_WIRE - carried.payload);
  return overhead * 8;
}
