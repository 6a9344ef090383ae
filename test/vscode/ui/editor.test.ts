/** What a person sees while typing: squiggles, Problems, hovers, completion, the outline. */
import assert from 'node:assert/strict';
import { example, fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension } from '../driver/window.ts';

describe('the editor', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const files = {
      'small.xnet': fixture('small.xnet'),
      'broken.xnet': fixture('broken.xnet'),
      'ram-2009.xnet': example('ram-2009.xnet'),
      'empty.xnet': 'host server {\n  cpu { cores = 2; clock = 2 GHz }\n  \n}\n'
    };
    window = await EditorWindow.open({ name: 'editor', vsix: packagedExtension, files });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('knows an .xnet file and finds nothing wrong with an example', async () => {
    await window.openFile('ram-2009.xnet');
    assert.equal(await window.languageMode(), 'xnet');
    assert.equal(await window.page.locator('.monaco-editor .squiggly-error').count(), 0);
  });

  it('underlines an error, and lists it in the Problems view', async () => {
    await window.openFile('broken.xnet');
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await window.runCommand('View: Toggle Problems');
    const row = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'schedular' });
    await row.first().waitFor();
    assert.match(await row.first().innerText(), /unknown-property/);
    await window.screenshot('problems');
    await window.runCommand('View: Toggle Problems');
  });

  it('explains the error under the pointer and mends it from the light bulb', async () => {
    const text = await window.hoverOver('hypervisor', 'schedular');
    assert.match(text, /no property/);
    await window.screenshot('hover on an error');
    await window.page.keyboard.press('Escape');
    await window.goTo(3, 30);
    await window.acceptFix('scheduler');
    await window.line('scheduler = credit').waitFor();
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'hidden' });
  });

  it('explains a property under the pointer', async () => {
    await window.openFile('small.xnet');
    const text = await window.hoverOver('vif eth0', 'netfront');
    assert.match(text, /netfront/);
    await window.page.keyboard.press('Escape');
    assert.match(await window.hoverOver('hypervisor', 'kind'), /xen/);
    await window.screenshot('hover');
    await window.page.keyboard.press('Escape');
  });

  it('completes a property and its value', async () => {
    await window.openFile('empty.xnet');
    await window.goTo(3, 3);
    await window.page.keyboard.type('hyperv');
    await window.acceptSuggestion('hypervisor');
    await window.line('hypervisor {').waitFor();
    await window.screenshot('completed');
    // Leaves the list of values and the snippet.
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
  });

  it('tells the way through the file in the outline', async () => {
    await window.openFile('small.xnet');
    await window.page.keyboard.press('Control+Shift+O');
    const rows = window.page.locator('.quick-input-widget .monaco-list-row');
    for (const name of ['server', 'guest', 'rx', 'short']) await rows.filter({ hasText: name }).first().waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('offers every command in the palette, and no xnet command elsewhere is missing', async () => {
    await window.page.keyboard.press('F1');
    await window.page.locator('.quick-input-widget input[type=text]').first().fill('>xnet:');
    for (const title of ['Simulate', 'Estimate', 'Show Results', 'Cancel Simulation', 'New Topology…', 'Restart Language Server']) {
      await window.page.locator(`.quick-input-widget .monaco-list-row[aria-label^="xnet: ${title}"]`).first().waitFor();
    }
    await window.page.keyboard.press('Escape');
  });

  it('makes a new topology from the gallery', async () => {
    await window.runCommand('xnet: New Topology…');
    await window.page.keyboard.type('first');
    await window.page.locator('.quick-input-widget .monaco-list-row[aria-label^="first"]').first().click();
    // The place to save is proposed: the workspace.
    await window.page.locator('.quick-input-widget', { hasText: 'New Topology' }).locator('.monaco-button', { hasText: 'OK' }).click();
    await window.page.locator('.tab.active[data-resource-name="first.xnet"]').waitFor();
  });

  it('broke nothing in the page', () => {
    assert.deepEqual(window.pageErrors, []);
  });
});
