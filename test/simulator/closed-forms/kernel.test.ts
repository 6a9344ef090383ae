/** Event list and random streams under disciplines that no data path has: processor sharing, priorities, vacations. */
import { assertWithin } from '../support.ts';
import { priorities, processorSharing, services, UNIT } from './disciplines.ts';

const CUSTOMERS = 4e5;

describe('closed forms: kernel', function () {
  this.timeout(30_000);

  // Three standard errors: of one replication 0.7 %, 0.5 % and, with its rare long customers, 2.8 %.
  for (const [name, replications, tolerance] of [
    ['exponential', 1, 0.03],
    ['constant', 1, 0.03],
    ['hyperexponential', 3, 0.05]
  ] as const) {
    it(`processor sharing at 0.8 with ${name} service: 5, whatever the distribution`, () => {
      const seen = Array.from({ length: replications }, (_, replication) => processorSharing(0.8, services[name]!, CUSTOMERS, replication));
      assertWithin(seen.reduce((sum, each) => sum + each, 0) / replications, 5, tolerance, 'W');
    });
  }

  it('priorities (Cobham): W_k = W0 / ((1 - s_k-1)(1 - s_k))', () => {
    const rates = [0.2, 0.3, 0.3];
    let before = 0;
    priorities(rates, 0, CUSTOMERS).forEach((wait, level) => {
      const after = before + rates[level]!;
      assertWithin(wait, 0.8 / ((1 - before) * (1 - after)), 0.05, `W${level}`);
      before = after;
    });
  });

  it('polls with constant vacations: half a vacation on top of M/M/1', () => {
    assertWithin(priorities([0.5], 3 * UNIT, CUSTOMERS)[0]!, 0.5 / 0.5 + 1.5, 0.02, 'wait');
  });
});
