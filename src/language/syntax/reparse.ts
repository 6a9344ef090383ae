/**
 * Parsing again after an edit, at the price of the edit.
 *
 * Two texts differ in one stretch. Only the members of the file that this stretch touches are read again, with a neighbour on
 * either side, since a member may lean on the next one's first token. The reading is held to be the same as that of the whole
 * text when no bracket in these members has its partner elsewhere before and after, no comment runs on, and the last neighbour
 * comes out where it stood: then the parser was in the file, between two members, at both ends — also where a block among them was
 * never closed, since what follows has told so. Otherwise the whole text is read. Either way
 * a member that reads as before *is* the one from before — whatever was worked out about it still holds — and what stands behind
 * the edit is moved in place. The tree of the old text is used up by this: nobody may ask it any more.
 */
import { balanceOf } from './balance.ts';
import type { Balance } from './balance.ts';
import { fileMembers } from './blocks.ts';
import { Cursor } from './cursor.ts';
import { mayBeForeign } from './foreign-file.ts';
import { moveMember, movedProblem, moveSpan } from './move.ts';
import type { Move } from './move.ts';
import { parse } from './parser.ts';
import { scan } from './scanner.ts';
import { isTrivia } from './token.ts';
import type { Token } from './token.ts';
import type { Member, SourceFile, SyntaxProblem } from './tree.ts';
import { tokenNumberAt } from './walk.ts';

export interface Reparsed {
  readonly file: SourceFile;
  /** Where what the edit left alone stands now. */
  readonly move: Move;
}

/** The stretch in which two texts differ: it begins at `start` in both. */
interface Edit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
  readonly by: number;
}

/** Parses a text of which an older version has been parsed. The result equals that of {@link parse}. */
export function reparse(before: SourceFile, text: string): Reparsed {
  if (before.text === text) return { file: before, move: { behind: 0, by: 0 } };
  const edit = editBetween(before.text, text);
  const move = { behind: edit.oldEnd, by: edit.by };
  const part = partAround(before, edit);
  return { file: readPart(before, text, edit, part) ?? withKept(before, parse(text), edit), move };
}

function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail, by: after.length - before.length };
}

/** A run of members with whole lines around them. */
interface Part {
  /** Numbers of the members: the first that is read again, and the first behind that is not. */
  readonly from: number;
  readonly to: number;
  /** Offsets in the old text, each at the beginning of a line. */
  readonly start: number;
  readonly end: number;
}

/** What is to be read again. */
function partAround(before: SourceFile, { start, oldEnd }: Edit): Part {
  const { members } = before;
  let from = members.findIndex(member => member.end >= start);
  if (from < 0) from = members.length;
  for (from--; from > 0; from--) {
    const line = isSettled(members[from]!) ? lineBehind(before, members[from - 1]!) : undefined;
    if (line !== undefined) return partFrom(before, from, line, oldEnd);
  }
  return partFrom(before, 0, 0, oldEnd);
}

function partFrom(before: SourceFile, from: number, start: number, oldEnd: number): Part {
  const { members } = before;
  let to = members.findIndex(member => member.start > oldEnd);
  for (; to >= 0 && to < members.length - 1; to++) {
    const end = isSettled(members[to]!) ? lineBehind(before, members[to]!) : undefined;
    if (end !== undefined) return { from, to: to + 1, start, end };
  }
  return { from, to: members.length, start, end: before.end };
}

/** Whether it has its end in itself, so that nothing behind it can become part of it, nor what stands before look beyond it. */
function isSettled(member: Member): boolean {
  switch (member.kind) {
    case 'declaration':
      return member.body?.close !== undefined;
    case 'param':
      return member.value !== undefined;
    case 'import':
      return member.path !== undefined;
    default:
      return false;
  }
}

/** Where the line behind a member begins; undefined when something else stands on the member's last line. */
function lineBehind(file: SourceFile, member: Member): number | undefined {
  for (let number = tokenNumberAt(file, member.end); ; number++) {
    const token = file.tokens[number]!;
    if (token.kind === 'newline') return token.end;
    if (!isTrivia(token) || token.kind === 'bad') return undefined;
  }
}

function readPart(before: SourceFile, text: string, edit: Edit, part: Part): SourceFile | undefined {
  const isLast = part.to === before.members.length;
  const end = isLast ? text.length : part.end + edit.by;
  const visible = isLast ? text : text.slice(0, end);
  if (mayBeForeign(text)) return undefined;
  const scanned = scan(visible, part.start);
  const cursor = new Cursor(visible, scanned);
  const around = surroundings(before, part);
  const isPaired = cursor.isPaired && around.every(each => each.isPaired);
  if (!(before.isPaired && isPaired) && !isOnItsOwn(before, part, around, balanceOf(visible, scanned.tokens))) return undefined;
  const read = fileMembers(cursor);
  if (!isLast && !comesOut(before.members[part.to - 1]!, read.at(-1), scanned.tokens, cursor.findings(), edit.by)) return undefined;
  const members = keep(before.members.slice(part.from, part.to), read, before, cursor.findings(), edit);
  return joined(before, text, edit, part, { ...scanned, members, problems: cursor.findings(), end, isPaired });
}

/** Brackets before the part and behind it. */
function surroundings(before: SourceFile, part: Part): readonly [Balance, Balance] {
  if (before.isPaired) return [paired, paired];
  const { text, tokens } = before;
  return [balanceOf(text, tokens, 0, firstTokenOf(before, part)), balanceOf(text, tokens, tokenBehind(before, part))];
}

