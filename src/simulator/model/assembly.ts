/**
 * The assembly collects what stages name (threads, pipes, devices) and turns stages into stations and steps of a `System`.
 * Stages with the same worker, label and queue place become one station, whatever flows pass it.
 */
import type { Domain, Host, Topology } from '../../topology/model.ts';
import { PICOSECONDS, toPicoseconds } from '../kernel/time.ts';
import { framingBits, missesOf, sumOf, type Carried } from './carried.ts';
import { cyclesOf, factorOf, operations, secondsOf } from './operations.ts';
import type { Charge, ContextUse, Path, Stage, Worker } from './stage.ts';
import type {
  CacheSpec,
  ChargeSpec,
  CoreSpec,
  DeviceSpec,
  DomainSpec,
  PipeSpec,
  RingSpec,
  StationSpec,
  StepSpec,
  VcpuSpec
} from './system.ts';

const PAGE = 4096;
const NAPI_WEIGHT = 64;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Assembly {
  readonly components: string[] = [];
  readonly domains: DomainSpec[] = [];
  readonly cores: CoreSpec[] = [];
  readonly vcpus: VcpuSpec[] = [];
  readonly stations: Mutable<StationSpec>[] = [];
  readonly steps: StepSpec[] = [];
  readonly notes = new Set<string>();
  readonly caches: (CacheSpec & { readonly owners: { name: string; pinned: boolean }[] })[] = [];

  readonly rings: RingSpec[] = [];

  private readonly hostOfDomain = new Map<string, Host>();
  private readonly declared = new Map<string, Domain>();
  private readonly coldShares = new Map<number, number>();
  private readonly domainNumbers = new Map<string, number>();
  private readonly threads = new Map<string, number>();
  private readonly pipes = new Map<string, PipeSpec>();
  private readonly devices = new Map<string, DeviceSpec>();
  private readonly stationNumbers = new Map<string, number>();
  /** Stages already counted in a station's batch and wake work. */
  private readonly absorbed = new Set<string>();
  private readonly componentNumbers = new Map<string, number>();

  constructor(readonly topology: Topology) {
    for (const host of topology.hosts) this.addHost(host);
  }

  private addHost(host: Host): void {
    const { cpu, hypervisor, costs } = host;
    const firstCore = this.cores.length;
    const count = cpu.cores * cpu.threadsPerCore;
    const switchCycles = cyclesOf(costs, 'domain_switch', cpu.clock) + cyclesOf(costs, 'tlb_refill', cpu.clock);
    for (let core = 0; core < count; core++) {
      this.cores.push({
        name: `${host.name}.cpu[${core}]`,
        host: host.name,
        clock: cpu.clock,
        switchCycles,
        scheduler: {
          kind: hypervisor.scheduler,
          slice: toPicoseconds(hypervisor.timeslice),
          tick: toPicoseconds(hypervisor.tick),
          boost: hypervisor.boost
        }
      });
    }
    const firstVcpu = this.vcpus.length;
    const everywhere = Array.from({ length: count }, (_, core) => firstCore + core);
    for (const domain of host.domains) this.addDomain(host, domain, { firstCore, everywhere, firstVcpu });
  }

  private addDomain(
    host: Host,
    domain: Domain,
    { firstCore, everywhere, firstVcpu }: { firstCore: number; everywhere: readonly number[]; firstVcpu: number }
  ): void {
    const number = this.domains.length;
    const cores = everywhere.length;
    const pins = domain.pin?.filter(core => core >= 0 && core < cores).map(core => firstCore + core);
    const vcpus: number[] = [];
    for (let vcpu = 0; vcpu < domain.vcpus; vcpu++) {
      const anywhere = host.hypervisor.scheduler === 'pinned' ? [firstCore + ((this.vcpus.length - firstVcpu) % cores)] : everywhere;
      const own = pins && pins.length === domain.vcpus ? [pins[vcpu]!] : near(host, pins && pins.length > 0 ? pins : anywhere, firstCore);
      vcpus.push(this.vcpus.length);
      this.vcpus.push({ domain: number, number: vcpu, cores: own, background: domain.background, spins: false });
    }
    this.domains.push({ name: domain.name, host: host.name, weight: domain.weight, cap: domain.cap ?? Infinity, vcpus });
    this.domainNumbers.set(domain.name, number);
    this.hostOfDomain.set(domain.name, host);
    this.declared.set(domain.name, domain);
  }

  /** A thread of execution on a vCPU (taken modulo the domain's vCPUs). The same domain and name is the same thread. */
  thread(domain: Domain, name: string, vcpu: number): Worker {
    const id = `${domain.name} ${name}`;
    if (!this.threads.has(id)) {
      const { vcpus } = this.domains[this.domainNumbers.get(domain.name)!]!;
      this.threads.set(id, vcpus[vcpu % vcpus.length]!);
    }
    return { kind: 'thread', id };
  }

  pipe(id: string, spec: PipeSpec): Worker {
    if (!this.pipes.has(id)) this.pipes.set(id, spec);
    return { kind: 'pipe', id };
  }

  /** A pipe that was declared before. */
  pipeOf(id: string): PipeSpec | undefined {
    return this.pipes.get(id);
  }

  device(id: string, spec: DeviceSpec): Worker {
    if (!this.devices.has(id)) this.devices.set(id, spec);
    return { kind: 'device', id };
  }

  /** Adds a route's stages as steps; returns its first step. */
  route(path: Path, carried: Carried): number {
    const first = this.steps.length;
    let units = carried.units;
    for (let at = 0; at < path.length;) {
      let end = at + 1;
      while (end < path.length && !path[end]!.queue && path[end]!.worker.id === path[at]!.worker.id && path[at]!.worker.kind !== 'pipe')
        end++;
      const group = path.slice(at, end);
      const station = this.station(group);
      // A worker that waits for the next one to be done can begin with one item only.
      if (path[end]?.holdsPrevious) this.stations[station]!.budget = 1;
      this.steps.push(this.step(station, group, { ...carried, units }, end === path.length));
      if (group.some(stage => stage.regroup?.kind === 'segment')) units = false;
      if (group.some(stage => stage.regroup?.kind === 'reassemble')) units = carried.units;
      at = end;
    }
    return first;
  }

  private station(group: readonly Stage[]): number {
    const head = group[0]!;
    const key = `${head.worker.kind} ${head.worker.id} | ${head.name} | ${head.queue?.place ?? ''}`;
    let number = this.stationNumbers.get(key);
    if (number === undefined) {
      number = this.stations.length;
      this.stations.push(this.emptyStation(head));
      this.stationNumbers.set(key, number);
    }
    const station = this.stations[number]!;
    // Stages that share a queue have the room of the one that asks for most.
    station.capacity = Math.max(station.capacity, head.queue?.capacity ?? 0);
    for (const stage of group) this.absorb(key, station, stage);
    return number;
  }

  private emptyStation(head: Stage): Mutable<StationSpec> {
    const { worker, wake } = head;
    const vcpu = worker.kind === 'thread' ? this.threads.get(worker.id)! : -1;
    if (wake?.kind === 'poll' && vcpu >= 0) this.vcpus[vcpu] = { ...this.vcpus[vcpu]!, spins: true };
    return {
      name: head.queue ? `${head.name} ${head.queue.place}` : `${head.name} ${worker.id}`,
      label: head.name,
      kind: worker.kind,
      vcpu,
      domain: vcpu < 0 ? -1 : this.vcpus[vcpu]!.domain,
      place: head.queue?.place ?? worker.id,
      reason: head.queue?.reason ?? 'queue full',
      capacity: head.queue?.capacity ?? Infinity,
      full: head.queue?.full ?? 'drop',
      wake: wake?.kind ?? 'schedule',
      interrupt:
        wake?.kind === 'interrupt'
          ? {
              name: wake.name,
              holdOff: toPicoseconds(wake.holdOff),
              gap: wake.maxRate > 0 ? toPicoseconds(1 / wake.maxRate) : 0,
              adaptive: wake.adaptive
            }
          : undefined,
      budget: head.budget ?? NAPI_WEIGHT,
      perBatch: 0,
      perWake: 0,
      perNotify: 0,
      charges: [],
      notifyCharges: [],
      aggregate: 0,
      classes: [],
      pipe: worker.kind === 'pipe' ? this.pipes.get(worker.id) : undefined,
      device: worker.kind === 'device' ? this.devices.get(worker.id) : undefined
    };
  }

  private absorb(key: string, station: Mutable<StationSpec>, stage: Stage): void {
    if (stage.regroup?.kind === 'aggregate') station.aggregate = Math.max(station.aggregate, stage.regroup.packets);
    if (station.kind !== 'thread' || this.absorbed.has(`${key} / ${stage.name}`)) return;
    this.absorbed.add(`${key} / ${stage.name}`);
    const charges = stage.work
      .filter(charge => charge.per === 'batch' || charge.per === 'wake')
      .map(charge => this.charge(station.domain, charge, charge.per as 'batch' | 'wake', 1));
    station.charges = [...station.charges, ...charges];
    station.perBatch = sumOf(station.charges, 'batch');
    station.perWake = sumOf(station.charges, 'wake');
    if (stage.wake?.kind === 'event') {
      station.notifyCharges = [
        ...station.notifyCharges,
        ...stage.wake.send.map(charge => this.charge(station.domain, charge, 'notify', 1))
      ];
      station.perNotify = sumOf(station.notifyCharges, 'notify');
    }
  }

  private step(number: number, group: readonly Stage[], carried: Carried, last: boolean): StepSpec {
    const station = this.stations[number]!;
    const { cache, context } = this.contextOf(group);
    const isPipe = station.kind === 'pipe';
    const charges = isPipe ? [] : group.flatMap(stage => stage.work).flatMap(charge => this.stepCharge(station, charge, carried));
    // One literal for all steps: objects of one shape are what keeps the packet engine fast (spreads made it 1.6 times slower).
    return {
      station: number,
      last,
      perItem: isPipe ? 0 : sumOf(charges, 'item'),
      perPacket: isPipe ? framingBits(carried) : sumOf(charges, 'packet'),
      perByte: isPipe ? 8 : sumOf(charges, 'byte'),
      firstUse: sumOf(charges, 'first'),
      firstPool: isPipe ? 0 : (group.flatMap(stage => stage.work).find(charge => charge.per === 'first_use')?.pool ?? 0),
      segment: group.some(stage => stage.regroup?.kind === 'segment'),
      reassemble: group.some(stage => stage.regroup?.kind === 'reassemble'),
      holds: group[0]!.holdsPrevious === true,
      keeps: group[0]!.keepsHolding === true,
      ring: this.ringOf(group[0]!),
      trafficClass: classOf(station, group[0]!),
      cache,
      context,
      perMiss: sumOf(charges, 'miss'),
      acknowledges: group.some(stage => stage.acknowledges === true),
      charges,
      missesPerPacket: missesOf(charges, 'packet') + missesOf(charges, 'item'),
      missesPerByte: missesOf(charges, 'byte'),
      data: carried.data
    };
  }

  private stepCharge(station: StationSpec, charge: Charge, carried: Carried): ChargeSpec[] {
    const priced = (basis: ChargeSpec['basis'], units: number): ChargeSpec[] => [
      station.device ? this.deviceCharge(station.device, charge, basis, units) : this.charge(station.domain, charge, basis, units)
    ];
    switch (charge.per) {
      case 'batch':
      case 'wake':
        return [];
      case 'item':
      case 'packet':
      case 'byte':
        return priced(charge.per, 1);
      case 'first_use':
        return priced('first', 1);
      case 'context_miss':
        return priced('miss', 1);
      case 'page':
        return carried.units
          ? priced('byte', 1 / PAGE)
          : priced('packet', Math.max(1, Math.ceil((carried.payload + carried.headers) / PAGE)));
    }
  }

  /** The number of the transmit ring that covers a stage; −1 when none does. */
  private ringOf({ ring }: Stage): number {
    if (!ring) return -1;
    const known = this.rings.findIndex(each => each.place === ring.place);
    return known >= 0 ? known : this.rings.push({ place: ring.place, slots: ring.slots }) - 1;
  }

  /** The cache a stage looks into, and the number of its context there; −1 when it needs none. */
  private contextOf(group: readonly Stage[]): { cache: number; context: number } {
    const use: ContextUse | undefined = group.find(stage => stage.context)?.context;
    if (!use) return { cache: -1, context: -1 };
    let cache = this.caches.findIndex(each => each.name === use.cache);
    if (cache < 0) cache = this.caches.push({ name: use.cache, capacity: use.capacity, owners: [] }) - 1;
    const { owners } = this.caches[cache]!;
    const known = owners.findIndex(each => each.name === use.owner);
    return { cache, context: known >= 0 ? known : owners.push({ name: use.owner, pinned: use.pinned }) - 1 };
  }

  /** A device's time, in picoseconds where a thread's charges have cycles. */
  private deviceCharge(device: DeviceSpec, charge: Charge, basis: ChargeSpec['basis'], units: number): ChargeSpec {
    const host = this.topology.hosts.find(each => each.name === device.host);
    const times = (charge.times ?? 1) * units;
    const seconds = charge.seconds ?? (host ? secondsOf(host.costs, charge.operation, host.cpu.clock) : 0);
    return {
      component: this.component(charge.component),
      operation: charge.operation,
      basis,
      cycles: seconds * times * PICOSECONDS,
      operations: times
    };
  }

  private charge(domain: number, charge: Charge, basis: ChargeSpec['basis'], units: number): ChargeSpec {
    const name = this.domains[domain]!.name;
    const host = this.hostOfDomain.get(name)!;
    const times = (charge.times ?? 1) * units;
    if (charge.seconds === undefined && !host.costs.operations[charge.operation] && times > 0) {
      this.notes.add(`${host.costs.name} gives no cost for ${charge.operation}; it is counted as free`);
    }
    const price = charge.seconds === undefined ? cyclesOf(host.costs, charge.operation, host.cpu.clock) : charge.seconds * host.cpu.clock;
    const polluted = charge.operation === 'copy_other_core_byte' ? this.coldShare(host, domain) : 0;
    const cold = polluted > 0 ? cyclesOf(host.costs, 'copy_cold_byte', host.cpu.clock) : 0;
    const cycles = (price * (1 - polluted) + cold * polluted) * times * this.translation(host, name, charge.operation);
    return { component: this.component(charge.component), operation: charge.operation, basis, cycles, operations: times };
  }

  /** Share of what another core wrote that a domain finds cold all the same. */
  private coldShare(host: Host, domain: number): number {
    let share = this.coldShares.get(domain);
    if (share === undefined) this.coldShares.set(domain, (share = Math.max(this.pollution(host, domain), this.apart(host, domain))));
    return share;
  }

  /** Share of a domain's cores that have another last-level cache than those of the driver domain, where what it copies was left. */
  private apart(host: Host, domain: number): number {
    const groups = host.cpu.llcGroups;
    const driver = host.domains.find(each => each.role === 'driver' || each.role === 'control');
    if (!groups || !driver) return 0;
    const firstCore = this.cores.findIndex(core => core.host === host.name);
    const coresOf = (number: number): number[] =>
      this.domains[number]!.vcpus.flatMap(vcpu => this.vcpus[vcpu]!.cores.map(core => core - firstCore));
    const left = new Set(coresOf(this.domainNumbers.get(driver.name)!).map(core => groups.findIndex(group => group.includes(core))));
    const mine = coresOf(domain);
    return mine.filter(core => !left.has(groups.findIndex(group => group.includes(core)))).length / mine.length;
  }

  /**
   * Share of the last-level cache that other domains' working sets take from what this domain's copies would find there:
   * what another core left in the shared cache is then cold again.
   */
  private pollution(host: Host, domain: number): number {
    const { llc, llcGroups } = host.cpu;
    if (!llc) return 0;
    const firstCore = this.cores.findIndex(core => core.host === host.name);
    const groupOf = (core: number): number => llcGroups?.findIndex(group => group.includes(core - firstCore)) ?? 0;
    const mine = new Set(this.domains[domain]!.vcpus.flatMap(vcpu => this.vcpus[vcpu]!.cores.map(groupOf)));
    const taken = host.domains.reduce((sum, other) => {
      const number = this.domainNumbers.get(other.name);
      if (number === undefined || number === domain || !other.workingSet) return sum;
      const shares = this.domains[number]!.vcpus.some(vcpu => this.vcpus[vcpu]!.cores.some(core => mine.has(groupOf(core))));
      return shares ? sum + other.workingSet : sum;
    }, 0);
    return Math.min(1, taken / llc);
  }

  /** Address translation slows kernel work of paravirtual domains on Xen, unless superpages and global pages are used. */
  private translation(host: Host, domain: string, operation: string): number {
    if (host.hypervisor.kind !== 'xen' || host.hypervisor.superpages || !operations[operation]?.translated) return 1;
    const declared = this.declared.get(domain)!;
    return declared.kind === 'pv' && declared.role !== 'native' ? factorOf(host.costs, 'translation_factor') : 1;
  }

  private component(name: string): number {
    let number = this.componentNumbers.get(name);
    if (number === undefined) {
      number = this.components.length;
      this.components.push(name);
      this.componentNumbers.set(name, number);
    }
    return number;
  }
}

/** Cache-aware scheduling keeps a guest that is pinned nowhere on cores that share a cache with the driver domain's pins. */
function near(host: Host, cores: readonly number[], firstCore: number): readonly number[] {
  const groups = host.cpu.llcGroups;
  const pins = host.domains.find(each => each.role === 'driver' || each.role === 'control')?.pin;
  if (!host.hypervisor.cacheAware || !groups || !pins) return cores;
  const shared = groups.filter(group => pins.some(core => group.includes(core))).flat();
  const kept = cores.filter(core => shared.includes(core - firstCore) && !pins.includes(core - firstCore));
  return kept.length > 0 ? kept : cores;
}

/** The number of the class a stage names at its station, which learns of it; −1 when it names none. */
function classOf(station: Mutable<StationSpec>, { trafficClass }: Stage): number {
  if (!trafficClass) return -1;
  const known = station.classes.findIndex(each => each.name === trafficClass.name);
  if (known >= 0) return known;
  station.classes = [...station.classes, trafficClass];
  return station.classes.length - 1;
}
