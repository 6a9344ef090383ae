/**
 * The place where the parser stands: the tokens that count, who closes whom, and what has been reported.
 *
 * Two rules of recovery live here. At most one problem is reported per place; and nothing is reported where the scanner
 * has already found characters that mean nothing.
 */
import type { SyntaxCode } from './problems.ts';
import type { Scan } from './scanner.ts';
import { isTrivia } from './token.ts';
import type { Token } from './token.ts';
import type { Missing, Name, Span, SyntaxProblem } from './tree.ts';

export type Values = Readonly<Record<string, string | number>>;

const NOBODY = -1;

const MEMBER_ENDS = ['}', ';'];
/** What ends an element within brackets; elsewhere it is out of place. */
const ELEMENT_ENDS = [']', ')', ','];

/** A block while its partner is looked for, with the brackets open in it and how many of them are square. */
interface OpenBlock {
  readonly brace: number;
  readonly brackets: { readonly at: number; readonly isSquare: boolean }[];
  squares: number;
}

function open(block: OpenBlock, at: number, isSquare: boolean): void {
  block.brackets.push({ at, isSquare });
  if (isSquare) block.squares++;
}

/** Takes the innermost open bracket of the sort, and whatever was left open within it. */
function close(block: OpenBlock, isSquare: boolean): number | undefined {
  const ofTheSort = isSquare ? block.squares : block.brackets.length - block.squares;
  if (ofTheSort === 0) return undefined;
  for (;;) {
    const bracket = block.brackets.pop()!;
    if (bracket.isSquare) block.squares--;
    if (bracket.isSquare === isSquare) return bracket.at;
  }
}

export class Cursor {
  /** Index of the current token among those that count. */
  at = 0;
  /** How many `[` and `(` are open: line breaks do not count within them. */
  brackets = 0;
  /** Nesting of expressions. */
  depth = 0;
  /** The blocks around the current token, from the outermost. */
  readonly blocks: { readonly kind: string; readonly isClosed: boolean }[] = [];
  /** Operators on the longest path of the current expression's tree so far, an upper bound. */
  operators = 0;
  /** Within the time of an `at` statement, where a word behind a number may be the action. */
  inMoment = false;
  /** Within an expectation, where a single `=` was meant to compare. */
  inCondition = false;

  /** Token numbers, in the file's token list, of the tokens that count; the last is `end`. */
  private readonly counting: Int32Array;
  private readonly newLine: Uint8Array;
  private readonly afterBad: Uint8Array;
  private readonly partner: Int32Array;
  /** Every bracket and brace has its partner. */
  isPaired = true;
  private readonly problems: SyntaxProblem[];
  private readonly reported: Set<number>;
  private mendedAt = NOBODY;

  constructor(
    readonly text: string,
    private readonly scan: Scan
  ) {
    const { tokens } = scan;
    let count = 0;
    for (const token of tokens) if (!isTrivia(token)) count++;
    this.counting = new Int32Array(count);
    this.newLine = new Uint8Array(count);
    this.afterBad = new Uint8Array(count);
    this.problems = scan.problems.slice();
    this.reported = new Set(scan.problems.map(problem => problem.start));
    this.index(tokens);
    this.partner = this.pairs();
  }

  private index(tokens: readonly Token[]): void {
    let next = 0,
      newLine = false,
      bad = false;
    tokens.forEach((token, number) => {
      if (!isTrivia(token)) {
        this.counting[next] = number;
        this.newLine[next] = newLine || next === 0 ? 1 : 0;
        this.afterBad[next] = bad ? 1 : 0;
        newLine = bad = false;
        next++;
      } else if (token.kind === 'newline' || (token.kind === 'blockComment' && /[\r\n]/.test(this.text.slice(token.start, token.end)))) {
        newLine = true;
      } else if (token.kind === 'bad') {
        bad = true;
      }
    });
  }

  /** Who closes whom. A closing brace ends whatever brackets were left open within its block. */
  private pairs(): Int32Array {
    const partner = new Int32Array(this.counting.length).fill(NOBODY);
    const blocks: OpenBlock[] = [{ brace: NOBODY, brackets: [], squares: 0 }];
    const join = (opening: number, closing: number) => {
      partner[opening] = closing;
      partner[closing] = opening;
    };
    for (let at = 0; at < partner.length; at++) {
      if (this.kindAt(at) !== 'punctuation') continue;
      const block = blocks.at(-1)!;
      const text = this.textAt(at);
      if (text === '{') blocks.push({ brace: at, brackets: [], squares: 0 });
      else if (text === '[' || text === '(') open(block, at, text === '[');
      else if (text === '}' && blocks.length > 1) {
        if (block.brackets.length > 0) this.isPaired = false;
        join(blocks.pop()!.brace, at);
      } else if (text === '}') this.isPaired = false;
      else if (text === ']' || text === ')') {
        const open = block.brackets.length;
        const opening = close(block, text === ']');
        if (opening !== undefined) join(opening, at);
        if (block.brackets.length !== open - 1) this.isPaired = false;
      }
    }
    if (blocks.length > 1 || blocks[0]!.brackets.length > 0) this.isPaired = false;
    return partner;
  }

