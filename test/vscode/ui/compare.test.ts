/** Two runs of a window side by side: run, changed, run again, compared. */
import assert from 'node:assert/strict';
import { fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension, themes } from '../driver/window.ts';
import type { Theme } from '../driver/window.ts';

describe('comparing runs', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const files = {
      'small.xnet': fixture('small.xnet'),
      'other.xnet': fixture('small.xnet').replace('rate = 100 Mbps', 'rate = 200 Mbps')
    };
    window = await EditorWindow.open({ name: 'compare', vsix: packagedExtension, files });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('asks which run to lay beside the one that is looked at', async () => {
    for (const name of ['small.xnet', 'other.xnet']) {
      await window.openFile(name);
      await window.runCommand('xnet: Simulate');
      await window.page.locator('.tab', { hasText: `Results: ${name}` }).waitFor();
    }
    const page = window.webview();
    await page.locator('#answer').filter({ hasText: '200' }).waitFor();
    await page.getByRole('button', { name: 'Compare with another run' }).click();
    const rows = window.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: 'A saved run' }).waitFor();
    assert.equal(await rows.count(), 2);
    await window.screenshot('runs to compare');
    await rows.filter({ hasText: 'small.xnet' }).click();
    await window.page.locator('.tab.active', { hasText: 'Runs compared' }).waitFor();
  });

  it('says what differs, and that the files do', async () => {
    const page = window.webview();
    await page.locator('#compare-flows tr', { hasText: 'goodput' }).filter({ hasText: 'higher' }).waitFor();
    await page.locator('#unmatched', { hasText: 'Before is small.xnet, after is other.xnet' }).waitFor();
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.useTheme(theme);
      await window.screenshot(`comparison ${theme}`);
    }
  });

  it('broke nothing', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(window.errorsInLogs(), []);
  });
});
