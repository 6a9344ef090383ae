/**
 * Who runs next: pools of cores with their run queues, and the credit and priorities of the hypervisor's schedulers.
 *
 * Cores that some vCPU may move between form a pool; pools do not compete. After Xen: `credit` has weights, UNDER/OVER/BOOST and
 * takes turns among equals; `credit2` runs whoever has most credit; `rr` and `pinned` only take turns. All cores of a pool draw
 * from one queue, which is what Xen's load balancing comes to, its delays left out. A weight is a domain's with `credit`, each
 * of its vCPUs' with `credit2`, as in Xen.
 */
import type { SchedulerSpec, System, VcpuSpec } from '../model/system.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const BOOST = 0;
const UNDER = 1;
const OVER = 2;

/** credit2: a waking vCPU overtakes one only if it has clearly more credit (0.5 ms, Xen's CSCHED2_MIGRATE_RESIST). */
const MARGIN = 5e8;
/** credit2: credit of a round (10.5 ms), and the weight at which a vCPU burns it at the pace of the clock. */
const ROUND = 1.05e10;
const WEIGHT = 256;

export interface Pool {
  readonly cores: readonly number[];
  readonly vcpus: readonly number[];
  readonly scheduler: SchedulerSpec;
  /** More than one vCPU may want the same core. */
  readonly contended: boolean;
  /** vCPUs that wait, longest first. */
  readonly waiting: number[];
}

export class RunQueues {
  readonly pools: readonly Pool[];
  /** Pool of each core. */
  readonly poolOf: Int32Array;
  private readonly priority: Int8Array;
  /** Picoseconds of credit left. */
  private readonly credit: Float64Array;
  /** Earns credit. */
  private readonly active: Uint8Array;
  /** Picoseconds of running that have been taken from the credit. */
  private readonly settled: Float64Array;

  constructor(private readonly system: System) {
    this.poolOf = new Int32Array(system.cores.length);
    this.pools = poolsOf(system, this.poolOf);
    this.priority = new Int8Array(system.vcpus.length).fill(UNDER);
    this.credit = new Float64Array(system.vcpus.length);
    this.active = new Uint8Array(system.vcpus.length);
    this.settled = new Float64Array(system.vcpus.length);
  }

  poolOfVcpu(vcpu: number): Pool {
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
    this.credit[vcpu] = 0;
    this.priority[vcpu] = UNDER;
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
    const { waiting, cores } = pool;
    let best = -1;
    for (let at = 0; at < waiting.length; at++) {
      const vcpu = waiting[at]!;
      if (cores.length > 1 && !this.system.vcpus[vcpu]!.cores.includes(core)) continue;
      if (best < 0 || this.isMoreUrgent(vcpu, waiting[best]!)) best = at;
    }
    if (best < 0) return -1;
    const [vcpu] = waiting.splice(best, 1);
    if (pool.scheduler.kind === 'credit2' && this.credit[vcpu!]! <= 0) this.reset(pool, vcpu!);
    return vcpu!;
  }

  /** A woken vCPU that has credit goes before all that merely run (credit scheduler with boost). */
  woke(vcpu: number): void {
    const { scheduler } = this.poolOfVcpu(vcpu);
    this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : scheduler.kind === 'credit' && scheduler.boost ? BOOST : UNDER;
  }

  isBoosted(vcpu: number): boolean {
    return this.priority[vcpu] === BOOST;
  }

  /** Whether urgency goes by credit, which must be settled before it is compared. */
  usesCredit(vcpu: number): boolean {
    return this.poolOfVcpu(vcpu).scheduler.kind === 'credit2';
  }

  /** Whether a vCPU that waits takes the core from one that runs. */
  overtakes(vcpu: number, rival: number): boolean {
    return this.isMoreUrgent(vcpu, rival, MARGIN);
  }

  /** Whether somebody waits who takes the core from the vCPU that runs on it. */
  isOvertaken(vcpu: number, core: number): boolean {
    const { waiting } = this.poolOfVcpu(vcpu);
    return waiting.some(each => this.overtakes(each, vcpu) && this.system.vcpus[each]!.cores.includes(core));
  }

  isMoreUrgent(vcpu: number, rival: number, margin = 0): boolean {
    const { kind } = this.poolOfVcpu(vcpu).scheduler;
    if (kind === 'credit') return this.priority[vcpu]! < this.priority[rival]!;
    return kind === 'credit2' && this.credit[vcpu]! > this.credit[rival]! + margin;
  }

  /** Takes what a vCPU ran since last time from its credit; `consumed` is all it ever ran. Returns what it ran. */
  settle(vcpu: number, consumed: number): number {
    const used = consumed - this.settled[vcpu]!;
    this.settled[vcpu] = consumed;
    if (used === 0) return 0;
    this.credit[vcpu]! -= this.poolOfVcpu(vcpu).scheduler.kind === 'credit2' ? (used * WEIGHT) / this.weightOf(vcpu) : used;
    this.active[vcpu] = 1;
    // Boost lasts from waking to the first time the scheduler looks at what it ran.
    this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : UNDER;
    return used;
  }

  /**
   * The credit scheduler's accounting: a slice's worth of each of the pool's cores is handed out by weight among those that ran
   * or wait. As in Xen, who holds more than a slice without waiting stops earning until it runs again, and keeps half; what all
   * together have overdrawn (because others earned and did not run) is handed out too.
   */
  handOut(pool: Pool): void {
    if (pool.scheduler.kind !== 'credit') return;
    for (const vcpu of pool.waiting) this.active[vcpu] = 1;
    const earning = pool.vcpus.filter(vcpu => this.active[vcpu] === 1);
    const counts = new Map<number, number>();
    let weights = 0;
    let balance = 0;
    for (const vcpu of earning) {
      const { domain } = this.system.vcpus[vcpu]!;
      const count = counts.get(domain) ?? 0;
      if (count === 0) weights += this.weightOf(vcpu);
      counts.set(domain, count + 1);
      balance += this.credit[vcpu]!;
    }
    const total = Math.max(pool.cores.length * pool.scheduler.slice, -balance);
    for (const vcpu of earning) {
      // A domain's weight counts once, split over its vCPUs that take part.
      this.credit[vcpu]! += (total * this.weightOf(vcpu)) / weights / counts.get(this.system.vcpus[vcpu]!.domain)!;
      if (this.credit[vcpu]! > pool.scheduler.slice && !pool.waiting.includes(vcpu)) {
        this.credit[vcpu]! = Math.min(this.credit[vcpu]!, 2 * pool.scheduler.slice) / 2;
        this.active[vcpu] = 0;
      }
      if (this.priority[vcpu] !== BOOST) this.priority[vcpu] = this.credit[vcpu]! < 0 ? OVER : UNDER;
    }
  }

  /** credit2: when even the best has used up its credit, everybody gets some; who slept does not come back rich. */
  private reset(pool: Pool, best: number): void {
    const rounds = Math.floor(-this.credit[best]! / ROUND) + 1;
    for (const vcpu of pool.vcpus) this.credit[vcpu] = Math.min(ROUND, this.credit[vcpu]! + rounds * ROUND);
  }

  private weightOf(vcpu: number): number {
    return Math.max(1e-9, this.system.domains[this.system.vcpus[vcpu]!.domain]!.weight);
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
    return {
      cores: members,
      vcpus: users,
      scheduler: system.cores[members[0]!]!.scheduler,
      contended: users.length > 1 && !free,
      waiting: []
    };
  });
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