  // Looking

  token(at = this.at): Token {
    return this.scan.tokens[this.counting[Math.min(at, this.counting.length - 1)]!]!;
  }

  get tokens(): readonly Token[] {
    return this.scan.tokens;
  }

  /** Number of the current token in the file's token list. */
  get tokenNumber(): number {
    return this.counting[this.at]!;
  }

  kindAt(at: number): Token['kind'] {
    return this.token(at).kind;
  }

  textAt(at: number): string {
    const { start, end } = this.token(at);
    return this.text.slice(start, end);
  }

  get kind(): Token['kind'] {
    return this.token().kind;
  }

  get word(): string {
    return this.textAt(this.at);
  }

  get isEnd(): boolean {
    return this.kind === 'end';
  }

  isPunctuation(text: string, at = this.at): boolean {
    const token = this.token(at);
    return token.kind === 'punctuation' && token.end - token.start === text.length && this.text.startsWith(text, token.start);
  }

  isWord(text: string, at = this.at): boolean {
    return this.kindAt(at) === 'word' && this.textAt(at) === text;
  }

  /** The token is the first of its line. */
  startsLine(at = this.at): boolean {
    return at >= this.newLine.length || this.newLine[at] === 1;
  }

  /** A line break that counts stands before the current token. */
  get isBroken(): boolean {
    return this.brackets === 0 && this.startsLine();
  }

  /** Nothing stands between the token before and this one. */
  isTight(at = this.at): boolean {
    return at > 0 && this.token(at - 1).end === this.token(at).start;
  }

  /** The closing token of an opening one and the reverse; undefined when there is none. */
  partnerOf(at: number): number | undefined {
    const partner = this.partner[at];
    return partner === undefined || partner === NOBODY ? undefined : partner;
  }

  get lastEnd(): number {
    return this.at === 0 ? 0 : this.token(this.at - 1).end;
  }

  // Moving

  take(): Span {
    const { start, end } = this.token();
    if (!this.isEnd) this.at++;
    return { start, end };
  }

  takeName(): Name {
    const text = this.word;
    return { text, ...this.take() };
  }

  takeIf(text: string): Span | undefined {
    return this.isPunctuation(text) ? this.take() : undefined;
  }

  /** Steps over the current token, and over everything up to its partner if it opens something. */
  skip(): void {
    const partner = this.partnerOf(this.at);
    if (partner !== undefined && partner > this.at) this.at = partner;
    this.take();
  }

  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.lastEnd) };
  }

  /** A part that is not there, right behind the token before. */
  missing(start = this.lastEnd): Missing {
    return { kind: 'missing', ...this.spanFrom(start) };
  }

  // Reporting

  report(code: SyntaxCode, place: Span, values?: Values): void {
    if (this.reported.has(place.start)) return;
    this.reported.add(place.start);
    const { start, end } = place;
    this.problems.push(values === undefined ? { code, start, end } : { code, start, end, values });
  }

  /**
   * Something is missing before the current token. It is shown at that token if it might be what stands there instead; at
   * the token before, which waits for more, if the line, block or list just ends.
   */
  expected(code: SyntaxCode, values: Values = {}): void {
    if (this.afterBad[this.at] === 1) return;
    const waits = this.at > 0 && (this.isEnd || this.startsLine() || this.isEnding);
    const place = this.token(waits ? this.at - 1 : this.at);
    const where = waits ? `after ${quoted(this.textAt(this.at - 1))}` : `before ${this.found}`;
    this.report(code, place, { where, found: this.found, ...values });
  }

  private get isEnding(): boolean {
    return MEMBER_ENDS.some(text => this.isPunctuation(text)) || (this.brackets > 0 && ELEMENT_ENDS.some(text => this.isPunctuation(text)));
  }

  /** The current token should not stand here. */
  unexpected(code: SyntaxCode, values: Values = {}): void {
    if (this.afterBad[this.at] === 0) this.report(code, this.token(), { found: this.found, ...values });
  }

  /** The current token as a message names it. */
  get found(): string {
    return this.isEnd ? 'the end of the file' : quoted(this.word);
  }

  /** Reports an opening token that nothing closes; one report for all that are found open at the same token. */
  neverClosed(open: Span): void {
    if (this.mendedAt === this.at) return;
    this.mendedAt = this.at;
    const text = this.text.slice(open.start, open.end);
    const close = text === '{' ? '}' : text === '[' ? ']' : ')';
    this.report('expected-close', open, { open: text, close, at: this.lastEnd });
  }

  /** Reports nesting beyond what is followed; what is left open where the parser goes on is no further problem. */
  tooDeep(place: Span, skipRest: () => void): void {
    this.report('too-deep', place);
    skipRest();
    this.mendedAt = this.at;
  }

  /** All problems, in order of place. */
  findings(): readonly SyntaxProblem[] {
    return this.problems.sort((a, b) => a.start - b.start);
  }
}

const quoted = (text: string): string => `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
