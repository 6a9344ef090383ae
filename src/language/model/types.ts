/** What the editor's questions are answered with: offsets, plain data, Markdown. */
import type { KindName } from '../schema/types.ts';
import type { Span } from '../syntax/tree.ts';

export interface Location extends Span {
  readonly uri: string;
}

export interface Hover extends Span {
  readonly markdown: string;
}

/** From a name to what it stands for. */
export interface Definition {
  /** The name that was asked about. */
  readonly origin: Span;
  /** The whole declaration. */
  readonly target: Location;
  /** Its name. */
  readonly selection: Location;
}

export interface Occurrence extends Location {
  /** The declaring name itself, not a use. */
  readonly declaration: boolean;
  /** Gives the thing a value: `vary`, `set`. */
  readonly write: boolean;
}

/** A kind of block, or what stands beside blocks. */
export type OutlineKind = KindName | 'import' | 'param' | 'template' | 'property' | 'statement' | 'unknown';

export interface OutlineItem extends Span {
  readonly name: string;
  /** Shown beside the name: `4 × domain : small`. */
  readonly detail: string;
  readonly kind: OutlineKind;
  /** The name's (or keyword's) place within the item. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

export type TokenType =
  | 'keyword'
  | 'type'
  | 'property'
  | 'variable'
  | 'parameter'
  | 'enumMember'
  | 'function'
  | 'number'
  | 'unit'
  | 'string'
  | 'comment'
  | 'operator';

export interface SemanticToken extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly ('declaration' | 'documentation' | 'defaultLibrary' | 'readonly')[];
}

export type CompletionKind =
  'kind' | 'property' | 'word' | 'reference' | 'param' | 'unit' | 'function' | 'statement' | 'keyword' | 'value' | 'file' | 'component';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Text to insert; with `$1`, `${1:…}`, `$0` when `snippet`. */
  readonly insertText: string;
  readonly snippet: boolean;
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Smaller comes first. */
  readonly rank: number;
  /** What the insertion replaces. */
  readonly replace: Span;
  /** Asking again right after insertion makes sense: `model = `. */
  readonly retrigger?: boolean;
  /** What to compare typed text with, when it is not the label. */
  readonly filterText?: string;
}

export interface Signature {
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeParameter: number;
}

/** A rename, or why there is none. */
export type RenameOutcome = { readonly edits: readonly (Location & { readonly newText: string })[] } | { readonly refused: string };
