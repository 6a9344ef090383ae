/**
 * Where lines break and how far they are indented. The formatter only ever rewrites the white space between tokens, so
 * what it makes of a file is a list of gaps.
 */
import type { Token } from '../syntax/token.ts';
import type { SourceFile } from '../syntax/tree.ts';
import { spaceBetween } from './spacing.ts';
import { isBroken } from './structure.ts';
import type { Structure } from './structure.ts';

const INDENT = 2;

/** The white space before a token. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  /** The token behind it; the one before is that of the gap before. */
  readonly token: Token;
  /** What is to stand there. */
  space: string;
  /** Within an error or a list of several lines: not to be touched further. */
  readonly isKept: boolean;
  /** The bracket that says how far the line beginning here is indented, once all columns are known. */
  readonly within?: Within;
}

/** A line between brackets: it moves along with the opening one, or stands off from the line which that ends. */
export interface Within {
  /** Offset of the opening bracket. */
  readonly bracket: number;
  /** Spaces more than before the bracket's line; undefined where the line moves along. */
  readonly standOff: number | undefined;
}

/** A brace or bracket that is open. */
interface Opened {
  readonly text: string;
  readonly start: number;
  /** Its line ends right behind it. */
  readonly isHanging: boolean;
  /** It or one around it is closed on another line. */
  readonly isLong: boolean;
}

/** Lays out a whole file. Columns are not aligned yet. */
export function layout(file: SourceFile, structure: Structure): Gap[] {
  return new Layout(file, structure).run();
}

class Layout {
  private readonly gaps: Gap[] = [];
  private opened: Opened[] = [];
  /** The innermost member that is not a block and begins at or before the current token. */
  private simple = { start: 0, end: 0 };
  private frozenBefore = 0;
  private readonly lineBreak: string;
  private readonly solid: readonly Token[];
  private readonly closing: ReadonlyMap<number, Token>;

  constructor(
    private readonly file: SourceFile,
    private readonly structure: Structure
  ) {
    this.lineBreak = /\r\n|\r|\n/.exec(file.text)?.[0] ?? '\n';
    this.solid = file.tokens.filter(token => token.kind !== 'whitespace' && token.kind !== 'newline');
    this.closing = closingTokens(file.text, this.solid, structure);
  }

  run(): Gap[] {
    this.solid.forEach((token, at) => this.place(at === 0 ? undefined : this.solid[at - 1], token, this.solid[at + 1]));
    return this.gaps;
  }

  private place(before: Token | undefined, token: Token, behind: Token | undefined): void {
    const start = before?.end ?? 0;
    const written = this.file.text.slice(start, token.start);
    const isFrozen = this.isFrozen(before, token);
    this.enterMember(token);
    const isInLongList = this.opened.at(-1)?.text !== '{' && this.opened.at(-1)?.isLong === true;
    const breaks = isFrozen ? breaksIn(written) : this.breaks(before, token, written);
    let space = written;
    if (!isFrozen) {
      if (breaks > 0) space = this.lineBreak.repeat(breaks) + ' '.repeat(token.kind === 'end' ? 0 : this.indentOf(token));
      else space = this.inline(before, token, written, isInLongList);
    }
    const within = !isFrozen && breaks > 0 ? this.withinBrackets(token) : undefined;
    this.gaps.push({ start, end: token.start, token, space, isKept: isFrozen || isInLongList, within });
    this.openOrClose(token, behind);
  }

  private withinBrackets(token: Token): Within | undefined {
    const innermost = this.opened.at(-1);
    if (innermost === undefined || innermost.text === '{') return undefined;
    const standOff = isClosing(this.file.text, token) ? 0 : INDENT;
    return { bracket: innermost.start, standOff: innermost.isHanging ? standOff : undefined };
  }

