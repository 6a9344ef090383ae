/** Tokens of `.xnet`. Trivia (white space, line breaks, comments) are tokens too, so that a file is the sum of its tokens. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'unit'
  | 'string'
  | 'punctuation'
  | 'whitespace'
  | 'newline'
  | 'lineComment'
  | 'docComment'
  | 'blockComment'
  | 'bom'
  | 'bad'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const TRIVIA: ReadonlySet<TokenKind> = new Set(['whitespace', 'newline', 'lineComment', 'docComment', 'blockComment', 'bom', 'bad']);

/** Whether a token means nothing to the parser. The `end` does: everything ends there. */
export const isTrivia = (token: Token): boolean => TRIVIA.has(token.kind);
