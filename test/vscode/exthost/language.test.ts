/** What the language server answers through VS Code's own commands. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsOf, openFixture, openText, replaceText } from './documents.ts';

describe('the language in the editor', () => {
  it('reports an unknown property at its name, with a quick fix that mends it', async () => {
    const document = await openFixture('broken.xnet');
    const [diagnostic] = await diagnosticsOf(document, found => found.length > 0);
    assert.ok(diagnostic !== undefined);
    assert.equal(document.getText(diagnostic.range), 'schedular');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(codeOf(diagnostic), 'unknown-property');

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic.range
    );
    const fix = actions.find(action => action.edit !== undefined && /scheduler/.test(action.title));
    assert.ok(fix?.edit !== undefined, actions.map(action => action.title).join());
    await vscode.workspace.applyEdit(fix.edit);
    await diagnosticsOf(document, found => found.length === 0);
    assert.match(document.getText(), /scheduler = credit/);
  });

  it('follows unsaved edits', async () => {
    const { document } = await openText('host server { cpu { cores = 4; clock = 2.66 GHz } }\n');
    await diagnosticsOf(document, found => found.every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error));
    await replaceText(document, 'host server { cpu { cores = 4 Gbps; clock = 2.66 GHz } }\n');
    const [error] = await diagnosticsOf(document, found => found.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    assert.ok(error !== undefined);
    assert.equal(document.getText(error.range), '4 Gbps');
  });

  it('refuses a file of ten megabytes in a sentence, and answers about others meanwhile', async () => {
    const { document } = await openText('// '.padEnd(10_000_000, 'x'));
    const [finding] = await diagnosticsOf(document, found => found.length > 0);
    assert.equal(finding && codeOf(finding), 'file-too-large');
    const small = await openFixture('small.xnet');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', small.uri);
    assert.ok(symbols.length > 0);
  });

  it('explains a property under the pointer', async () => {
    const { document, at } = await openText('host server {\n  hypervisor { kind = xen; max_grant_‸frames = 32 }\n}\n');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
    const text = hovers.flatMap(hover => hover.contents.map(content => (typeof content === 'string' ? content : content.value))).join('\n');
    assert.match(text, /max_grant_frames/);
    assert.match(text, /64/);
  });

  it('completes what fits the place', async () => {
    const { document, at } = await openText('host server {\n  hypervisor { kind = ‸ }\n}\n');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
    const labels = list.items.map(item => (typeof item.label === 'string' ? item.label : item.label.label));
    for (const word of ['xen', 'kvm', 'none']) assert.ok(labels.includes(word), labels.join());
  });

  it('finds the declaration of a reference', async () => {
    const document = await openFixture('small.xnet');
    const offset = document.getText().indexOf('bridge = xenbr0') + 'bridge = x'.length;
    const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      document.positionAt(offset)
    );
    const [place] = places;
    assert.ok(place !== undefined);
    const range = 'targetUri' in place ? (place.targetSelectionRange ?? place.targetRange) : place.range;
    assert.match(document.lineAt(range.start.line).text, /bridge xenbr0 \{/);
  });

  it('outlines the file', async () => {
    const document = await openFixture('small.xnet');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const names = symbols.map(symbol => symbol.name);
    for (const name of ['server', 'client', 'rx', 'short'])
      assert.ok(
        names.some(found => found.includes(name)),
        names.join()
      );
  });

  it('formats a file', async () => {
    const { document } = await openText('host   server{cpu{cores=4;clock=2.66GHz}}\n');
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /^host server \{/);
    assert.match(document.getText(), /clock = 2\.66 GHz/);
  });

  it('colours by meaning', async () => {
    const document = await openFixture('small.xnet');
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 50);
  });
});

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}
