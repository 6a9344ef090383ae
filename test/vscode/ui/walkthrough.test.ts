/** The first five minutes: the walkthrough, the gallery, the keys, in a workspace that is not trusted. */
import assert from 'node:assert/strict';
import { fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension } from '../driver/window.ts';

describe('the first five minutes', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    window = await EditorWindow.open({
      name: 'walkthrough',
      vsix: packagedExtension,
      files: { 'small.xnet': fixture('small.xnet') },
      trust: false
    });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('has a walkthrough of five steps', async () => {
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Design a virtual network with xnet' }).first().click();
    const steps = window.page.locator('.getting-started-step');
    for (const title of ['Create a topology', 'Read the hovers', 'Simulate', 'Compare two designs', 'Put it in CI']) {
      await steps.filter({ hasText: title }).first().waitFor();
    }
    await window.screenshot('walkthrough');
  });

  it('makes a real file from the walkthrough', async () => {
    await window.page
      .locator('.getting-started-step a, .getting-started-step .monaco-button', { hasText: 'New Topology…' })
      .first()
      .click();
    await window.page.locator('.quick-input-widget .monaco-list-row[aria-label^="first"]').first().click();
    await window.page.locator('.quick-input-widget', { hasText: 'New Topology' }).locator('.monaco-button', { hasText: 'OK' }).click();
    await window.page.locator('.tab.active[data-resource-name="first.xnet"]').waitFor();
    await window.line('host server {').waitFor();
  });

  it('simulates with the key', async () => {
    await window.openFile('small.xnet');
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.webview().locator('h1', { hasText: 'small.xnet' }).waitFor();
    await window.webview().locator('#answer').filter({ hasText: /\S/ }).waitFor();
  });

  it('shows results again that were closed', async () => {
    await window.page.locator('.tab[data-resource-name^="Results"], .tab', { hasText: 'Results: small.xnet' }).first().click();
    await window.runCommand('View: Close Editor');
    await window.runCommand('xnet: Show Results');
    await window.webview().locator('#answer').filter({ hasText: /\S/ }).waitFor();
  });

  it('broke nothing in the page', () => {
    assert.deepEqual(window.pageErrors, []);
  });
});
