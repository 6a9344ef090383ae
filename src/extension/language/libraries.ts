/** Shipped libraries (`xnet:costs/xen-2009`) as documents to look into: read-only, with every language feature that reads. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { inBackground } from '../commands.ts';

const scheme = 'xnet';

/** Asks the server, which carries their texts. */
export function showLibraries(client: BaseLanguageClient): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    async provideTextDocumentContent(uri) {
      const text = await client.sendRequest<string | null>('xnet/library', { uri: uri.toString() });
      return text ?? `// xnet ships no library ${uri.path}.\n`;
    }
  };
  // Their addresses have no file name extension that would tell the language.
  const recognise = (document: vscode.TextDocument): void => {
    if (document.uri.scheme !== scheme || document.languageId === 'xnet') return;
    inBackground('a shipped library', vscode.languages.setTextDocumentLanguage(document, 'xnet'));
  };
  vscode.workspace.textDocuments.forEach(recognise);
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider),
    vscode.workspace.onDidOpenTextDocument(recognise)
  );
}
