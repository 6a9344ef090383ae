import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { stream } from '../../../src/simulator/kernel/random.ts';
import { runPlan } from '../../../src/simulator/run/plan.ts';
import { collectPlan, shareOf, unitsOf } from '../../../src/simulator/run/sweep.ts';
import type { Piece, Unit } from '../../../src/simulator/run/sweep.ts';
import { perform } from '../../../src/simulator/run/task.ts';
import type { Engine, Task } from '../../../src/simulator/run/task.ts';
import type { Plan } from '../../../src/topology/plan.ts';
import { compare, experiment, flow, measure, observation, plan, point } from './fakes.ts';

const noisy: Engine = (_topology, { seed, replication }) =>
  observation({ flows: [flow('rx', 2.9 + stream(seed, replication, 'rx', 'test').uniform())], fingerprint: seed * 1000 + replication });

/** Expectations that compare points with each other, and an experiment that may stop early. */
const swept = (repeat = 4, precision?: number): Plan => {
  const read = { parameters: { guests: 1 } };
  const expectation = {
    text: 'throughput(rx) >= throughput(rx, guests = 1)',
    expression: compare(measure('throughput', 'rx'), '>=', measure('throughput', 'rx', { read }))
  };
  return plan(
    experiment({ repeat, points: [1, 2, 3].map(guests => point({ guests }, [expectation])), ...(precision ? { precision } : {}) }),
    experiment({ name: 'second', seed: 9, repeat: 2, varies: [], points: [point({})] })
  );
};

const started = Date.UTC(2026, 0, 1);

/** Every unit done on its own, through the text that a file would hold. */
function piecesOf(of: Plan, units: readonly Unit[] = unitsOf(of)): Map<string, Piece> {
  return new Map(
    units.map(unit => {
      const done = perform(of, unit.task, noisy)!;
      return [unit.id, { observation: JSON.parse(JSON.stringify(done)), started: started + unit.index * 1000, wallSeconds: 2 }];
    })
  );
}

const timeless = (result: object): string => JSON.stringify({ ...result, startedAt: '', wallSeconds: 0 });
const whole = (of: Plan) => runPlan(of, { version: '1', perform: (task: Task) => perform(of, task, noisy) });

describe('the units of a plan', () => {
  it('are numbered from 0 and named by what they are', () => {
    assert.deepEqual(
      unitsOf(swept(2)).map(({ index, id, seed }) => [index, id, seed]),
      [
        [0, 'baseline/guests=1/1', 1],
        [1, 'baseline/guests=1/2', 1],
        [2, 'baseline/guests=2/1', 1],
        [3, 'baseline/guests=2/2', 1],
        [4, 'baseline/guests=3/1', 1],
        [5, 'baseline/guests=3/2', 1],
        [6, 'second/1', 9],
        [7, 'second/2', 9]
      ]
    );
  });

  it('keep their names when the plan grows, and never share one', () => {
    const grown = plan(experiment({ name: 'new' }), ...swept(7).experiments);
    const names = unitsOf(grown).map(({ id }) => id);
    assert.ok(unitsOf(swept(2)).every(({ id }) => names.includes(id)));
    const odd = plan(experiment({ points: ['a/b', 'a,b=c', 'a%2Fb', true, 0.1 + 0.2].map(guests => point({ guests })) }));
    assert.equal(new Set(unitsOf(odd).map(({ id }) => id)).size, 25);
  });

  it('are in exactly one share, and shares differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), (repeat, of) => {
        const units = unitsOf(swept(repeat));
        const shares = Array.from({ length: of }, (_, at) => shareOf(units, at + 1, of));
        assert.deepEqual(
          shares
            .flat()
            .map(({ index }) => index)
            .sort((a, b) => a - b),
          units.map(({ index }) => index)
        );
        const sizes = shares.map(share => share.length);
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
      })
    );
  });
});

describe('collecting pieces', () => {
  for (const [name, of] of [
    ['all replications', swept()],
    ['a precision that is reached early', swept(40, 0.08)],
    ['a precision that is never reached', swept(5, 1e-9)]
  ] as const) {
    it(`gives what a run of the whole gives: ${name}`, async () => {
      const pieces = piecesOf(of);
      const { result, missing } = collectPlan(of, unit => pieces.get(unit.id), { version: '1' });
      assert.deepEqual(missing, []);
      assert.equal(timeless(result), timeless(await whole(of)));
    });
  }

  it('lasts from the first beginning to the last end', () => {
    const pieces = piecesOf(swept(2));
    const { result } = collectPlan(swept(2), unit => pieces.get(unit.id), { version: '1' });
    assert.deepEqual([result.startedAt, result.wallSeconds], ['2026-01-01T00:00:00.000Z', 9]);
  });

  it('does not ask for replications that a precision makes unnecessary', () => {
    const of = swept(40, 0.08);
    const pieces = piecesOf(of);
    const asked = new Set<string>();
    collectPlan(of, unit => (asked.add(unit.id), pieces.get(unit.id)), { version: '1' });
    const few = collectPlan(of, unit => (asked.has(unit.id) ? pieces.get(unit.id) : undefined), { version: '1' });
    assert.ok(asked.size < unitsOf(of).length);
    assert.deepEqual(few.missing, []);
  });

  it('names what is missing, keeps what counts, and leaves comparisons with it open', () => {
    const of = swept();
    const pieces = piecesOf(
      of,
      unitsOf(of).filter(({ id }) => !id.startsWith('baseline/guests=1/') && id !== 'baseline/guests=2/3')
    );
    const { result, missing } = collectPlan(of, unit => pieces.get(unit.id), { version: '1' });
    assert.deepEqual(
      missing.map(({ id }) => id),
      ['baseline/guests=1/1', 'baseline/guests=1/2', 'baseline/guests=1/3', 'baseline/guests=1/4', 'baseline/guests=2/3']
    );
    assert.equal(result.incomplete, true);
    assert.deepEqual(
      result.experiments[0]!.points.map(({ parameters, replications }) => [parameters['guests'], replications]),
      [
        [2, 2],
        [3, 4]
      ]
    );
    assert.equal(result.experiments[0]!.points[0]!.expectations[0]!.status, 'inconclusive');
  });

  it('of nothing is no run that took place', () => {
    const { result, missing } = collectPlan(swept(), () => undefined, { version: '1' });
    assert.deepEqual([missing.length, result.startedAt, result.incomplete], [14, undefined, true]);
    assert.ok(result.experiments.every(({ points }) => points.length === 0));
  });
});
