/**
 * How vCPUs share cores.
 *
 * Entitlement: a scheduler gives everybody what he asks for, and where that is too much, time by weight (water filling: who wants
 * less than his part leaves the rest to the others). Who wants how much is what rates make of it; without end who polls, and
 * whoever is held back by nothing else. Two vCPUs of one stream on one core hold each other back: they divide it by need.
 *
 * Wandering: a vCPU that may run on several cores takes an idle one (`idleCore` of the packet engine, the load balancing of
 * Xen's credit schedulers): its load lies on its cores so that they are as equal as they can be.
 *
 * Switching: a core pays when it runs another domain than before. A vCPU that is woken finds its own domain there only when nobody
 * else ran since; interrupts are moderated and packets clocked, so others come in between as regularly as they come at all. With
 * boost a woken vCPU takes the core from who runs on it, who gets it back: another switch.
 */
import type { System } from '../model/system.ts';
import { metOf, type Activity, type Load } from './batches.ts';
import type { Visit } from './routes.ts';
import type { Demand } from './sharing.ts';

const SWEEPS = 8;

export interface Sharing {
  /** Shares of its load that a vCPU has on each of its cores. */
  readonly spread: readonly Float64Array[];
  /** Cores' worth that each vCPU gets at the most, background work included. */
  readonly entitled: Float64Array;
  /** Share of a vCPU's wake-ups from outside at which its core must change the domain. */
  readonly switching: Float64Array;
}

/** Domain switches per payload packet of the stream at this visit: a vCPU that sleeps is woken by somebody else. */
export function switchesAt(system: System, visit: Visit, { batch, woken }: Activity, { switching }: Sharing): number {
  const { vcpu } = system.stations[visit.station]!;
  if (!(switching[vcpu]! > 0)) return 0;
  const feeder = visit.woken >= 0 ? system.stations[visit.woken]!.vcpu : -1;
  return feeder === vcpu ? 0 : (visit.taken / batch) * woken * switching[vcpu]!;
}

/** Cycles of a switch to the vCPU's domain. */
export function switchCyclesOf(system: System, vcpu: number): number {
  return system.cores[system.vcpus[vcpu]!.cores[0]!]!.switchCycles;
}

/**
 * vCPUs that nothing holds back but their share of cores: a stream that could go faster, that has no other vCPU in the same pool,
 * and that no wire, device or cap stops.
 */
export function wantingOf(
  system: System,
  cores: Cores,
  demands: readonly (readonly Demand[])[],
  isFull: (resource: number) => boolean,
  isLimited: (stream: number) => boolean
): Uint8Array {
  const wanting = new Uint8Array(system.vcpus.length);
  const all = system.vcpus.length + system.cores.length;
  demands.forEach((needs, stream) => {
    if (isLimited(stream)) return;
    const passed = needs.filter(({ resource }) => resource < system.vcpus.length);
    const elsewhere = needs.some(({ resource }) => resource >= all && isFull(resource));
    if (elsewhere) return;
    for (const { resource: vcpu } of passed) {
      const pool = cores.poolOf[vcpu]!;
      const alone = passed.every(({ resource }) => resource === vcpu || cores.poolOf[resource] !== pool);
      const stopped = isFull(vcpu) || system.vcpus[vcpu]!.cores.some(core => isFull(system.vcpus.length + core));
      const others = passed.some(({ resource }) => resource !== vcpu && isFull(resource));
      if (alone && stopped && !others) wanting[vcpu] = 1;
    }
  });
  return wanting;
}

/** Cores that vCPUs may move between, and who runs there. */
interface Pool {
  readonly cores: number[];
  readonly vcpus: number[];
}

export class Cores {
  readonly pools: readonly Pool[];
  /** Pool of each vCPU. */
  readonly poolOf: Int32Array;
  /** Pools in which vCPUs may meet. */
  private readonly crowded: readonly Pool[];

