/**
 * What cores work on, how full queues are, drops and interrupts, over time: observed between events, so that nothing in the
 * engine knows of it. Bounded by a window and by a number of events.
 */
import { NOTHING, OTHER_WORK, SPINNING, WAITING } from '../packet/activities.ts';
import type { Observer, Scene } from '../packet/observer.ts';
import type { Window } from './window.ts';

/** Times are simulated picoseconds; cores and stations are numbers of the system. */
export type TraceEvent =
  | {
      readonly kind: 'work';
      readonly core: number;
      readonly what: string;
      readonly domain: string;
      /** Names of the flows whose packets are in the batch, and how many packets; none of other work. */
      readonly flows: readonly string[];
      readonly packets: number;
      readonly from: number;
      readonly until: number;
    }
  | { readonly kind: 'queue'; readonly station: number; readonly packets: number; readonly at: number }
  | { readonly kind: 'drop'; readonly station: number; readonly flow: string; readonly packets: number; readonly at: number }
  | { readonly kind: 'interrupt'; readonly station: number; readonly at: number };

/** What is not a batch of a station. */
const OTHER: Readonly<Record<number, string>> = { [OTHER_WORK]: 'other work', [WAITING]: 'waiting for a device', [SPINNING]: 'polling' };

interface Work {
  readonly activity: number;
  readonly vcpu: number;
  readonly from: number;
  readonly what: string;
  readonly flows: readonly string[];
  readonly packets: number;
}

export class TraceRecorder implements Observer {
  readonly events: TraceEvent[] = [];
  done = false;
  /** Simulated time until which the trace is whole. */
  ended = 0;
  /** Why it ended before its window did. */
  full = false;
  private readonly working: (Work | undefined)[];
  /** Stations with a queue, and how many packets waited there last. */
  private readonly queues: readonly number[];
  private readonly waiting: Float64Array;

  constructor(
    private readonly scene: Scene,
    readonly window: Window
  ) {
    const { system } = scene;
    this.working = system.cores.map(() => undefined);
    this.queues = system.stations.flatMap(({ kind }, number) => (kind === 'pipe' ? [] : [number]));
    this.waiting = new Float64Array(system.stations.length);
  }

  settled(now: number): void {
    const { from, until } = this.window;
    if (now < from || this.done) return;
    if (now > until) {
      this.end(until);
      return;
    }
    this.ended = now;
    this.lookAtCores(now);
    this.lookAtQueues(now);
    if (this.full) this.end(now);
  }

  dropped(row: number, station: number, now: number): void {
    if (!this.isOpen(now)) return;
    const { system, network } = this.scene;
    const { rows } = network;
    const flow = system.flows[system.streams[rows.stream[row]!]!.flow]!.name;
    this.add({ kind: 'drop', station, flow, packets: rows.packets[row]!, at: now });
  }

  interrupted(station: number, now: number): void {
    if (this.isOpen(now)) this.add({ kind: 'interrupt', station, at: now });
  }

  /** What is under way at the end of the window is cut there. */
  end(now: number): void {
    if (this.done) return;
    this.done = true;
    this.ended = Math.max(this.window.from, now);
    this.working.forEach((work, core) => work && this.close(core, work, this.ended));
  }

  private isOpen(now: number): boolean {
    return !this.done && now >= this.window.from && now <= this.window.until;
  }

  private lookAtCores(now: number): void {
    const { cores } = this.scene.cpu;
    for (let core = 0; core < this.working.length; core++) {
      const vcpu = cores.running[core]!;
      const activity = cores.activity(core);
      const before = this.working[core];
      if (before ? before.activity === activity && before.vcpu === vcpu : vcpu < 0) continue;
      if (before) this.close(core, before, now);
      this.working[core] = vcpu < 0 ? undefined : this.begun(vcpu, activity, now);
    }
  }

  private begun(vcpu: number, activity: number, from: number): Work | undefined {
    const { cpu, network, system } = this.scene;
    const what = cpu.activities.what[vcpu]!;
    const work = { activity, vcpu, from, flows: [], packets: 0 };
    if (cpu.activities.switching[vcpu]! >= 0) return { ...work, what: 'domain switch' };
    if (what === NOTHING) return undefined;
    if (what < 0) return { ...work, what: OTHER[what]! };
    const flows = new Set<number>();
    let packets = 0;
    for (const row of network.batchOf(vcpu)) {
      flows.add(system.streams[network.rows.stream[row]!]!.flow);
      packets += network.rows.packets[row]!;
    }
    return { ...work, what: system.stations[what]!.label, flows: Array.from(flows, flow => system.flows[flow]!.name), packets };
  }

  private close(core: number, { vcpu, from, what, flows, packets }: Work, until: number): void {
    if (until <= from) return;
    const { system } = this.scene;
    this.add({ kind: 'work', core, what, domain: system.domains[system.vcpus[vcpu]!.domain]!.name, flows, packets, from, until });
  }

  private lookAtQueues(now: number): void {
    const { network } = this.scene;
    for (const station of this.queues) {
      const packets = network.packetsWaiting(station);
      if (packets === this.waiting[station]) continue;
      this.waiting[station] = packets;
      this.add({ kind: 'queue', station, packets, at: now });
    }
  }

  private add(event: TraceEvent): void {
    this.events.push(event);
    if (this.events.length >= this.window.most) this.full = true;
  }
}
