/** From the command palette to numbers in the panel, and back out by Cancel. */
import assert from 'node:assert/strict';
import { interval, quantity } from '../../../webview/format.ts';
import { runOnCommandLine } from '../driver/cli.ts';
import { fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension, themes } from '../driver/window.ts';
import type { Theme } from '../driver/window.ts';

describe('simulating', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const files = Object.fromEntries(['small.xnet', 'long.xnet', 'broken.xnet'].map(name => [name, fixture(name)]));
    window = await EditorWindow.open({ name: 'results', vsix: packagedExtension, files });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('opens results beside the editor and leaves the focus in the editor', async () => {
    await window.openFile('small.xnet');
    await window.runCommand('xnet: Simulate');
    const panel = window.webview();
    await panel.locator('#answer').filter({ hasText: /\S/ }).waitFor();
    await window.page.locator('.editor-instance.focused, .monaco-editor.focused').first().waitFor();
    assert.equal(await window.page.locator('.tab.active[data-resource-name="small.xnet"]').count(), 1);
  });

  it('shows the numbers that the command line prints for the same file and seed', async () => {
    const { experiments } = runOnCommandLine('run', window.fileOf('small.xnet'));
    const point = experiments[0]?.points[0];
    assert.ok(point !== undefined);
    const panel = window.webview();
    const throughput = await panel.locator('#throughput').innerText();
    const flow = point.flows[0];
    assert.ok(flow !== undefined);
    assert.ok(throughput.includes(quantity(flow.goodputBps.mean, 'rate')), throughput);
    await panel.locator('#expectations', { hasText: 'throughput(rx) >= 50 Mbps' }).waitFor();
    const answer = await panel.locator('#answer').innerText();
    assert.ok(
      answer.includes(quantity(point.totals.goodputBps.mean, 'rate')) || answer.includes(interval(point.totals.goodputBps, 'rate')),
      answer
    );
  });

  it('leads from an expectation to its line', async () => {
    await window.webview().locator('#expectations').getByRole('button', { name: 'throughput(rx) >= 50 Mbps' }).click();
    await window.page.locator('.editor-instance .active-line-number', { hasText: '38' }).waitFor();
  });

  it('marks the results stale while the text differs from what was run, until it is run again from the panel', async () => {
    const stale = window.webview().locator('.stale:visible');
    await window.openFile('small.xnet');
    await window.goTo(1);
    await window.page.keyboard.type('// ');
    await stale.waitFor();
    for (const _ of '// ') await window.page.keyboard.press('Backspace');
    await stale.waitFor({ state: 'hidden' });
    await window.page.keyboard.type('//');
    await stale.waitFor();
    await window.webview().getByRole('button', { name: 'Run again' }).click();
    await stale.waitFor({ state: 'hidden' });
  });

  it('says over the experiment what its run found, stale while the text differs, and leads back to the results', async () => {
    const lens = window.page.locator('.codelens-decoration a', { hasText: /^= [\d.]+ Mb\/s/ });
    const stale = lens.filter({ hasText: 'stale' });
    await window.page.locator('.tab[data-resource-name="small.xnet"]').click();
    await window.runCommand('xnet: Simulate');
    await window.goTo(38);
    await lens.filter({ hasText: 'expectations hold' }).waitFor();
    await stale.waitFor({ state: 'hidden' });
    await window.page.keyboard.press('End');
    await window.page.keyboard.type(' ');
    await stale.waitFor();
    await window.screenshot('stale lens');
    await window.page.keyboard.press('Control+Z');
    await stale.waitFor({ state: 'hidden' });
    await window.page.locator('.tab', { hasText: 'Results: small.xnet' }).first().click();
    await window.runCommand('View: Close Editor');
    await window.openFile('small.xnet');
    await lens.click();
    await window.webview().locator('#answer').filter({ hasText: /\S/ }).waitFor();
  });

  it('estimates at once', async () => {
    await window.runCommand('xnet: Estimate');
    await window.webview().locator('.page', { hasText: 'Estimated without simulation' }).waitFor();
  });

  it('looks right in every theme', async () => {
    await window.runCommand('xnet: Simulate');
    await window.webview().locator('.page', { hasText: 'Estimated without simulation' }).waitFor({ state: 'hidden' });
    const backgrounds = new Set<string>();
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.useTheme(theme);
      await window.screenshot(`results ${theme}`);
      backgrounds.add(
        await window
          .webview()
          .locator('body')
          .evaluate(body => getComputedStyle(body).backgroundColor + getComputedStyle(body).color)
      );
    }
    assert.equal(backgrounds.size, Object.keys(themes).length);
    await window.useTheme('dark');
  });

  it('does not run a file with errors, and says so', async () => {
    await window.openFile('broken.xnet');
    await window.runCommand('xnet: Simulate');
    const notification = window.notification('broken.xnet has an error');
    await notification.waitFor();
    await notification.locator('.monaco-button', { hasText: 'Show Problems' }).click();
    await window.page.locator('.markers-panel').waitFor();
  });

  it('shows progress and cancels at once', async () => {
    await window.openFile('long.xnet');
    await window.runCommand('xnet: Simulate');
    const notification = window.notification('Simulating long.xnet');
    await notification.filter({ hasText: /left/ }).waitFor();
    const status = window.page.locator('#xnet\\.xnet\\.xnet\\.run');
    await status.filter({ hasText: /%/ }).waitFor();
    await window.screenshot('progress');
    await notification.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await notification.waitFor({ state: 'hidden', timeout: 3000 });
    await status.waitFor({ state: 'hidden' });
    await window.webview().locator('.status', { hasText: 'Stopped' }).waitFor();
  });

  it('cancels from the panel, and from the palette', async () => {
    const status = window.page.locator('#xnet\\.xnet\\.xnet\\.run');
    await window.webview().getByRole('button', { name: 'Run again' }).click();
    await window.webview().getByRole('button', { name: 'Cancel the simulation' }).click();
    await window.webview().locator('.status', { hasText: 'Stopped' }).waitFor();
    await status.waitFor({ state: 'hidden' });
    // The focus is in the panel now: the command is about its file.
    await window.runCommand('xnet: Simulate');
    await status.filter({ hasText: /%/ }).waitFor();
    await window.runCommand('xnet: Cancel Simulation');
    await status.waitFor({ state: 'hidden' });
  });

  it('asked nothing of other machines and broke nothing in the page', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(
      window.refused.filter(address => !address.startsWith('https://main.vscode-cdn.net/')),
      []
    );
  });
});
