/** Where a cursor stands, from tokens and the blocks around it: works on text that is half typed. */
import type { FullAnalysis } from '../../analyse.ts';
import type { FileUnit, Shape } from '../../program/symbols.ts';
import { kindRow } from '../../schema/schema.ts';
import type { KindRow } from '../../schema/types.ts';
import type { Declaration, Member, Span } from '../../syntax/tree.ts';
import type { Token } from '../../syntax/token.ts';
import { shapeOf } from '../meaning.ts';

/** A significant token with its text. */
export interface Lexeme extends Span {
  readonly kind: Token['kind'];
  readonly text: string;
}

/** An open `[` or `(` around the cursor. */
export interface OpenBracket {
  readonly bracket: '[' | '(';
  /** Index within the segment. */
  readonly at: number;
  /** The name before it: a function's, or a reference's last. */
  readonly before?: string;
  /** Commas between it and the cursor. */
  readonly commas: number;
}

export interface CursorContext {
  readonly analysis: FullAnalysis;
  readonly unit: FileUnit;
  /** What is typed of the word at the cursor, and what an item replaces. */
  readonly prefix: string;
  readonly replace: Span;
  /** Blocks around the cursor, outermost first. */
  readonly declarations: readonly Declaration[];
  /** Row of the innermost block; undefined at file level or in an unknown kind. */
  readonly row?: KindRow;
  readonly shape?: Shape;
  /** Tokens of the member the cursor is in, up to the typed word. */
  readonly segment: readonly Lexeme[];
  readonly brackets: readonly OpenBracket[];
  /** In a comment or string: nothing to offer, except a path after `import`. */
  readonly within?: 'comment' | 'string';
}

const trivia: ReadonlySet<string> = new Set(['whitespace', 'newline', 'lineComment', 'docComment', 'blockComment', 'bom', 'end']);

export function cursorContext(analysis: FullAnalysis, unit: FileUnit, offset: number): CursorContext {
  const { tree } = unit;
  const { declarations, from } = enclosing(tree.members, offset);
  const tokens = tokensBetween(unit, from, offset);
  const last = tokens[tokens.length - 1];
  const typed = last !== undefined && last.end >= offset && (last.kind === 'word' || last.kind === 'unit') ? last : undefined;
  const within =
    last === undefined || offset > last.end
      ? undefined
      : last.kind === 'lineComment' || last.kind === 'docComment'
        ? ('comment' as const)
        : last.kind === 'blockComment' && offset < last.end
          ? ('comment' as const)
          : last.kind === 'string' && offset > last.start && (offset < last.end || !closed(tree.text, last))
            ? ('string' as const)
            : undefined;
  const before = typed === undefined ? tokens : tokens.slice(0, -1);
  const { segment, brackets } = segmentOf(tree.text, before);
  const innermost = declarations.at(-1);
  return {
    analysis,
    unit,
    declarations,
    segment,
    brackets,
    within,
    prefix: typed === undefined ? '' : tree.text.slice(typed.start, offset),
    replace: typed === undefined ? { start: offset, end: offset } : { start: typed.start, end: typed.end },
    row: innermost === undefined ? undefined : kindRow(innermost.keyword.text),
    shape: innermost === undefined ? undefined : shapeOf(analysis, innermost)
  };
}

function closed(text: string, token: Span): boolean {
  return token.end - token.start >= 2 && text[token.end - 1] === '"';
}

/** Blocks whose braces enclose the offset, and where the member at the cursor may begin. */
function enclosing(members: readonly Member[], offset: number): { readonly declarations: readonly Declaration[]; readonly from: number } {
  const declarations: Declaration[] = [];
  let from = 0;
  for (let inside: readonly Member[] = members; ;) {
    const before = lastBefore(inside, offset);
    if (before === undefined) return { declarations, from };
    if (
      before.kind === 'declaration' &&
      before.body !== undefined &&
      before.body.open.end <= offset &&
      (before.body.close === undefined || offset <= before.body.close.start)
    ) {
      declarations.push(before);
      from = before.body.open.end;
      inside = before.body.members;
      continue;
    }
    return {
      declarations,
      from:
        before.kind === 'declaration' && before.body?.close !== undefined && offset >= before.body.close.end
          ? before.body.close.end
          : Math.max(from, before.start)
    };
  }
}

/** The last member that begins at or before the offset; members are in order, so a search by halves will do. */
function lastBefore(members: readonly Member[], offset: number): Member | undefined {
  let low = 0,
    high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle] as Member).start <= offset) low = middle + 1;
    else high = middle;
  }
  return members[low - 1];
}

function tokensBetween(unit: FileUnit, from: number, to: number): readonly Token[] {
  const { tokens } = unit.tree;
  let low = 0,
    high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Token).end <= from) low = middle + 1;
    else high = middle;
  }
  const found: Token[] = [];
  for (let i = low; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (token.start >= to) break;
    if (token.kind !== 'bom' && token.kind !== 'end') found.push(token);
  }
  return found;
}

/** Splits tokens into members the way the parser does and keeps the last one. */
function segmentOf(
  text: string,
  tokens: readonly Token[]
): { readonly segment: readonly Lexeme[]; readonly brackets: readonly OpenBracket[] } {
  let segment: Lexeme[] = [];
  let open: { bracket: '[' | '('; at: number; before?: string; commas: number }[] = [];
  const restart = (): void => {
    segment = [];
    open = [];
  };
  for (const token of tokens) {
    if (token.kind === 'newline') {
      if (open.length === 0 && !continues(segment)) restart();
      continue;
    }
    if (trivia.has(token.kind)) continue;
    const lexeme: Lexeme = { kind: token.kind, text: text.slice(token.start, token.end), start: token.start, end: token.end };
    if (lexeme.text === '{' || lexeme.text === '}' || lexeme.text === ';') {
      restart();
      continue;
    }
    if (lexeme.text === '[' || lexeme.text === '(') {
      const previous = segment[segment.length - 1];
      open.push({ bracket: lexeme.text, at: segment.length, ...(previous?.kind === 'word' ? { before: previous.text } : {}), commas: 0 });
    } else if (lexeme.text === ']' || lexeme.text === ')') {
      open.pop();
    } else if (lexeme.text === ',') {
      const inner = open[open.length - 1];
      if (inner !== undefined) inner.commas++;
    }
    segment.push(lexeme);
  }
  return { segment, brackets: open };
}

const joining: ReadonlySet<string> = new Set(['=', '+', '-', '*', '/', '<', '<=', '>', '>=', '==', '!=', '&&', '||', '..', ',']);

/** A break does not count after `=` or a binary operator. */
function continues(segment: readonly Lexeme[]): boolean {
  const last = segment[segment.length - 1];
  return last !== undefined && last.kind === 'punctuation' && joining.has(last.text);
}
