import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('waits for the first .xnet file', async () => {
    const extension = vscode.extensions.getExtension('xnet.xnet');
    assert.ok(extension !== undefined);
    assert.equal(extension.isActive, false);
    const [file] = await vscode.workspace.findFiles('small.xnet');
    assert.ok(file !== undefined);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'xnet');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
