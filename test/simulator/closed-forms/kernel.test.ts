/** Event list and random streams under disciplines that no data path has: processor sharing, priorities, vacations. */
import { EventList } from '../../../src/simulator/kernel/events.ts';
import { stream } from '../../../src/simulator/kernel/random.ts';
import { assertWithin } from '../support.ts';

const ARRIVAL = 1;
const DEPARTURE = 2;
const CUSTOMERS = 4e5;
const UNIT = 1e6;

type Service = (random: ReturnType<typeof stream>) => number;
const services: Readonly<Record<string, Service>> = {
  exponential: random => random.exponential(UNIT),
  constant: () => UNIT,
  hyperexponential: random => {
    const p = (1 + Math.sqrt(3 / 5)) / 2;
    return random.chance(p) ? random.exponential(UNIT / (2 * p)) : random.exponential(UNIT / (2 * (1 - p)));
  }
};

/** Mean sojourn of M/G/1 under processor sharing, in units of service. */
function processorSharing(rho: number, service: Service, replication: number): number {
  const events = new EventList();
  const arrivals = stream(1, replication, 'ps', 'arrivals');
  const sizes = stream(1, replication, 'ps', 'sizes');
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
  while (done < CUSTOMERS && events.pop()) {
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
function priorities(rates: readonly number[], vacation: number): number[] {
  const events = new EventList();
  const random = stream(2, 0, 'priority', 'all');
  const queues: number[][] = rates.map(() => []);
  const waits = rates.map(() => 0);
  const served = rates.map(() => 0);
  let busy = vacation > 0;
  if (busy) events.schedule(vacation, DEPARTURE, 0);
  rates.forEach((rate, level) => events.schedule(random.exponential(UNIT / rate), ARRIVAL, level));
  for (let done = 0; done < CUSTOMERS && events.pop();) {
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

describe('closed forms: kernel', function () {
  this.timeout(30_000);

  // Three standard errors: of one replication 0.7 %, 0.5 % and, with its rare long customers, 2.8 %.
  for (const [name, replications, tolerance] of [
    ['exponential', 1, 0.03],
    ['constant', 1, 0.03],
    ['hyperexponential', 3, 0.05]
  ] as const) {
    it(`processor sharing at 0.8 with ${name} service: 5, whatever the distribution`, () => {
      const seen = Array.from({ length: replications }, (_, replication) => processorSharing(0.8, services[name]!, replication));
      assertWithin(seen.reduce((sum, each) => sum + each, 0) / replications, 5, tolerance, 'W');
    });
  }

  it('priorities (Cobham): W_k = W0 / ((1 - s_k-1)(1 - s_k))', () => {
    const rates = [0.2, 0.3, 0.3];
    let before = 0;
    priorities(rates, 0).forEach((wait, level) => {
      const after = before + rates[level]!;
      assertWithin(wait, 0.8 / ((1 - before) * (1 - after)), 0.05, `W${level}`);
      before = after;
    });
  });

  it('polls with constant vacations: half a vacation on top of M/M/1', () => {
    assertWithin(priorities([0.5], 3 * UNIT)[0]!, 0.5 / 0.5 + 1.5, 0.02, 'wait');
  });
});
