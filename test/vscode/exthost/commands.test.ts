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
});
