/** What stands over an experiment after a run, and when it is stale. */
import assert from 'node:assert/strict';
import { Headlines } from '../../src/extension/results/headlines.ts';
import type { ExperimentResult, PointResult, RunResult } from '../../src/topology/result.ts';

const uri = 'file:///a.xnet';
const texts = new Map([
  [uri, 'import "./b.xnet"'],
  ['file:///b.xnet', 'peer p {}']
]);

function point(goodput: number, more: Partial<PointResult> = {}): PointResult {
  const totals = { goodputBps: { mean: goodput }, packetsPerSecond: { mean: 0 }, lossRatio: { mean: 0 } };
  const bottleneck = { resource: 'server.cpu[0]', domain: 'server.dom0', utilization: 0.5, explanation: '' };
  return { parameters: {}, totals, bottleneck, expectations: [], ...more } as unknown as PointResult;
}

const saturated = { resource: 'server.cpu[0]', domain: 'server.dom0', utilization: 1, explanation: '' };
const expectation = (status: 'pass' | 'fail') => ({ text: '', status, observed: '' });

function run(experiments: Readonly<Record<string, readonly PointResult[]>>, schema: RunResult['schema'] = 'xnet-run/1'): RunResult {
  const results = Object.entries(experiments).map(([name, points]) => {
    const varies = Object.keys(points[0]?.parameters ?? {});
    return { name, points, varies, dimensions: { guests: 'number', policy: 'word' } } as unknown as ExperimentResult;
  });
  return { schema, experiments: results } as unknown as RunResult;
}

describe('the headline of a run', () => {
  const told: string[] = [];
  let headlines: Headlines;
  beforeEach(() => {
    told.length = 0;
    headlines = new Headlines(file => told.push(file));
  });

  const cases: readonly { readonly what: string; readonly points: readonly PointResult[]; readonly title: string }[] = [
    { what: 'one point', points: [point(1e9)], title: '= 1.00 Gb/s' },
    {
      what: 'an interval',
      points: [point(0, { totals: { goodputBps: { mean: 2.91e9, low: 2.88e9, high: 2.94e9 } } as never })],
      title: '= 2.91 Gb/s ± 0.03'
    },
    { what: 'what limits it', points: [point(1e9, { bottleneck: saturated })], title: '= 1.00 Gb/s, limited by server.dom0' },
    {
      what: 'one point of a sweep',
      points: [point(1e9, { parameters: { guests: 3, policy: 'reuse' } })],
      title: '= 1.00 Gb/s at guests = 3'
    },
    { what: 'a sweep', points: [point(0.5e9), point(2.9e9), point(2.1e9)], title: '= 500 Mb/s to 2.90 Gb/s' },
    { what: 'a flat sweep', points: [point(1e9), point(1e9)], title: '= 1.00 Gb/s' },
    {
      what: 'expectations that hold',
      points: [point(1e9, { expectations: [expectation('pass')] })],
      title: '= 1.00 Gb/s · expectations hold'
    },
    {
      what: 'expectations of which one fails',
      points: [point(1e9, { expectations: [expectation('pass'), expectation('fail')] })],
      title: '= 1.00 Gb/s · 1 of 2 expectations not met'
    }
  ];
  for (const { what, points, title } of cases) {
    it(`says ${what}`, () => {
      headlines.keep(uri, run({ e: points }), texts);
      assert.deepEqual(headlines.of(uri), [{ experiment: 'e', title, stale: false }]);
      assert.deepEqual(told, [uri]);
    });
  }

  it('says nothing of an experiment that was stopped before its first point, nor of an estimate', () => {
    headlines.keep(uri, run({ e: [] }), texts);
    headlines.keep('file:///c.xnet', run({ e: [point(1)] }, 'xnet-estimate/1'), texts);
    assert.deepEqual(headlines.of(uri), []);
    assert.deepEqual(headlines.of('file:///c.xnet'), []);
  });

  it('keeps what an earlier run found of another experiment, each with its own sources', () => {
    headlines.keep(uri, run({ first: [point(1e9)] }), texts);
    headlines.saw(uri, 'other');
    headlines.keep(uri, run({ second: [point(2e9)] }), new Map([[uri, 'other']]));
    assert.deepEqual(
      headlines.of(uri).map(({ experiment, stale }) => [experiment, stale]),
      [
        ['first', true],
        ['second', false]
      ]
    );
    headlines.saw(uri, 'import "./b.xnet"');
    assert.deepEqual(
      headlines.of(uri).map(({ stale }) => stale),
      [false, true]
    );
  });

  it('is stale exactly while a source differs, an import or a file that is gone too, and tells each turn once', () => {
    headlines.keep(uri, run({ e: [point(1e9)] }), texts);
    told.length = 0;
    const stale = (): boolean | undefined => headlines.of(uri)[0]?.stale;
    headlines.saw('file:///b.xnet', null);
    assert.equal(stale(), true);
    headlines.saw(uri, 'other');
    headlines.saw('file:///b.xnet', 'peer p {}');
    assert.equal(stale(), true);
    headlines.saw(uri, 'import "./b.xnet"');
    assert.equal(stale(), false);
    headlines.saw('file:///unrelated.xnet', 'x');
    assert.deepEqual(told, [uri, uri]);
  });
});
