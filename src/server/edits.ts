/** Edits of the language core as the client applies them: all files at once, each against the version it was computed for. */
import type { TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../language/analysis.ts';
import { isLibrary } from '../language/program/library.ts';
import { toEdit } from './positions.ts';
import type { Session } from './session.ts';

/**
 * Undefined when a file is gone or one that nobody may write, or when the client cannot make new files and `files` (text by URI)
 * asks for some.
 */
export function workspaceEdit(
  { workspace, client }: Session,
  edits: readonly TextEdit[],
  files: Readonly<Record<string, string>> = {}
): WorkspaceEdit | undefined {
  const supports = client.workspace?.workspaceEdit;
  const created = Object.entries(files);
  if (created.length > 0 && (supports?.documentChanges !== true || supports.resourceOperations?.includes('create') !== true))
    return undefined;
  const byFile = new Map<string, LspTextEdit[]>();
  for (const edit of edits) {
    const document = workspace.document(edit.uri);
    if (document === undefined || isLibrary(edit.uri)) return undefined;
    const known = byFile.get(edit.uri);
    if (known === undefined) byFile.set(edit.uri, [toEdit(document, edit)]);
    else known.push(toEdit(document, edit));
  }
  if (supports?.documentChanges !== true) {
    return { changes: Object.fromEntries([...byFile].map(([uri, changes]) => [workspace.clientUri(uri), changes])) };
  }
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...created.map(([uri]) => ({ kind: 'create' as const, uri, options: { ignoreIfExists: false, overwrite: false } })),
      ...created.map(([uri, text]) => ({ textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] })),
      ...[...byFile].map(([uri, changes]) => ({
        textDocument: { uri: workspace.clientUri(uri), version: workspace.versionOf(uri) ?? null },
        edits: changes
      }))
    ]
  };
}
