/** Expectations as tests inside VS Code: where they stand, how they follow the text; runs in files and side by side. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFixture, openText, replaceText, resultsTab, until } from './documents.ts';

/** What the Test Explorer has for a file, as VS Code itself answers it: paths of names, from the controller down. */
async function testsIn(uri: vscode.Uri): Promise<readonly string[]> {
  const answer = await vscode.commands.executeCommand<readonly (string | readonly string[])[] | undefined>(
    'vscode.testing.getTestsInFile',
    uri
  );
  return (answer ?? []).map(path => [path].flat().join(' / '));
}

/** Asks again while the server and the list catch up; mocha's time limit ends the wait. */
async function testsOnce(uri: vscode.Uri, wish: (tests: readonly string[]) => boolean): Promise<readonly string[]> {
  for (;;) {
    const tests = await testsIn(uri);
    if (wish(tests)) return tests;
  }
}

const two = `experiment first { duration = 1 s; expect throughput(rx) >= 2 Gbps; expect bottleneck == server.dom0 }
experiment second { duration = 1 s; expect loss(rx) < 1 % }
`;

describe('expectations as tests', () => {
  it('are listed of an open text, errors or not, and follow what is typed', async () => {
    const { document } = await openText(two);
    const found = await testsOnce(document.uri, tests => tests.length > 2);
    const has = (part: string) => found.some(each => each.includes(part));
    for (const part of ['first', 'throughput(rx) >= 2 Gbps', 'bottleneck == server.dom0', 'second', 'loss(rx) < 1 %'])
      assert.ok(has(part), found.join());
    await replaceText(document, two.replace('2 Gbps', '3 Gbps'));
    const later = await testsOnce(document.uri, tests => tests.some(each => each.includes('3 Gbps')));
    assert.ok(!later.some(each => each.includes('2 Gbps')));
    await replaceText(document, '// nothing is expected any more\n');
    await testsOnce(document.uri, tests => tests.length === 0);
  });
});

describe('runs in files and side by side', () => {
  const result = { schema: 'xnet-run/1', tool: { name: 'xnet', version: '0' }, source: { file: 'a.xnet', sha256: '' }, experiments: [] };

  it('a saved run opens in an editor of its own, and stays as it was', async () => {
    const beside = (await openFixture('small.xnet')).uri;
    const uri = vscode.Uri.joinPath(beside, '..', 'some.xnetrun.json');
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    await vscode.workspace.fs.writeFile(uri, bytes);
    try {
      await vscode.commands.executeCommand('vscode.open', uri);
      const [tab] = await until(
        vscode.window.tabGroups.onDidChangeTabs,
        () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label === 'some.xnetrun.json')),
        found => found.length > 0
      );
      assert.ok(tab?.input instanceof vscode.TabInputCustom);
      assert.equal(tab.input.viewType, 'xnet.savedRun');
      assert.equal(tab.isDirty, false);
      assert.deepEqual(Uint8Array.from(await vscode.workspace.fs.readFile(uri)), bytes);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('two runs are laid side by side in one panel', async () => {
    for (let times = 0; times < 2; times++) await vscode.commands.executeCommand('xnet.compareRuns', { before: result, after: result });
    await resultsTab(/^Runs compared$/);
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    assert.equal(tabs.filter(({ label }) => label === 'Runs compared').length, 1);
  });
});
