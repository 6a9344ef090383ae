/** What neighbours can do to a flow, asked as a person asks it: the question, the wait, the page, and changing one's mind. */
import assert from 'node:assert/strict';
import { EditorWindow, packagedExtension, themes } from '../driver/window.ts';
import type { Theme } from '../driver/window.ts';

const network = (duration: string, sweep = ''): string => `param path = netfront
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps; rx_queues = 4; vfs = 4 }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[2] { vcpus = 1; pin = [index]; vif eth0 { model = path; bridge = xenbr0; nic = eth0 } }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0] }
flow download { from = client; to = server.guest[1].eth0; transport = tcp; rate = 500 Mbps }
flow upload { from = server.guest[2].eth0; to = client; transport = udp; rate = 10 Mbps }
experiment neighbours { duration = ${duration}; warmup = 5 ms${sweep} }
`;

describe('scoring isolation', function () {
  this.timeout(120_000);
  let window: EditorWindow;

  before(async () => {
    const files = {
      'short.xnet': network('20 ms'),
      'long.xnet': network('20 s'),
      'sweep.xnet': network('20 ms', '; vary path = [netfront, multiqueue, sriov]')
    };
    window = await EditorWindow.open({ name: 'isolation', vsix: packagedExtension, files, theme: 'dark' });
  });

  after(async () => {
    await window?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await window.screenshot(`failed ${this.currentTest.title}`);
  });

  const victim = (name: string) => window.page.locator(`.quick-input-widget .monaco-list-row[aria-label^="${name}"]`).first();
  const page = () => window.page.locator('.tab', { hasText: 'Isolation: ' });

  it('asks which flow is to be protected, and shows what each neighbour does to it beside the editor', async () => {
    await window.openFile('short.xnet');
    await window.runCommand('xnet: Score Isolation');
    await window.page.locator('.quick-input-widget', { hasText: 'Score Isolation: Victim' }).waitFor();
    await victim('upload').waitFor();
    await window.screenshot('isolation victim');
    await victim('download').click();
    await page().filter({ hasText: 'short.xnet' }).waitFor({ timeout: 60_000 });
    await window.webview().locator('h1', { hasText: 'Isolation of download' }).waitFor();
    for (const neighbour of ['alone', 'flood', 'cpu hog', 'cache thrash', 'driver crash']) {
      await window.webview().locator('tbody tr', { hasText: neighbour }).waitFor();
    }
    // The focus stays where the person works.
    assert.equal(await window.page.locator('.tab.active[data-resource-name="short.xnet"]').count(), 1);
    await window.screenshot('isolation');
  });

  it('scores the points of a sweep that are ticked, all at first, on one page that reads well in every theme', async () => {
    await window.openFile('sweep.xnet');
    await window.runCommand('xnet: Score Isolation');
    await victim('download').click();
    const points = window.page.locator('.quick-input-widget', { hasText: 'Score Isolation: Points' });
    await points.filter({ hasText: '3 Selected' }).waitFor();
    await points.locator('.monaco-list-row', { hasText: 'multiqueue' }).click();
    await points.filter({ hasText: '2 Selected' }).waitFor();
    await window.screenshot('isolation points');
    await window.page.keyboard.press('Enter');
    await page().filter({ hasText: 'sweep.xnet' }).waitFor({ timeout: 60_000 });
    await window.webview().locator('h1', { hasText: 'Isolation of download' }).waitFor();
    const titles = await window.webview().locator('h2').allInnerTexts();
    assert.deepEqual(titles, ['path = netfront', 'path = sriov']);
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.useTheme(theme);
      await window.webview().locator('h1').waitFor();
      await window.screenshot(`isolation ${theme}`);
    }
    await window.useTheme('dark');
  });

  it('tells how far it is, and is cancelled at once', async () => {
    await window.openFile('long.xnet');
    await window.runCommand('xnet: Score Isolation');
    await victim('download').click();
    const notification = window.notification('Scoring the isolation of download in long.xnet');
    await notification.filter({ hasText: /\d of \d/ }).waitFor();
    await window.screenshot('isolation progress');
    await notification.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await notification.waitFor({ state: 'hidden', timeout: 3000 });
    assert.equal(await page().filter({ hasText: 'long.xnet' }).count(), 0);
  });

  it('asks nothing more of somebody who leaves the question', async () => {
    await window.openFile('long.xnet');
    await window.runCommand('xnet: Score Isolation');
    await victim('download').waitFor();
    await window.page.keyboard.press('Escape');
    await victim('download').waitFor({ state: 'hidden' });
    assert.equal(await window.notification('Scoring').count(), 0);
  });

  it('broke nothing', () => {
    assert.deepEqual(window.pageErrors, []);
    assert.deepEqual(window.errorsInLogs(), []);
  });
});
