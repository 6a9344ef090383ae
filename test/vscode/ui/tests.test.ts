/** Expectations as tests: found, run, run again, cancelled, explained at their line. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension } from '../driver/window.ts';

/** The small network, asked what holds, what does not, and what one short run cannot tell. */
const asking = fixture('small.xnet')
  .replace('rate = 100 Mbps', 'rate = 100 Mbps; arrival = poisson')
  .replace(
    /^experiment[^]*$/m,
    `experiment holds {
  duration = 20 ms
  warmup   = 5 ms
  repeat   = 4
  expect throughput(rx) >= 10 Mbps
}

experiment wrong {
  duration = 20 ms
  warmup   = 5 ms
  repeat   = 4
  expect throughput(rx) >= 50 Gbps
  expect throughput(rx) > 100 Mbps
}
`
  );

describe('the Test Explorer', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const files = {
      'asking.xnet': asking,
      'long.xnet': fixture('long.xnet').replace(/\}\s*$/, '  expect throughput(rx) >= 1 bps\n}\n'),
      'broken.xnet': `${fixture('broken.xnet')}\nexperiment stays { duration = 1 s; expect 2 > 1 }\n`,
      'silent.xnet': fixture('small.xnet').replace(/^ *expect .*\n/gm, '')
    };
    window = await EditorWindow.open({ name: 'tests', vsix: packagedExtension, files });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  /** A row of the tree: its name, and what is known of it. */
  const row = (name: string, state = '('): Locator =>
    window.page.locator(`.test-explorer .monaco-list-row[aria-label^="${name}"][aria-label*="${state}"]`);

  const press = async (name: string, action: string): Promise<void> => {
    await row(name).hover();
    await row(name).getByRole('button', { name: action }).click();
  };

  /** What is said of a test in the panel; the editor says it at the line in a style, which holds no text. */
  const said = (text: RegExp): Locator => window.page.locator('.test-output-peek-tree .monaco-list-row').filter({ hasText: text });

  it('lists the files of the workspace that expect something, in the order of their lines', async () => {
    await window.openFile('asking.xnet');
    await window.runCommand('Testing: Focus on Test Explorer View');
    for (const file of ['asking.xnet', 'broken.xnet', 'long.xnet']) await row(file).waitFor();
    assert.equal(await row('silent.xnet').count(), 0);
    await row('asking.xnet').click();
    await window.page.keyboard.press('ArrowRight');
    await row('wrong').waitFor();
    await row('wrong').click();
    await window.page.keyboard.press('ArrowRight');
    await row('throughput(rx) >= 50 Gbps').waitFor();
    await window.screenshot('tests found');
  });

  it('run nothing without being asked', async () => {
    assert.equal(await window.page.locator('#xnet\\.xnet\\.xnet\\.run').count(), 0);
    assert.equal(await window.page.locator('.test-explorer .monaco-list-row[aria-label*="Passed"]').count(), 0);
  });

  it('runs one experiment: what fails says so at its line, with the observed value; what is open is no pass', async () => {
    await press('wrong', 'Run Test');
    await row('throughput(rx) >= 50 Gbps', 'Failed').waitFor();
    await row('throughput(rx) > 100 Mbps', 'Errored').waitFor();
    assert.equal(await row('holds', 'Passed').count(), 0);
    await window.page.locator('.tab[data-resource-name="asking.xnet"]').click();
    await window.goTo(45);
    await said(/>= 50 Gbps.*Fails: [\d.]+ Mb\/s ± [\d.]+, bound 50 Gb\/s/).waitFor();
    await said(/> 100 Mbps.*Inconclusive: [\d.]+ Mb\/s ± [\d.]+, bound/).waitFor();
    assert.equal(await window.page.locator('iframe.webview').count(), 0, 'nobody asked for the results view');
    await window.screenshot('tests failed');
  });

  it('follows the text: the line is another test at once, and passes when it is run', async () => {
    await window.page.keyboard.press('End');
    for (const _ of '50 Gbps') await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('10 Mbps');
    await row('throughput(rx) >= 50 Gbps').waitFor({ state: 'hidden' });
    await press('throughput(rx) >= 10 Mbps', 'Run Test');
    await row('throughput(rx) >= 10 Mbps', 'Passed').waitFor();
  });

  it('an ordinary simulation tells of the tests, too', async () => {
    await window.page.locator('.tab[data-resource-name="asking.xnet"]').click();
    await window.runCommand('xnet: Simulate');
    await row('holds', 'Passed').waitFor();
    await window.webview().locator('#answer').filter({ hasText: /\S/ }).waitFor();
    await window.screenshot('tests after simulate');
  });

  it('says of a file with errors why nothing ran, and keeps its tests', async () => {
    await press('broken.xnet', 'Run Test');
    await row('broken.xnet', 'Errored').waitFor();
    await window.page
      .locator('.test-output-peek, .test-output-tree, .panel', { hasText: 'broken.xnet has an error, so it was not run.' })
      .first()
      .waitFor();
  });

  it('cancels at once', async () => {
    await press('long.xnet', 'Run Test');
    const status = window.page.locator('#xnet\\.xnet\\.xnet\\.run');
    await status.filter({ hasText: /%/ }).waitFor();
    await row('long.xnet', 'Running').waitFor();
    await window.page
      .getByRole('button', { name: /^Cancel Test Run/ })
      .first()
      .click();
    await status.waitFor({ state: 'hidden' });
    await row('long.xnet', 'Running').waitFor({ state: 'hidden' });
    assert.equal(await row('long.xnet', 'Passed').count(), 0);
  });

  it('broke nothing', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(window.errorsInLogs(), []);
  });
});
