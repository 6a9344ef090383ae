/** Isolation scored inside VS Code: a page beside the editor that cannot be written to, and refusals in words. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openText, until } from './documents.ts';

const shared = `import "xnet:costs/xen-2009"
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = xen }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; coalesce = 125 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[2] { vcpus = 1; pin = [index]; vif eth0 { model = netfront; bridge = xenbr0 } }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest[1].eth0; transport = tcp; rate = 500 Mbps }
flow tx { from = server.guest[2].eth0; to = client; transport = udp; rate = 10 Mbps }
experiment short { duration = 20 ms; warmup = 5 ms }
`;

describe('scoring isolation', () => {
  const score = (uri: vscode.Uri, choice: object): Thenable<string | undefined> =>
    vscode.commands.executeCommand('xnet.scoreIsolation', uri, choice);
  const pages = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label.startsWith('Isolation: ')));

  it('shows a page beside the editor, writes nothing, and leaves the focus', async () => {
    const { document } = await openText(shared);
    const text = await score(document.uri, { victim: 'rx' });
    assert.match(text ?? '', /^# Isolation of rx\n[^]*\*\*rx is not isolated: [^]*\| driver crash/);
    const [tab] = await until(vscode.window.tabGroups.onDidChangeTabs, pages, found => found.length > 0);
    assert.ok(tab?.input instanceof vscode.TabInputWebview);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    assert.notEqual(tab.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
  });

  it('takes the place of an older page of the same file', async () => {
    const { document } = await openText(shared);
    const before = pages().length;
    await score(document.uri, { victim: 'rx' });
    assert.match((await score(document.uri, { victim: 'tx' })) ?? '', /^# Isolation of tx\n/);
    await until(vscode.window.tabGroups.onDidChangeTabs, pages, found => found.length === before + 1);
  });

  it('refuses a file with errors without failing the command', async () => {
    const { document } = await openText('host server { }\n');
    assert.equal(await score(document.uri, {}), undefined);
  });
});
