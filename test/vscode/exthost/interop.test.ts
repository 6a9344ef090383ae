/** Import and export inside VS Code: both open what they made, and write nothing. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Exported } from '../../../src/interop/export/loss.ts';

const config = `name = "web"\nvcpus = 2\nvif = [ 'bridge=xenbr0,rate=10Mb/s,Mac=1' ]\n`;

describe('import and export', () => {
  const open = (content: string, language: string): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument({ content, language });

  it('opens an imported configuration as a topology of nobody, and shows the findings at their places', async () => {
    const foreign = await open(config, 'plaintext');
    const uri: vscode.Uri | undefined = await vscode.commands.executeCommand('xnet.import', foreign.uri);
    assert.equal(uri?.scheme, 'untitled');
    const topology = await vscode.workspace.openTextDocument(uri);
    assert.equal(topology.languageId, 'xnet');
    assert.match(topology.getText(), /domain web \{/);
    assert.equal(vscode.window.activeTextEditor?.document, topology);
    const unknown = vscode.languages
      .getDiagnostics(foreign.uri)
      .find(({ code }) => typeof code === 'object' && code.value === 'vif-unknown-key');
    assert.equal(unknown && foreign.getText(unknown.range), 'Mac=1');
    assert.equal(unknown?.severity, vscode.DiagnosticSeverity.Warning);
    const page = typeof unknown.code === 'object' ? unknown.code.target : undefined;
    const reference = page && (await vscode.workspace.openTextDocument(page.with({ fragment: '' })));
    assert.equal(reference?.lineAt(Number(page?.fragment.slice(1)) - 1).text, '### vif-unknown-key');
  });

  it('exports a topology and reports what was lost', async () => {
    const foreign = await open(config, 'plaintext');
    const uri: vscode.Uri | undefined = await vscode.commands.executeCommand('xnet.import', foreign.uri);
    const exported: Exported | undefined = await vscode.commands.executeCommand('xnet.export', uri, 'xl');
    assert.ok(exported);
    assert.match(exported.files[0]!.text, /^vif = \[ "bridge=xenbr0,rate=10Mb\/s,Mac=1" \]$/m);
    const report = vscode.window.activeTextEditor?.document;
    assert.equal(report?.languageId, 'markdown');
    assert.match(report.getText(), /\| `server\.cpu\.clock` \| /);
  });

  it('refuses what it cannot read, and what has errors, without failing the command', async () => {
    assert.equal(await vscode.commands.executeCommand('xnet.import', (await open('nothing here', 'plaintext')).uri), undefined);
    assert.equal(await vscode.commands.executeCommand('xnet.export', (await open('host server { }\n', 'xnet')).uri, 'xl'), undefined);
  });
});
