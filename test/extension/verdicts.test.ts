/** From a result to what the Test Explorer says of an `expect` line. */
import assert from 'node:assert/strict';
import { verdictOn } from '../../src/extension/tests/verdicts.ts';
import type { ExpectationResult, PointResult, RunResult } from '../../src/topology/result.ts';
import { ram2009 } from '../webview/fixtures/results.ts';

type Said = Omit<ExpectationResult, 'text'> & { readonly text?: string };

/** A sweep over guests, an expectation list per point. */
function resultOf(...points: readonly (readonly Said[])[]): RunResult {
  const [experiment] = ram2009().experiments;
  const [point] = experiment!.points;
  return {
    ...ram2009(),
    experiments: [
      {
        ...experiment!,
        name: 'sweep',
        varies: ['guests'],
        dimensions: { guests: 'number' },
        points: points.map((said, at) => ({
          ...point!,
          parameters: (points.length === 1 ? {} : { guests: at + 1 }) as PointResult['parameters'],
          expectations: said.map(each => ({ text: 'throughput(rx) >= 2 Gbps', ...each }))
        }))
      }
    ]
  };
}

const line = { experiment: 'sweep', text: 'throughput(rx) >= 2 Gbps', nth: 0 };
const pass: Said = { status: 'pass', observed: '2.9 Gb/s ± 0.1, bound 2 Gb/s' };
const fail: Said = { status: 'fail', observed: '1.1 Gb/s ± 0.1, bound 2 Gb/s' };
const open: Said = { status: 'inconclusive', observed: '2 Gb/s ± 0.1, bound 2 Gb/s' };

describe('verdicts for the Test Explorer', () => {
  it('a line passes when it holds at every point, and has nothing to say', () => {
    assert.deepEqual(verdictOn(resultOf([pass], [pass]), line), { status: 'pass', message: '' });
  });

  const failing: readonly (readonly [string, RunResult, string])[] = [
    ['at the only point', resultOf([fail]), 'Fails: 1.1 Gb/s ± 0.1, bound 2 Gb/s'],
    ['at one of three', resultOf([pass], [fail], [pass]), 'Fails at 1 of 3 points: guests = 2: 1.1 Gb/s ± 0.1, bound 2 Gb/s'],
    [
      'at one, and is open at another',
      resultOf([open], [fail]),
      'Fails at 1 of 2 points: guests = 2: 1.1 Gb/s ± 0.1, bound 2 Gb/s\nguests = 1: 2 Gb/s ± 0.1, bound 2 Gb/s (inconclusive)'
    ]
  ];
  for (const [where, result, message] of failing) {
    it(`a line that fails ${where} fails, with what was observed first`, () => {
      assert.deepEqual(verdictOn(result, line), { status: 'fail', message });
    });
  }

  it('a line that is open anywhere is inconclusive, and says that this is no pass', () => {
    const verdict = verdictOn(resultOf([pass], [open]), line);
    assert.equal(verdict?.status, 'inconclusive');
    assert.match(
      verdict?.message ?? '',
      /^Inconclusive at 1 of 2 points: guests = 2: 2 Gb\/s ± 0\.1, bound 2 Gb\/s\nInconclusive is not a pass\./
    );
  });

  it('counts the points that would fill the screen', () => {
    const message = verdictOn(resultOf(...Array.from({ length: 30 }, () => [fail])), line)?.message.split('\n');
    assert.equal(message?.length, 12);
    assert.equal(message?.at(-1), 'and at 19 more');
  });

  it('tells lines that read alike apart by their order', () => {
    const result = resultOf([pass, fail]);
    assert.equal(verdictOn(result, line)?.status, 'pass');
    assert.equal(verdictOn(result, { ...line, nth: 1 })?.status, 'fail');
  });

  for (const [reason, other] of [
    ['another experiment', { ...line, experiment: 'other' }],
    ['a line that has changed', { ...line, text: 'throughput(rx) >= 3 Gbps' }],
    ['one more line than there was', { ...line, nth: 1 }]
  ] as const) {
    it(`says nothing of ${reason}`, () => assert.equal(verdictOn(resultOf([pass]), other), undefined));
  }

  it('says nothing where no point was finished', () => assert.equal(verdictOn(resultOf(), line), undefined));
});
