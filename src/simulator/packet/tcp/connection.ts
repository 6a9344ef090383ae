/** What a TCP stream keeps at both its ends. Sequence numbers count packets. */
import type { StreamSpec } from '../../model/system.ts';

export const INITIAL_WINDOW = 10;

export interface Connection {
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

/** A connection that nothing was sent on. */
export function connection(spec: StreamSpec, number: number): Connection {
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
