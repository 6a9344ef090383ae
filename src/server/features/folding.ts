/** Blocks, lists over several lines, runs of imports, comments. */
import { FoldingRangeKind } from 'vscode-languageserver';
import type { FoldingRange } from 'vscode-languageserver';
import { folds } from '../../language/editor/folding.ts';
import type { Feature } from '../session.ts';

const kinds = { comment: FoldingRangeKind.Comment, imports: FoldingRangeKind.Imports, block: undefined } as const;

export const folding: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  start(session) {
    const limit = (): number => session.client.textDocument?.foldingRange?.rangeLimit ?? 5000;
    session.connection.onFoldingRanges(
      session.answer('folding', ({ analysis, uri, document }): FoldingRange[] => {
        const file = analysis.files.get(uri);
        if (file === undefined) return [];
        return folds(file)
          .map(fold => ({
            kind: kinds[fold.kind],
            startLine: document.positionAt(fold.start).line,
            endLine: document.positionAt(fold.end).line
          }))
          .map(({ kind, startLine, endLine }) => ({ startLine, endLine, ...(kind === undefined ? {} : { kind }) }))
          .filter(({ startLine, endLine }) => endLine > startLine)
          .slice(0, limit());
      })
    );
  }
};
