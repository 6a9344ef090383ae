/** The extension in the extension host of a browser, as on vscode.dev: no Node anywhere, server and simulations in web workers. */
import assert from 'node:assert/strict';
import { fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension } from '../driver/window.ts';

describe('in a browser', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const [network, experiment] = fixture('small.xnet').split(/(?=^experiment)/m) as [string, string];
    const files = {
      'small.xnet': fixture('small.xnet'),
      'broken.xnet': fixture('broken.xnet'),
      'long.xnet': fixture('long.xnet'),
      'net work.xnet': network,
      'importing.xnet': `import "./net work.xnet"\n${experiment}`
    };
    const settings = { 'remote.extensionKind': { 'xnet.xnet': ['web'] } };
    window = await EditorWindow.open({ name: 'web', vsix: packagedExtension, files, settings });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  it('checks files, open or not', async () => {
    await window.openFile('small.xnet');
    assert.equal(await window.languageMode(), 'xnet');
    await window.page.locator('.codelens-decoration a', { hasText: '≈ 100 Mb/s' }).waitFor();
    await window.runCommand('View: Toggle Problems');
    await window.page.locator('.markers-panel .monaco-list-row', { hasText: 'schedular' }).first().waitFor();
    await window.runCommand('View: Toggle Problems');
  });

  it('explains a property under the pointer', async () => {
    assert.match(await window.hoverOver('vif eth0', 'netfront'), /netfront/);
    await window.page.keyboard.press('Escape');
  });

  it('simulates, and says over the experiment what came out', async () => {
    await window.runCommand('xnet: Simulate');
    await window.webview().locator('#answer', { hasText: '100 Mb/s' }).waitFor();
    await window.page.locator('.codelens-decoration a', { hasText: '= 100 Mb/s · expectations hold' }).waitFor();
    await window.screenshot('web');
  });

  it('reads imports through the editor', async () => {
    await window.openFile('importing.xnet');
    await window.page.locator('.codelens-decoration a', { hasText: '≈ 100 Mb/s' }).waitFor();
    await window.runCommand('xnet: Simulate');
    await window.webview().locator('h1', { hasText: 'importing.xnet' }).waitFor();
    await window.page.locator('.codelens-decoration a', { hasText: '= 100 Mb/s' }).waitFor();
  });

  it('cancels at once', async () => {
    await window.openFile('long.xnet');
    await window.runCommand('xnet: Simulate');
    const status = window.page.locator('#xnet\\.xnet\\.xnet\\.run');
    await status.filter({ hasText: /%/ }).waitFor();
    await window.runCommand('xnet: Cancel Simulation');
    await status.waitFor({ state: 'hidden', timeout: 3000 });
  });

  it('begins a topology from the gallery, with the trace that it replays', async () => {
    await window.runCommand('xnet: New Topology…');
    await window.page.keyboard.type('replay');
    await window.page.locator('.quick-input-widget .monaco-list-row[aria-label^="replay"]').first().click();
    await window.page.locator('.quick-input-widget', { hasText: 'New Topology' }).locator('.monaco-button', { hasText: 'OK' }).click();
    await window.page.locator('.tab.active[data-resource-name="replay.xnet"]').waitFor();
    await window.runCommand('xnet: Estimate');
    await window.webview().locator('h1', { hasText: 'replay.xnet' }).waitFor({ timeout: 60_000 });
    await window
      .webview()
      .locator('#answer')
      .filter({ hasText: /Reader gets about\s47\.5\sMb\/s/ })
      .waitFor();
    assert.deepEqual(window.errorsInLogs(), []);
  });

  it('runs there and nowhere else', () => {
    const bundles = window.loaded.flatMap(
      address => /\/dist\/((?:web\/)?(?:extension|server|worker))\.js/.exec(decodeURIComponent(address))?.[1] ?? []
    );
    assert.ok(bundles.includes('web/extension') && bundles.every(name => name.startsWith('web/')), bundles.join());
    assert.deepEqual(window.pageErrors, []);
  });
});
