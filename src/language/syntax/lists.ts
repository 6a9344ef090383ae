/** The one driver of delimited lists: elements of `[ ]`, arguments of `( )`, an index, a parenthesis. */
import type { Cursor } from './cursor.ts';
import type { Span } from './tree.ts';
import { startsMember } from './shapes.ts';

export interface ListShape {
  readonly close: ']' | ')';
  /** What separates elements; without it there is a single one. */
  readonly delimiter?: ',';
}

export const ELEMENTS: ListShape = { close: ']', delimiter: ',' };
export const ARGUMENTS: ListShape = { close: ')', delimiter: ',' };
export const INDEX: ListShape = { close: ']' };
export const GROUP: ListShape = { close: ')' };

/** What no list holds between its elements: it ends before, if its own end does not come. */
const BEYOND = [';', ':', '{'];

/**
 * Reads a list whose opening token is the current one. `element` reads one element; it reports and consumes nothing when
 * there is none.
 */
export function delimited(cursor: Cursor, shape: ListShape, element: () => void): { readonly open: Span; readonly close?: Span } {
  const opening = cursor.at;
  const open = cursor.take();
  cursor.brackets++;
  const close = readElements(cursor, shape, opening, element);
  cursor.brackets--;
  if (close === undefined) cursor.neverClosed(open);
  return { open, close };
}

function readElements(cursor: Cursor, shape: ListShape, opening: number, element: () => void): Span | undefined {
  for (let count = 0; ; count++) {
    const isEmpty = count === 0 && shape.delimiter === undefined;
    if (cursor.isPunctuation(shape.close) && !isEmpty) return cursor.take();
    if (endsUnclosed(cursor, opening)) return undefined;
    if (isClose(cursor) && !cursor.isPunctuation(shape.close)) {
      const wrong = takeWrongClose(cursor, shape, opening);
      if (wrong !== undefined) return wrong;
      takeDelimiter(cursor, shape, opening);
      continue;
    }
    const before = cursor.at;
    element();
    if (takeDelimiter(cursor, shape, opening)) continue;
    if (cursor.isPunctuation(shape.close)) continue;
    if (endsUnclosed(cursor, opening) || isClose(cursor)) continue;
    if (cursor.at === before) cursor.skip();
    else if (shape.delimiter !== undefined) cursor.expected('expected-comma');
    else skipToClose(cursor, shape, opening);
  }
}

function takeDelimiter(cursor: Cursor, shape: ListShape, opening: number): boolean {
  if (shape.delimiter === undefined) return false;
  if (cursor.takeIf(shape.delimiter)) return true;
  if (!cursor.isPunctuation(';') || cursor.partnerOf(opening) === undefined) return false;
  cursor.unexpected('expected-comma');
  cursor.take();
  return true;
}

/** The list stops here without its close: at the end of the block or file, at what closes an enclosing list, at a member. */
function endsUnclosed(cursor: Cursor, opening: number): boolean {
  if (cursor.isEnd || cursor.isPunctuation('}')) return true;
  if (isClose(cursor)) return (cursor.partnerOf(cursor.at) ?? opening) < opening;
  const neverCloses = cursor.partnerOf(opening) === undefined;
  return neverCloses && (BEYOND.some(text => cursor.isPunctuation(text)) || (cursor.startsLine() && startsMember(cursor)));
}

const isClose = (cursor: Cursor): boolean => cursor.isPunctuation(']') || cursor.isPunctuation(')');

/** A closing token of the other sort, which closes nothing else: it was meant to close this, unless the right one still comes. */
function takeWrongClose(cursor: Cursor, shape: ListShape, opening: number): Span | undefined {
  const stillComes = cursor.partnerOf(opening) !== undefined;
  cursor.report(stillComes ? 'stray-close' : 'wrong-close', cursor.token(), { expected: shape.close, found: cursor.word });
  const place = cursor.take();
  return stillComes ? undefined : place;
}

/** In a list of one element: what stands behind that element is one problem, up to the close. */
function skipToClose(cursor: Cursor, shape: ListShape, opening: number): void {
  cursor.unexpected(shape === INDEX && cursor.isPunctuation(',') ? 'one-index' : 'unexpected-token');
  while (!cursor.isPunctuation(shape.close) && !endsUnclosed(cursor, opening) && !isClose(cursor)) cursor.skip();
}
