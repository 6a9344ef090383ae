/**
 * The syntax tree: what the parser makes of any text, errors included.
 *
 * Invariants: parsing never throws; the concatenated text of `tokens` equals the source; every node's span lies within
 * its parent's; a part that is not there is `undefined` (or an `error` expression), never invented.
 * Offsets are UTF-16 code units, end exclusive.
 */
import type { Token } from './token.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Name extends Span {
  readonly text: string;
}

export interface SourceFile extends Span {
  readonly kind: 'file';
  readonly text: string;
  /** All tokens, trivia included, in order; the last one is `end`. */
  readonly tokens: readonly Token[];
  readonly members: readonly Member[];
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
  readonly problems: readonly SyntaxProblem[];
  /** Every bracket and brace has its partner. */
  readonly isPaired: boolean;
}

/** A finding of the scanner or parser; `code` is a row of the diagnostics table, `values` fill its holes. */
export interface SyntaxProblem extends Span {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * Anything that stands in a file or a block. The parser accepts every member in every place; whether an import may stand
 * in a block, or a `vary` at file level, is the checker's business, so that recovery stays in one place.
 */
export type Member = ImportMember | ParamMember | Declaration | Property | VaryStatement | SetStatement | ExpectStatement | AtStatement;

/** `///` lines directly before a member, markers and one following space removed, joined by line breaks. */
export interface Documented {
  readonly doc?: { readonly text: string } & Span;
}

export interface ImportMember extends Span, Documented {
  readonly kind: 'import';
  readonly keyword: Name;
  readonly path?: StringLiteral;
}

export interface ParamMember extends Span, Documented {
  readonly kind: 'param';
  readonly keyword: Name;
  readonly name?: Name;
  readonly value?: Expression;
}

export interface Declaration extends Span, Documented {
  readonly kind: 'declaration';
  /** The word `template`, where it stands. */
  readonly template?: Span;
  /** `host`, `domain`, … or an unknown word. */
  readonly keyword: Name;
  readonly name?: Name;
  /** The expression within `[ ]`. */
  readonly count?: Expression;
  readonly base?: Reference;
  /** Absent when no `{` was found. */
  readonly body?: Block;
}

export interface Block extends Span {
  readonly members: readonly Member[];
  readonly open: Span;
  /** Absent when the block was never closed. */
  readonly close?: Span;
}

export interface Property extends Span, Documented {
  readonly kind: 'property';
  readonly name: Name;
  /** Absent in `name` alone or `name =` with nothing behind it. */
  readonly value?: Expression;
}

export interface VaryStatement extends Span, Documented {
  readonly kind: 'vary';
  readonly keyword: Name;
  readonly name?: Name;
  readonly value?: Expression;
}

export interface SetStatement extends Span, Documented {
  readonly kind: 'set';
  readonly keyword: Name;
  readonly target?: Reference;
  readonly value?: Expression;
}

export interface ExpectStatement extends Span, Documented {
  readonly kind: 'expect';
  readonly keyword: Name;
  readonly condition?: Expression;
}

export interface AtStatement extends Span, Documented {
  readonly kind: 'at';
  readonly keyword: Name;
  readonly time?: Expression;
  readonly action?: ActionCall | SetStatement;
}

/** `migrate server.guest[1] to other`. */
export interface ActionCall extends Span {
  readonly kind: 'action';
  readonly name: Name;
  readonly target?: Reference;
  readonly to?: Reference;
}

export type Expression =
  | NumberLiteral
  | Quantity
  | StringLiteral
  | BooleanLiteral
  | Reference
  | List
  | Range
  | Call
  | Unary
  | Binary
  | Within
  | Parenthesized
  | Missing;

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly value: number;
}

/** A number with its unit: `10 Gbps`, `300 cycles/packet`. `unit.text` is as written. */
export interface Quantity extends Span {
  readonly kind: 'quantity';
  readonly number: NumberLiteral;
  readonly unit: Name;
}

export interface StringLiteral extends Span {
  readonly kind: 'string';
  /** Escapes resolved. */
  readonly value: string;
  /** In single quotes, which has been reported: whether a text was meant is unknown. */
  readonly isMisquoted?: boolean;
}

export interface BooleanLiteral extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `server.guest[*].eth0`, `copy`, `index`, `bottleneck`: a bare word too; what it means is the resolver's business. */
export interface Reference extends Span {
  readonly kind: 'reference';
  readonly first: Name;
  readonly steps: readonly ReferenceStep[];
}

export type ReferenceStep =
  /** `name` is absent after a trailing dot. */
  | ({ readonly kind: 'member'; readonly name?: Name } & Span)
  | ({ readonly kind: 'element'; readonly index: Expression } & Span)
  | ({ readonly kind: 'all' } & Span);

export interface List extends Span {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}

/** `1..7`, `1 B..1 MiB step * 2`. */
export interface Range extends Span {
  readonly kind: 'range';
  readonly from: Expression;
  readonly to: Expression;
  readonly step?: Expression;
  readonly multiplied: boolean;
}

export interface Argument extends Span {
  readonly name?: Name;
  readonly value: Expression;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly name: Name;
  readonly arguments: readonly Argument[];
  readonly open: Span;
  readonly close?: Span;
}

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '!';
  readonly operand: Expression;
}

export type BinaryOperator = '||' | '&&' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '+' | '-' | '*' | '/';

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x within 5 % of y`. */
export interface Within extends Span {
  readonly kind: 'within';
  readonly left: Expression;
  readonly tolerance: Expression;
  readonly right: Expression;
}

export interface Parenthesized extends Span {
  readonly kind: 'parenthesized';
  readonly inner: Expression;
}

/** Where an expression should stand and none does; the parser has reported it. Empty or covering skipped tokens. */
export interface Missing extends Span {
  readonly kind: 'missing';
}
