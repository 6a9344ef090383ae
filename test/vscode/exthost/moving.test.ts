/** Renames across files: of a thing, of a file, of a folder. Everything that names it follows, also in files with errors. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFixture, until } from './documents.ts';

describe('renaming across files', () => {
  let folder: vscode.Uri;
  let count = 0;
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder, path);

  /** Waits until a file begins as wished: what is edited and moved at once gets its text when it has arrived. */
  async function begins(path: string, wish: string): Promise<void> {
    const uri = at(path).toString();
    await vscode.workspace.openTextDocument(at(path));
    const text = (): string => vscode.workspace.textDocuments.find(each => each.uri.toString() === uri)?.getText() ?? '';
    await until(vscode.workspace.onDidChangeTextDocument, text, found => found.startsWith(wish));
  }

  beforeEach(async () => {
    const fixture = await openFixture('small.xnet');
    // Nothing that a test before this one did is waited for.
    folder = vscode.Uri.joinPath(fixture.uri, '..', `moving-${++count}`);
    const files = {
      'rack.xnet': 'import "./parts/nics.xnet"\n\nparam guests = 2\n',
      'parts/nics.xnet': 'param speed = 10 Gbps\n',
      'user.xnet': 'import "./rack.xnet"\n\npeer p[guests] { rate = 1 Gbps }\n',
      // Does not parse, and is not open either.
      'parts/broken.xnet': 'import "../rack.xnet"\n\npeer q[guests] { rate = ; raet = 1\n'
    };
    for (const [path, text] of Object.entries(files)) await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
    const known = () => vscode.languages.getDiagnostics(at('parts/broken.xnet'));
    await until(vscode.languages.onDidChangeDiagnostics, known, found => found.length > 0);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  async function rename(from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(at(from), at(to));
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('a renamed thing is renamed in the files that import it, and a clash is refused with its reason', async () => {
    const document = await vscode.workspace.openTextDocument(at('rack.xnet'));
    const place = document.positionAt(document.getText().indexOf('guests'));
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      place,
      'vms'
    );
    assert.deepEqual(
      edit
        .entries()
        .map(([uri, edits]) => [uri.path.slice(folder.path.length + 1), edits.length])
        .sort(),
      [
        ['parts/broken.xnet', 1],
        ['rack.xnet', 1],
        ['user.xnet', 1]
      ]
    );
    const refused = vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, place, 'speed');
    await assert.rejects(Promise.resolve(refused), /`?speed`? .*already|already.*speed/);
  });

  it('imports follow a renamed file, and those within it lead where they led', async () => {
    await rename('rack.xnet', 'parts/shelf.xnet');
    await begins('user.xnet', 'import "./parts/shelf.xnet"');
    await begins('parts/broken.xnet', 'import "./shelf.xnet"');
    await begins('parts/shelf.xnet', 'import "./nics.xnet"');
  });

  it('imports follow a renamed folder', async () => {
    await rename('parts', 'pieces');
    await begins('rack.xnet', 'import "./pieces/nics.xnet"');
    await begins('pieces/broken.xnet', 'import "../rack.xnet"');
  });
});
