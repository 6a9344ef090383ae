/** Rename, in every file that names the thing; refuses with a reason. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { PrepareRenameResult, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../../language/analysis.ts';
import { prepareRename, rename as renameIn } from '../../language/model/rename.ts';
import { workspaceEdit } from '../edits.ts';
import { declarationsAt } from '../everywhere.ts';
import { toOffset, toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';

export const rename: Feature = {
  capabilities: client => ({ renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true }),
  start(session) {
    const { connection } = session;
    connection.onPrepareRename(
      session.answer('prepare rename', (file, { position }): PrepareRenameResult | null => {
        const found = prepareRename(file.analysis, file.uri, toOffset(file.document, position));
        return found === undefined ? null : { range: toRange(file.document, found), placeholder: found.text };
      })
    );
    connection.onRenameRequest(
      session.answer('rename', (file, { position, newName }): WorkspaceEdit => {
        const edit = workspaceEdit(session, editsEverywhere(session, file, toOffset(file.document, position), newName));
        if (edit === undefined) refuse('A file that names it cannot be changed.');
        return edit;
      })
    );
  }
};

/** The renamed places of this file's view and of every importer's; one that refuses refuses for all. */
function editsEverywhere(session: Session, file: AskedFile, offset: number, newName: string): readonly TextEdit[] {
  const edits = new Map<string, TextEdit>();
  const collect = (outcome: ReturnType<typeof renameIn>): void => {
    if ('refused' in outcome) refuse(outcome.refused);
    for (const edit of outcome.edits) edits.set(`${edit.uri} ${edit.start}`, edit);
  };
  collect(renameIn(file.analysis, file.uri, offset, newName));
  const { workspace } = session;
  for (const declared of declarationsAt(workspace, file.uri, offset)) {
    for (const root of workspace.roots()) {
      if (root === file.uri) continue;
      const analysis = workspace.analysis(root);
      if (!analysis.program.units.has(declared.uri) || prepareRename(analysis, declared.uri, declared.start) === undefined) continue;
      collect(renameIn(analysis, declared.uri, declared.start, newName));
    }
  }
  return [...edits.values()];
}

function refuse(reason: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, reason);
}
