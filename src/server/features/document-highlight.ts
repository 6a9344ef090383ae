/** The other places of the file that name what the cursor is on; where a `vary` or `set` gives it a value is marked as a write. */
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight } from 'vscode-languageserver';
import { references } from '../../language/model/occurrences.ts';
import { toOffset, toRange } from '../positions.ts';
import type { Feature } from '../session.ts';

export const documentHighlight: Feature = {
  capabilities: () => ({ documentHighlightProvider: true }),
  start(session) {
    session.connection.onDocumentHighlight(
      session.answer('document highlight', ({ analysis, uri, document }, { position }): DocumentHighlight[] =>
        references(analysis, uri, toOffset(document, position))
          .filter(each => each.uri === uri)
          .map(each => ({
            range: toRange(document, each),
            kind: each.write || each.declaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read
          }))
      )
    );
  }
};
