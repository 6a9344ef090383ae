/** A run in a file: opened from the explorer, shown by the results view, read-only, and refused in words. */
import assert from 'node:assert/strict';
import { runOnCommandLine } from '../driver/cli.ts';
import { fixture, pathOfFixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension, themes } from '../driver/window.ts';
import type { Theme } from '../driver/window.ts';

describe('a saved run', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const result = runOnCommandLine('run', pathOfFixture('small.xnet'));
    const files = {
      'small.xnet': fixture('small.xnet'),
      'small.xnetrun.json': JSON.stringify({ ...result, source: { ...result.source, file: 'small.xnet' } }),
      'broken.xnetrun.json': '{ "schema": "xnet-run/1"',
      'newer.xnetrun.json': '{ "schema": "xnet-run/7" }'
    };
    window = await EditorWindow.open({ name: 'saved-run', vsix: packagedExtension, files });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('opens in the results view, with nothing to run', async () => {
    // The extension is asleep until then.
    await window.openFromExplorer('small.xnetrun.json');
    const panel = window.webview();
    await panel.locator('#answer').filter({ hasText: /Mb\/s/ }).waitFor();
    await panel.locator('.badge', { hasText: 'Saved run' }).waitFor();
    assert.equal(await panel.getByRole('button', { name: 'Run again' }).count(), 0);
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.useTheme(theme);
      await window.screenshot(`saved run ${theme}`);
    }
  });

  it('leads from an expectation to its line of the source', async () => {
    await window.webview().locator('#expectations').getByRole('button', { name: 'throughput(rx) >= 50 Mbps' }).click();
    await window.page.locator('.tab.active[data-resource-name="small.xnet"]').waitFor();
  });

  for (const [file, reason] of [
    ['broken.xnetrun.json', 'cut short or damaged'],
    ['newer.xnetrun.json', 'it reads xnet-run/1']
  ] as const) {
    it(`says what is wrong with ${file}`, async () => {
      await window.openFromExplorer(file);
      await window.webview().locator('.status.failed', { hasText: reason }).waitFor();
      await window.screenshot(`saved run ${file}`);
    });
  }

  it('broke nothing', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(window.errorsInLogs(), []);
  });
});
