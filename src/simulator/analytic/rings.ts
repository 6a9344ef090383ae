/**
 * What a stream may have in the transmit ring it passes, where several fill it.
 *
 * A driver stops at a full ring and is woken when some of it is free; drivers that wait take turns. So who feeds a ring gets as
 * many of its slots as any other, or as many as it needs; before a driver its streams wait first come, first served: in
 * proportion to their windows. A sender that goes as fast as it can fills whatever it is given.
 */
import { stepsFrom } from '../model/crossings.ts';
import type { System } from '../model/system.ts';
import { listens, offeredBy } from './latency.ts';
import type { Visit } from './routes.ts';

/** Of a ring that is full, what is in it on average: drivers let an eighth run out before they go on (`packet/rings.ts`). */
const FILLED = 1 - 1 / 16;

/** A stream in the ring on its way. */
export interface RingUse {
  readonly ring: number;
  /** Station that hands over to the ring, and pipes that the ring covers. */
  readonly feeder: number;
  readonly pipes: readonly number[];
}

/** The ring that each stream's payload passes; undefined: it passes none. */
export function ringUses(system: System, visits: readonly (readonly Visit[])[]): (RingUse | undefined)[] {
  return visits.map((route, stream) => {
    const there = route.slice(0, stepsFrom(system, system.streams[stream]!.forward).length);
    const covered = there.filter(visit => visit.spec.ring >= 0);
    const [first] = covered;
    return first && { ring: first.spec.ring, feeder: first.previous, pipes: covered.map(visit => visit.station) };
  });
}

/** Sends datagrams as fast as its first stage takes them. */
export function isGreedy({ transport, rate }: System['streams'][number]): boolean {
  return transport === 'udp' && rate === Infinity;
}

/**
 * Packets that each stream may have in its ring; Infinity where it passes none.
 * @param delays seconds in standing queues, by station
 * @param heldElsewhere whether something before the ring holds a stream back
 */
export function ringShares(
  system: System,
  uses: readonly (RingUse | undefined)[],
  rates: Float64Array,
  delays: Float64Array,
  heldElsewhere: (stream: number) => boolean
): Float64Array {
  const shares = new Float64Array(uses.length).fill(Infinity);
  system.rings.forEach(({ slots }, ring) => {
    const wanted = new Map<number, { all: number; streams: { stream: number; own: number }[] }>();
    uses.forEach((use, stream) => {
      if (use?.ring !== ring) return;
      const own = wantedBy(system, stream, use, rates, delays, heldElsewhere(stream));
      const feeder = wanted.get(use.feeder) ?? { all: 0, streams: [] };
      wanted.set(use.feeder, feeder);
      feeder.all += own;
      feeder.streams.push({ stream, own });
    });
    const level = levelOf(
      [...wanted.values()].map(feeder => feeder.all),
      slots * FILLED
    );
    for (const { all, streams } of wanted.values()) {
      if (all <= level) continue;
      const greedy = streams.filter(({ own }) => own === Infinity).length;
      for (const { stream, own } of streams) shares[stream] = greedy > 0 ? (own === Infinity ? level / greedy : own) : (level * own) / all;
    }
  });
  return shares;
}

/** Packets that a stream would have in its ring if that had no end. */
function wantedBy(
  system: System,
  number: number,
  { pipes }: RingUse,
  rates: Float64Array,
  delays: Float64Array,
  heldElsewhere: boolean
): number {
  const stream = system.streams[number]!;
  if (isGreedy(stream) && !heldElsewhere) return Infinity;
  if (listens(stream) && !heldElsewhere) return stream.window;
  const held = pipes.reduce((sum, pipe) => sum + delays[pipe]!, 0);
  return heldElsewhere ? rates[number]! * held : Math.min(stream.transport === 'tcp' ? stream.window : Infinity, offeredBy(stream) * held);
}

/** What each may have at the most when all together have so much. */
function levelOf(wanted: readonly number[], slots: number): number {
  let left = slots;
  let level = Infinity;
  [...wanted]
    .sort((a, b) => a - b)
    .forEach((own, at, all) => {
      if (level !== Infinity) return;
      const equal = left / (all.length - at);
      if (own > equal) level = equal;
      else left -= own;
    });
  return level;
}
