/** Disciplines that no data path has, made of the kernel's event list and random streams: processor sharing, priorities, vacations. */
import { EventList } from '../../../src/simulator/kernel/events.ts';
import { stream } from '../../../src/simulator/kernel/random.ts';

const ARRIVAL = 1;
const DEPARTURE = 2;
/** Mean service, picoseconds. */
export const UNIT = 1e6;

export type Service = (random: ReturnType<typeof stream>) => number;
export const services: Readonly<Record<string, Service>> = {
  exponential: random => random.exponential(UNIT),
  constant: () => UNIT,
  hyperexponential: random => {
    const p = (1 + Math.sqrt(3 / 5)) / 2;
    return random.chance(p) ? random.exponential(UNIT / (2 * p)) : random.exponential(UNIT / (2 * (1 - p)));
  }
};

/** Mean sojourn of M/G/1 under processor sharing, in units of service. */
export function processorSharing(rho: number, service: Service, customers: number, replication: number, seed = 1): number {
  const events = new EventList();
  const arrivals = stream(seed, replication, 'ps', 'arrivals');
  const sizes = stream(seed, replication, 'ps', 'sizes');
  const present: { left: number; since: number }[] = [];
  let last = 0;
  let generation = 0;
  let done = 0;
  let total = 0;
  const advance = (now: number): void => {
    for (const each of present) each.left -= (now - last) / present.length;
    last = now;
  };
  const next = (): void => {
    if (present.length > 0)
      events.schedule(last + Math.max(0, Math.min(...present.map(each => each.left))) * present.length, DEPARTURE, 0, ++generation);
  };
  events.schedule(arrivals.exponential(UNIT / rho), ARRIVAL, 0);
  while (done < customers && events.pop()) {
    if (events.kind === DEPARTURE && events.generation !== generation) continue;
    advance(events.time);
    if (events.kind === ARRIVAL) {
      present.push({ left: service(sizes), since: events.time });
      events.schedule(events.time + arrivals.exponential(UNIT / rho), ARRIVAL, 0);
    } else {
      const least = present.reduce((best, each, at) => (each.left < present[best]!.left ? at : best), 0);
      total += events.time - present.splice(least, 1)[0]!.since;
      done++;
    }
    next();
  }
  return total / done / UNIT;
}

/** Mean waits of M/M/1 with non-preemptive priorities and, when the server finds nothing, vacations of constant length. */
export function priorities(rates: readonly number[], vacation: number, customers: number): number[] {
  const events = new EventList();
  const random = stream(2, 0, 'priority', 'all');
  const queues: number[][] = rates.map(() => []);
  const waits = rates.map(() => 0);
  const served = rates.map(() => 0);
  let busy = vacation > 0;
  if (busy) events.schedule(vacation, DEPARTURE, 0);
  rates.forEach((rate, level) => events.schedule(random.exponential(UNIT / rate), ARRIVAL, level));
  for (let done = 0; done < customers && events.pop();) {
    const now = events.time;
    if (events.kind === ARRIVAL) {
      queues[events.argument]!.push(now);
      events.schedule(now + random.exponential(UNIT / rates[events.argument]!), ARRIVAL, events.argument);
    } else busy = false;
    if (busy) continue;
    const level = queues.findIndex(queue => queue.length > 0);
    if (level >= 0) {
      waits[level]! += now - queues[level]!.shift()!;
      served[level]!++;
      done++;
      events.schedule(now + random.exponential(UNIT), DEPARTURE, 0);
      busy = true;
    } else if (vacation > 0) {
      events.schedule(now + vacation, DEPARTURE, 0);
      busy = true;
    }
  }
  return waits.map((wait, level) => wait / served[level]! / UNIT);
}
