/** Semantic tokens: of the whole file, of a range, and what changed since the last answer. */
import { SemanticTokenModifiers, SemanticTokensBuilder, SemanticTokenTypes } from 'vscode-languageserver';
import type {
  Range,
  SemanticTokens,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams
} from 'vscode-languageserver';
import { semanticTokens as tokensOf } from '../../language/model/tokens.ts';
import type { SemanticToken, TokenType } from '../../language/model/types.ts';
import { toSpan } from '../positions.ts';
import type { AskedFile, Feature } from '../session.ts';

/** Each of ours is one that every theme knows. */
const types: Readonly<Record<TokenType, SemanticTokenTypes>> = {
  keyword: SemanticTokenTypes.keyword,
  type: SemanticTokenTypes.type,
  property: SemanticTokenTypes.property,
  variable: SemanticTokenTypes.variable,
  parameter: SemanticTokenTypes.parameter,
  enumMember: SemanticTokenTypes.enumMember,
  function: SemanticTokenTypes.function,
  number: SemanticTokenTypes.number,
  unit: SemanticTokenTypes.keyword,
  string: SemanticTokenTypes.string,
  comment: SemanticTokenTypes.comment,
  operator: SemanticTokenTypes.operator
};
const modifiers: Readonly<Record<SemanticToken['modifiers'][number], SemanticTokenModifiers>> = {
  declaration: SemanticTokenModifiers.declaration,
  documentation: SemanticTokenModifiers.documentation,
  defaultLibrary: SemanticTokenModifiers.defaultLibrary,
  readonly: SemanticTokenModifiers.readonly
};
const tokenTypes = [...new Set(Object.values(types))];
const tokenModifiers = Object.values(modifiers);

const none: SemanticTokens = { data: [] };

/** Answers that a delta may be asked against: the last one of a few files. */
const maxRemembered = 32;

export const semanticTokens: Feature = {
  capabilities: () => ({
    semanticTokensProvider: { legend: { tokenTypes, tokenModifiers }, full: { delta: true }, range: true }
  }),
  start(session) {
    const remembered = new Map<string, SemanticTokensBuilder>();
    const builderOf = (uri: string): SemanticTokensBuilder => {
      const builder = remembered.get(uri) ?? new SemanticTokensBuilder();
      remembered.delete(uri);
      remembered.set(uri, builder);
      for (const oldest of remembered.keys()) {
        if (remembered.size <= maxRemembered) break;
        remembered.delete(oldest);
      }
      return builder;
    };
    const provider = session.connection.languages.semanticTokens;
    const full = session.answer('semantic tokens', (file, _: SemanticTokensParams): SemanticTokens => {
      // A builder numbers its answers; a new one forgets what came before.
      remembered.delete(file.uri);
      const builder = builderOf(file.uri);
      push(builder, file);
      return builder.build();
    });
    const delta = session.answer('semantic token changes', (file, { previousResultId }: SemanticTokensDeltaParams) => {
      const builder = builderOf(file.uri);
      builder.previousResult(previousResultId);
      push(builder, file);
      return builder.buildEdits();
    });
    const within = session.answer('semantic tokens of a range', (file, { range }: SemanticTokensRangeParams): SemanticTokens => {
      const builder = new SemanticTokensBuilder();
      push(builder, file, range);
      return builder.build();
    });
    provider.on((params, token) => full(params, token) ?? none);
    provider.onDelta((params, token) => delta(params, token) ?? none);
    provider.onRange((params, token) => within(params, token) ?? none);
  }
};

function push(builder: SemanticTokensBuilder, { analysis, uri, document }: AskedFile, range?: Range): void {
  const within = range === undefined ? undefined : toSpan(document, range);
  for (const token of tokensOf(analysis, uri)) {
    if (within !== undefined && (token.end <= within.start || token.start >= within.end)) continue;
    const { line, character } = document.positionAt(token.start);
    const bits = token.modifiers.reduce((all, modifier) => all | (1 << tokenModifiers.indexOf(modifiers[modifier])), 0);
    builder.push(line, character, token.end - token.start, tokenTypes.indexOf(types[token.type]), bits);
  }
}
