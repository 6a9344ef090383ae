/** What a packet of each stream needs of every vCPU, core, domain's cap, wire and device, and how much of each there is. */
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Activity } from './batches.ts';
import { clockOf } from './burnt.ts';
import { switchesAt, switchCyclesOf, type Sharing } from './cores.ts';
import type { Visit } from './routes.ts';
import type { Demand } from './sharing.ts';

/** Resources: every vCPU, every core, every domain's cap, every pipe, every device; units of each per second. */
export function capacities(system: System, { entitled, spread }: Sharing): Float64Array {
  const cores = system.vcpus.length;
  const domains = cores + system.cores.length;
  const others = domains + system.domains.length;
  const capacity = new Float64Array(others + system.stations.length);
  system.cores.forEach((core, number) => {
    capacity[cores + number] = core.clock;
  });
  system.domains.forEach((domain, number) => {
    const other = domain.vcpus.reduce((sum, vcpu) => sum + system.vcpus[vcpu]!.background, 0);
    capacity[domains + number] = domain.cap === Infinity ? Infinity : Math.max(0, domain.cap - other) * clockOf(system, domain.vcpus[0]!);
  });
  system.vcpus.forEach((vcpu, number) => {
    const clock = clockOf(system, number);
    const other = clock * vcpu.background;
    capacity[number] = Math.max(0, clock * entitled[number]! - other);
    vcpu.cores.forEach((core, at) => {
      capacity[cores + core] = Math.max(0, capacity[cores + core]! - other * spread[number]![at]!);
    });
  });
  system.stations.forEach((station, number) => {
    capacity[others + number] = station.pipe?.rate ?? station.device?.units ?? Infinity;
  });
  return capacity;
}

/** What a packet of the stream needs, everything that is counted per batch and wake-up included. `sums`: zeros, by resource. */
export function demandsOf(
  system: System,
  route: readonly Visit[],
  activity: readonly Activity[],
  waits: Float64Array,
  sharing: Sharing,
  sums: Float64Array
): Demand[] {
  const touched: number[] = [];
  const add = (resource: number, amount: number): void => {
    if (!(amount > 0)) return;
    if (sums[resource] === 0) touched.push(resource);
    sums[resource]! += amount;
  };
  const others = system.vcpus.length + system.cores.length + system.domains.length;
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
      else if (holder) addCycles(system, add, sharing, holder.vcpu, held * clockOf(system, holder.vcpu));
    } else {
      const { batch, woken } = activity[visit.station]!;
      const cycles =
        work +
        (visit.taken / batch) * (station.perBatch + woken * station.perWake) +
        switchesAt(system, visit, activity[visit.station]!, sharing) * switchCyclesOf(system, station.vcpu);
      addCycles(system, add, sharing, station.vcpu, cycles);
      if (station.perNotify > 0 && visit.previous >= 0 && system.stations[visit.previous]!.vcpu >= 0) {
        addCycles(system, add, sharing, system.stations[visit.previous]!.vcpu, (visit.taken / batch) * woken * station.perNotify);
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
  { spread }: Sharing,
  vcpu: number,
  cycles: number
): void {
  const spec = system.vcpus[vcpu]!;
  const cores = system.vcpus.length;
  add(vcpu, cycles);
  spec.cores.forEach((core, at) => add(cores + core, cycles * spread[vcpu]![at]!));
  add(cores + system.cores.length + spec.domain, cycles);
}

export function usage(demands: readonly (readonly Demand[])[], rates: Float64Array, resources: number): Float64Array {
  const used = new Float64Array(resources);
  demands.forEach((needs, stream) => {
    for (const { resource, amount } of needs) used[resource]! += amount * rates[stream]!;
  });
  return used;
}

/** How full each vCPU's part of a core is, and which limit a stream: of cores' worth by vCPU, what they do, and who wants more. */
export function vcpuLoad(
  system: System,
  used: Float64Array,
  capacity: Float64Array
): { utilization: Float64Array; saturated: Uint8Array; busy: Float64Array } {
  const utilization = new Float64Array(system.vcpus.length);
  const saturated = new Uint8Array(system.vcpus.length);
  const busy = new Float64Array(system.vcpus.length);
  system.vcpus.forEach((vcpu, number) => {
    const full = (resource: number): number => (capacity[resource]! > 0 ? used[resource]! / capacity[resource]! : 1);
    const alone = vcpu.cores.length === 1 ? full(system.vcpus.length + vcpu.cores[0]!) : 0;
    utilization[number] = full(number);
    saturated[number] = Math.max(full(number), alone) > 1 - 1e-6 ? 1 : 0;
    busy[number] = used[number]! / clockOf(system, number);
  });
  return { utilization, saturated, busy };
}
