/** What a packet of each stream needs of every vCPU, core, domain's cap, wire and device, and how much of each there is. */
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Activity } from './batches.ts';
import { clockOf, spinningShare } from './burnt.ts';
import type { Visit } from './routes.ts';
import type { Demand } from './sharing.ts';

/** Resources: every vCPU, every core, every host's cores together for those that wander, every pipe, every device. */
export function capacities(system: System): number[] {
  return [
    ...system.vcpus.map(
      (vcpu, number) =>
        clockOf(system, number) *
        (1 - Math.min(1, vcpu.background)) *
        (vcpu.spins || vcpu.cores.length > 1 ? 1 : 1 - spinningShare(system, vcpu.cores[0]!))
    ),
    ...system.cores.map((core, number) => core.clock * (1 - backgroundOn(system, number))),
    ...system.domains.map(domain => (domain.cap === Infinity ? Infinity : domain.cap * clockOf(system, domain.vcpus[0]!))),
    ...system.stations.map(station => station.pipe?.rate ?? station.device?.units ?? Infinity)
  ];
}

function backgroundOn(system: System, core: number): number {
  return Math.min(
    1,
    system.vcpus.reduce((sum, vcpu) => (vcpu.cores.length === 1 && vcpu.cores[0] === core ? sum + vcpu.background : sum), 0)
  );
}

/** What a packet of the stream needs, everything that is counted per batch and wake-up included. `sums`: zeros, by resource. */
export function demandsOf(
  system: System,
  route: readonly Visit[],
  activity: readonly Activity[],
  waits: Float64Array,
  sums: Float64Array
): Demand[] {
  const touched: number[] = [];
  const add = (resource: number, amount: number): void => {
    if (!(amount > 0)) return;
    if (sums[resource] === 0) touched.push(resource);
    sums[resource]! += amount;
  };
  const cores = system.vcpus.length;
  const domains = cores + system.cores.length;
  const others = domains + system.domains.length;
  for (const visit of route) {
    const station = system.stations[visit.station]!;
    const work = visit.spec.perItem * visit.handed + visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes;
    const holder = visit.holder >= 0 ? system.stations[visit.holder]! : undefined;
    if (station.kind === 'pipe') add(others + visit.station, work);
    else if (station.kind === 'device') {
      add(others + visit.station, work / PICOSECONDS);
      // Who waits for a device is busy as long as the device is with it, and before that until its turn comes.
      const held = (work + waits[visit.station]! * visit.taken) / PICOSECONDS;
      if (holder?.kind === 'device') add(others + visit.holder, held);
      else if (holder) addCycles(system, add, cores, domains, holder.vcpu, held * clockOf(system, holder.vcpu));
    } else {
      const { batch, woken } = activity[visit.station]!;
      const cycles = work + (visit.taken / batch) * (station.perBatch + woken * station.perWake);
      addCycles(system, add, cores, domains, station.vcpu, cycles);
      if (station.perNotify > 0 && visit.previous >= 0 && system.stations[visit.previous]!.vcpu >= 0) {
        addCycles(system, add, cores, domains, system.stations[visit.previous]!.vcpu, (visit.taken / batch) * woken * station.perNotify);
      }
    }
  }
  return touched.map(resource => {
    const amount = sums[resource]!;
    sums[resource] = 0;
    return { resource, amount };
  });
}

function addCycles(
  system: System,
  add: (resource: number, amount: number) => void,
  cores: number,
  domains: number,
  vcpu: number,
  cycles: number
): void {
  const spec = system.vcpus[vcpu]!;
  add(vcpu, cycles);
  // A vCPU that may run on several cores loads them in equal parts.
  for (const core of spec.cores) add(cores + core, cycles / spec.cores.length);
  add(domains + spec.domain, cycles);
}

export function usage(demands: readonly (readonly Demand[])[], rates: Float64Array, resources: number): Float64Array {
  const used = new Float64Array(resources);
  demands.forEach((needs, stream) => {
    for (const { resource, amount } of needs) used[resource]! += amount * rates[stream]!;
  });
  return used;
}

export function vcpuLoad(
  system: System,
  used: Float64Array,
  capacity: readonly number[]
): { utilization: Float64Array; saturated: Uint8Array } {
  const utilization = new Float64Array(system.vcpus.length);
  const saturated = new Uint8Array(system.vcpus.length);
  system.vcpus.forEach((vcpu, number) => {
    const full = (resource: number): number => (capacity[resource]! > 0 ? used[resource]! / capacity[resource]! : 1);
    const alone = vcpu.cores.length === 1 ? full(system.vcpus.length + vcpu.cores[0]!) : 0;
    utilization[number] = Math.max(full(number), alone);
    saturated[number] = utilization[number] > 1 - 1e-6 ? 1 : 0;
  });
  return { utilization, saturated };
}
