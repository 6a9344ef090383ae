/** The topology beside the editor: it follows the text and the cursor, leads back to the text, and stays where it is. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { largeTopology } from '../../bench/large-topology.ts';
import { root } from '../../../src/build/setup.mjs';
import { example, fixture } from '../driver/fixtures.ts';
import { EditorWindow, packagedExtension, themes } from '../driver/window.ts';
import type { Theme } from '../driver/window.ts';

interface AxeFindings {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const shown = ['first.xnet', 'ram-2009.xnet', 'sriov-or-netback.xnet'];
/** Published systems, each with a thing that only it has. */
const published = {
  's02-metarouters-2006.xnet': 'np',
  's07-io-vms-2007.xnet': 'server.iovm[1]',
  's12-parallel-io-2008.xnet': 'client[1].eth0',
  's14-qos-2009.xnet': 'server.noisy'
};

describe('the topology preview', function () {
  this.timeout(180_000);
  let window: EditorWindow;

  before(async () => {
    const files = {
      ...Object.fromEntries(shown.map(name => [name, example(name)])),
      ...Object.fromEntries(Object.keys(published).map(name => [name, example(`published/${name}`)])),
      'small.xnet': fixture('small.xnet'),
      'large.xnet': largeTopology()
    };
    window = await EditorWindow.open({ name: 'topology', vsix: packagedExtension, files, theme: 'dark' });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  const view = () => window.webview();
  const node = (id: string) => view().locator(`.picture .node[data-id="${id}"]`);
  const places = () =>
    view()
      .locator('.picture .node')
      .evaluateAll(nodes =>
        Object.fromEntries(nodes.map(each => [each.getAttribute('data-id') ?? '', each.getAttribute('transform') ?? '']))
      );
  /** The status bar tells of the focused editor only; the line's number also of one without the focus. */
  const cursorAt = (line: number) =>
    window.page.locator('.editor-instance .active-line-number', { hasText: new RegExp(`^${line}$`) }).waitFor();
  /** Opens a file beside the preview, which may have the focus. */
  async function open(name: string): Promise<void> {
    await window.page.keyboard.press('Control+1');
    await window.openFile(name);
    await window.page.locator('.tab', { hasText: `Topology: ${name}` }).waitFor();
  }
  const lineOf = (name: string, text: string) =>
    1 +
    fs
      .readFileSync(window.fileOf(name), 'utf8')
      .split('\n')
      .findIndex(each => each.includes(text));

  it('opens beside the editor, and the focus stays in the editor', async () => {
    await window.openFile('first.xnet');
    await window.goTo(1);
    await window.runCommand('xnet: Open Topology to the Side');
    await node('server.eth0').waitFor();
    await window.page.locator('.editor-instance.focused, .monaco-editor.focused').first().waitFor();
    assert.equal(await window.page.locator('.tab.active[data-resource-name="first.xnet"]').count(), 1);
    assert.equal(await window.page.locator('.tab.dirty').count(), 0);
  });

  it('marks what the cursor is in, and shows the way of the flow it is in', async () => {
    await window.goTo(lineOf('first.xnet', 'bridge xenbr0'), 12);
    await view().locator('.node.marked[data-id="server.xenbr0"]').waitFor();
    await window.goTo(lineOf('first.xnet', 'flow download'), 8);
    await view().locator('.node.on-way[data-id="server.eth0"]').waitFor();
    const steps = await view()
      .locator('.node.on-way')
      .evaluateAll(nodes => nodes.map(each => `${each.querySelector('.step text')?.textContent} ${each.getAttribute('data-id')}`).sort());
    assert.deepEqual(steps, ['1 client', '2 server.eth0', '3 server.xenbr0', '4 server.web[*].eth0']);
  });

  it('leads to the line that was clicked, and goes there on a double click', async () => {
    await node('client').click();
    await cursorAt(lineOf('first.xnet', 'peer client'));
    assert.equal(await window.page.locator('.monaco-editor.focused').count(), 0);
    await node('server.dom0').locator('.title').dblclick();
    await cursorAt(lineOf('first.xnet', 'domain dom0'));
    await window.page.locator('.monaco-editor.focused').first().waitFor();
  });

  it('is walked with the keyboard, and Enter goes to the line', async () => {
    await node('client').click();
    await window.page.keyboard.press('ArrowDown');
    await view().locator('.node.active:not([data-id="client"])').waitFor();
    await window.page.keyboard.press('Home');
    await view().locator('.node.active[data-id="server"]').waitFor();
    await window.page.keyboard.press('Enter');
    await cursorAt(lineOf('first.xnet', 'host server'));
    await window.page.locator('.monaco-editor.focused').first().waitFor();
  });

  it('stays put while something is typed: what is new comes to what was there', async () => {
    const before = await places();
    await window.goTo(lineOf('first.xnet', 'domain web[2]'), 1);
    await window.page.keyboard.type('domain more { vcpus = 1 }\n');
    await node('server.more').waitFor();
    const after = await places();
    for (const [id, place] of Object.entries(before)) assert.equal(after[id], place, id);
  });

  it('keeps the last good picture while the text has an error, and says so', async () => {
    const before = await places();
    await window.goTo(1, 1);
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('\nhost {{ ');
    await view().locator('.flag:visible', { hasText: 'error' }).waitFor();
    assert.deepEqual(await places(), before);
    await window.runCommand('File: Revert File');
    await view().locator('.flag').waitFor({ state: 'hidden' });
    await node('server.more').waitFor({ state: 'detached' });
    const { 'server.more': _gone, ...others } = before;
    assert.deepEqual(await places(), others);
  });

  it('opens an array into its elements', async () => {
    await open('ram-2009.xnet');
    const stack = node('server.guest[*]');
    await stack.waitFor();
    assert.match((await stack.locator(':scope > .title').textContent()) ?? '', /×7/);
    await stack.locator(':scope > .fold').click();
    await node('server.guest[7]').waitFor();
    await window.screenshot('topology ram-2009 open');
    await node('server.guest[1]').locator(':scope > .fold').click();
    await stack.waitFor();
  });

  it('finds what is not drawn', async () => {
    await view().locator('.search').fill('guest[5]');
    await view().locator('.search').press('Enter');
    await view().locator('.node.found[data-id="server.guest[5]"]').waitFor();
    await view().locator('.search').press('Escape');
  });

  it('has no accessibility fault, in any theme', async () => {
    await open('sriov-or-netback.xnet');
    await node('server.guest[*]').waitFor();
    await window.goTo(lineOf('sriov-or-netback.xnet', 'flow rx'), 8);
    await view().locator('.node.on-way').first().waitFor();
    const axe = fs.readFileSync(createRequire(path.join(root, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.useTheme(theme);
      await window.screenshot(`topology ${theme}`);
      const body = await view().locator('body').elementHandle();
      const page = await body?.ownerFrame();
      // Through the debugger: to the page itself its policy forbids foreign scripts.
      await page?.evaluate(axe);
      const findings = (await page?.evaluate('axe.run()')) as AxeFindings;
      const serious = findings.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        [],
        theme
      );
    }
    await window.useTheme('dark');
  });

  it('colours what a run found, until the text is another one', async () => {
    await open('small.xnet');
    await node('client').waitFor();
    await view().locator('.legend', { hasText: 'estimate' }).waitFor();
    await window.runCommand('xnet: Simulate');
    const results = window.page.locator('.tab', { hasText: 'Results: small.xnet' });
    await window.page.locator('.codelens-decoration', { hasText: /expectations\shold/ }).waitFor();
    await results.click({ button: 'middle' });
    await view().locator('.legend', { hasText: 'run: ' }).waitFor();
    await window.goTo(lineOf('small.xnet', 'peer '), 1);
    await window.page.keyboard.type('peer more { rate = 1 Gbps }\n');
    await view().locator('.legend', { hasText: 'estimate' }).waitFor();
    await window.runCommand('File: Revert File');
  });

  for (const [name, id] of Object.entries(published)) {
    it(`draws ${name}`, async () => {
      await open(name);
      await node(id).waitFor();
      await view().locator('.legend:visible').waitFor();
      await window.screenshot(`topology ${name.slice(0, 3)}`);
    });
  }

  it('stays usable with 2,000 domains', async () => {
    await open('large.xnet');
    await node('server40').waitFor({ timeout: 60_000 });
    assert.ok((await view().locator('.picture .node').count()) <= 80);
    await view().locator('.note', { hasText: 'of 4120 drawn' }).waitFor();
    await node('server3').locator(':scope > .fold').click();
    await node('server3.dom0').waitFor();
    await window.screenshot('topology large');
    await view().locator('.search').fill('server7.guest31');
    await view().locator('.search').press('Enter');
    await node('server7.guest31').waitFor();
  });

  it('asked nothing of other machines and broke nothing in the page', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(
      window.refused.filter(address => !address.startsWith('https://main.vscode-cdn.net/')),
      []
    );
  });
});
