/** Two runs laid side by side: what is more than chance, and what has no counterpart. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { interval } from '../../../src/simulator/statistics/summary.ts';
import { compareRuns, verdictOn } from '../../../src/simulator/run/compare.ts';
import type { ExperimentResult, RunResult } from '../../../src/topology/result.ts';
import { ram2009 } from '../../webview/fixtures/results.ts';

const measured = (values: readonly number[], confidence = 0.95) => ({
  value: interval(values, confidence),
  replications: values.length,
  confidence
});

describe('the difference of two means', () => {
  // By hand: t = 2.985 at 27.98 degrees of freedom; the table has 2.771 for 99 % and 3.057 for 99.5 % at 27.
  const a = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
  const b = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.0, 28.9];

  it('is decided as Welch does: certain at 99 %, open at 99.5 %', () => {
    assert.equal(verdictOn(measured(a, 0.99), measured(b, 0.99)), 'higher');
    assert.equal(verdictOn(measured(b), measured(a)), 'lower');
    assert.equal(verdictOn(measured(a, 0.995), measured(b, 0.995)), 'open');
  });

  it('is of intervals with any confidence: what decides is the lower one', () => {
    assert.equal(verdictOn(measured(a, 0.995), measured(b)), 'higher');
  });

  const plain: readonly (readonly [string, readonly number[], readonly number[], string])[] = [
    ['equal numbers', [1, 2, 3], [1, 2, 3], 'same'],
    ['the last bits', [0.3, 0.3], [0.1 + 0.2, 0.1 + 0.2], 'same'],
    ['numbers without any spread', [5, 5, 5], [6, 6, 6], 'higher'],
    ['one replication', [5], [6, 6.1], 'unknown'],
    ['overlapping spreads', [1, 3, 5], [2, 4, 6], 'open']
  ];
  for (const [what, before, after, verdict] of plain)
    it(`of ${what}: ${verdict}`, () => assert.equal(verdictOn(measured(before), measured(after)), verdict));

  it('turns round with its sides, and never throws', () => {
    const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 8 });
    const turned: Readonly<Record<string, string>> = { higher: 'lower', lower: 'higher' };
    fc.assert(
      fc.property(values, values, (x, y) => {
        const verdict = verdictOn(measured(x), measured(y));
        assert.equal(verdictOn(measured(y), measured(x)), turned[verdict] ?? verdict);
      })
    );
  });
});

describe('two runs side by side', () => {
  const run = ram2009();
  const withExperiments = (experiments: readonly ExperimentResult[], file = run.source.file): RunResult => ({
    ...run,
    source: { ...run.source, file },
    experiments
  });
  const [baseline, multiqueue] = run.experiments as [ExperimentResult, ExperimentResult];

  it('a run beside itself: everything is the same and nothing is left over', () => {
    const { experiments, remarks } = compareRuns(run, run);
    assert.deepEqual(remarks, []);
    assert.equal(experiments.length, run.experiments.length);
    const verdicts = new Set(experiments.flatMap(({ points }) => points.flatMap(({ rows }) => rows.map(({ verdict }) => verdict))));
    assert.deepEqual([...verdicts], ['same']);
  });

  it('what is called alike is paired; the only experiment of each is paired in any case', () => {
    const { experiments, remarks } = compareRuns(withExperiments([baseline]), withExperiments([multiqueue], 'other.xnet'));
    assert.equal(experiments[0]?.name, multiqueue.name);
    assert.match(
      remarks.join('\n'),
      /^Before is .*, after is other\.xnet: what is called alike is compared\.\nbaseline is compared with multiqueue: each is the only experiment of its run\.$/m
    );
    const goodput = experiments[0]?.points.at(-1)?.rows.find(({ name, measure }) => name === 'all flows' && measure === 'goodput');
    assert.equal(goodput?.verdict, 'higher');
    assert.equal(goodput?.wished, 'higher');
  });

  it('says which experiments, points and names are on one side only', () => {
    const shorter = { ...baseline, points: baseline.points.slice(2) };
    const { remarks } = compareRuns(withExperiments([baseline, multiqueue]), withExperiments([shorter]));
    assert.ok(remarks.includes('Experiment multiqueue is only before.'), remarks.join('\n'));
    assert.ok(
      remarks.some(each => each.startsWith('In baseline only before: guests = 1')),
      remarks.join('\n')
    );
    const fewer = { ...baseline, points: baseline.points.map(point => ({ ...point, flows: point.flows.slice(1) })) };
    assert.ok(compareRuns(withExperiments([baseline]), withExperiments([fewer])).remarks.some(each => /on one side only: /.test(each)));
  });

  it('two runs with nothing in common have only remarks', () => {
    const renamed = run.experiments.map(each => ({ ...each, name: `${each.name}-2` }));
    const { experiments, remarks } = compareRuns(run, withExperiments(renamed));
    assert.deepEqual(experiments, []);
    assert.equal(remarks.length, 2 * run.experiments.length);
  });
});
