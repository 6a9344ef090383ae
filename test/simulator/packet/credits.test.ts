import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Credits } from '../../../src/simulator/packet/credits.ts';

describe('credit by windows', () => {
  it('passes what a window brings at once, then waits', () => {
    const credits = new Credits(1);
    assert.deepEqual(
      [0, 0, 0].map(() => credits.spend(0, 50, 0, 1000, 100)),
      [0, 0, 1000]
    );
  });

  it('does not keep what was not used', () => {
    const credits = new Credits(1);
    credits.spend(0, 10, 0, 1000, 100);
    assert.deepEqual(
      [0, 0, 0].map(() => credits.spend(0, 50, 5000, 1000, 100)),
      [5000, 5000, 6000]
    );
  });

  it('holds the rate in the long run, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 200 }), sizes => {
        const credits = new Credits(1);
        let time = 0;
        let passed = 0;
        for (const bits of sizes) {
          time = credits.spend(0, bits, time, 1000, 100);
          passed += bits;
        }
        // Every window up to now brought 100; the last packet may owe at most itself.
        assert.ok(passed <= (time / 1000 + 1) * 100 + 500);
      })
    );
  });
});
