/**
 * The view in a browser, under the policy the editor gives it. With XNET_SCREENSHOTS=FOLDER the pages are also saved as pictures,
 * for whoever wants to look at them.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import type { RunResult } from '../../src/topology/result.ts';
import type { SaveMessage, ViewMessage } from '../../webview/messages.ts';
import { startFrames, type Frame, type Frames } from './fixtures/frame.ts';
import { estimateOf, manyFlows, manyPoints, nothing, policies, ram2009 } from './fixtures/results.ts';
import { themeNames, type ThemeName } from './fixtures/themes.ts';

const folder = process.env['XNET_SCREENSHOTS'];

interface AxeResult {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

describe('the results view in a browser', function () {
  this.timeout(60_000);
  let frames: Frames;
  let frame: Frame | undefined;

  before(async () => {
    frames = await startFrames();
  });
  after(() => frames?.close());
  afterEach(async () => {
    await frame?.close();
    frame = undefined;
  });

  async function open(theme: ThemeName = 'dark', width = 1100): Promise<Frame> {
    frame = await frames.open(theme, width);
    return frame;
  }

  async function shown(result: RunResult, theme?: ThemeName, width?: number): Promise<Frame> {
    const opened = await open(theme, width);
    await opened.send({ type: result.schema === 'xnet-estimate/1' ? 'estimate' : 'result', result, title: result.source.file });
    return opened;
  }

  async function said<Type extends ViewMessage['type']>(type: Type): Promise<Extract<ViewMessage, { type: Type }>[]> {
    return (await (frame as Frame).said()).filter(message => message.type === type) as Extract<ViewMessage, { type: Type }>[];
  }

  const text = async (page: Page, selector: string) => ((await page.locator(selector).textContent()) ?? '').replaceAll('\u00a0', ' ');

  async function choose(page: Page, label: string, option: string): Promise<void> {
    const list = page.locator(`vscode-dropdown[aria-label="${label}"]`);
    await list.click();
    await list.getByRole('option', { name: option, exact: true }).click();
  }

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
      'Drops',
      'Grants',
      'Interrupts',
      'Resources',
      'Batches',
      'Notes',
      'This run'
    ]);
    const names = await page.locator('svg.chart').evaluateAll(charts => charts.map(chart => chart.getAttribute('aria-label') ?? ''));
    assert.ok(names.length >= 9 && names.every(name => name.length > 20), names.join('\n'));
  });

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

  async function exported(section: string, command: string): Promise<void> {
    const { page } = frame as Frame;
    await page.locator(`#${section} vscode-button`, { hasText: 'Export' }).click();
    await page.locator(`#${section} [role=menuitem]`, { hasText: command }).click();
  }

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
    if (folder !== undefined) fs.writeFileSync(path.join(folder, 'saved.svg'), content);
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
    if (folder !== undefined) fs.writeFileSync(path.join(folder, 'saved.png'), bytes);
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
    for (const command of ['Save as JSON', 'Copy the answer']) {
      await page.locator('header vscode-button', { hasText: 'Export' }).click();
      await page.locator('header [role=menuitem]', { hasText: command }).click();
    }
    const [saved] = await said('save');
    assert.equal(saved?.name, 'ram-2009.xnetrun.json');
    assert.deepEqual(JSON.parse(saved?.content ?? ''), JSON.parse(JSON.stringify(ram2009())));
    assert.match((await said('copy'))[0]?.content ?? '', /^7 guests get/);
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

  async function picture(page: Page, name: string): Promise<void> {
    if (folder === undefined) return;
    fs.mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }
});

/** What axe calls serious or critical. */
async function seriousFindings(page: Page): Promise<string[]> {
  const source = fs.readFileSync(path.resolve('node_modules/axe-core/axe.min.js'), 'utf8');
  // Evaluated by the test, not by the page: the page's policy refuses scripts that it does not know.
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(root: Document, options: unknown): Promise<{ violations: AxeResult[] }> } };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(found => found.impact === 'serious' || found.impact === 'critical')
    .map(found => `${found.id}: ${found.nodes.map(node => `${node.html}\n${node.failureSummary ?? ''}`).join('\n')}`);
}

/** Texts of pictures that reach beyond their picture, and labels of one axis that touch. */
async function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const chart of document.querySelectorAll('svg.chart')) {
      const frame = chart.getBoundingClientRect();
      const boxes = [...chart.querySelectorAll('text')].map(text => ({
        text: text.textContent,
        kind: text.getAttribute('class'),
        box: text.getBoundingClientRect()
      }));
      for (const { text, box } of boxes)
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
          found.push(`${text} leaves its picture`);
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          const apart =
            a.box.right <= b.box.left || b.box.right <= a.box.left || a.box.bottom - 2 <= b.box.top || b.box.bottom - 2 <= a.box.top;
          if (!apart) found.push(`${a.text} and ${b.text} overlap`);
        }
      }
    }
    return found;
  });
}