  constructor(private readonly system: System) {
    this.poolOf = new Int32Array(system.vcpus.length);
    this.pools = poolsOf(system);
    this.crowded = this.pools.filter(pool => pool.vcpus.length > 1);
    this.pools.forEach((pool, number) => {
      for (const vcpu of pool.vcpus) this.poolOf[vcpu] = number;
    });
  }

  /** Everybody everywhere he may run, and nobody in anybody's way. */
  start(): Sharing {
    const { vcpus } = this.system;
    return {
      spread: vcpus.map(({ cores }) => evenly(cores.length)),
      entitled: new Float64Array(vcpus.length).fill(1),
      switching: new Float64Array(vcpus.length)
    };
  }

  /**
   * @param busy cores' worth of work by vCPU, without background
   * @param wanting vCPUs that nothing but their share of a core holds back
   */
  shared(before: Sharing, busy: Float64Array, wanting: Uint8Array, load: Load, activity: readonly Activity[]): Sharing {
    if (this.crowded.length === 0) return before;
    const vcpus = this.system.vcpus.length;
    const after = { spread: [...before.spread], entitled: new Float64Array(vcpus).fill(1), switching: new Float64Array(vcpus) };
    const wakes = this.wakes(load, activity);
    for (const pool of this.crowded) {
      this.balance(pool, busy, after.spread);
      this.entitle(pool, busy, wanting, after.entitled);
      this.countSwitches(pool, busy, wakes, load, after.switching);
    }
    after.entitled.forEach((share, vcpu) => {
      after.entitled[vcpu] = (share + before.entitled[vcpu]!) / 2;
    });
    return after;
  }

  private loadOf(vcpu: number, busy: Float64Array): number {
    const { background } = this.system.vcpus[vcpu]!;
    return Math.min(1, busy[vcpu]! + background);
  }

