/** Every other feature of the language server, asked for through VS Code's own commands, of a file as it should be and of one with errors. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFixture, openText, until } from './documents.ts';

const ask = <T>(command: string, ...args: readonly unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...args);

function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, text);
  return document.positionAt(offset);
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.positionAt(document.getText().length));
}

/** Behind the file, so that every place in it stays where it is: an unknown property, a missing value, a block left open. */
const errors = `
peer odd { raet = 1 Gbps }
host half {
  cpu { cores = ; clock = 2 GHz }
`;

for (const isBroken of [false, true]) {
  describe(`language features in the editor${isBroken ? ', in a file with errors' : ''}`, () => features(isBroken));
}

function features(isBroken: boolean): void {
  let small: vscode.TextDocument;
  beforeEach(async () => {
    small = await openFixture('small.xnet');
    if (isBroken) small = (await openText(small.getText() + errors)).document;
  });

  it('finds references and highlights them', async () => {
    const at = placeOf(small, 'dom0 {');
    const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', small.uri, at);
    assert.deepEqual(
      references.map(({ range }) => range.start.line),
      [7, 13]
    );
    const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', small.uri, at);
    assert.equal(highlights.length, 2);
  });

  it('renames, having said what', async () => {
    const at = placeOf(small, 'client {');
    const prepared = await ask<{ range: vscode.Range; placeholder: string }>('vscode.prepareRename', small.uri, at);
    assert.equal(prepared.placeholder, 'client');
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', small.uri, at, 'outside');
    assert.deepEqual(
      edit.get(small.uri).map(({ newText }) => newText),
      ['outside', 'outside', 'outside']
    );
    await assert.rejects(Promise.resolve(ask('vscode.executeDocumentRenameProvider', small.uri, at, 'wire')), /already/);
  });

  it('finds symbols of the workspace', async () => {
    const symbols = await ask<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'xenbr');
    assert.ok(symbols.some(({ name, containerName }) => name === 'xenbr0' && containerName === 'server'));
  });

  it('helps with the arguments of a function', async () => {
    const { document, at } = await openText(`experiment e { expect latency(rx, ‸)${isBroken ? '' : ' }'}`);
    const help = await ask<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', document.uri, at);
    assert.match(help.signatures[0]?.label ?? '', /^latency/);
    assert.equal(help.activeParameter, 1);
  });

  it('folds and expands the selection', async () => {
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', small.uri);
    assert.ok(folds.some(({ start, end }) => start === 1 && end === 19));
    const [range] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', small.uri, [placeOf(small, 'netfront')]);
    assert.equal(range && small.getText(range.range), 'netfront');
    assert.equal(range?.parent && small.getText(range.parent.range), 'model = netfront');
  });

  it('formats a range, and on type', async () => {
    const { document } = await openText(`peer a {rate=1 Gbps}\npeer b {rate=1 Gbps;}\n${isBroken ? errors : ''}`);
    const options = { tabSize: 2, insertSpaces: true };
    const first = new vscode.Range(0, 0, 0, 5);
    const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatRangeProvider', document.uri, first, options);
    assert.ok(edits.length > 0 && edits.every(({ range }) => range.end.line === 0));
    const typed = await ask<vscode.TextEdit[]>(
      'vscode.executeFormatOnTypeProvider',
      document.uri,
      new vscode.Position(1, 20),
      ';',
      options
    );
    assert.ok(typed.length > 0 && typed.every(({ range }) => range.start.line === 1));
  });

  it('shows what numbers come to', async () => {
    const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', small.uri, wholeOf(small));
    const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(part => part.value).join('')));
    assert.ok(
      labels.some(label => /^≈ 100 Mb\/s/.test(label)),
      labels.join()
    );
    assert.ok(
      labels.some(label => /grants, \d+ of 64 frames/.test(label)),
      labels.join()
    );
  });

  it('puts simulate and the estimate over an experiment', async () => {
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', small.uri, 10);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    assert.ok(titles.includes('▶ Simulate'), titles.join());
    // A file with errors cannot be run: no number.
    assert.equal(
      titles.some(title => /^≈ 100 Mb\/s/.test(title)),
      !isBroken,
      titles.join()
    );
  });

  it('tells what traffic crosses a domain', async () => {
    const [dom0] = await ask<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', small.uri, placeOf(small, 'dom0 {'));
    const users = await ask<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', dom0);
    const vif = users.find(({ from }) => from.detail === 'vif')?.from;
    assert.equal(vif?.name, 'server.guest.eth0');
    const flows = await ask<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', vif);
    assert.deepEqual(
      flows.map(({ from }) => from.name),
      ['rx']
    );
  });

  it('marks words by what they are', async () => {
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', small.uri);
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', small.uri);
    assert.ok(legend.tokenTypes.includes('enumMember'));
    assert.ok(tokens.data.length > 100);
    const range = await ask<vscode.SemanticTokens>('vscode.provideDocumentRangeSemanticTokens', small.uri, new vscode.Range(0, 0, 3, 0));
    assert.ok(range.data.length > 0 && range.data.length < tokens.data.length);
  });

  it('offers driver domains first for a back-end, with what they are', async () => {
    const text = small.getText().replace('model = netfront;', 'model = netfront; backend = ‸;');
    const { document, at } = await openText(text);
    const { items } = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
    const [first] = [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    assert.equal(labelOf(first), 'dom0', items.map(labelOf).join());
    assert.match(textOf(first?.documentation) + (first?.detail ?? ''), /domain/);
  });

  it('inserts required members, and documents what it offers', async () => {
    const { document, at } = await openText(`${small.getText()}${isBroken ? '}\n' : ''}\nfl‸\n`);
    const { items } = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
    const flow = items.find(item => labelOf(item) === 'flow');
    assert.ok(flow?.insertText instanceof vscode.SnippetString, items.map(labelOf).join());
    assert.match(flow.insertText.value, /from[\s\S]*to/);
    assert.deepEqual(items.filter(item => textOf(item.documentation) === '' && item.detail === undefined).map(labelOf), []);
  });

  it('offers refactorings, and applies one', async () => {
    const { document, at } = await openText(`peer client { rate = ‸10 Gbps }\n${isBroken ? errors : ''}`);
    const actions = await ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, new vscode.Range(at, at), 'refactor');
    const extract = actions.find(({ title }) => title === 'Extract param `rate`');
    assert.ok(extract?.edit !== undefined, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(extract.edit);
    assert.equal(document.getText(), `param rate = 10 Gbps\n\npeer client { rate = rate }\n${isBroken ? errors : ''}`);
  });

  it('links imports', async () => {
    const fixture = await openFixture('small.xnet');
    const user = vscode.Uri.joinPath(fixture.uri, '..', 'user.xnet');
    await vscode.workspace.fs.writeFile(user, new TextEncoder().encode(`import "./small.xnet"\n${isBroken ? errors : ''}`));
    try {
      const document = await vscode.workspace.openTextDocument(user);
      const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
      assert.deepEqual(
        links.map(({ target }) => target?.toString()),
        [fixture.uri.toString()]
      );
    } finally {
      await vscode.workspace.fs.delete(user);
    }
  });

  it('edits a param and its overrides as one', async () => {
    const sweep = 'experiment e { duration = 1 ms; vary n = 1..2; expect throughput(rx, n = 2) > 1 bps }\n';
    const { document, at } = await openText(`param ‸n = 1\n${sweep}${isBroken ? errors : ''}`);
    // The editor's own command for what typing does with `editor.linkedEditing`.
    const linked = await ask<{ ranges: { startLineNumber: number; startColumn: number }[] }>(
      '_executeLinkedEditingProvider',
      document.uri,
      at
    );
    assert.deepEqual(
      linked.ranges.map(({ startLineNumber, startColumn }) => `${startLineNumber}:${startColumn}`),
      ['1:7', `2:${sweep.indexOf('n = 1..2') + 1}`, `2:${sweep.indexOf('n = 2)') + 1}`]
    );
  });
}

function labelOf(item: vscode.CompletionItem | undefined): string | undefined {
  return typeof item?.label === 'object' ? item.label.label : item?.label;
}

function textOf(documentation: string | vscode.MarkdownString | undefined): string {
  return typeof documentation === 'object' ? documentation.value : (documentation ?? '');
}

describe('files of the workspace', () => {
  it('are checked when they are not open', async () => {
    const read = () => vscode.languages.getDiagnostics().find(([uri]) => uri.path.endsWith('/broken.xnet'))?.[1] ?? [];
    const found = await until(vscode.languages.onDidChangeDiagnostics, read, diagnostics => diagnostics.length > 0);
    assert.equal(found[0]?.source, 'xnet');
  });
});
