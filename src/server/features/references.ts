/** Find references: in the file, in what it imports, and in every file of the workspace that imports the declaration. */
import type { Location } from 'vscode-languageserver';
import { isLibrary } from '../../language/program/library.ts';
import { occurrencesEverywhere } from '../everywhere.ts';
import { toLocation, toOffset } from '../positions.ts';
import type { Feature } from '../session.ts';

export const references: Feature = {
  capabilities: () => ({ referencesProvider: true }),
  start(session) {
    const { connection, workspace } = session;
    connection.onReferences(
      session.answer('find references', (file, { position, context }): Location[] =>
        occurrencesEverywhere(workspace, file.uri, toOffset(file.document, position))
          .filter(each => context.includeDeclaration || !each.declaration)
          .flatMap(each => {
            const there = workspace.document(each.uri);
            if (there === undefined || (isLibrary(each.uri) && !session.showsLibraries)) return [];
            return [toLocation(workspace.clientUri(each.uri), there, each)];
          })
      )
    );
  }
};
