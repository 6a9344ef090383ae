/**
 * How acknowledgements come back to a busy vCPU: behind long bursts of others they come bunched, and where no interrupt waits for
 * the rest they come piecemeal. What each poll and wake-up costs there decides whether that is felt.
 */
import type { System } from '../model/system.ts';
import { clockOf } from './burnt.ts';
import type { Solution } from './fixed-point.ts';
import type { Visit } from './routes.ts';

/** Share of a vCPU that goes into polls, from which on it is felt when only some of them find more than others. */
const BUNCHED = 0.06;
/** The same where each poll of another vCPU wakes it: twice as many cost this much more. */
const WOKEN = 0.03;

/** How busy vCPUs are. */
export interface Busy {
  isFull(vcpu: number): boolean;
  isCrowded(vcpu: number): boolean;
}

/** Acknowledgements that waited behind long bursts of others: a busy vCPU polls for them less often than its turns say. */
export function comesBunched(
  system: System,
  { visits, load, activity }: Solution,
  busy: Busy,
  bursts: ReadonlyMap<number, ReadonlyMap<number, number>>,
  stream: number
): boolean {
  const route = visits[stream]!;
  const { vcpu } = system.stations[route[0]!.station]!;
  if (vcpu < 0 || !busy.isFull(vcpu)) return false;
  const back = route.find(({ station }) => system.stations[station]!.interrupt && system.stations[station]!.vcpu === vcpu);
  if (!back || paid(system, back, { load, activity }) <= BUNCHED) return false;
  const turn = activity[back.station]!.batch / load.items[back.station]!;
  return route.some(({ station }) => [...(bursts.get(station) ?? [])].some(([other, seconds]) => other !== vcpu && seconds > turn));
}

/** What a full vCPU sent in one piece, coming back by an interrupt on a crowded one that waits for nothing: each piece wakes it. */
export function comesPiecemeal(system: System, { visits, load, activity }: Solution, busy: Busy, stream: number): boolean {
  const route = visits[stream]!;
  const { vcpu } = system.stations[route[0]!.station]!;
  if (vcpu < 0 || !busy.isFull(vcpu)) return false;
  const at = route.findIndex(({ station }) => {
    const { interrupt, vcpu: other } = system.stations[station]!;
    const prompt = interrupt && !interrupt.adaptive && interrupt.holdOff === 0 && interrupt.gap === 0;
    return prompt && other !== vcpu && busy.isCrowded(other);
  });
  const woken = at < 0 ? undefined : route.slice(at).find(({ station }) => system.stations[station]!.vcpu === vcpu);
  return woken !== undefined && paid(system, woken, { load, activity }) > WOKEN;
}

/** Share of its vCPU that goes into a station's polls, each of them woken. */
function paid(system: System, { station }: Visit, { load, activity }: Pick<Solution, 'load' | 'activity'>): number {
  const { perBatch, perWake, vcpu } = system.stations[station]!;
  return ((perBatch + perWake) * load.items[station]!) / activity[station]!.batch / clockOf(system, vcpu);
}

/** By wire and sending vCPU: seconds that what one activation sends keeps the wire busy, at the most. */
export function burstsOn(system: System, { visits, rates, activity }: Solution): Map<number, Map<number, number>> {
  const bursts = new Map<number, Map<number, number>>();
  visits.forEach((route, stream) => {
    let sender: Visit | undefined;
    for (const visit of route) {
      const { pipe, vcpu } = system.stations[visit.station]!;
      if (vcpu >= 0) sender = visit;
      if (!pipe || !sender || !(rates[stream]! > 0)) continue;
      const bits = (visit.spec.perPacket * visit.packets + visit.spec.perByte * visit.bytes) / Math.max(sender.taken, 1e-12);
      const seconds = (activity[sender.station]!.batch * bits) / pipe.rate;
      const here = bursts.get(visit.station) ?? new Map<number, number>();
      const { vcpu: from } = system.stations[sender.station]!;
      bursts.set(visit.station, here.set(from, Math.max(here.get(from) ?? 0, seconds)));
    }
  });
  return bursts;
}
