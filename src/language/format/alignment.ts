/**
 * Columns. The `=` of properties on adjacent lines stand below each other. The `=` of params and sweeps, the `{` and the
 * members of one-line blocks, and the comments behind lines do so where somebody has begun to align them.
 */
import type { Token } from '../syntax/token.ts';
import type { Member, SourceFile, Span } from '../syntax/tree.ts';
import { widthOfLast } from './layout.ts';
import type { Gap } from './layout.ts';
import type { Structure } from './structure.ts';

interface Line {
  readonly gaps: readonly Gap[];
  /** A blank line stands before it. */
  readonly isApart: boolean;
}

/** Members of a one-line block that are aligned with those of the next; beyond, a line is no table row. */
const MOST_COLUMNS = 16;

/** Widens gaps so that columns stand below each other. */
export function align(file: SourceFile, structure: Structure, gaps: readonly Gap[]): void {
  const lines = linesOf(gaps);
  const whole = new Map(lines.map(line => [line, wholeMember(file, structure, line)]));
  alignRuns(
    lines,
    line => equalsGap(file, line, whole.get(line)),
    () => true
  );
  alignRuns(lines, line => namedEqualsGap(file, line, whole.get(line), 'param'), isBegun);
  alignRuns(lines, line => namedEqualsGap(file, line, whole.get(line), 'vary'), isBegun);
  alignRuns(lines, line => braceGap(line, whole.get(line)), isBegun);
  for (let column = 1; column <= MOST_COLUMNS; column++) alignRuns(lines, line => memberGap(line, whole.get(line), column), isBegun);
  indentWithinBrackets(file, gaps);
  alignRuns(lines, line => commentGap(line), isBegun);
}

function linesOf(gaps: readonly Gap[]): readonly Line[] {
  const lines: { gaps: Gap[]; isApart: boolean }[] = [];
  for (const gap of gaps) {
    const breaks = gap.space.match(/\r\n|\r|\n/g)?.length ?? 0;
    if (breaks > 0 || lines.length === 0) lines.push({ gaps: [], isApart: breaks > 1 });
    lines.at(-1)!.gaps.push(gap);
  }
  return lines;
}

/** The one member that a line consists of, apart from `;` and a comment behind. */
function wholeMember(file: SourceFile, structure: Structure, line: Line): Member | undefined {
  const member = structure.members.get(line.gaps[0]!.token.start);
  if (member === undefined) return undefined;
  const rest = line.gaps.filter(gap => gap.token.start >= member.end);
  const isEnding = ({ token }: Gap) => isLineComment(token) || token.kind === 'end' || file.text[token.start] === ';';
  const isComplete = line.gaps.at(-1)!.token.end >= member.end;
  return isComplete && rest.every(isEnding) ? member : undefined;
}

function equalsGap(file: SourceFile, line: Line, member: Member | undefined): Gap | undefined {
  if (member?.kind !== 'property') return undefined;
  const gap = line.gaps[1];
  return gap !== undefined && !gap.isKept && file.text[gap.token.start] === '=' ? gap : undefined;
}

/** The gap before the `=` of `param x = …` or `vary x = …`. */
function namedEqualsGap(file: SourceFile, line: Line, member: Member | undefined, kind: 'param' | 'vary'): Gap | undefined {
  const gap = member?.kind === kind ? line.gaps[2] : undefined;
  return gap !== undefined && !gap.isKept && file.text[gap.token.start] === '=' ? gap : undefined;
}

function braceGap(line: Line, member: Member | undefined): Gap | undefined {
  return member?.kind === 'declaration' ? gapBefore(line, member.body) : undefined;
}

/** The gap before a member of a one-line block, counted from 0. */
function memberGap(line: Line, member: Member | undefined, number: number): Gap | undefined {
  return member?.kind === 'declaration' ? gapBefore(line, member.body?.members[number]) : undefined;
}

function gapBefore(line: Line, place: Span | undefined): Gap | undefined {
  const gap = place && line.gaps.find(({ token }) => token.start === place.start);
  return gap?.isKept ? undefined : gap;
}

function commentGap(line: Line): Gap | undefined {
  const gap = line.gaps.at(-1)!;
  return isLineComment(gap.token) && line.gaps.length > 1 && !gap.isKept ? gap : undefined;
}

const isLineComment = ({ kind }: Token): boolean => kind === 'lineComment' || kind === 'docComment';

/** In some line of the run the column already stands off by more than a space. */
function isBegun(run: readonly Gap[]): boolean {
  return run.some(gap => gap.end - gap.start > 1);
}

/** Aligns the gaps of adjacent lines that have one. */
function alignRuns(lines: readonly Line[], gapOf: (line: Line) => Gap | undefined, isWanted: (run: readonly Gap[]) => boolean): void {
  let run: { readonly gap: Gap; readonly column: number }[] = [];
  const finish = (): void => {
    if (run.length > 1 && isWanted(run.map(each => each.gap))) {
      const column = run.reduce((widest, each) => Math.max(widest, each.column), 0) + 1;
      for (const each of run) each.gap.space = ' '.repeat(column - each.column);
    }
    run = [];
  };
  for (const line of lines) {
    const gap = gapOf(line);
    if (gap === undefined || line.isApart) finish();
    if (gap !== undefined) run.push({ gap, column: columnOf(line, gap) });
  }
  finish();
}

/** The column at which a gap of a line begins. */
function columnOf(line: Line, gap: Gap): number {
  let column = 0;
  for (const each of line.gaps) {
    if (each === gap) break;
    column += widthOfLast(each.space) + (each.token.end - each.token.start);
  }
  return column;
}

/** Indents the lines between brackets: relative to where the opening bracket, or its line, has come to stand. */
function indentWithinBrackets(file: SourceFile, gaps: readonly Gap[]): void {
  const opened = new Map<number, { readonly moved: number; readonly indent: number }>();
  const was = new Column(),
    is = new Column();
  for (const gap of gaps) {
    const { start, token, within } = gap;
    const written = file.text.slice(start, token.start);
    const bracket = within && opened.get(within.bracket);
    if (bracket !== undefined) {
      const { standOff } = within!;
      gap.space = indented(gap.space, standOff === undefined ? widthOfLast(written) + bracket.moved : bracket.indent + standOff);
    }
    was.space(written);
    is.space(gap.space);
    const text = file.text.slice(token.start, token.end);
    if (text === '[' || text === '(') opened.set(token.start, { moved: is.column - was.column, indent: is.indent });
    was.text(text);
    is.text(text);
  }
}

/** Where in its line a place is, and how far that line is indented. */
class Column {
  column = 0;
  indent = 0;

  space(written: string): void {
    this.text(written);
    if (/[\r\n]/.test(written)) this.indent = this.column;
  }

  text(written: string): void {
    this.column = widthOfLast(written) + (/[\r\n]/.test(written) ? 0 : this.column);
  }
}

function indented(space: string, width: number): string {
  return space.slice(0, Math.max(space.lastIndexOf('\n'), space.lastIndexOf('\r')) + 1) + ' '.repeat(Math.max(0, width));
}