  /** Gauss-Seidel: each wandering vCPU in turn fills its cores up to one level above what the others have put there. */
  private balance(pool: Pool, busy: Float64Array, spread: Float64Array[]): void {
    const wandering = pool.vcpus.filter(vcpu => this.system.vcpus[vcpu]!.cores.length > 1 && this.loadOf(vcpu, busy) > 0);
    if (wandering.length === 0) return;
    for (const vcpu of wandering) spread[vcpu] = evenly(this.system.vcpus[vcpu]!.cores.length);
    const height = new Map<number, number>();
    const put = (vcpu: number, sign: number): void => {
      this.system.vcpus[vcpu]!.cores.forEach((core, at) => {
        height.set(core, (height.get(core) ?? 0) + sign * spread[vcpu]![at]! * this.loadOf(vcpu, busy));
      });
    };
    for (const vcpu of pool.vcpus) put(vcpu, 1);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (const vcpu of wandering) {
        put(vcpu, -1);
        const { cores } = this.system.vcpus[vcpu]!;
        const amount = this.loadOf(vcpu, busy);
        const level = levelOf(
          cores.map(core => ({ least: height.get(core)!, slope: 1, most: Infinity })),
          amount
        );
        cores.forEach((core, at) => {
          spread[vcpu]![at] = Math.max(0, level - height.get(core)!) / amount;
        });
        put(vcpu, 1);
      }
    }
  }

  private entitle(pool: Pool, busy: Float64Array, wanting: Uint8Array, entitled: Float64Array): void {
    const weights = this.weightsOf(pool);
    const asks = pool.vcpus.map((vcpu, at) => {
      const endless = wanting[vcpu] === 1 || this.system.vcpus[vcpu]!.spins;
      return { least: 0, slope: weights[at]!, most: endless ? 1 : this.loadOf(vcpu, busy) };
    });
    const all = asks.reduce((sum, each) => sum + each.most, 0);
    if (all <= pool.cores.length * (1 - 1e-9)) return;
    const level = levelOf(asks, pool.cores.length);
    pool.vcpus.forEach((vcpu, at) => {
      entitled[vcpu] = Math.min(1, level * weights[at]!);
    });
  }

  /** As the packet engine's run queues have it: with `credit` a domain's weight is split over its vCPUs, without credit all are equal. */
  private weightsOf(pool: Pool): number[] {
    const { domains, vcpus, cores } = this.system;
    const { kind } = cores[pool.cores[0]!]!.scheduler;
    const siblings = new Map<number, number>();
    for (const vcpu of pool.vcpus) siblings.set(vcpus[vcpu]!.domain, (siblings.get(vcpus[vcpu]!.domain) ?? 0) + 1);
    return pool.vcpus.map(vcpu => {
      const { domain } = vcpus[vcpu]!;
      if (kind === 'rr' || kind === 'pinned') return 1;
      return Math.max(1e-9, domains[domain]!.weight) / (kind === 'credit' ? siblings.get(domain)! : 1);
    });
  }

  /** Wake-ups by vCPU that do not come from itself. */
  private wakes(load: Load, activity: readonly Activity[]): Float64Array {
    const wakes = new Float64Array(this.system.vcpus.length);
    this.system.stations.forEach(({ vcpu }, at) => {
      if (vcpu < 0 || !(load.items[at]! > 0)) return;
      const { batch, woken } = activity[at]!;
      wakes[vcpu]! += (load.outside[at]! / batch) * woken;
    });
    return wakes;
  }

  private countSwitches(pool: Pool, busy: Float64Array, wakes: Float64Array, load: Load, switching: Float64Array): void {
    for (const vcpu of pool.vcpus) {
      const own = wakes[vcpu]!;
      if (!(own > 0)) continue;
      const rivals = pool.vcpus.filter(other => this.system.vcpus[other]!.domain !== this.system.vcpus[vcpu]!.domain);
      // On several cores a rival is as likely to run elsewhere.
      const here = 1 / pool.cores.length;
      const others = here * rivals.reduce((sum, rival) => sum + wakes[rival]!, 0);
      const between = Math.min(1, others / own);
      // Who is awake already is not woken again; who takes the core from another gives it back.
      const { kind, boost } = this.system.cores[pool.cores[0]!]!.scheduler;
      const running = Math.min(1, here * rivals.reduce((sum, rival) => sum + metOf(load, rival, this.loadOf(rival, busy)), 0));
      switching[vcpu] = between * (1 - metOf(load, vcpu, this.loadOf(vcpu, busy))) * (kind === 'credit' && boost ? 1 + running : 1);
    }
  }
}

function evenly(cores: number): Float64Array {
  return new Float64Array(cores).fill(1 / cores);
}

/** The level up to which `amount` fills vessels: each has something in it, rises by `slope` per level, and holds `most`. */
function levelOf(vessels: readonly { least: number; slope: number; most: number }[], amount: number): number {
  const held = (level: number): number =>
    vessels.reduce((sum, { least, slope, most }) => sum + Math.min(most, Math.max(0, (level - least) * slope)), 0);
  let low = 0;
  let high = 1;
  while (held(high) < amount && high < 1e12) high *= 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (held(middle) < amount) low = middle;
    else high = middle;
  }
  return high;
}

function poolsOf(system: System): Pool[] {
  const root = Int32Array.from(system.cores, (_, core) => core);
  const find = (core: number): number => {
    let top = core;
    while (root[top] !== top) top = root[top] = root[root[top]!]!;
    return top;
  };
  for (const { cores } of system.vcpus) for (const core of cores) root[find(core)] = find(cores[0]!);
  const pools = new Map<number, Pool>();
  system.cores.forEach((_, core) => {
    const top = find(core);
    const pool = pools.get(top);
    if (pool) pool.cores.push(core);
    else pools.set(top, { cores: [core], vcpus: [] });
  });
  system.vcpus.forEach(({ cores }, vcpu) => pools.get(find(cores[0]!))!.vcpus.push(vcpu));
  return [...pools.values()];
}
