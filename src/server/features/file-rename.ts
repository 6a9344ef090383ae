/** Renaming or moving a file keeps the imports: of it in every file of the workspace, and its own. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../../language/analysis.ts';
import { workspaceEdit } from '../edits.ts';
import type { Feature, Session } from '../session.ts';
import { canonical, resolveImport, specifierFor } from '../uris.ts';

const filters = { filters: [{ pattern: { glob: '**/*.xnet' } }, { pattern: { glob: '**', matches: 'folder' as const } }] };

export const fileRename: Feature = {
  capabilities: () => ({
    workspace: { fileOperations: { willRename: filters, didRename: filters, didCreate: filters, didDelete: filters } }
  }),
  start(session) {
    const { connection, workspace } = session;
    // Not every client watches the disk; what the person does in the editor is known all the same.
    connection.workspace.onDidCreateFiles(({ files }) =>
      notice(
        session,
        [],
        files.map(({ uri }) => uri)
      )
    );
    connection.workspace.onDidDeleteFiles(({ files }) =>
      notice(
        session,
        files.map(({ uri }) => uri),
        []
      )
    );
    connection.workspace.onDidRenameFiles(({ files }) =>
      notice(
        session,
        files.map(({ oldUri }) => oldUri),
        files.map(({ newUri }) => newUri)
      )
    );
    connection.workspace.onWillRenameFiles(
      session.answerAny('renaming files', ({ files }): WorkspaceEdit | null => {
        const moves = files.map(({ oldUri, newUri }) => ({ from: canonical(oldUri), to: canonical(newUri) }));
        const edits = workspace.roots().flatMap(uri => importsAfter(session, uri, moves));
        return edits.length === 0 ? null : (workspaceEdit(session, edits) ?? null);
      })
    );
  }
};

/** Files and folders that are gone, and others that are there now. */
function notice(session: Session, gone: readonly string[], made: readonly string[]): void {
  const { workspace } = session;
  for (const uri of gone) {
    workspace.touched(uri, false);
    workspace.removeFolder(uri);
  }
  for (const uri of made) if (uri.endsWith('.xnet')) workspace.touched(uri, true);
  const folders = made.filter(uri => !uri.endsWith('.xnet'));
  const listing = Promise.all(folders.map(uri => workspace.addFolder(uri)));
  listing.catch(error => session.log('listing a folder', error)).finally(() => session.didChange());
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** Where a file will be; a folder takes along what is in it. */
function moved(uri: string, moves: readonly Move[]): string {
  for (const { from, to } of moves) {
    if (uri === from) return to;
    if (uri.startsWith(`${from}/`)) return to + uri.slice(from.length);
  }
  return uri;
}

function importsAfter({ workspace }: Session, uri: string, moves: readonly Move[]): readonly TextEdit[] {
  const unit = workspace.analysis(uri).program.units.get(uri);
  const there = moved(uri, moves);
  return (unit?.imports ?? []).flatMap(({ member: { path } }) => {
    if (path === undefined || path.value.startsWith('xnet:')) return [];
    const target = resolveImport(uri, path.value);
    const after = moved(target, moves);
    if (target === after && uri === there) return [];
    const specifier = specifierFor(there, after);
    if (specifier === undefined || specifier === path.value) return [];
    return [{ uri, start: path.start, end: path.end, newText: JSON.stringify(specifier) }];
  });
}
