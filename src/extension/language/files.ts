/** Lets the server read files that are on no disk of its own: virtual and remote workspaces. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** Request `xnet/readFile`: `{ uri }` → the text, or null when there is no such file. */
export function answerFileRequests(client: LanguageClient): void {
  client.onRequest('xnet/readFile', async ({ uri }: { readonly uri: string }) => readText(vscode.Uri.parse(uri)));
}

/** Text of a file as the editor has it: the open document when there is one, unsaved changes included; null when there is no such file. */
export async function readText(uri: vscode.Uri): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
