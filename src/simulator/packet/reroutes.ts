/** Ways that change while packets are on them: a migrated domain keeps what is in its memory, and loses what was under way to it. */
import { stepsFrom } from '../model/crossings.ts';
import type { System } from '../model/system.ts';
import type { RowQueue, Rows } from './rows.ts';

export class Reroutes {
  /** Steps that lead nowhere any more: their domain has moved, or the old host's part of its way. */
  readonly closed: Uint8Array;
  /** Steps on ways back: of acknowledgements and responses. */
  readonly wayBack: Uint8Array;

  /** @param held packets waiting or reserved by station · @param reserved steps whose room the step before reserves */
  constructor(
    private readonly system: System,
    private readonly rows: Rows,
    private readonly queues: readonly RowQueue[],
    private readonly held: Float64Array,
    private readonly reserved: Uint8Array
  ) {
    this.closed = new Uint8Array(system.steps.length);
    this.wayBack = wayBackSteps(system);
  }

  /** The domain is stopped for good at its host: what is under way to it is lost where it would have entered it, or the host. */
  sever(stream: number, domain: number): void {
    const { stations, steps, domains } = this.system;
    const { host } = domains[domain]!;
    for (const step of this.stepsOf(stream)) {
      const worker = stations[steps[step]!.station]!.domain;
      if (worker >= 0 && (worker === domain || domains[worker]!.host === host)) this.closed[step] = 1;
    }
  }

  /**
   * The stream takes another way from now on, and what the domain itself holds goes on that way.
   * @returns the domain's stations on the way, which may have waited for rings that are not there any more
   */
  reroute(stream: number, domain: number, forward: number, backward: number): readonly number[] {
    const { stations, steps } = this.system;
    const after = new Map<number, number>();
    for (const step of this.stepsOf(stream)) {
      const { station } = steps[step]!;
      const there = stations[station]!.domain === domain ? this.stepAt(this.wayBack[step] === 1 ? backward : forward, station) : -1;
      if (there >= 0) after.set(step, there);
    }
    this.rows.forEachLive(row => {
      const there = this.rows.stream[row] === stream ? after.get(this.rows.step[row]!) : undefined;
      if (there !== undefined) this.carryOver(row, there);
    });
    return [...after.keys()].map(step => steps[step]!.station);
  }

  /** Steps of a stream's present ways. */
  private stepsOf(stream: number): number[] {
    const { forward, backward } = this.system.streams[stream]!;
    return [forward, backward].filter(first => first >= 0).flatMap(first => stepsFrom(this.system, first));
  }

  private stepAt(first: number, station: number): number {
    return stepsFrom(this.system, first).find(step => this.system.steps[step]!.station === station) ?? -1;
  }

  /** A row in the domain's memory is at the same station on the new way; what it had reserved behind it, it reserves there. */
  private carryOver(row: number, there: number): void {
    const before = this.rows.step[row]!;
    this.rows.step[row] = there;
    const { station, last } = this.system.steps[there]!;
    if (last || this.queues[station]!.has(row)) return;
    this.release(before + 1, this.rows.packets[row]!);
    this.release(there + 1, -this.rows.packets[row]!);
  }

  /** Gives back what had been reserved before a step. */
  release(step: number, packets: number): void {
    const { station } = this.system.steps[step]!;
    const { full, kind } = this.system.stations[station]!;
    if (this.reserved[step] === 1 && full === 'wait' && kind === 'thread') this.held[station]! -= packets;
  }
}

function wayBackSteps(system: System): Uint8Array {
  const back = new Uint8Array(system.steps.length);
  const firsts = [
    ...system.streams.map(stream => stream.backward),
    ...(system.migrations ?? []).flatMap(each => each.routes.map(route => route.backward))
  ];
  for (const first of firsts) {
    if (first >= 0) for (const step of stepsFrom(system, first)) back[step] = 1;
  }
  return back;
}
