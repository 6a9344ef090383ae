/** What the view says of a run that is under way, failed, stopped, stale, estimated or empty. */
import assert from 'node:assert/strict';
import { estimateOf, nothing, ram2009 } from './fixtures/results.ts';
import { picture, resultsView, seriousFindings, text } from './fixtures/view.ts';

describe('the results view of what is no plain result', function () {
  this.timeout(60_000);
  const { open, shown, said } = resultsView();

  it('labels an estimate and shows no interval', async () => {
    const { page, complaints } = await shown(estimateOf(ram2009()));
    assert.equal(await page.locator('.badge', { hasText: 'Estimate' }).isVisible(), true);
    assert.match(await text(page, '.explanation'), /means only, no intervals/);
    assert.equal(await page.locator('.whisker, .band').count(), 0);
    assert.doesNotMatch((await page.locator('svg.chart').allTextContents()).join(), /±/);
    await page.locator('header vscode-button', { hasText: 'Simulate' }).click();
    assert.equal((await said('rerun')).length, 1);
    assert.deepEqual(await complaints(), []);
    await picture(page, 'estimate');
  });

  it('shows progress with a way to stop, without touching the page below, then the stop', async () => {
    const { page, send } = await shown(ram2009());
    await page.evaluate(() => document.querySelector('#throughput svg')?.setAttribute('data-old', ''));
    await send({ type: 'progress', done: 12, total: 280, packetsPerSecond: 1.234e6, secondsLeft: 83, experiment: 'baseline' });
    const panel = page.locator('.status');
    assert.equal(await text(page, '.status .figures'), '12 of 280 replications · 1.23 Mpps · 1 min 23 s left');
    assert.equal(await panel.locator('progress').getAttribute('value'), '12');
    const cancel = panel.locator('vscode-button', { hasText: 'Cancel' });
    await cancel.focus();
    await send({ type: 'progress', done: 13, total: 280, experiment: 'baseline' });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Cancel');
    await page.keyboard.press('Enter');
    assert.equal((await said('cancel')).length, 1);
    assert.equal(await page.locator('#throughput svg[data-old]').count(), 1);
    await picture(page, 'progress');
    await send({ type: 'cancelled', done: 13, total: 280 });
    assert.match(await text(page, '.status'), /^Stopped: 13 of 280 replications were finished\./);
  });

  it('shows a failure with its details and its line, and a new result takes it away', async () => {
    const { page, send, complaints } = await open();
    await send({ type: 'failed', message: 'The file has 2 errors.', detail: 'a.xnet:6:30 unknown property', line: 6 });
    assert.match(await text(page, '.status.failed'), /The simulation gave no result.*The file has 2 errors\./);
    await page.locator('.status button', { hasText: 'Line 6' }).click();
    assert.deepEqual(
      (await said('reveal')).map(message => message.line),
      [6]
    );
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'failed');
    await send({ type: 'result', result: ram2009(), title: 'x' });
    assert.equal(await page.locator('.status').isVisible(), false);
    assert.deepEqual(await complaints(), []);
  });

  it('marks a stale result and takes the mark away', async () => {
    const { page, send } = await shown(ram2009());
    const badge = page.locator('.badge.stale');
    assert.equal(await badge.isVisible(), false);
    await send({ type: 'stale', stale: true });
    assert.equal(await badge.isVisible(), true);
    await send({ type: 'stale', stale: false });
    assert.equal(await badge.isVisible(), false);
  });

  it('says that a run was stopped early', async () => {
    const { page } = await shown({ ...ram2009(), incomplete: true });
    assert.match(await text(page, '#notes'), /stopped before its end/);
  });

  it('has words for a point without anything, and for a run without points', async () => {
    const { page, send, complaints } = await shown(nothing());
    assert.match(await text(page, '#drops'), /No packet was dropped/);
    assert.equal(await page.locator('svg.chart').count(), 0);
    assert.deepEqual(await seriousFindings(page), []);
    await send({ type: 'result', result: { ...ram2009(), experiments: [] }, title: 'x' });
    assert.match(await text(page, '.status'), /nothing was simulated/);
    assert.deepEqual(await complaints(), []);
  });
});
