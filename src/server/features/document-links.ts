/** The path of an import opens the file, or the shipped library where the client can show one. */
import type { DocumentLink } from 'vscode-languageserver';
import { isLibrary } from '../../language/program/library.ts';
import { toRange } from '../positions.ts';
import type { Feature } from '../session.ts';
import { resolveImport } from '../uris.ts';

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  start(session) {
    const { connection, workspace } = session;
    connection.onDocumentLinks(
      session.answer('document links', ({ analysis, uri, document }): DocumentLink[] =>
        (analysis.program.units.get(uri)?.tree.members ?? []).flatMap(member => {
          if (member.kind !== 'import' || member.path === undefined) return [];
          const target = resolveImport(uri, member.path.value);
          if (workspace.document(target) === undefined || (isLibrary(target) && !session.showsLibraries)) return [];
          // The quotes are not part of the path.
          const span = { start: member.path.start + 1, end: Math.max(member.path.start + 1, member.path.end - 1) };
          return [{ range: toRange(document, span), target: workspace.clientUri(target), tooltip: `Open ${member.path.value}` }];
        })
      )
    );
  }
};
