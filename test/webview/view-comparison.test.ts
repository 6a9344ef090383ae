/** Two runs side by side in a browser: what differs, in words and colours, in every theme. */
import assert from 'node:assert/strict';
import { compareRuns } from '../../src/simulator/run/compare.ts';
import type { Interval, RunResult } from '../../src/topology/result.ts';
import type { ComparisonMessage } from '../../webview/messages.ts';
import { ram2009 } from './fixtures/results.ts';
import { themeNames } from './fixtures/themes.ts';
import { choose, picture, resultsView, seriousFindings, text } from './fixtures/view.ts';

const scaled = ({ mean, low, high }: Interval, by: number): Interval => ({
  mean: mean * by,
  ...(low === undefined ? {} : { low: low * by }),
  ...(high === undefined ? {} : { high: high * by })
});

/** The run after a change that did some good, some harm, and little to most. */
function later(): RunResult {
  const run = ram2009();
  return {
    ...run,
    source: { ...run.source, file: 'ram-2011.xnet' },
    experiments: run.experiments.slice(0, 3).map(experiment => ({
      ...experiment,
      points: experiment.points.map(point => ({
        ...point,
        totals: { ...point.totals, goodputBps: scaled(point.totals.goodputBps, 1.2) },
        flows: point.flows.map((flow, at) => ({ ...flow, goodputBps: scaled(flow.goodputBps, at === 0 ? 0.7 : 1.0004) })),
        domains: point.domains.map((domain, at) => ({ ...domain, cpuUtilization: scaled(domain.cpuUtilization, at === 0 ? 0.9 : 1.0001) }))
      }))
    }))
  };
}

const message = (before = ram2009(), after = later()): ComparisonMessage => ({
  type: 'comparison',
  before: { title: before.source.file, detail: 'four designs · 10:31' },
  after: { title: after.source.file, detail: 'three designs · 10:45' },
  comparison: compareRuns(before, after)
});

describe('two runs side by side, in a browser', function () {
  this.timeout(60_000);
  const { open, said } = resultsView();

  for (const theme of themeNames) {
    for (const width of [420, 1100]) {
      it(`stand in ${theme} at ${width} px: no complaint of the policy, no serious finding of axe, no overflow`, async () => {
        const { page, send, complaints } = await open(theme, width);
        await send(message());
        assert.deepEqual(await complaints(), []);
        assert.deepEqual(await seriousFindings(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true);
        await picture(page, `comparison-${theme}-${width}`);
      });
    }
  }

  it('say what differs in words, with a sign and an arrow, and colour only what is certain', async () => {
    const { page, send } = await open();
    await send(message());
    const row = (name: string) => page.locator('#compare-flows tbody tr').filter({ hasText: name }).first();
    assert.match((await row('all flows').innerText()).replaceAll('\u00a0', ' '), /goodput.*\+20\S* %.*higher/s);
    assert.equal(await row('all flows').locator('td.better .icon-higher').count(), 1);
    assert.match(await row('rx[1]').innerText(), /−30\S*\s%.*lower/s);
    assert.equal(await row('rx[1]').locator('td.worse').count(), 2);
    assert.match(await row('rx[2]').innerText(), /within chance/);
    assert.equal(await row('rx[2]').locator('.better, .worse, .changed').count(), 0);
    assert.match(await text(page, '.comparison > .explanation'), /Welch’s t test/);
  });

  it('say what could not be matched, and choose among what could', async () => {
    const { page, send } = await open();
    await send(message());
    assert.match(await text(page, '#unmatched'), /Experiment everything is only before\./);
    await choose(page, 'Experiment', 'reuse');
    await choose(page, 'Point', 'guests = 2');
    assert.equal(await page.locator('#compare-flows tbody tr').filter({ hasText: 'rx[3]' }).count(), 0);
    await send(message(ram2009(), { ...later(), experiments: [] }));
    assert.equal(await text(page, '.comparison > .explanation'), 'These runs have no experiment and no point in common.');
  });

  it('of one run with itself: all the same', async () => {
    const { page, send } = await open();
    await send(message(ram2009(), ram2009()));
    assert.equal(await text(page, '#compare-flows .summary'), 'All the same.');
    assert.equal(await page.locator('#unmatched').isVisible(), false);
  });

  it('are asked for with a button of a run’s page', async () => {
    const { page, send } = await open();
    await send({ type: 'result', result: ram2009(), title: 'ram-2009.xnet' });
    await page.locator('header vscode-button', { hasText: 'Compare…' }).click();
    assert.equal((await said('compare')).length, 1);
  });

  it('leave as CSV with units', async () => {
    const { page, send } = await open();
    await send(message());
    await page.locator('#compare-flows vscode-button', { hasText: 'Export' }).click();
    await page.locator('#compare-flows [role=menuitem]', { hasText: 'Copy as CSV' }).click();
    const [copied] = await said('copy');
    assert.match(
      copied?.content ?? '',
      /^name,measure,change \(1\),verdict,before,before low,before high,after,after low,after high\r\nall flows,goodput \(bit\/s\),/
    );
  });
});
