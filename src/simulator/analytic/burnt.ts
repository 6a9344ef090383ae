/** What vCPUs burn without getting anywhere: polling, and posting again what a full queue refused. */
import { PICOSECONDS } from '../kernel/time.ts';
import type { Counts } from '../counts.ts';
import type { System } from '../model/system.ts';
import type { Visit } from './routes.ts';

const FULL = 1 - 1e-6;

/**
 * Refused posts per second. A saturated queue holds so much; who has more to post than fits keeps trying, with what its vCPU
 * has left. They count as work at the step that posts.
 * @param idle picoseconds per second that each vCPU has left
 * @returns picoseconds of it that go into this, by vCPU
 */
export function countRefusals(
  system: System,
  visits: readonly (readonly Visit[])[],
  rates: Float64Array,
  latency: Float64Array,
  idle: Float64Array,
  counts: Counts
): Float64Array {
  const wasted = new Float64Array(system.vcpus.length);
  system.stations.forEach((station, number) => {
    if (station.full !== 'refuse' || !station.device || counts.deviceBusy[number]! < FULL * station.device.units * PICOSECONDS) return;
    const posters: { vcpu: number; step: number; packets: number; cycles: number }[] = [];
    let waiting = -station.capacity - station.device.units;
    visits.forEach((route, stream) => {
      const at = route.findIndex(visit => visit.station === number);
      const before = at > 0 ? route[at - 1]! : undefined;
      const { vcpu = -1, perBatch = 0 } = before ? system.stations[before.station]! : {};
      if (!before || vcpu < 0) return;
      const spec = system.streams[stream]!;
      waiting += (spec.window - rates[stream]! * latency[stream]!) * before.taken;
      const packets = before.packets / before.taken;
      posters.push({ vcpu, step: before.step, packets, cycles: before.spec.perItem + before.spec.perPacket * packets + perBatch });
    });
    const trying = Math.min(1, Math.max(0, waiting) / Math.max(1, posters.length));
    for (const poster of posters) {
      const sharing = posters.filter(each => each.vcpu === poster.vcpu).length;
      const cycles = ((idle[poster.vcpu]! / PICOSECONDS) * clockOf(system, poster.vcpu) * trying) / sharing;
      const tries = poster.cycles > 0 ? cycles / poster.cycles : 0;
      wasted[poster.vcpu]! += (cycles / clockOf(system, poster.vcpu)) * PICOSECONDS;
      counts.stationRefusals[number]! += tries;
      counts.stepItems[poster.step]! += tries;
      counts.stepPackets[poster.step]! += tries * poster.packets;
    }
  });
  return wasted;
}

export function clockOf(system: System, vcpu: number): number {
  return system.cores[system.vcpus[vcpu]!.cores[0]!]!.clock;
}

/** Time that polling vCPUs fill up: everything their core has left, in equal parts; by vCPU, by core, and cycles by domain. */
export function spinning(system: System, coreBusy: Float64Array): { vcpu: Float64Array; core: Float64Array; cycles: Float64Array } {
  const vcpu = new Float64Array(system.vcpus.length);
  const core = new Float64Array(system.cores.length);
  const cycles = new Float64Array(system.domains.length);
  system.vcpus.forEach((spec, number) => {
    if (!spec.spins) return;
    const home = spec.cores[spec.number % spec.cores.length]!;
    const rivals = system.vcpus.filter(other => other.spins && other.cores[other.number % other.cores.length] === home).length;
    const time = Math.max(0, PICOSECONDS - coreBusy[home]!) / rivals;
    vcpu[number] = time;
    core[home]! += time;
    cycles[spec.domain]! += (time / PICOSECONDS) * clockOf(system, number);
  });
  return { vcpu, core, cycles };
}
