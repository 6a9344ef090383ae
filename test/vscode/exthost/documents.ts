/** Documents of the fixture workspace, and waiting for what the server says about them. */
import * as vscode from 'vscode';

export async function openFixture(name: string): Promise<vscode.TextDocument> {
  const [file] = await vscode.workspace.findFiles(name);
  if (file === undefined) throw new Error(`no ${name} in the workspace`);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

/** An unsaved document in an editor; `‸` marks a place in it. */
export async function openText(marked: string): Promise<{ document: vscode.TextDocument; at: vscode.Position }> {
  const offset = Math.max(0, marked.indexOf('‸'));
  const document = await vscode.workspace.openTextDocument({ language: 'xnet', content: marked.replace('‸', '') });
  await vscode.window.showTextDocument(document);
  return { document, at: document.positionAt(offset) };
}

/** The findings of a document, as soon as they satisfy the wish. Mocha's time limit ends the wait. */
export function diagnosticsOf(
  document: vscode.TextDocument,
  wish: (diagnostics: readonly vscode.Diagnostic[]) => boolean
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise(resolve => {
    const look = () => {
      const diagnostics = vscode.languages.getDiagnostics(document.uri);
      if (!wish(diagnostics)) return;
      subscription.dispose();
      resolve(diagnostics);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** Replaces the text of a document as an edit of a person would. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  await vscode.workspace.applyEdit(edit);
}
