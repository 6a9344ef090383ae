/**
 * Live migration by pre-copy: the guest's memory travels as TCP between the hosts' toolstack domains while the guest runs, then
 * what it wrote meanwhile, and so on until little is left or nothing is gained; then the guest stops, the rest travels, and it
 * goes on at the other host, where its packets come in from now on. What was under way to the old host is lost.
 */
import type { EventList } from '../kernel/events.ts';
import { PICOSECONDS, toPicoseconds, toSeconds } from '../kernel/time.ts';
import type { MigrationSpec, StreamSpec, System } from '../model/system.ts';
import type { Cpu } from './cpu.ts';
import { Kind } from './kinds.ts';
import type { Network } from './network.ts';
import type { Tcp } from './tcp.ts';

const PAGE = 4096;
/** Xen stops the guest when fewer than 50 pages are left, after 29 rounds, or when thrice the memory has been sent. */
const FEW = 50 * PAGE;
const MOST_ROUNDS = 29;
const MOST_COPIES = 3;
/** Bytes of memory that a vCPU dirties in a second of work, beside what it receives (assumed, 10 to 50 MB/s). */
const DIRTYING = 20e6;
/** Suspending devices, reconnecting them and telling the switches: 30 ms (assumed, 10 to 100 ms). */
const RECONNECT = 0.03;

/** A migration under way. */
interface Progress {
  readonly spec: MigrationSpec;
  rounds: number;
  copied: number;
  /** Bytes of this round. */
  sending: number;
  roundBegan: number;
  /** Bytes received and picoseconds worked when the round began. */
  received: number;
  worked: number;
  /** When the guest stopped; −1 = it runs. */
  stopped: number;
}

export class Migrations {
  /** What happened, in words. */
  readonly notes: string[] = [];
  private readonly underWay = new Map<number, Progress>();

  constructor(
    private readonly system: System,
    private readonly events: EventList,
    private readonly network: Network,
    private readonly cpu: Cpu,
    private readonly tcp: Tcp
  ) {}

  private get specs(): readonly MigrationSpec[] {
    return this.system.migrations ?? [];
  }

  /** The experiment's event of that number is due. */
  begin(event: number, now: number): void {
    const spec = this.specs.find(each => each.event === event)!;
    const other = [...this.underWay.values()].find(each => each.spec.domain === spec.domain);
    if (other) {
      this.notes.push(`${this.nameOf(spec)} was not moved to ${spec.to}: it was on its way to ${other.spec.to}`);
      return;
    }
    const progress: Progress = { spec, rounds: 0, copied: 0, sending: 0, roundBegan: now, received: 0, worked: 0, stopped: -1 };
    this.underWay.set(spec.stream, progress);
    this.round(progress, spec.memory, now);
  }

  /** The domain died meanwhile: there is nothing left to move. */
  abandon(domain: number): void {
    for (const [stream, { spec }] of this.underWay) {
      if (spec.domain !== domain) continue;
      this.underWay.delete(stream);
      this.tcp.stop(stream);
      this.notes.push(`${this.nameOf(spec)} went down before it had moved to ${spec.to}`);
    }
  }

  private nameOf(spec: MigrationSpec): string {
    return this.system.domains[spec.domain]!.name;
  }

  private round(progress: Progress, bytes: number, now: number): void {
    progress.rounds++;
    progress.sending = bytes;
    progress.roundBegan = now;
    progress.received = this.receivedBy(progress.spec.domain);
    progress.worked = this.workOf(progress.spec.domain);
    this.tcp.more(progress.spec.stream, bytes, now);
  }

  /** All that was sent on the stream has arrived. */
  arrived(stream: number, now: number): void {
    const progress = this.underWay.get(stream);
    if (!progress) return;
    const { spec } = progress;
    progress.copied += progress.sending;
    if (progress.stopped >= 0) {
      this.events.schedule(now + toPicoseconds(RECONNECT), Kind.resumed, stream);
      return;
    }
    const dirty = this.dirtied(progress);
    const enough =
      dirty <= FEW || progress.rounds >= MOST_ROUNDS || progress.copied + dirty > MOST_COPIES * spec.memory || dirty >= progress.sending;
    if (enough) {
      this.cpu.setStopped(spec.domain, true, now);
      progress.stopped = now;
      for (const route of spec.routes) this.network.sever(route.stream, spec.domain);
    }
    this.round(progress, Math.max(PAGE, dirty), now);
  }

  /** Bytes of memory written since the round began: what was received, and what work there wrote, within the working set. */
  private dirtied(progress: Progress): number {
    const { domain, workingSet } = progress.spec;
    const received = this.receivedBy(domain) - progress.received;
    const worked = (this.workOf(domain) - progress.worked) / PICOSECONDS;
    return Math.min(workingSet, received + worked * DIRTYING);
  }

  private receivedBy(domain: number): number {
    const { name } = this.system.domains[domain]!;
    return this.system.flows.reduce(
      (sum, flow, number) => (flow.to === name || flow.to.startsWith(`${name}.`) ? sum + this.network.counts.flowBytes[number]! : sum),
      0
    );
  }

  private workOf(domain: number): number {
    return this.system.domains[domain]!.vcpus.reduce((sum, vcpu) => sum + this.cpu.activities.spent.vcpuBusy[vcpu]!, 0);
  }

  /** The guest goes on at the other host. */
  resume(stream: number, now: number): void {
    const progress = this.underWay.get(stream);
    if (!progress) return;
    this.underWay.delete(stream);
    const { spec, rounds, copied, stopped } = progress;
    this.cpu.relocate(spec.domain, spec.cores, now);
    for (const { stream: number, forward, backward } of spec.routes) {
      this.network.reroute(number, spec.domain, forward, backward);
      const route = this.system.streams[number]! as { -readonly [K in 'forward' | 'backward']: StreamSpec[K] };
      route.forward = forward;
      route.backward = backward;
    }
    this.cpu.setStopped(spec.domain, false, now);
    const downtime = (toSeconds(now - stopped) * 1e3).toFixed(1);
    this.notes.push(
      `${this.nameOf(spec)} moved to ${spec.to}: ${(copied / 2 ** 20).toFixed(1)} MiB in ${rounds} rounds, ${downtime} ms of downtime`
    );
  }
}
