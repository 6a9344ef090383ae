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

/** What `read` gives as soon as it satisfies the wish, looking again at every event. Mocha's time limit ends the wait. */
export function until<T>(event: vscode.Event<unknown>, read: () => T, wish: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const look = () => {
      const value = read();
      if (!wish(value)) return;
      subscription.dispose();
      resolve(value);
    };
    const subscription = event(look);
    look();
  });
}

/** The findings of a document, as soon as they satisfy the wish. */
export function diagnosticsOf(
  document: vscode.TextDocument,
  wish: (diagnostics: readonly vscode.Diagnostic[]) => boolean
): Promise<readonly vscode.Diagnostic[]> {
  return until(vscode.languages.onDidChangeDiagnostics, () => vscode.languages.getDiagnostics(document.uri), wish);
}

/** The tab with the results of a file, as soon as it is there. */
export async function resultsTab(label: RegExp): Promise<vscode.Tab> {
  const find = () => vscode.window.tabGroups.all.flatMap(group => group.tabs).find(tab => label.test(tab.label));
  const tab = await until(vscode.window.tabGroups.onDidChangeTabs, find, found => found !== undefined);
  if (tab === undefined) throw new Error(`no tab ${label}`);
  return tab;
}

/** Replaces the text of a document as an edit of a person would. */
export async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  await vscode.workspace.applyEdit(edit);
}
