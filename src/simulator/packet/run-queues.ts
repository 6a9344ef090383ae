/**
 * Who runs next: pools of cores with their run queues, and the credit and priorities of the hypervisor's schedulers.
 *
 * Cores that some vCPU may move between form a pool; pools do not compete. After Xen: `credit` has weights, UNDER/OVER/BOOST and
 * takes turns among equals; `credit2` runs whoever has most credit; `rr` and `pinned` only take turns. All cores of a pool draw
 * from one queue, which is what Xen's load balancing comes to, its delays left out.
 */
import type { SchedulerSpec, System } from '../model/system.ts';

const BOOST = 0;
const UNDER = 1;
const OVER = 2;

/** credit2: a waking vCPU overtakes one only if it has clearly more credit (0.5 ms, Xen's CSCHED2_MIGRATE_RESIST). */
const MARGIN = 5e8;

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
  /** Picoseconds of running that have been taken from the credit. */
  private readonly settled: Float64Array;

  constructor(private readonly system: System) {
    this.poolOf = new Int32Array(system.cores.length);
    this.pools = poolsOf(system, this.poolOf);
    this.priority = new Int8Array(system.vcpus.length).fill(UNDER);
    this.credit = Float64Array.from(system.vcpus, vcpu => system.cores[vcpu.cores[0]!]!.scheduler.slice);
    this.settled = new Float64Array(system.vcpus.length);
  }

  poolOfVcpu(vcpu: number): Pool {
    return this.pools[this.poolOf[this.system.vcpus[vcpu]!.cores[0]!]!]!;
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
    const { waiting, cores } = this.pools[this.poolOf[core]!]!;
    let best = -1;
    for (let at = 0; at < waiting.length; at++) {
      const vcpu = waiting[at]!;
      if (cores.length > 1 && !this.system.vcpus[vcpu]!.cores.includes(core)) continue;
      if (best < 0 || this.isMoreUrgent(vcpu, waiting[best]!)) best = at;
    }
    return best < 0 ? -1 : waiting.splice(best, 1)[0]!;
  }

  /** A woken vCPU that has credit goes before all that merely run (credit scheduler with boost). */
  woke(vcpu: number): void {
    const { scheduler } = this.poolOfVcpu(vcpu);
    this.priority[vcpu] = this.credit[vcpu]! <= 0 ? OVER : scheduler.kind === 'credit' && scheduler.boost ? BOOST : UNDER;
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
    this.credit[vcpu]! -= used;
    // Boost lasts from waking to the first time the scheduler looks at what it ran.
    if (used > 0 || this.priority[vcpu] !== BOOST) this.priority[vcpu] = this.credit[vcpu]! <= 0 ? OVER : UNDER;
    return used;
  }

  /**
   * Hands out a slice's worth of each of the pool's cores by weight. Nobody holds more than a slice, as in Xen (a vCPU that
   * slept comes back with credit, not rich); what one cannot hold goes to the others.
   */
  handOut(pool: Pool): void {
    const most = pool.scheduler.slice;
    let left = pool.cores.length * most;
    let open = pool.vcpus.filter(vcpu => this.credit[vcpu]! < most);
    while (open.length > 0 && left > 0) {
      const weights = this.weightsOf(open);
      const total = open.reduce((sum, vcpu) => sum + weights.get(this.system.vcpus[vcpu]!.domain)!, 0);
      const shareOf = (vcpu: number): number => left * weights.get(this.system.vcpus[vcpu]!.domain)! / total;
      const full = open.filter(vcpu => this.credit[vcpu]! + shareOf(vcpu) >= most);
      if (full.length === 0) {
        for (const vcpu of open) this.credit[vcpu]! += shareOf(vcpu);
        break;
      }
      for (const vcpu of full) {
        left -= most - this.credit[vcpu]!;
        this.credit[vcpu] = most;
      }
      open = open.filter(vcpu => this.credit[vcpu]! < most);
    }
    for (const vcpu of pool.vcpus) {
      if (this.priority[vcpu] !== BOOST) this.priority[vcpu] = this.credit[vcpu]! <= 0 ? OVER : UNDER;
    }
  }

  /** A domain's weight counts once, split over its vCPUs that take part. */
  private weightsOf(vcpus: readonly number[]): Map<number, number> {
    const counts = new Map<number, number>();
    for (const vcpu of vcpus) {
      const { domain } = this.system.vcpus[vcpu]!;
      counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
    return new Map([...counts].map(([domain, count]) => [domain, Math.max(1e-9, this.system.domains[domain]!.weight) / count]));
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
    return { cores: members, vcpus: users, scheduler: system.cores[members[0]!]!.scheduler, contended: users.length > 1 && !free, waiting: [] };
  });
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