  private inline(before: Token | undefined, token: Token, written: string, isInLongList: boolean): string {
    if (before === undefined || before.kind === 'bom' || token.kind === 'end') return '';
    if (isInLongList) return written === '' && token.kind === 'unit' ? ' ' : written;
    return spaceBetween(this.file.text, this.structure, before, token, written);
  }

  private isFrozen(before: Token | undefined, token: Token): boolean {
    const { frozen } = this.structure;
    while (this.frozenBefore < frozen.length && frozen[this.frozenBefore]!.end <= (before?.start ?? 0)) this.frozenBefore++;
    const stretch = frozen[this.frozenBefore];
    return stretch !== undefined && stretch.start <= token.start;
  }

  private enterMember(token: Token): void {
    const member = this.structure.members.get(token.start);
    if (member === undefined) return;
    if (member.kind !== 'declaration') this.simple = member;
    if (this.structure.outermost.has(token.start)) this.opened = [];
  }

  /** How many line breaks stand before a token. */
  private breaks(before: Token | undefined, token: Token, written: string): number {
    if (before === undefined || before.kind === 'bom') return 0;
    if (token.kind === 'end') return 1;
    const found = breaksIn(written);
    const { text } = this.file;
    const { longBraces } = this.structure;
    if (token.kind === 'punctuation' && text[token.start] === '{') return isComment(before) ? Math.min(found, 1) : 0;
    if (longBraces.has(token.start)) return 1;
    if (longBraces.has(before.start) && text[before.start] === '{') return found > 0 || !isComment(token) ? 1 : 0;
    return Math.min(found, 2);
  }

  /** Spaces before a token that begins a line outside brackets. */
  private indentOf(token: Token): number {
    const depth = this.opened.filter(opened => opened.text === '{').length;
    const continues = this.simple.start < token.start && token.start < this.simple.end;
    const closes = token.kind === 'punctuation' && this.file.text[token.start] === '}';
    return INDENT * (depth + (continues ? 1 : 0) - (closes ? 1 : 0));
  }

  private openOrClose(token: Token, behind: Token | undefined): void {
    if (token.kind !== 'punctuation') return;
    const text = this.file.text.slice(token.start, token.end);
    if (text === '{' || text === '[' || text === '(') {
      const close = this.closing.get(token.start);
      const isLong =
        text === '{'
          ? this.structure.longBraces.has(token.start)
          : (this.opened.at(-1)?.isLong === true && this.opened.at(-1)?.text !== '{') ||
            (close !== undefined && isBroken(this.file.text, { start: token.start, end: close.end }));
      const isHanging =
        behind !== undefined && (isLineComment(behind) || isBroken(this.file.text, { start: token.end, end: behind.start }));
      this.opened.push({ text, start: token.start, isHanging, isLong });
    } else if (isClosing(this.file.text, token)) {
      this.opened.pop();
    }
  }
}

/** The closing token of each opening one, by its offset. */
function closingTokens(text: string, tokens: readonly Token[], { outermost }: Structure): ReadonlyMap<number, Token> {
  const closing = new Map<number, Token>();
  let open: Token[] = [];
  for (const token of tokens) {
    if (outermost.has(token.start)) open = [];
    if (token.kind !== 'punctuation') continue;
    if ('{[('.includes(text[token.start]!)) open.push(token);
    else if (isClosing(text, token)) {
      const opening = open.pop();
      if (opening) closing.set(opening.start, token);
    }
  }
  return closing;
}

function isClosing(text: string, token: Token): boolean {
  return token.kind === 'punctuation' && '}])'.includes(text[token.start]!);
}

const isLineComment = ({ kind }: Token): boolean => kind === 'lineComment' || kind === 'docComment';
const isComment = (token: Token): boolean => isLineComment(token) || token.kind === 'blockComment';

function breaksIn(space: string): number {
  return space.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Columns of the last line of a text; a tab counts as one indentation. */
export function widthOfLast(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character === '\n' || character === '\r') width = 0;
    else width += character === '\t' ? INDENT : 1;
  }
  return width;
}
