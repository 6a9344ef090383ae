/** What leaves the results view: files, the clipboard, and the cursor put on a line of the source. */
import * as vscode from 'vscode';
import type { SaveMessage } from '../../../webview/messages.ts';

/** Asks where to save, beside the source to begin with, and writes there. */
export async function saveAs(source: vscode.Uri, message: SaveMessage): Promise<void> {
  const proposal = source.scheme === 'untitled' ? vscode.Uri.file(message.name) : vscode.Uri.joinPath(source, '..', message.name);
  const target = await vscode.window.showSaveDialog({
    defaultUri: proposal,
    filters: { [message.format.toUpperCase()]: [message.format] },
    title: 'Save xnet results'
  });
  if (target === undefined) return;
  const bytes = message.format === 'png' ? fromBase64(message.content) : new TextEncoder().encode(message.content);
  await vscode.workspace.fs.writeFile(target, bytes);
  vscode.window.setStatusBarMessage(`xnet: saved ${vscode.workspace.asRelativePath(target)}`, 4000);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

export async function copyText(content: string): Promise<void> {
  await vscode.env.clipboard.writeText(content);
  vscode.window.setStatusBarMessage('xnet: copied', 2000);
}

/** Puts the cursor on a line (1-based), in the editor the file is already open in if there is one. */
export async function revealLine(uri: vscode.Uri, line: number): Promise<void> {
  const open = vscode.window.visibleTextEditors.find(editor => editor.document.uri.toString() === uri.toString());
  const document = open?.document ?? (await vscode.workspace.openTextDocument(uri));
  const editor = await vscode.window.showTextDocument(document, { viewColumn: open?.viewColumn ?? vscode.ViewColumn.One });
  const at = Math.min(Math.max(0, line - 1), document.lineCount - 1);
  const range = document.lineAt(at).range;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
