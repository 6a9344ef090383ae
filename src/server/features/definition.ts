/** Go to definition: names, params, properties in force, imports. */
import type { Definition, LocationLink } from 'vscode-languageserver/node';
import { definitions } from '../../language/model/definitions.ts';
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
          // Shipped libraries are in no file an editor could open.
          if (there === undefined || target.uri.startsWith('xnet:')) return [];
          return [toLink(toRange(file.document, origin), workspace.clientUri(target.uri), there, target, selection)];
        });
        return withLinks ? links : links.map(link => ({ uri: link.targetUri, range: link.targetSelectionRange }));
      })
    );
  }
};
