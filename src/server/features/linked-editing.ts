/** A param's name where it is declared, varied and overridden is edited as one. */
import type { LinkedEditingRanges } from 'vscode-languageserver';
import { references } from '../../language/model/occurrences.ts';
import { symbolAt } from '../../language/model/symbol.ts';
import { toOffset, toRange } from '../positions.ts';
import type { Feature } from '../session.ts';

export const linkedEditing: Feature = {
  capabilities: () => ({ linkedEditingRangeProvider: true }),
  start(session) {
    session.connection.languages.onLinkedEditingRange(
      session.answer('linked editing', ({ analysis, uri, document }, { position }): LinkedEditingRanges | null => {
        const offset = toOffset(document, position);
        const symbol = symbolAt(analysis, uri, offset);
        // A param of an import is renamed, not edited here: its declaration would stay behind.
        if (symbol?.kind !== 'param' || symbol.param.unit.uri !== uri) return null;
        const ranges = references(analysis, uri, offset)
          .filter(each => each.uri === uri)
          .map(each => toRange(document, each));
        return ranges.length < 2 ? null : { ranges, wordPattern: '[A-Za-z_][A-Za-z0-9_-]*' };
      })
    );
  }
};
