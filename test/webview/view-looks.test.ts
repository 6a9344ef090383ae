/**
 * How the view stands in a browser, under the policy the editor gives it. With XNET_SCREENSHOTS=FOLDER the pages are also saved as
 * pictures, for whoever wants to look at them.
 */
import assert from 'node:assert/strict';
import { manyFlows, manyPoints, ram2009 } from './fixtures/results.ts';
import { themeNames } from './fixtures/themes.ts';
import { clippedTexts, picture, resultsView, seriousFindings, text } from './fixtures/view.ts';

describe('the results view in a browser', function () {
  this.timeout(60_000);
  const { shown, said } = resultsView();

  for (const theme of themeNames) {
    for (const width of [500, 1100]) {
      it(`stands in ${theme} at ${width} px: no complaint of the policy, no serious finding of axe, no overflow`, async () => {
        const { page, complaints } = await shown(ram2009(), theme, width);
        assert.deepEqual(await complaints(), []);
        assert.deepEqual(await seriousFindings(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true);
        assert.deepEqual(await clippedTexts(page), []);
        await picture(page, `ram-2009-${theme}-${width}`);
      });
    }
  }

  it('says ready once, and takes no focus on load nor with a result', async () => {
    const { page } = await shown(ram2009());
    assert.equal((await said('ready')).length, 1);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  });

  it('answers in a sentence before anything else', async () => {
    const { page } = await shown(ram2009());
    assert.match(await text(page, '#answer'), /^7 guests get 2\.81 Gb\/s together; dom0’s only vCPU is saturated by grant copy \(40 %\)/);
    const order = await page.evaluate(() => {
      const [answer, section] = [document.querySelector('#answer'), document.querySelector('section')];
      return answer && section ? answer.compareDocumentPosition(section) & Node.DOCUMENT_POSITION_FOLLOWING : 0;
    });
    assert.notEqual(order, 0);
  });

  it('shows head facts, sections and pictures that say what they show', async () => {
    const { page } = await shown(ram2009());
    assert.match(await text(page, '.facts'), /levelpacket.*seed1.*replications10.*wall time21 s/);
    const headings = await page.locator('section:visible h2').allTextContents();
    assert.deepEqual(headings, [
      'Throughput',
      'CPU',
      'Cycles per packet',
      'Sweep over guests',
      'Expectations',
      'Published numbers',
      'Latency',
      'Latency distribution',
      'Drops',
      'Grants',
      'Interrupts',
      'Resources',
      'Utilization over time',
      'Batches',
      'Notes',
      'This run'
    ]);
    const names = await page.locator('svg.chart').evaluateAll(charts => charts.map(chart => chart.getAttribute('aria-label') ?? ''));
    assert.ok(names.length >= 9 && names.every(name => name.length > 20), names.join('\n'));
  });

  it('draws a few of two thousand flows and pages their table', async () => {
    const { page } = await shown(manyFlows(2000));
    assert.equal(await page.locator('#throughput .bar').count(), 14);
    await page.locator('#throughput vscode-button', { hasText: 'Table' }).click();
    assert.equal(await page.locator('#throughput tbody tr').count(), 50);
    await page.locator('#throughput vscode-button', { hasText: 'Last' }).click();
    assert.equal(await text(page, '#throughput .page-place'), 'Rows 1,951 to 2,000 of 2,000');
    assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 3000);
  });

  it('chooses among ten thousand points with a slider', async () => {
    const { page, complaints } = await shown(manyPoints(10_000));
    const slider = page.locator('input[type=range]');
    await slider.focus();
    await page.keyboard.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), '1');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'range');
    assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 4000);
    assert.deepEqual(await complaints(), []);
  });

  it('reaches every control with the Tab key and shows where it is', async () => {
    const { page } = await shown(ram2009());
    const controls = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>('vscode-button, vscode-dropdown, vscode-checkbox, button, input')].filter(control =>
          control.checkVisibility()
        ).length
    );
    const reached = new Set<string>();
    for (let step = 0; step < controls + 10; step++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return undefined;
        return `${[...document.querySelectorAll('*')].indexOf(element)}`;
      });
      if (place !== undefined) reached.add(place);
    }
    assert.ok(reached.size >= controls, `${reached.size} of ${controls}`);
  });
});
