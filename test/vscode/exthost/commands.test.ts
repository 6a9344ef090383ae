/** Every declared command is there, refuses politely, and never throws into VS Code's face. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFixture } from './documents.ts';

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
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    const results = tabs.filter(tab => tab.input instanceof vscode.TabInputWebview);
    assert.equal(results.length, 1);
    assert.equal(results[0]?.label, 'Results: small.xnet');
    assert.notEqual(results[0]?.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
  });

  it('simulate unsaved text', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'xnet', content: (await openFixture('small.xnet')).getText() });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('xnet.simulate');
    const labels = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.label);
    assert.ok(
      labels.some(label => /^Results: Untitled/.test(label)),
      labels.join()
    );
  });
});
