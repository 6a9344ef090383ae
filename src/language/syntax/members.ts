/** What stands in a file or block: properties, declarations, statements; where each ends, and which blocks were left open. */
import type { Cursor } from './cursor.ts';
import { blockIn, blockWithoutOpen } from './blocks.ts';
import { expression, nested } from './expressions.ts';
import { delimited, INDEX } from './lists.ts';
import { FILE, isKind, mayContain } from './nesting.ts';
import { reference, referenceFrom, stringLiteral } from './operands.ts';
import { headReachesBlock } from './shapes.ts';
import { statement } from './statements.ts';
import { assignedValue, isAssignment } from './assignment.ts';
import { foreignStatement, skipControl, takeArrow } from './foreign-members.ts';
import type { Arrow } from './foreign-members.ts';
import type { Block, Declaration, Expression, Member, Name, Reference, Span } from './tree.ts';
import { isReserved, isStatementWord } from './words.ts';

/** Kind of the block a member stands in; undefined in the file. */
export type Place = string | undefined;

/** Reads one member; undefined where none begins, which is reported and skipped. Its end is the caller's business. */
export function member(cursor: Cursor, place: Place): Member | undefined {
  cursor.operators = 0;
  if (cursor.kind === 'string' && isNamed(cursor)) return quotedProperty(cursor);
  if (cursor.kind !== 'word') return noMember(cursor);
  const word = cursor.word;
  const isAssigned = cursor.isPunctuation('=', cursor.at + 1);
  if (isBlockAssigned(cursor, place)) return declaration(cursor, undefined);
  if (!isAssigned && isStatementWord(word)) {
    return word === 'template' ? template(cursor) : statement(cursor, word);
  }
  const meant = isAssigned ? undefined : foreignStatement(cursor, place);
  if (meant !== undefined) {
    cursor.report('foreign-statement', cursor.token(), { word, meant });
    return statement(cursor, meant);
  }
  if (skipControl(cursor)) return undefined;
  const arrow = headReachesBlock(cursor, cursor.at) ? undefined : takeArrow(cursor);
  if (arrow !== undefined) return fromArrow(cursor, arrow, word);
  if (!isAssigned && isDeclaration(cursor, place)) return declaration(cursor, undefined);
  return property(cursor);
}

/** `"rate" = 10 Gbps`, `"rate": "10 Gbps"` */
function isNamed(cursor: Cursor): boolean {
  const next = cursor.at + 1;
  return !cursor.startsLine(next) && (cursor.isPunctuation('=', next) || cursor.isPunctuation(':', next));
}

function quotedProperty(cursor: Cursor): Member {
  const { value: text, start, end } = stringLiteral(cursor);
  cursor.report('name-not-a-string', { start, end });
  const value = assignedValue(cursor);
  return { kind: 'property', name: { text, start, end }, value, ...cursor.spanFrom(start) };
}

/** `link a -> b`: a declaration, but nobody can say of what, so that nothing else is held against it. */
function fromArrow(cursor: Cursor, { written, name, start, end }: Arrow, kind: string): Declaration | undefined {
  const block = cursor.isPunctuation('{') && !cursor.startsLine() ? cursor.token().end : undefined;
  cursor.report('arrow', { start, end }, { kind, written, head: (block ?? end) - end });
  if (block !== undefined) cursor.skip();
  if (kind === 'flow' && name === undefined) return undefined;
  return { kind: 'declaration', keyword: { text: kind, start, end: start + kind.length }, name, ...cursor.spanFrom(start) };
}

/** `cpu = { … }`, `cpu: { … }`: what other formats write before a block. */
function isBlockAssigned(cursor: Cursor, place: Place): boolean {
  const next = cursor.at + 1;
  const isAssigned = cursor.isPunctuation('=', next) || cursor.isPunctuation(':', next);
  return isAssigned && cursor.isPunctuation('{', next + 1) && isKind(cursor.word) && (place === FILE || mayContain(place, cursor.word));
}

