/** Every published system, opened and run in a real VS Code: sound, answered, and its published numbers beside what came out. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { flavours } from '../../../src/build/vscode/install.mjs';
import { root } from '../../../src/build/setup.mjs';
import type { ExperimentResult, RunResult } from '../../../src/topology/result.ts';
import { example } from '../driver/fixtures.ts';
import { EditorWindow, flavourUnderTest, packagedExtension } from '../driver/window.ts';

const names = fs.readdirSync(path.join(root, 'examples/published')).filter(name => name.endsWith('.xnet'));

describe('the published systems', function () {
  this.timeout(240_000);
  let window: EditorWindow;

  before(async function () {
    // Minutes of simulation, which the extension host's version does not change: once is enough.
    if (flavourUnderTest() !== flavours[0]) return this.skip();
    const files = Object.fromEntries(names.map(name => [name, example(`published/${name}`)]));
    window = await EditorWindow.open({ name: 'published', vsix: packagedExtension, files, theme: 'dark' });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  for (const name of names) {
    it(`${name} runs, with its published numbers beside what came out`, async () => {
      await window.openFile(name);
      await window.runCommand('xnet: Simulate');
      const panel = window.webview();
      await panel.locator('h1', { hasText: name }).waitFor({ timeout: 200_000 });
      await panel.locator('#answer').filter({ hasText: /\S/ }).waitFor();
      // The server has long had its say by now.
      assert.equal(await window.page.locator('.monaco-editor .squiggly-error').count(), 0);

      const result = await resultShown(window);
      assert.equal(result.schema, 'xnet-run/1');
      assert.notEqual(result.incomplete, true);
      const claimed = result.experiments.find(({ published }) => published.length > 0);
      if (claimed !== undefined) {
        await choose(window, claimed, result);
        await showsClaims(window, claimed);
      }
      await window.screenshot(`published ${name}`);
      await window.runCommand('View: Close All Editors');
    });
  }

  it('broke nothing in the page, and nothing went wrong unseen', async () => {
    assert.deepEqual(window.pageErrors, []);
    assert.equal(await window.page.locator('.notifications-toasts .codicon-error').count(), 0);
    assert.deepEqual(window.errorsInLogs(), []);
  });
});

async function resultShown(window: EditorWindow): Promise<RunResult> {
  await window.webview().getByRole('button', { name: 'Export the whole result' }).click();
  await window.webview().getByRole('menuitem', { name: 'Copy as JSON' }).click();
  await window.page.locator('.statusbar-item', { hasText: 'xnet: copied' }).waitFor();
  return JSON.parse(await window.page.evaluate(() => navigator.clipboard.readText()));
}

async function choose(window: EditorWindow, { name }: ExperimentResult, { experiments }: RunResult): Promise<void> {
  if (experiments.length === 1) return;
  const list = window.webview().locator('vscode-dropdown[aria-label="Experiment"]');
  await list.click();
  await list.getByRole('option', { name, exact: true }).click();
}

/** A row for every published number, with what was claimed of it; and a mark on the curves for each that is on them. */
async function showsClaims(window: EditorWindow, { published }: ExperimentResult): Promise<void> {
  const section = window.webview().locator('#published');
  await section.waitFor();
  const rows = section.locator('tbody tr');
  assert.equal(
    await rows.count(),
    published.reduce((sum, claim) => sum + claim.rows.length, 0)
  );
  const text = await section.innerText();
  for (const { name, source } of published) {
    assert.ok(text.includes(name), `${name} in ${text}`);
    assert.ok(text.includes(source), `${source} in ${text}`);
  }
}
