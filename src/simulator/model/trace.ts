/** A flow's trace, dealt out to its streams in turn. */
import type { Flow } from '../../topology/model.ts';
import { PICOSECONDS } from '../kernel/time.ts';

/** What one stream of a flow replays. */
export interface Replay {
  readonly arrivals: readonly { readonly gap: number; readonly size: number }[];
  /** Payload bits per second on average; the mean size of what arrives. */
  readonly rate: number;
  readonly size: number;
  /** Bytes of the largest. */
  readonly most: number;
}

/** Undefined where arrivals come from no trace. A rate of the flow is the pace at which the trace is replayed. */
export function traceOf(flow: Flow, stream: number): Replay | undefined {
  if (flow.arrival !== 'trace' || !flow.arrivals) return undefined;
  const streams = Math.max(1, flow.streams);
  const whole = flow.arrivals.reduce((sum, { after }) => sum + after, 0);
  const bytes = flow.arrivals.reduce((sum, each) => sum + each.bytes, 0);
  const pace = flow.rate === undefined ? 1 : (bytes * 8) / whole / Math.max(flow.rate, Number.MIN_VALUE);
  let time = 0;
  const own = flow.arrivals.flatMap((each, line) => {
    time += each.after;
    return line % streams === stream ? [{ time, bytes: each.bytes }] : [];
  });
  if (own.length === 0 || flow.rate === 0) return { arrivals: [], rate: 0, size: 1, most: 1 };
  const arrivals = own.map((each, at) => {
    const gap = at > 0 ? each.time - own[at - 1]!.time : each.time + whole - own[own.length - 1]!.time;
    return { gap: gap * pace * PICOSECONDS, size: each.bytes };
  });
  const sent = own.reduce((sum, each) => sum + each.bytes, 0);
  const most = own.reduce((largest, each) => Math.max(largest, each.bytes), 1);
  return { arrivals, rate: (sent * 8) / whole / pace, size: Math.max(1, Math.round(sent / own.length)), most };
}

/** Payload bytes of a packet on average, where arrivals are cut into packets of at most `largest`; `largest` where nothing arrives. */
export function meanPayload({ arrivals }: Replay, largest: number): number {
  const bytes = arrivals.reduce((sum, { size }) => sum + size, 0);
  const packets = arrivals.reduce((sum, { size }) => sum + Math.ceil(size / largest), 0);
  return packets === 0 ? largest : bytes / packets;
}
