/** Blocks and the file: one member after the other, the end of each, and the mending of blocks that were never closed. */
import type { Cursor } from './cursor.ts';
import { isDigitGroup } from './assignment.ts';
import { docBefore, docBehind, joined } from './docs.ts';
import { member, skipLine } from './members.ts';
import type { Place } from './members.ts';
import { FILE, mayContain, takesStatements } from './nesting.ts';
import { headReachesBlock, startsMember } from './shapes.ts';
import type { Block, Member } from './tree.ts';
import { UNITS } from './units.ts';

/** Blocks nest this deep; beyond it a problem is reported and the block skipped. */
const DEEPEST = 100;

/** Reads the members of the file. */
export function fileMembers(cursor: Cursor): readonly Member[] {
  const read: Member[] = [];
  for (;;) {
    readMembers(cursor, FILE, read);
    if (cursor.isEnd) return read;
    cursor.report('stray-close', cursor.token(), { found: cursor.word });
    cursor.take();
  }
}

/** Reads the block of a declaration, whose `{` is the current token. */
export function blockIn(cursor: Cursor, kind: string): Block {
  const closing = cursor.partnerOf(cursor.at);
  const open = cursor.take();
  const members: Member[] = [];
  if (cursor.blocks.length >= DEEPEST) {
    cursor.tooDeep(open, () => skipBlock(cursor, closing));
  } else {
    cursor.blocks.push({ kind, isClosed: closing !== undefined });
    readMembers(cursor, kind, members);
    cursor.blocks.pop();
  }
  const close = cursor.takeIf('}');
  if (close === undefined) cursor.neverClosed(open);
  // What is never closed reaches to where it was found out, so that a place on an empty last line is within it.
  return { members, open, close, start: open.start, end: close?.end ?? cursor.token().start };
}

/** Reads the block of a declaration that lacks its `{`, up to the closing brace. */
export function blockWithoutOpen(cursor: Cursor, kind: string): Block {
  const at = cursor.lastEnd;
  const members: Member[] = [];
  cursor.blocks.push({ kind, isClosed: true });
  readMembers(cursor, kind, members);
  cursor.blocks.pop();
  const close = cursor.takeIf('}');
  return { members, open: { start: at, end: at }, close, start: at, end: close?.end ?? Math.max(at, cursor.lastEnd) };
}

function skipBlock(cursor: Cursor, closing: number | undefined): void {
  while (!cursor.isEnd && cursor.at !== closing) cursor.skip();
}

/** Reads members up to a closing brace, the end of the file, or one that belongs further out. */
function readMembers(cursor: Cursor, place: Place, members: Member[]): void {
  while (!cursor.isEnd && !cursor.isPunctuation('}') && !belongsFurtherOut(cursor, place)) {
    if (cursor.takeIf(';')) continue;
    const before = docBefore(cursor);
    const read = member(cursor, place);
    endMember(cursor, read);
    if (read === undefined) continue;
    const doc = joined(before, docBehind(cursor));
    members.push(doc === undefined ? read : { ...read, doc });
  }
}

/**
 * Whether the member here shows that this block was never closed: it may not stand in it, but may further out, and the
 * outermost block has no closing brace. (Were all braces paired, the member would just be misplaced.)
 */
function belongsFurtherOut(cursor: Cursor, place: Place): boolean {
  const { blocks } = cursor;
  if (blocks.length === 0 || blocks[0]!.isClosed || !cursor.startsLine() || cursor.kind !== 'word') return false;
  if (cursor.isPunctuation('=', cursor.at + 1)) return false;
  const outer: Place[] = [FILE, ...blocks.slice(0, -1).map(block => block.kind)];
  switch (cursor.word) {
    case 'import':
    case 'param':
    case 'template':
      return startsMember(cursor);
    case 'vary':
    case 'set':
    case 'expect':
    case 'at':
      return !takesStatements(place) && outer.some(takesStatements);
    default:
      return !mayContain(place, cursor.word) && headReachesBlock(cursor, cursor.at) && outer.some(each => mayContain(each, cursor.word));
  }
}

/** A member ends at a line break, `;` or the enclosing `}`; a declaration at its own `}`. */
function endMember(cursor: Cursor, read: Member | undefined): void {
  if (cursor.takeIf(';') || cursor.isEnd || cursor.isPunctuation('}') || cursor.startsLine()) return;
  if (read?.kind === 'declaration' && read.body !== undefined) return;
  if (cursor.isPunctuation(',') && isDigitGroup(cursor)) {
    const first = cursor.token(cursor.at - 1);
    while (cursor.isPunctuation(',') && isDigitGroup(cursor)) {
      cursor.take();
      cursor.take();
    }
    const span = cursor.spanFrom(first.start);
    cursor.report('digit-groups', span, { plain: cursor.text.slice(span.start, span.end).replaceAll(',', '') });
    skipLine(cursor);
    cursor.takeIf(';');
  } else if (cursor.isPunctuation(',')) {
    cursor.report('comma-between-members', cursor.token());
    cursor.take();
  } else if (beginsMember(cursor)) {
    cursor.unexpected('expected-separator');
  } else {
    unexpected(cursor);
    skipLine(cursor);
    cursor.takeIf(';');
  }
}

function beginsMember(cursor: Cursor): boolean {
  if (cursor.kind !== 'word') return false;
  if (cursor.isPunctuation('=', cursor.at + 1) || headReachesBlock(cursor, cursor.at)) return true;
  return startsMember(cursor) && ['import', 'param', 'vary', 'set', 'expect', 'at'].includes(cursor.word);
}

function unexpected(cursor: Cursor): void {
  if (cursor.kind === 'word' && UNITS.has(cursor.word)) cursor.unexpected('unit-without-number', { unit: cursor.word });
  else if (cursor.isPunctuation(']') || cursor.isPunctuation(')')) cursor.unexpected('stray-close', { found: cursor.word });
  else cursor.unexpected('unexpected-token');
}
