import assert from 'node:assert/strict';
import { share, type Demand } from '../../../src/simulator/analytic/sharing.ts';

const one = (resource: number, amount = 1): Demand => ({ resource, amount });
const rates = (demands: readonly (readonly Demand[])[], capacity: readonly number[], limits = demands.map(() => Infinity)): number[] =>
  [
    ...share(
      demands,
      capacity,
      limits.map(limit => ({ limit, weight: 1, deaf: false }))
    )
  ].map(rate => Math.round(rate * 1e6) / 1e6);

describe('max-min sharing', () => {
  const cases: readonly [what: string, found: number[], expected: number[]][] = [
    ['equal parts of one resource', rates([[one(0)], [one(0)]], [10]), [5, 5]],
    ['whoever is stopped elsewhere leaves the rest', rates([[one(0), one(1)], [one(0)]], [10, 2]), [2, 8]],
    ['a stream alone is not held back by others', rates([[one(0)], [one(1)]], [2, 10]), [2, 10]],
    [
      'a resource without end stops nobody',
      rates(
        [
          [one(0), one(2)],
          [one(1), one(2)]
        ],
        [2, 10, Infinity]
      ),
      [2, 10]
    ],
    ['limits count', rates([[one(0)], [one(0)]], [10], [1, Infinity]), [1, 9]],
    ['amounts count', rates([[one(0, 3)], [one(0, 1)]], [8]), [2, 2]],
    ['what rounding leaves of a used-up resource stops nobody', rates([[one(0, 0.1)], [one(0, 0.2)], [one(1)]], [0.3, 10]), [1, 1, 10]]
  ];
  for (const [what, found, expected] of cases) it(what, () => assert.deepEqual(found, expected));
});
