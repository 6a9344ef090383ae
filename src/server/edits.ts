/** Edits of the language core as the client applies them: all files at once, each against the version it was computed for. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { TextEdit } from '../language/analysis.ts';
import { isLibrary } from '../language/program/library.ts';
import { toEdit } from './positions.ts';
import type { Session } from './session.ts';

/** Undefined when a file is gone, or is one that nobody may write. */
export function workspaceEdit({ workspace, client }: Session, edits: readonly TextEdit[]): WorkspaceEdit | undefined {
  const byFile = new Map<string, LspTextEdit[]>();
  for (const edit of edits) {
    const document = workspace.document(edit.uri);
    if (document === undefined || isLibrary(edit.uri)) return undefined;
    const known = byFile.get(edit.uri);
    if (known === undefined) byFile.set(edit.uri, [toEdit(document, edit)]);
    else known.push(toEdit(document, edit));
  }
  if (client.workspace?.workspaceEdit?.documentChanges !== true) {
    return { changes: Object.fromEntries([...byFile].map(([uri, changes]) => [workspace.clientUri(uri), changes])) };
  }
  return {
    documentChanges: [...byFile].map(([uri, changes]) => ({
      textDocument: { uri: workspace.clientUri(uri), version: workspace.versionOf(uri) ?? null },
      edits: changes
    }))
  };
}