const paired: Balance = { opens: false, closes: false, isPaired: true };

/**
 * Whether brackets of the part have had, and have now, no partners around it. What closes in a part is looked for by a head before
 * it that lacks its brace.
 */
function isOnItsOwn(before: SourceFile, part: Part, [ahead, behind]: readonly [Balance, Balance], now: Balance): boolean {
  const then = before.isPaired ? paired : balanceOf(before.text, before.tokens, firstTokenOf(before, part), tokenBehind(before, part));
  const isLookedFor = ahead.opens || before.problems.some(problem => problem.start < part.start);
  return !behind.closes && !(isLookedFor && (then.closes || now.closes));
}

const firstTokenOf = (before: SourceFile, part: Part): number => tokenNumberAt(before, part.start);

function tokenBehind(before: SourceFile, part: Part): number {
  return part.to === before.members.length ? before.tokens.length : tokenNumberAt(before, part.end);
}

/** Whether the neighbour behind the edit has been read as it was, and nothing of it or of its line goes on. */
function comesOut(
  neighbour: Member,
  read: Member | undefined,
  tokens: readonly Token[],
  problems: readonly SyntaxProblem[],
  by: number
): boolean {
  return (
    read?.kind === neighbour.kind &&
    read.start === neighbour.start + by &&
    read.end === neighbour.end + by &&
    tokens.at(-2)?.kind === 'newline' &&
    !problems.some(problem => problem.code === 'unterminated-comment')
  );
}

interface Read {
  readonly tokens: readonly Token[];
  readonly lineStarts: readonly number[];
  readonly members: readonly Member[];
  readonly problems: readonly SyntaxProblem[];
  /** In the new text. */
  readonly end: number;
  /** Every bracket of the file has its partner. */
  readonly isPaired: boolean;
}

/** The file around a part that was read again. */
function joined(before: SourceFile, text: string, { by }: Edit, part: Part, read: Read): SourceFile {
  const isLast = read.end === text.length;
  const { tokens, lineStarts, problems } = before;
  const behind = before.members.slice(part.to);
  const lastToken = tokenBehind(before, part);
  // The line that begins where the part does belongs to the token before it; so does the one behind the part.
  const lineWithin = part.start === 0 ? 0 : lineNumberBehind(lineStarts, part.start);
  const lineBehindPart = isLast ? lineStarts.length : lineNumberBehind(lineStarts, part.end);
  const firstToken = firstTokenOf(before, part);
  if (by !== 0) {
    for (const member of behind) moveMember(member, by);
    for (let number = lastToken; number < tokens.length; number++) moveSpan(tokens[number], by);
  }
  return {
    kind: 'file',
    text,
    tokens: tokens.slice(0, firstToken).concat(isLast ? read.tokens : read.tokens.slice(0, -1), tokens.slice(lastToken)),
    lineStarts: lineStarts.slice(0, lineWithin).concat(
      read.lineStarts,
      lineStarts.slice(lineBehindPart).map(start => start + by)
    ),
    members: before.members.slice(0, part.from).concat(read.members, behind),
    problems: problems
      .filter(problem => problem.start < part.start)
      .concat(read.problems, isLast ? [] : problems.filter(problem => problem.start >= part.end).map(problem => movedProblem(problem, by))),
    isPaired: read.isPaired,
    start: 0,
    end: text.length
  };
}

/** Number of the first line that begins behind an offset. */
function lineNumberBehind(lineStarts: readonly number[], offset: number): number {
  let low = 0,
    high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lineStarts[middle]! > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A file that was read as a whole, with the members from before where they are the same. */
function withKept(before: SourceFile, file: SourceFile, edit: Edit): SourceFile {
  return { ...file, members: keep(before.members, file.members, before, file.problems, edit) };
}

/** Members that were read, each replaced by the one from before where that is the same and the edit does not even touch it. */
function keep(
  old: readonly Member[],
  read: readonly Member[],
  before: SourceFile,
  problems: readonly SyntaxProblem[],
  { start, oldEnd, newEnd, by }: Edit
): readonly Member[] {
  const known = new Map(old.map(member => [member.start, member]));
  return read.map(member => {
    const isBehind = member.start > newEnd;
    const shift = isBehind ? by : 0;
    const twin = known.get(member.start - shift);
    const isUntouched = twin !== undefined && (isBehind ? reach(twin) > oldEnd : twin.end < start && (twin.doc?.end ?? 0) < start);
    if (!isUntouched || !isSame(twin, member, shift)) return member;
    if (hasProblems(twin, before.problems) || hasProblems(member, problems)) return member;
    if (shift !== 0) moveMember(twin, shift);
    return twin;
  });
}

const reach = (member: Member): number => Math.min(member.start, member.doc?.start ?? member.start);

/** Of members without problems that have the same text: the documentation stands outside. */
function isSame(one: Member, other: Member, by: number): boolean {
  if (one.kind !== other.kind || one.end + by !== other.end) return false;
  if (one.doc === undefined || other.doc === undefined) return one.doc === other.doc;
  return one.doc.start + by === other.doc.start && one.doc.end + by === other.doc.end && one.doc.text === other.doc.text;
}

function hasProblems(member: Member, problems: readonly SyntaxProblem[]): boolean {
  return problems.some(problem => problem.start <= member.end && problem.end >= member.start);
}
