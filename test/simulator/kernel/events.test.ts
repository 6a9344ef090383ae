import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { EventList } from '../../../src/simulator/kernel/events.ts';

interface Pending {
  readonly time: number;
  readonly order: number;
  readonly kind: number;
  readonly argument: number;
  readonly generation: number;
}

/** The same list, kept sorted: what every answer is held against. */
class Reference {
  private readonly pending: Pending[] = [];
  private order = 0;

  schedule(time: number, kind: number, argument: number, generation: number): void {
    this.pending.push({ time, order: this.order++, kind, argument, generation });
    this.pending.sort((a, b) => a.time - b.time || a.order - b.order);
  }

  pop(): Pending | undefined {
    return this.pending.shift();
  }
}

/** Delays of very different size: ties, the next bucket, far timers. */
const delay = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: 0, max: 2e6 }),
  fc.integer({ min: 1e9, max: 2e11 }),
  fc.constant(2e11)
);
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ delay, kind: fc.integer({ min: 0, max: 63 }), argument: fc.integer({ min: -1, max: 2 ** 31 }) }) },
  { weight: 2, arbitrary: fc.constant(undefined) }
);

describe('event list', () => {
  it('pops in order of time, and of scheduling among equal times', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 400 }), actions => {
        const list = new EventList();
        const reference = new Reference();
        let generation = 0;
        const popBoth = (): void => {
          const expected = reference.pop();
          assert.equal(list.peek(), expected?.time ?? Infinity);
          assert.equal(list.pop(), expected !== undefined);
          if (!expected) return;
          assert.deepEqual(
            [list.time, list.kind, list.argument, list.generation],
            [expected.time, expected.kind, expected.argument, expected.generation]
          );
        };
        for (const each of actions) {
          if (!each) popBoth();
          else {
            list.schedule(list.time + each.delay, each.kind, each.argument, ++generation);
            reference.schedule(list.time + each.delay, each.kind, each.argument, generation);
          }
        }
        while (list.length > 0) popBoth();
        popBoth();
      }),
      { numRuns: 300, seed: 20 }
    );
  });

  for (const pending of [1, 5, 100, 20_000]) {
    it(`holds ${pending} pending events, each followed by another`, () => {
      const list = new EventList();
      let state = 1;
      const next = (): number => (state = Math.imul(state, 48_271) % 2_147_483_647) & 0xfffff;
      for (let number = 0; number < pending; number++) list.schedule(next(), 1, number);
      let last = 0;
      for (let step = 0; step < 3 * pending + 1000; step++) {
        assert.ok(list.pop());
        assert.ok(list.time >= last);
        last = list.time;
        list.schedule(list.time + next(), 1, list.argument);
      }
      assert.equal(list.length, pending);
    });
  }

  it('is first in, first out at one time, however many there are', () => {
    const list = new EventList();
    for (let number = 0; number < 5000; number++) list.schedule(7, 2, number);
    for (let number = 0; number < 5000; number++) {
      list.pop();
      assert.equal(list.argument, number);
    }
  });

  it('keeps the order when rounding puts neighbours into one bucket', () => {
    const list = new EventList();
    const base = 2 ** 52;
    for (let number = 0; number < 2000; number++) list.schedule(base + ((number * 7919) % 2000), 1, number);
    let last = 0;
    while (list.pop()) {
      assert.ok(list.time >= last);
      last = list.time;
    }
  });

  it('takes events before the bucket that is being emptied', () => {
    const list = new EventList();
    list.schedule(1000, 1, 1);
    list.schedule(100_000, 1, 3);
    list.pop();
    list.schedule(1000, 1, 2);
    list.pop();
    assert.equal(list.argument, 2);
  });
});
