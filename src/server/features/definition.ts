/** Go to definition: names, params, properties in force, imports. */
import type { Definition, LocationLink } from 'vscode-languageserver';
import { definitions } from '../../language/model/definitions.ts';
import { isLibrary } from '../../language/program/library.ts';
import { toLink, toOffset, toRange } from '../positions.ts';
import type { Feature } from '../session.ts';

export const definition: Feature = {
  capabilities: () => ({ definitionProvider: true }),
  start(session) {
    const { connection, workspace } = session;
    connection.onDefinition(
      session.answer('go to definition', (file, { position }): LocationLink[] | Definition => {
        const withLinks = session.client.textDocument?.definition?.linkSupport === true;
        const links = definitions(file.analysis, file.uri, toOffset(file.document, position)).flatMap(({ origin, target, selection }) => {
          const there = workspace.document(target.uri);
          if (there === undefined || (isLibrary(target.uri) && !session.showsLibraries)) return [];
          return [toLink(toRange(file.document, origin), workspace.clientUri(target.uri), there, target, selection)];
        });
        return withLinks ? links : links.map(link => ({ uri: link.targetUri, range: link.targetSelectionRange }));
      })
    );
  }
};
