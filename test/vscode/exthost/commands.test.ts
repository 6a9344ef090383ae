/** Every declared command is there, refuses politely, and never throws into VS Code's face. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFixture, openText, resultsTab } from './documents.ts';

describe('commands', () => {
  it('are all registered', async () => {
    await openFixture('small.xnet');
    const extension = vscode.extensions.getExtension('xnet.xnet');
    await extension?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared: { command: string }[] = extension?.packageJSON.contributes.commands;
    assert.ok(declared.length >= 6);
    for (const { command } of declared) assert.ok(registered.has(command), command);
  });

  it('cancel nothing without complaint', async () => {
    await vscode.commands.executeCommand('xnet.cancelSimulation');
  });

  it('simulate a file by its URI and show the result without taking the focus', async () => {
    const document = await openFixture('small.xnet');
    await vscode.commands.executeCommand('xnet.simulate', document.uri);
    const tab = await resultsTab(/^Results: small\.xnet$/);
    assert.ok(tab.input instanceof vscode.TabInputWebview);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.notEqual(tab.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
  });

  it('simulate unsaved text, in the view that is there for it', async () => {
    const { document } = await openText((await openFixture('small.xnet')).getText());
    await vscode.commands.executeCommand('xnet.simulate');
    await resultsTab(/^Results: Untitled/);
    await vscode.commands.executeCommand('xnet.estimate', document.uri.toString());
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    assert.equal(tabs.filter(tab => /^Results: Untitled/.test(tab.label)).length, 1);
  });

  for (const name of ['two words', '100%25', 'rack #1', 'größe 機架', 'why?']) {
    it(`simulate a file that imports “${name}.xnet”, and say over the experiment what came out`, async () => {
      const small = await openFixture('small.xnet');
      const main = vscode.Uri.joinPath(small.uri, '..', `main of ${name}.xnet`);
      const imported = vscode.Uri.joinPath(small.uri, '..', `${name}.xnet`);
      const [network, experiment] = small.getText().split(/(?=^experiment)/m) as [string, string];
      const write = (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      await write(imported, network);
      await write(main, `import "./${name}.xnet"\n${experiment}`);
      try {
        const document = await vscode.workspace.openTextDocument(main);
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('xnet.simulate', document.uri);
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
        const titles = lenses.map(({ command }) => command?.title ?? '');
        assert.ok(
          titles.some(title => /^= 100 Mb\/s.*expectations hold$/.test(title)),
          titles.join()
        );
      } finally {
        await vscode.workspace.fs.delete(main);
        await vscode.workspace.fs.delete(imported);
      }
    });
  }
});
