/** Expand selection: word, expression, property, block, file. */
import type { SelectionRange } from 'vscode-languageserver';
import { selections } from '../../language/editor/selection.ts';
import { toOffset, toRange } from '../positions.ts';
import type { Feature } from '../session.ts';

export const selectionRanges: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  start(session) {
    session.connection.onSelectionRanges(
      session.answer('selection ranges', ({ analysis, uri, document }, { positions }): SelectionRange[] => {
        const file = analysis.files.get(uri);
        if (file === undefined) return [];
        return positions.map(position => {
          const spans = selections(file, toOffset(document, position));
          return spans.reduceRight<SelectionRange | undefined>(
            (parent, span) => ({ range: toRange(document, span), ...(parent === undefined ? {} : { parent }) }),
            undefined
          ) as SelectionRange;
        });
      })
    );
  }
};
