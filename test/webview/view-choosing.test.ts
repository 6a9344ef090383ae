/** What a person chooses in the view: experiments, points, metrics, and where a click leads. */
import assert from 'node:assert/strict';
import { policies, ram2009 } from './fixtures/results.ts';
import { choose, picture, resultsView, text } from './fixtures/view.ts';

describe('choosing in the results view', function () {
  this.timeout(60_000);
  const { shown, said } = resultsView();

  it('goes to another experiment and point, redraws only what changed, and remembers it', async () => {
    const { page, reload, send } = await shown(ram2009());
    await choose(page, 'guests', '3');
    await page.evaluate(() =>
      document.querySelectorAll('svg.chart, #published table').forEach(element => element.setAttribute('data-old', ''))
    );
    await choose(page, 'guests', '2');
    assert.match(await text(page, '#answer'), /^2 guests/);
    assert.equal(await page.locator('#throughput svg[data-old]').count(), 0);
    assert.equal(await page.locator('#published table[data-old]').count(), 1);
    await choose(page, 'Experiment', 'everything');
    assert.match(await text(page, '#answer'), /^2 guests get 9\.4/);
    await reload();
    await send({ type: 'result', result: ram2009(), title: 'examples/ram-2009.xnet' });
    assert.match(await text(page, '#answer'), /^2 guests get 9\.4/);
    assert.equal(
      await page.locator('vscode-dropdown[aria-label="Experiment"]').evaluate(list => (list as HTMLSelectElement).value),
      'everything'
    );
  });

  it('forgets choices that were made for another file', async () => {
    const { page, send } = await shown(ram2009());
    await choose(page, 'guests', '2');
    await send({ type: 'result', result: { ...ram2009(), source: { file: 'other.xnet', sha256: '' } }, title: 'other.xnet' });
    assert.match(await text(page, '#answer'), /^7 guests/);
  });

  it('is told what to show', async () => {
    const { page, send } = await shown(ram2009());
    await send({ type: 'restore', view: { experiment: 'multiqueue', points: { multiqueue: { guests: 4 } } } });
    assert.match(await text(page, '#answer'), /^4 guests get 4\.5/);
  });

  it('asks to run again, and to reveal an expectation', async () => {
    const { page } = await shown(ram2009());
    await page.locator('header vscode-button', { hasText: 'Run again' }).click();
    await page.locator('#expectations button', { hasText: 'bottleneck == server.dom0' }).click();
    assert.equal((await said('rerun')).length, 1);
    assert.deepEqual((await said('reveal'))[0], { type: 'reveal', file: 'examples/ram-2009.xnet', line: 62 });
  });

  it('says each verdict in words, and leads to a point where an expectation does not hold', async () => {
    const { page } = await shown(ram2009());
    assert.deepEqual(await page.locator('#expectations .verdict-word').allTextContents(), ['pass', 'pass', 'inconclusive']);
    await page.locator('#expectations button', { hasText: /guests\s=\s2/ }).click();
    assert.match(await text(page, '#answer'), /^2 guests/);
    assert.equal(await page.evaluate(() => document.activeElement?.closest('#expectations') !== null), true);
  });

  it('goes to a point that is clicked in the sweep, also on another experiment’s curve', async () => {
    const { page } = await shown(ram2009());
    await page.locator('#sweep .point').nth(8).locator('.hit').click({ force: true });
    assert.match(await text(page, '#answer'), /^2 guests get 4\.5/);
    assert.equal(
      await page.locator('vscode-dropdown[aria-label="Experiment"]').evaluate(list => (list as HTMLSelectElement).value),
      'multiqueue'
    );
  });

  it('draws another metric, and one curve per combination', async () => {
    const { page } = await shown(policies());
    await choose(page, 'Show', 'Cycles per packet in server.dom0');
    assert.match((await page.locator('#sweep svg.chart').getAttribute('aria-label')) ?? '', /: Cycles per packet in server\.dom0/);
    assert.equal(await page.locator('#sweep .curve').count(), 2 * 6);
    await picture(page, 'policies');
  });

  it('stops comparing experiments when told', async () => {
    const { page } = await shown(ram2009());
    assert.equal(await page.locator('#sweep path.band').count(), 4);
    await page.locator('#sweep vscode-checkbox').click();
    assert.equal(await page.locator('#sweep path.band').count(), 1);
    assert.equal(await page.locator('#sweep .claim').count(), 1);
  });

  it('shows the numbers of a mark under the pointer', async () => {
    const { page } = await shown(ram2009());
    await page.locator('#cycles .part').nth(5).hover();
    assert.match(await text(page, '.tip'), /^netback: 3,500 cycles, 32 % of server\.dom0$/);
    await page.mouse.move(2, 2);
    assert.equal(await page.locator('.tip').isVisible(), false);
  });
});