function noMember(cursor: Cursor): undefined {
  if (cursor.isPunctuation('-') && cursor.isPunctuation('-', cursor.at + 1) && cursor.isTight(cursor.at + 1)) {
    const { start } = cursor.token();
    cursor.report('foreign-comment', { start, end: cursor.token(cursor.at + 1).end });
    cursor.skip();
    skipLine(cursor);
    return;
  }
  cursor.unexpected('expected-member');
  cursor.skip();
  skipLine(cursor);
}

/**
 * A kind's name is also a property's here and there (`bridge = xenbr0`, `bridge xenbr0 { … }`): a block decides, and where
 * there is none, whether such a block may stand here.
 */
function isDeclaration(cursor: Cursor, place: Place): boolean {
  if (headReachesBlock(cursor, cursor.at)) return true;
  const next = cursor.at + 1;
  const goesOn = !cursor.startsLine(next) && (cursor.kindAt(next) === 'word' || cursor.isPunctuation('[', next));
  const ends =
    cursor.startsLine(next) || cursor.kindAt(next) === 'end' || cursor.isPunctuation('}', next) || cursor.isPunctuation(';', next);
  return isKind(cursor.word) && (place === FILE || mayContain(place, cursor.word)) && (goesOn || ends);
}

function template(cursor: Cursor): Declaration | undefined {
  const word = cursor.takeName();
  if (cursor.kind === 'word' && !cursor.startsLine()) return declaration(cursor, word);
  cursor.expected('expected-kind');
  skipLine(cursor);
  return undefined;
}

function declaration(cursor: Cursor, templateWord: Name | undefined): Declaration {
  const keyword = cursor.takeName();
  const name = declaredName(cursor);
  const count = cursor.startsLine() ? undefined : cursor.isPunctuation('[') ? countOf(cursor) : bareCount(cursor);
  skipAssignment(cursor, keyword, name);
  const base = isBase(cursor) ? baseOf(cursor) : undefined;
  const body = bodyOf(cursor, keyword);
  const start = templateWord?.start ?? keyword.start;
  const template: Span | undefined = templateWord && { start: templateWord.start, end: templateWord.end };
  return { kind: 'declaration', template, keyword, name, count, base, body, start, end: body?.end ?? cursor.lastEnd };
}

function bodyOf(cursor: Cursor, keyword: Name): Block | undefined {
  if (cursor.isPunctuation('{')) return blockIn(cursor, keyword.text);
  if (!isOpenMissing(cursor, keyword.text)) {
    cursor.expected('expected-block', { kind: keyword.text });
    return undefined;
  }
  const head = { start: keyword.start, end: cursor.lastEnd };
  cursor.report('expected-open', head, { head: cursor.text.slice(head.start, head.end) });
  return blockWithoutOpen(cursor, keyword.text);
}

/** Farther ahead a closing brace is not looked for. */
const FARTHEST = 2000;

/** In the file, members follow that belong in such a block, and behind them comes a closing brace that nothing opened. */
function isOpenMissing(cursor: Cursor, kind: string): boolean {
  if (cursor.blocks.length > 0 || cursor.isPaired || cursor.kind !== 'word' || !isKind(kind)) return false;
  const isBlock = headReachesBlock(cursor, cursor.at);
  if (isBlock ? !mayContain(kind, cursor.word) || mayContain(FILE, cursor.word) : !cursor.isPunctuation('=', cursor.at + 1)) return false;
  for (let at = cursor.at; at < cursor.at + FARTHEST && cursor.kindAt(at) !== 'end'; at++) {
    if (cursor.isPunctuation('}', at)) return true;
    at = Math.max(at, cursor.partnerOf(at) ?? at);
    const startsOther =
      cursor.startsLine(at) && cursor.kindAt(at) === 'word' && mayContain(FILE, cursor.textAt(at)) && headReachesBlock(cursor, at);
    if (startsOther) return false;
  }
  return false;
}

