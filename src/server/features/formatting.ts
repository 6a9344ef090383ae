/** Formatting: of the file, of the lines of a range, and of what was just finished by a line break, `}` or `;`. */
import type { TextEdit } from 'vscode-languageserver';
import { formatEdits } from '../../language/format/format.ts';
import type { Span } from '../../language/syntax/tree.ts';
import { finishedBy } from '../../language/editor/finished.ts';
import { toEdit, toOffset, toSpan } from '../positions.ts';
import type { AskedFile, Feature } from '../session.ts';

export const formatting: Feature = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n', ';'] }
  }),
  start(session) {
    const { connection } = session;
    connection.onDocumentFormatting(session.answer('formatting', file => edits(file)));
    connection.onDocumentRangeFormatting(
      session.answer('range formatting', (file, { range }) => edits(file, toSpan(file.document, range)))
    );
    connection.onDocumentOnTypeFormatting(
      session.answer('formatting on type', (file, { position, ch }) => {
        const offset = toOffset(file.document, position);
        const tree = file.analysis.files.get(file.uri);
        const span = tree === undefined ? undefined : finishedBy(tree, offset, ch);
        // Nothing moves under the cursor: what stands at or behind it is still being written.
        return span === undefined ? [] : edits(file, span).filter(edit => toOffset(file.document, edit.range.end) < offset);
      })
    );
  }
};

function edits({ document }: AskedFile, range?: Span): TextEdit[] {
  return formatEdits(document.getText(), range).map(edit => toEdit(document, edit));
}
