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
  if (cursor.isWord('from') && !cursor.startsLine() && cursor.kindAt(cursor.at + 1) === 'number') return true;
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

function beginsValue(cursor: Cursor, at = cursor.at): boolean {
  if (cursor.startsLine(at)) return false;
  return ['number', 'string', 'word'].includes(cursor.kindAt(at)) || ['[', '(', '-', '!'].some(each => cursor.isPunctuation(each, at));
}

function value(cursor: Cursor): Expression | undefined {
  const read = expression(cursor);
  if (read.kind === 'missing' && read.start === read.end) return undefined;
  return takeSeparator(cursor, read) ? bareList(cursor, read) : read;
}

/** `pin = 0, 1`, `ends = a -> b`: reads the rest, and reports the brackets that are missing around it. */
function bareList(cursor: Cursor, first: Expression): Expression {
  const elements = [first, expression(cursor)];
  while (takeSeparator(cursor, elements.at(-1)!)) elements.push(expression(cursor));
  const span = cursor.spanFrom(first.start);
  const written = `[${elements.map(({ start, end }) => cursor.text.slice(start, end)).join(', ')}]`;
  cursor.report('list-needs-brackets', span, { written });
  return { kind: 'list', elements, ...span };
}

/** Takes a comma or an arrow between two values of a line. */
function takeSeparator(cursor: Cursor, { start, end }: Expression): boolean {
  const next = cursor.at + 1;
  if (cursor.startsLine() || start === end) return false;
  if (cursor.isPunctuation(',')) {
    const isValue = !cursor.startsLine(next) && beginsValue(cursor, next) && !beginsMember(cursor, next) && !isDigitGroup(cursor);
    if (isValue) cursor.take();
    return isValue;
  }
  if (!cursor.isPunctuation('-') || !cursor.isPunctuation('>', next) || !cursor.isTight(next) || cursor.startsLine(next + 1)) return false;
  cursor.take();
  cursor.take();
  return true;
}

/** `a = 1, b = 2`, `a: 1, "b": 2`, `a = 1, cpu { … }` */
function beginsMember(cursor: Cursor, at: number): boolean {
  if (['=', ':', '{'].some(each => cursor.isPunctuation(each, at + 1))) return true;
  return cursor.kindAt(at) === 'word' && cursor.kindAt(at + 1) === 'word' && !cursor.startsLine(at + 1);
}

/** At the comma of `1,000`. */
export function isDigitGroup(cursor: Cursor): boolean {
  const next = cursor.at + 1;
  return (
    cursor.kindAt(cursor.at - 1) === 'number' &&
    cursor.isTight() &&
    cursor.kindAt(next) === 'number' &&
    cursor.isTight(next) &&
    /^\d{3}$/.test(cursor.textAt(next))
  );
}
