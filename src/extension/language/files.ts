/** Lets the server read files that are on no disk of its own: virtual and remote workspaces, and everything when it runs in a browser. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** A workspace of a whole organisation must not be read for minutes. */
const maxFolders = 1_000;
const maxFiles = 2_000;
const notOurs = new Set(['node_modules', 'dist', 'out', 'coverage']);

/**
 * Request `xnet/readFile`: `{ uri }` → the text, or null when there is no such file.
 * Request `xnet/listFiles`: `{ uri }` of a folder → the URIs of the `.xnet` files in and below it.
 */
export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest('xnet/readFile', async ({ uri }: { readonly uri: string }) => readText(vscode.Uri.parse(uri))),
    client.onRequest('xnet/listFiles', async ({ uri }: { readonly uri: string }) => filesBelow(vscode.Uri.parse(uri)))
  );
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

/** URIs of the `.xnet` files in and below a folder. Walks it itself: not every file system has a search. */
export async function filesBelow(folder: vscode.Uri): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [folder];
  for (let seen = 0; waiting.length > 0 && seen < maxFolders && found.length < maxFiles; seen++) {
    const here = waiting.shift()!;
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(here)).catch(() => []);
    for (const [name, type] of entries) {
      const entry = vscode.Uri.joinPath(here, name);
      // A link to a folder may lead in a circle; one to a file is a file.
      if (type === vscode.FileType.Directory && !name.startsWith('.') && !notOurs.has(name)) waiting.push(entry);
      else if (type & vscode.FileType.File && name.endsWith('.xnet')) found.push(entry.toString());
    }
  }
  return found.slice(0, maxFiles).sort();
}
