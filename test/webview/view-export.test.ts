/** What leaves the view, and its tables: pictures, numbers, the whole result. */
import assert from 'node:assert/strict';
import type { SaveMessage } from '../../webview/messages.ts';
import { ram2009 } from './fixtures/results.ts';
import { keep, resultsView } from './fixtures/view.ts';

describe('tables and exports of the results view', function () {
  this.timeout(60_000);
  const { shown, said, exported } = resultsView();

  it('turns each chart into a table and back, from the keyboard, and remembers it', async () => {
    const { page, reload, send } = await shown(ram2009());
    const toggle = page.locator('#throughput vscode-button', { hasText: 'Table' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    const table = page.locator('#throughput table');
    assert.equal(await table.locator('caption').textContent(), 'Throughput per flow');
    assert.equal(await table.locator('th[scope=col]').count(), 6);
    assert.equal(await table.locator('tbody tr').count(), 7);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Chart');
    await reload();
    await send({ type: 'result', result: ram2009(), title: 'x' });
    assert.equal(await table.count(), 1);
    await page.locator('#throughput vscode-button', { hasText: 'Chart' }).click();
    assert.equal(await page.locator('#throughput svg.chart').count(), 1);
  });

  it('every section with a chart has a table with as many rows as its data', async () => {
    const { page } = await shown(ram2009());
    for (const [id, rows] of Object.entries({
      cpu: 8,
      cycles: 7 + 7 * 6 + 1,
      sweep: 7,
      latency: 7,
      drops: 2,
      grants: 7,
      interrupts: 8,
      resources: 12,
      batches: 3
    })) {
      await page.locator(`#${id} vscode-button`, { hasText: 'Table' }).click();
      assert.equal(await page.locator(`#${id} tbody tr`).count(), rows, id);
    }
  });

  it('opens its menu from the keyboard, walks it and closes it', async () => {
    const { page } = await shown(ram2009());
    await page.locator('#cpu vscode-button', { hasText: 'Export' }).focus();
    await page.keyboard.press('Enter');
    const current = () => page.evaluate(() => document.activeElement?.textContent);
    assert.equal(await current(), 'Save as SVG…');
    await page.keyboard.press('ArrowDown');
    assert.equal(await current(), 'Save as PNG…');
    await page.keyboard.press('End');
    assert.equal(await current(), 'Copy as JSON');
    await page.keyboard.press('ArrowDown');
    assert.equal(await current(), 'Save as SVG…');
    await page.keyboard.press('Escape');
    assert.equal(await current(), 'Export');
    assert.equal(await page.locator('#cpu [role=menu]').isVisible(), false);
  });

  it('saves a picture that stands alone: no variable, no class, its own background', async () => {
    const { page, complaints } = await shown(ram2009(), 'high-contrast');
    await exported('cycles', 'Save as SVG');
    const [message] = await said('save');
    assert.equal(message?.name, 'ram-2009-baseline-cycles.svg');
    const content = message?.content ?? '';
    assert.match(content, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.doesNotMatch(content, /var\(|class=|style=/);
    assert.match(content, /examples\/ram-2009\.xnet, baseline, guests/);
    assert.match(content, /grant copy/);
    const wellFormed = await page.evaluate(
      source => new DOMParser().parseFromString(source, 'image/svg+xml').querySelector('parsererror') === null,
      content
    );
    assert.equal(wellFormed, true);
    assert.deepEqual(await complaints(), []);
    keep('saved.svg', content);
  });

  it('saves a PNG that is one', async () => {
    const { page, complaints } = await shown(ram2009());
    await exported('sweep', 'Save as PNG');
    await page.waitForFunction(() => (window as unknown as { said: { type: string }[] }).said.some(message => message.type === 'save'));
    const [message] = (await said('save')) as SaveMessage[];
    const bytes = Buffer.from(message?.content ?? '', 'base64');
    assert.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(bytes.readUInt32BE(16) > 1500, 'twice the width of the chart');
    assert.deepEqual(await complaints(), []);
    keep('saved.png', bytes);
  });

  it('saves and copies tables, also while the chart is shown, and the picture while the table is', async () => {
    const { page } = await shown(ram2009());
    await exported('throughput', 'Save as CSV');
    await exported('throughput', 'Copy as JSON');
    await page.locator('#throughput vscode-button', { hasText: 'Table' }).click();
    await exported('throughput', 'Copy as SVG');
    const [saved] = await said('save');
    assert.deepEqual([saved?.format, saved?.content.split('\r\n').length], ['csv', 9]);
    const [json, svg] = await said('copy');
    const parsed = JSON.parse(json?.content ?? '') as { experiment: string; parameters: unknown; rows: unknown[] };
    assert.deepEqual([parsed.experiment, parsed.parameters, parsed.rows.length], ['baseline', { guests: 7 }, 7]);
    assert.match(svg?.content ?? '', /^<svg/);
    assert.equal(await page.locator('#throughput svg.chart').count(), 0);
  });

  it('saves the whole result and copies the answer', async () => {
    const { page } = await shown(ram2009());
    for (const command of ['Save run', 'Copy the answer']) {
      await page.locator('header vscode-button', { hasText: 'Export' }).click();
      await page.locator('header [role=menuitem]', { hasText: command }).click();
    }
    const [saved] = await said('save');
    assert.equal(saved?.name, 'ram-2009.xnetrun.json');
    assert.deepEqual(JSON.parse(saved?.content ?? ''), JSON.parse(JSON.stringify(ram2009())));
    assert.match((await said('copy'))[0]?.content ?? '', /^7 guests get/);
  });
});
