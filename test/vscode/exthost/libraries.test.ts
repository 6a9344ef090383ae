/** Shipped libraries opened as documents: where a name or an import leads, and what the language knows in there. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openText, until } from './documents.ts';

const library = 'xnet:costs/xen-2009';
const text = `import "${library}"
host server {
  cpu { cores = 2; clock = 2.66 GHz }
  hypervisor { kind = xen }
  costs = xen_‸2009
}
`;

async function openLibrary(): Promise<vscode.TextDocument> {
  const opened = await vscode.workspace.openTextDocument(vscode.Uri.parse(library));
  // It becomes an xnet document as soon as it is open.
  const find = () => vscode.workspace.textDocuments.find(({ uri, languageId }) => uri.toString() === library && languageId === 'xnet');
  await until(vscode.workspace.onDidOpenTextDocument, find, found => found !== undefined);
  return find() ?? opened;
}

describe('shipped libraries', () => {
  it('are where a definition leads', async () => {
    const { document, at } = await openText(text);
    const [link] = await vscode.commands.executeCommand<vscode.LocationLink[]>('vscode.executeDefinitionProvider', document.uri, at);
    assert.equal(link?.targetUri.toString(), library);
    const opened = await openLibrary();
    assert.match(opened.getText(link?.targetSelectionRange), /^xen_2009$/);
  });

  it('are where an import leads', async () => {
    const { document } = await openText(text);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    assert.deepEqual(
      links.map(({ target }) => target?.toString()),
      [library]
    );
  });

  it('have hovers and an outline, no findings, and cannot be written to', async () => {
    const document = await openLibrary();
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'xnet');
    const at = document.positionAt(document.getText().search(/\bxen_2009\b/) + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const shown = hovers.flatMap(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value))).join('\n');
    assert.match(shown, /xen_2009/);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.ok(symbols.some(({ name }) => name === 'xen_2009'));
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const before = document.getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(document.getText(), before);
  });

  it('say so when there is none of that name', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('xnet:costs/xen-1066'));
    assert.match(document.getText(), /no library costs\/xen-1066/);
  });
});
