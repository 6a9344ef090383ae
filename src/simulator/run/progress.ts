/** How far a run has come: counted in replications, with the part of those under way, and how fast it goes. */
import type { Task } from './task.ts';

export interface RunProgress {
  /** Replications finished, and how many there are at most (`precision` may need fewer). */
  readonly done: number;
  readonly total: number;
  /** 0…1, replications under way included. */
  readonly fraction: number;
  /** Simulated packets per wall second so far. */
  readonly packetsPerSecond: number;
  /** Wall seconds left at the present speed; absent until there is something to go by. */
  readonly secondsLeft?: number;
  /** What is under way: `baseline, guests = 3`. */
  readonly label: string;
}

/** Counts tasks and packets, and turns them into {@link RunProgress}. Wall time is given, so that nothing here reads a clock. */
export class ProgressMeter {
  private done = 0;
  private packets = 0;
  private readonly underWay = new Map<string, { fraction: number; packets: number }>();

  constructor(
    private total: number,
    private readonly startedMs: number
  ) {}

  /** A replication has come this far. */
  advance(task: Task, fraction: number, packets: number): void {
    this.underWay.set(key(task), { fraction: Math.min(1, fraction), packets });
  }

  finish(task: Task, packets: number): void {
    this.underWay.delete(key(task));
    this.done++;
    this.packets += packets;
  }

  /** These replications are not needed after all: the interval is narrow enough. */
  skip(count: number): void {
    this.total -= count;
  }

  now(nowMs: number, label: string): RunProgress {
    let finished = this.done;
    let packets = this.packets;
    for (const part of this.underWay.values()) {
      finished += part.fraction;
      packets += part.packets;
    }
    const seconds = Math.max(0, nowMs - this.startedMs) / 1000;
    const fraction = this.total === 0 ? 1 : Math.min(1, finished / this.total);
    return {
      done: this.done,
      total: this.total,
      fraction,
      packetsPerSecond: seconds > 0 ? packets / seconds : 0,
      ...(fraction > 0 && seconds > 0.2 ? { secondsLeft: (seconds * (1 - fraction)) / fraction } : {}),
      label
    };
  }
}

const key = (task: Task): string => `${task.experiment}/${task.point}/${task.replication}`;
