/** Every example for newcomers, as a newcomer uses it: open, simulate, read; held against the command line. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../../src/build/setup.mjs';
import type { RunResult } from '../../../src/topology/result.ts';
import { runOnCommandLine } from '../driver/cli.ts';
import { example } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension } from '../driver/window.ts';

const shipped = fs.readdirSync(path.join(root, 'examples'));
const names = shipped.filter(name => name.endsWith('.xnet'));
/** What some of them replay. */
const traces = shipped.filter(name => name.endsWith('.trace'));

describe('the examples', function () {
  this.timeout(180_000);
  let window: EditorWindow;

  before(async () => {
    const files = Object.fromEntries([...names, ...traces].map(name => [name, example(name)]));
    window = await EditorWindow.open({ name: 'examples', vsix: packagedExtension, files, theme: 'dark' });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  for (const name of names) {
    it(`${name} gives the command line's result in the panel`, async () => {
      await window.openFile(name);
      await window.runCommand('xnet: Simulate');
      const panel = window.webview();
      await panel.locator('h1', { hasText: name }).waitFor({ timeout: 120_000 });
      await panel.locator('#answer').filter({ hasText: /\S/ }).waitFor();
      await window.screenshot(`example ${name}`);

      await panel.getByRole('button', { name: 'Export the whole result' }).click();
      await panel.getByRole('menuitem', { name: 'Copy as JSON' }).click();
      await window.page.locator('.statusbar-item', { hasText: 'xnet: copied' }).waitFor();
      const shown: RunResult = JSON.parse(await window.page.evaluate(() => navigator.clipboard.readText()));
      assert.deepEqual(withoutTimes(shown), withoutTimes(runOnCommandLine('run', window.fileOf(name))));
      if (name === 'ram-2009.xnet') await readmePicture(window);
      await window.runCommand('View: Close All Editors');
    });
  }

  it('needed no other machine', () => {
    assert.deepEqual(window.pageErrors, []);
  });
});

/** The picture of the readme (media/screenshot.png), made anew in every run for whoever wants to replace it. */
async function readmePicture(window: EditorWindow): Promise<void> {
  await window.runCommand('View: Toggle Primary Side Bar Visibility');
  await window.screenshot('readme');
  await window.runCommand('View: Toggle Primary Side Bar Visibility');
}

/** A result apart from when it was made, how long that took, and how the caller named the file. */
function withoutTimes({ startedAt: _start, wallSeconds: _wall, source, ...rest }: RunResult): unknown {
  return { ...rest, sha256: source.sha256 };
}