/** `: base`, or as other languages say it. */
function isBase(cursor: Cursor): boolean {
  if (cursor.startsLine()) return false;
  if (cursor.isPunctuation(':')) return true;
  const isForeign =
    ['extends', 'inherits', 'like', 'is', 'from'].some(each => cursor.isWord(each)) && cursor.kindAt(cursor.at + 1) === 'word';
  if (isForeign) cursor.report('operator-near-miss', cursor.token(), { operator: cursor.word, suggestion: ':' });
  return isForeign;
}

function declaredName(cursor: Cursor): Name | undefined {
  if (cursor.startsLine()) return undefined;
  if (cursor.kind === 'string') {
    const { value: text, start, end } = stringLiteral(cursor);
    cursor.report('name-not-a-string', { start, end });
    return { text, start, end };
  }
  return cursor.kind === 'word' ? newName(cursor) : undefined;
}

/** Takes the name of something declared. */
export function newName(cursor: Cursor): Name {
  const name = cursor.takeName();
  if (isReserved(name.text)) cursor.report('reserved-name', name, { name: name.text });
  return name;
}

function countOf(cursor: Cursor): Expression {
  let count: Expression | undefined;
  return nested(cursor, () => {
    delimited(cursor, INDEX, () => (count = expression(cursor)));
    return count ?? cursor.missing();
  });
}

/** `domain guest 4 { … }` and `domain guest(4) { … }` */
function bareCount(cursor: Cursor): Expression | undefined {
  const isGroup = cursor.isPunctuation('(');
  const at = isGroup ? cursor.at + 1 : cursor.at;
  const isCount = cursor.kindAt(at) === 'number' && (!isGroup || cursor.isPunctuation(')', at + 1));
  if (!isCount || !cursor.isPunctuation('{', isGroup ? at + 2 : at + 1)) return undefined;
  const { start } = cursor.take();
  if (isGroup) {
    cursor.take();
    cursor.take();
  }
  const span = cursor.spanFrom(start);
  const number = cursor.text.slice(span.start, span.end).replace(/[()\s]/g, '');
  cursor.report('element-needs-brackets', span, { number });
  return { kind: 'number', value: Number(number.replaceAll('_', '')), ...span };
}

/** `host server = { … }`, `cpu: { … }`; behind a name a colon waits for a base. */
function skipAssignment(cursor: Cursor, keyword: Name, name: Name | undefined): void {
  const isAssigned = cursor.isPunctuation('=') || (name === undefined && cursor.isPunctuation(':'));
  if (!isAssigned || !cursor.isPunctuation('{', cursor.at + 1)) return;
  cursor.report('block-not-assigned', cursor.token(), { kind: keyword.text, open: '{', found: cursor.word });
  cursor.take();
}

function baseOf(cursor: Cursor): Reference | undefined {
  cursor.take();
  return reference(cursor);
}

function property(cursor: Cursor): Member | undefined {
  const next = cursor.at + 1;
  const isPath = !cursor.startsLine(next) && (cursor.isPunctuation('.', next) || cursor.isPunctuation('[', next));
  if (isPath) return assignedPath(cursor);
  const name = cursor.takeName();
  if (cursor.isPunctuation('(') && !cursor.startsLine()) {
    cursor.report('expected-member', name, { found: `\`${name.text}(…)\`` });
    skipLine(cursor);
    return undefined;
  }
  const value = assignedValue(cursor);
  return { kind: 'property', name, value, ...cursor.spanFrom(name.start) };
}

/** `noise.rate = 0`: what was meant is known, but nothing in the tree says so. */
function assignedPath(cursor: Cursor): undefined {
  const { start } = cursor.token();
  referenceFrom(cursor, cursor.takeName());
  const path = cursor.spanFrom(start);
  cursor.report('property-path', path, { path: cursor.text.slice(path.start, path.end) });
  if (isAssignment(cursor)) assignedValue(cursor);
}

/** Skips to the end of the line or what else ends a member; blocks and brackets on the way are skipped whole. */
export function skipLine(cursor: Cursor): void {
  while (!cursor.isEnd && !cursor.isPunctuation('}') && !cursor.isPunctuation(';') && !cursor.startsLine()) cursor.skip();
}
