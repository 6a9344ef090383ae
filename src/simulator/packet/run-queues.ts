/**
 * Run queues: pools of cores, who waits for them, and who is next.
 *
 * Cores that some vCPU may move between form a pool; pools do not compete. All cores of a pool draw from one queue, which is what
 * Xen's load balancing comes to, its delays left out. Urgency is the scheduler's affair (`schedulers/`).
 */
import type { SchedulerSpec, System, VcpuSpec } from '../model/system.ts';
import { Credit } from './schedulers/credit.ts';
import { Credit2 } from './schedulers/credit2.ts';
import type { Pool, Scheduler } from './schedulers/scheduler.ts';
import { turns } from './schedulers/turns.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class RunQueues {
  readonly pools: readonly Pool[];
  /** Pool of each core. */
  private readonly poolOf: Int32Array;
  /** Picoseconds of running that the scheduler knows of, by vCPU. */
  private readonly settled: Float64Array;

  constructor(private readonly system: System) {
    this.poolOf = new Int32Array(system.cores.length);
    this.pools = poolsOf(system, this.poolOf);
    this.settled = new Float64Array(system.vcpus.length);
  }

  private poolOfVcpu(vcpu: number): Pool {
    return this.pools[this.poolOf[this.system.vcpus[vcpu]!.cores[0]!]!]!;
  }

  /**
   * A vCPU that does not run or wait comes to other cores: of those given, those of the pool with the fewest vCPUs.
   * @returns the pool, and whether it has just become one where vCPUs compete
   */
  adopt(vcpu: number, cores: readonly number[]): { readonly pool: number; readonly contended: boolean } {
    const before = this.poolOfVcpu(vcpu) as Mutable<Pool>;
    before.vcpus = before.vcpus.filter(each => each !== vcpu);
    const candidates = [...new Set(cores.map(core => this.poolOf[core]!))];
    const number = candidates.reduce((best, each) => (this.pools[each]!.vcpus.length < this.pools[best]!.vcpus.length ? each : best));
    const pool = this.pools[number]! as Mutable<Pool>;
    (this.system.vcpus[vcpu]! as Mutable<VcpuSpec>).cores = cores.filter(core => this.poolOf[core] === number);
    pool.vcpus = [...pool.vcpus, vcpu];
    const contended = !pool.contended && pool.vcpus.length > pool.cores.length;
    if (contended) pool.contended = true;
    pool.scheduler.joined(vcpu);
    return { pool: number, contended };
  }

  enqueue(vcpu: number): void {
    this.poolOfVcpu(vcpu).waiting.push(vcpu);
  }

  dequeue(vcpu: number): void {
    const { waiting } = this.poolOfVcpu(vcpu);
    const at = waiting.indexOf(vcpu);
    if (at >= 0) waiting.splice(at, 1);
  }

  /** Whether somebody waits who may run on the core. */
  isWanted(core: number): boolean {
    const { waiting, cores } = this.pools[this.poolOf[core]!]!;
    return waiting.length > 0 && (cores.length === 1 || waiting.some(vcpu => this.system.vcpus[vcpu]!.cores.includes(core)));
  }

  /** Takes the most urgent vCPU that may run on the core from its queue; −1 when there is none. */
  next(core: number): number {
    const pool = this.pools[this.poolOf[core]!]!;
    const { waiting, cores, scheduler } = pool;
    let best = -1;
    for (let at = 0; at < waiting.length; at++) {
      const vcpu = waiting[at]!;
      if (cores.length > 1 && !this.system.vcpus[vcpu]!.cores.includes(core)) continue;
      if (best < 0 || scheduler.isMoreUrgent(vcpu, waiting[best]!, false)) best = at;
    }
    if (best < 0) return -1;
    const [vcpu] = waiting.splice(best, 1);
    scheduler.chosen(pool, vcpu!);
    return vcpu!;
  }

  woke(vcpu: number): void {
    this.poolOfVcpu(vcpu).scheduler.woke(vcpu);
  }

  isBoosted(vcpu: number): boolean {
    return this.poolOfVcpu(vcpu).scheduler.isBoosted(vcpu);
  }

  /** Whether urgency goes by credit, which must be settled before it is compared. */
  comparesCredit(vcpu: number): boolean {
    return this.poolOfVcpu(vcpu).scheduler.comparesCredit;
  }

  /** Whether a vCPU that waits takes the core from one that runs. */
  overtakes(vcpu: number, rival: number): boolean {
    return this.poolOfVcpu(vcpu).scheduler.isMoreUrgent(vcpu, rival, true);
  }

  /** Whether somebody waits who takes the core from the vCPU that runs on it. */
  isOvertaken(vcpu: number, core: number): boolean {
    const { waiting } = this.poolOfVcpu(vcpu);
    return waiting.some(each => this.overtakes(each, vcpu) && this.system.vcpus[each]!.cores.includes(core));
  }

  isMoreUrgent(vcpu: number, rival: number): boolean {
    return this.poolOfVcpu(vcpu).scheduler.isMoreUrgent(vcpu, rival, false);
  }

  /** Tells the scheduler what a vCPU ran since last time; `consumed` is all it ever ran. Returns what it ran. */
  settle(vcpu: number, consumed: number): number {
    const used = consumed - this.settled[vcpu]!;
    this.settled[vcpu] = consumed;
    if (used !== 0) this.poolOfVcpu(vcpu).scheduler.ran(vcpu, used);
    return used;
  }
}

/** Connected cores, in the order of their first core; `poolOf` is filled in. */
function poolsOf(system: System, poolOf: Int32Array): Pool[] {
  const root = Int32Array.from(system.cores, (_, core) => core);
  const find = (core: number): number => {
    while (root[core] !== core) core = root[core] = root[root[core]!]!;
    return core;
  };
  for (const vcpu of system.vcpus) {
    for (const core of vcpu.cores) root[find(core)] = find(vcpu.cores[0]!);
  }
  const cores = new Map<number, number[]>();
  system.cores.forEach((_, core) => append(cores, find(core), core));
  const vcpus = new Map<number, number[]>();
  system.vcpus.forEach((vcpu, number) => append(vcpus, find(vcpu.cores[0]!), number));
  return [...cores].map(([first, members], number) => {
    for (const core of members) poolOf[core] = number;
    const users = vcpus.get(first) ?? [];
    const free = users.length <= members.length && users.every(vcpu => system.vcpus[vcpu]!.cores.length === members.length);
    const spec = system.cores[members[0]!]!.scheduler;
    return { cores: members, vcpus: users, spec, scheduler: schedulerOf(system, spec), contended: users.length > 1 && !free, waiting: [] };
  });
}

function schedulerOf(system: System, { kind, boost }: SchedulerSpec): Scheduler {
  switch (kind) {
    case 'credit':
      return new Credit(system, boost);
    case 'credit2':
      return new Credit2(system);
    case 'rr':
    case 'pinned':
      return turns;
  }
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
