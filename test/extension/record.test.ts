/** What a results view is told when it is opened again, and when a result is stale. */
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Freshness } from '../../src/extension/results/freshness.ts';
import { ResultsRecord } from '../../src/extension/results/record.ts';
import type { RunResult } from '../../src/topology/result.ts';

const uri = { toString: () => 'file:///a.xnet' } as vscode.Uri;
const texts = new Map([
  ['file:///a.xnet', 'import "./b.xnet"'],
  ['file:///b.xnet', 'peer p {}']
]);
const result = { type: 'result', result: {} as RunResult, title: 'a.xnet' } as const;
const progress = { type: 'progress', done: 1, total: 2, experiment: 'e' } as const;
const cancelled = { type: 'cancelled', done: 1, total: 2 } as const;

const typesOf = (record: ResultsRecord): string[] => record.replay().map(message => message.type);

describe('the record of a run', () => {
  it('has nothing to tell before the first run', () => {
    assert.deepEqual(typesOf(new ResultsRecord(uri, 'a.xnet')), []);
  });

  const histories = [
    { what: 'a run under way', told: [progress], replay: ['progress'] },
    { what: 'a result', told: [progress, result], replay: ['result', 'stale'] },
    { what: 'a run under way after a result', told: [result, progress], replay: ['result', 'stale', 'progress'] },
    { what: 'a cancelled run after a result', told: [result, progress, cancelled], replay: ['result', 'stale', 'cancelled'] },
    { what: 'a result after a cancelled run', told: [cancelled, result], replay: ['result', 'stale'] }
  ] as const;
  for (const { what, told, replay } of histories) {
    it(`tells a new page of ${what}`, () => {
      const record = new ResultsRecord(uri, 'a.xnet');
      for (const message of told) record.keep(message, message.type === 'result' ? new Freshness(texts) : undefined);
      assert.deepEqual(typesOf(record), replay);
    });
  }

  it('is stale exactly while a source differs, an imported one too, and says so once', () => {
    const record = new ResultsRecord(uri, 'a.xnet');
    record.keep(result, new Freshness(texts));
    assert.equal(record.saw('file:///b.xnet', 'peer p {}'), undefined);
    assert.deepEqual(record.saw('file:///b.xnet', 'peer q {}'), { type: 'stale', stale: true });
    assert.equal(record.saw('file:///a.xnet', 'peer r {}'), undefined);
    assert.equal(record.saw('file:///b.xnet', 'peer p {}'), undefined);
    assert.deepEqual(record.saw('file:///a.xnet', 'import "./b.xnet"'), { type: 'stale', stale: false });
  });

  it('is stale when a source is gone, and not by files it was not made from', () => {
    const record = new ResultsRecord(uri, 'a.xnet');
    record.keep(result, new Freshness(texts));
    assert.equal(record.saw('file:///c.xnet', 'peer c {}'), undefined);
    assert.deepEqual(record.saw('file:///b.xnet', null), { type: 'stale', stale: true });
  });

  it('is fresh again after another run', () => {
    const record = new ResultsRecord(uri, 'a.xnet');
    record.keep(result, new Freshness(texts));
    record.saw('file:///a.xnet', 'other');
    record.keep(result, new Freshness(new Map([['file:///a.xnet', 'other']])));
    assert.deepEqual(record.replay().at(-1), { type: 'stale', stale: false });
    assert.equal(record.saw('file:///a.xnet', 'other'), undefined);
  });
});
