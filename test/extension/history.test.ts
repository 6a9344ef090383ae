/** The runs of a window that can be compared. */
import assert from 'node:assert/strict';
import { describeRun, mostRuns, RunHistory } from '../../src/extension/results/history.ts';
import type { RunResult } from '../../src/topology/result.ts';
import { ram2009 } from '../webview/fixtures/results.ts';

const run = (number: number): RunResult => ({ ...ram2009(), wallSeconds: number });

describe('the history of runs', () => {
  it('has the newest first, and forgets the oldest beyond a bound', () => {
    const history = new RunHistory();
    for (let number = 1; number <= mostRuns + 3; number++) history.add({ result: run(number), title: 'a.xnet', detail: '' });
    assert.equal(history.runs.length, mostRuns);
    assert.equal(history.runs[0]?.result.wallSeconds, mostRuns + 3);
    assert.equal(history.runs.at(-1)?.result.wallSeconds, 4);
  });

  it('knows a run by its result, not by what it looks like', () => {
    const history = new RunHistory();
    const kept = { result: run(1), title: 'a.xnet', detail: 'once' };
    history.add(kept);
    assert.equal(history.runOf(kept.result), kept);
    assert.equal(history.runOf(run(1)), undefined);
  });

  it('says what was run, when, and with which options', () => {
    const [first] = ram2009().experiments;
    const one = { ...ram2009(), experiments: [first!], startedAt: undefined } as unknown as RunResult;
    assert.equal(describeRun(one, ['guests = 8']), `${first!.name} · guests = 8`);
    assert.match(describeRun({ ...one, experiments: [first!, first!, first!, first!] }), /^baseline, baseline and 2 more$/);
  });
});
