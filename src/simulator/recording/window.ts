/** The part of a replication that is recorded: from the end of the warm-up on, so long, and at most so many events. */
import { formatQuantity } from '../../topology/quantity.ts';
import { toSeconds } from '../kernel/time.ts';

export interface Window {
  /** Simulated picoseconds. */
  readonly from: number;
  readonly until: number;
  /** Events or packets. */
  readonly most: number;
}

/** What was recorded of a window. */
export interface Recorded {
  readonly window: Window;
  readonly count: number;
  /** Simulated picoseconds until which it is whole. */
  readonly ended: number;
  /** It ended because there were too many. */
  readonly full: boolean;
}

/**
 * `70 ms from 30 ms on, 12,345 events`, and what was cut.
 * @param end simulated picoseconds at which the replication ends
 */
export function describeRecorded({ window, count, ended, full }: Recorded, noun: string, end: number): string {
  const time = (picoseconds: number): string => formatQuantity(toSeconds(picoseconds), 'time');
  const span = `${time(Math.max(0, ended - window.from))} from ${time(window.from)} on, ${count.toLocaleString('en-US')} ${noun}`;
  if (full) return `${span}; cut there, as ${window.most.toLocaleString('en-US')} ${noun} are the most; the run goes on until ${time(end)}`;
  return ended < end ? `${span}; the run goes on until ${time(end)}` : span;
}
