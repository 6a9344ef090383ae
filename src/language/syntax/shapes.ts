/** Looking ahead: what the tokens at a place look like, before the parser commits itself. Each look is bounded by a line. */
import type { Cursor } from './cursor.ts';
import { isPlaceWord, isStatementWord } from './words.ts';

/**
 * Whether a member rather than an operand begins at the current token: `name =`, `name {`, `word word`, `import "…"`.
 * No expression goes on like this, so an operator or bracket that waits for more is not answered by it.
 */
export function startsMember(cursor: Cursor): boolean {
  const { at } = cursor;
  if (cursor.kindAt(at) !== 'word') return false;
  const next = at + 1;
  if (cursor.isPunctuation('{', next)) return true;
  if (cursor.startsLine(next)) return false;
  if (cursor.isPunctuation('=', next)) return true;
  const kind = cursor.kindAt(next);
  if (kind === 'word') return !isPlaceWord(cursor.textAt(next));
  if (kind === 'string') return true;
  return kind === 'number' && isStatementWord(cursor.textAt(at));
}

/** Whether behind the token at `at` stands the rest of a declaration's head — name, count, base, all optional — and then `{`. */
export function headReachesBlock(cursor: Cursor, at: number): boolean {
  let next = at + 1;
  const sameLine = () => !cursor.startsLine(next);
  if (sameLine() && (cursor.kindAt(next) === 'word' || cursor.kindAt(next) === 'string')) next++;
  if (sameLine() && cursor.isPunctuation('[', next)) {
    const close = cursor.partnerOf(next);
    if (close === undefined) return false;
    next = close + 1;
  }
  if (sameLine() && cursor.isPunctuation(':', next)) {
    const end = referenceEnd(cursor, next + 1);
    if (end === undefined) return false;
    next = end;
  }
  return cursor.isPunctuation('{', next);
}

/** The token behind a reference that begins at `at`; a missing reference is empty. */
function referenceEnd(cursor: Cursor, at: number): number | undefined {
  let next = at;
  while (!cursor.startsLine(next)) {
    if (cursor.isPunctuation('[', next)) {
      const close = cursor.partnerOf(next);
      if (close === undefined) return undefined;
      next = close + 1;
    } else if (cursor.kindAt(next) === 'word' || cursor.isPunctuation('.', next)) {
      next++;
    } else {
      break;
    }
  }
  return next;
}
