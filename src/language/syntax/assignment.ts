/** `= value`, and what people write for it. */
import type { Cursor } from './cursor.ts';
import { expression } from './expressions.ts';
import type { Expression } from './tree.ts';

/** Spellings of `=` that other languages have. */
const FOREIGN = ['==', ':', '=>', '+'];
/** `vary guests in 1..7` */
const FOREIGN_WORDS = ['in', 'over', 'is', 'be'];

/** Whether the current token assigns, rightly or in a foreign spelling. */
export function isAssignment(cursor: Cursor): boolean {
  return cursor.isPunctuation('=') || isForeignAssignment(cursor);
}

function isForeignAssignment(cursor: Cursor): boolean {
  return !cursor.startsLine() && (FOREIGN.some(each => cursor.isPunctuation(each)) || FOREIGN_WORDS.some(each => cursor.isWord(each)));
}

/** Reads `= value`; undefined where there is no value. A missing `=` is reported, and a value behind it read all the same. */
export function assignedValue(cursor: Cursor): Expression | undefined {
  if (cursor.isPunctuation('=')) {
    if (cursor.startsLine()) cursor.report('line-starts-with-operator', cursor.token(), { operator: '=' });
    cursor.take();
    return value(cursor);
  }
  const isForeign = isForeignAssignment(cursor);
  cursor.expected('expected-equals', isForeign ? { instead: cursor.word, where: `here: write it instead of \`${cursor.word}\`` } : {});
  if (isForeign) {
    cursor.take();
    if (cursor.isPunctuation('=') && cursor.isTight()) cursor.take();
    return value(cursor);
  }
  return beginsValue(cursor) ? value(cursor) : undefined;
}

function beginsValue(cursor: Cursor): boolean {
  if (cursor.startsLine()) return false;
  return ['number', 'string', 'word'].includes(cursor.kind) || ['[', '(', '-', '!'].some(each => cursor.isPunctuation(each));
}

function value(cursor: Cursor): Expression | undefined {
  const read = expression(cursor);
  return read.kind === 'missing' && read.start === read.end ? undefined : read;
}
