/**
 * Text to tokens. Any string has a token sequence, and the tokens' texts put together are that string.
 * Whether tokens make sense in a row is the parser's business; what is wrong within one is found here.
 */
import type { Token, TokenKind } from './token.ts';
import type { SyntaxProblem } from './tree.ts';
import { suggestUnit, UNITS } from './units.ts';

export interface Scan {
  /** All tokens, trivia included; the last one is `end`. */
  readonly tokens: readonly Token[];
  /** Offset of the first character of each line that begins here; that of the first line belongs to a scan from 0. */
  readonly lineStarts: readonly number[];
  readonly problems: readonly SyntaxProblem[];
}

/** Longest first. The last rows are no part of the language: the parser says which operator was meant. */
const PUNCTUATION: readonly string[] = [
  '===',
  '!==',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '..',
  '=>',
  '=<',
  '<>',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ';',
  ':',
  '=',
  '<',
  '>',
  '!',
  '+',
  '-',
  '*',
  '/',
  '.',
  '&',
  '|',
  '%',
  '≥',
  '≤',
  '≠'
];

const byFirst = new Map<string, string[]>();
for (const text of PUNCTUATION) byFirst.set(text[0]!, [...(byFirst.get(text[0]!) ?? []), text]);

/** Letters, marks and digits of any script: only ASCII ones make a name, but a foreign one belongs to the word it stands in. */
const FOREIGN_WORD = /[\p{L}\p{M}\p{N}\p{Pc}]/u;
const FOREIGN_SPACE = /[\p{Zs}\ufeff\u200b]/u;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** A word, a reference, or a number and its unit. */
const WITHOUT_QUOTES = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$|^\d+(?:\.\d+)?(?: ?[A-Za-z%][A-Za-z/]*)?$/;

const enum Char {
  Tab = 9,
  Feed = 10,
  VerticalTab = 11,
  FormFeed = 12,
  Return = 13,
  Space = 32,
  Quote = 34,
  Percent = 37,
  Apostrophe = 39,
  Star = 42,
  Plus = 43,
  Minus = 45,
  Dot = 46,
  Slash = 47,
  Zero = 48,
  Nine = 57,
  Backslash = 92,
  Underscore = 95,
  Bom = 0xfeff
}

/** Scans a text from an offset at which a token begins up to its end. Never throws; linear in the length. */
export function scan(text: string, from = 0): Scan {
  return new Scanner(text, from).run();
}

class Scanner {
  private readonly tokens: Token[] = [];
  private readonly lineStarts: number[];
  private readonly problems: SyntaxProblem[] = [];

  constructor(
    private readonly text: string,
    private at: number
  ) {
    this.lineStarts = at === 0 ? [0] : [];
  }

  run(): Scan {
    const { text } = this;
    if (this.at === 0 && text.charCodeAt(0) === Char.Bom) this.take('bom', 1);
    while (this.at < text.length) this.next();
    this.take('end', this.at);
    return { tokens: this.tokens, lineStarts: this.lineStarts, problems: this.problems };
  }

  private take(kind: TokenKind, end: number): void {
    this.tokens.push({ kind, start: this.at, end });
    this.at = end;
  }

  private report(code: string, start: number, end: number, values?: Record<string, string | number>): void {
    this.problems.push(values === undefined ? { code, start, end } : { code, start, end, values });
  }

  private next(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === Char.Feed || code === Char.Return) return this.lineBreak(code);
    if (this.isSpace(this.at))
      return this.take(
        'whitespace',
        this.endOf(this.at, at => this.isSpace(at))
      );
    if (isDigit(code)) return this.number();
    if (isWordStart(code)) return this.word();
    if (code === Char.Quote) return this.string();
    if (code === Char.Apostrophe && this.singleQuoted()) return;
    if (code === Char.Slash && this.comment()) return;
    const operator = byFirst.get(this.text[this.at]!)?.find(each => this.text.startsWith(each, this.at));
    if (operator !== undefined) return this.take('punctuation', this.at + operator.length);
    if (code > 127 && this.wordWidth(this.at) > 0) return this.word();
    if (this.text[this.at] === '#') return this.foreignComment();
    this.bad();
  }

  private endOf(from: number, belongs: (at: number) => boolean): number {
    let end = from;
    while (end < this.text.length && belongs(end)) end++;
    return end;
  }

  private lineBreak(code: number): void {
    const width = code === Char.Return && this.text.charCodeAt(this.at + 1) === Char.Feed ? 2 : 1;
    this.take('newline', this.at + width);
    this.lineStarts.push(this.at);
  }

  private isSpace(at: number): boolean {
    const code = this.text.charCodeAt(at);
    if (code < 128) return code === Char.Space || code === Char.Tab || code === Char.VerticalTab || code === Char.FormFeed;
    return FOREIGN_SPACE.test(this.text[at]!);
  }

  /** Width of the character at an offset if it can continue a word of any script, else 0. */
  private wordWidth(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code < 128) return isDigit(code) || isWordStart(code) || code === Char.Minus ? 1 : 0;
    const point = this.text.codePointAt(at);
    if (point === undefined) return 0;
    const character = String.fromCodePoint(point);
    return FOREIGN_WORD.test(character) ? character.length : 0;
  }

  private wordEnd(from: number, hyphens: boolean): number {
    let end = from;
    while (end < this.text.length && (hyphens || this.text.charCodeAt(end) !== Char.Minus)) {
      const width = this.wordWidth(end);
      if (width === 0) break;
      end += width;
    }
    return end;
  }

  private word(): void {
    const end = this.wordEnd(this.at, true);
    const written = this.text.slice(this.at, end);
    if (!NAME.test(written)) this.report('bad-name', this.at, end, { name: written });
    this.take('word', end);
  }

  /** Digits with `_` groups, fraction, exponent; then its unit, if one follows on the line. */
  private number(): void {
    let end = this.digits(this.at);
    if (this.text.charCodeAt(end) === Char.Dot && isDigit(this.text.charCodeAt(end + 1))) end = this.digits(end + 1);
    if (this.text[end] === 'e' || this.text[end] === 'E') {
      const sign = this.text.charCodeAt(end + 1);
      const digits = sign === Char.Plus || sign === Char.Minus ? end + 2 : end + 1;
      if (isDigit(this.text.charCodeAt(digits))) end = this.digits(digits);
    }
    this.take('number', end);
    this.unit();
  }

  private digits(from: number): number {
    return this.endOf(from, at => {
      const code = this.text.charCodeAt(at);
      return (
        isDigit(code) ||
        (code === Char.Underscore && at > from && isDigit(this.text.charCodeAt(at - 1)) && isDigit(this.text.charCodeAt(at + 1)))
      );
    });
  }

  /** The longest listed unit ending at a word end; failing that, a spelling whose listed form is known. */
  private unit(): void {
    const start = this.endOf(this.at, at => this.isSpace(at));
    const end = this.unitEnd(start);
    if (end === start) return;
    if (start > this.at) this.take('whitespace', start);
    this.take('unit', end);
  }

  private unitEnd(start: number): number {
    if (this.text.charCodeAt(start) === Char.Percent) return start + 1;
    if (isDigit(this.text.charCodeAt(start))) return start;
    const short = this.wordEnd(start, false);
    if (short === start) return start;
    const long = this.text.charCodeAt(short) === Char.Slash ? this.wordEnd(short + 1, false) : short;
    const spellings = [long, short].map(end => ({ end, text: this.text.slice(start, end) }));
    const found = spellings.find(each => UNITS.has(each.text)) ?? spellings.find(each => suggestUnit(each.text) !== undefined);
    return found?.end ?? start;
  }

  /** A string ends at its quote or, unterminated, at the end of its line. */
  private string(): void {
    const { text } = this;
    let end = this.at + 1;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === Char.Quote) return this.take('string', end + 1);
      if (code === Char.Feed || code === Char.Return) break;
      if (code === Char.Backslash) end = this.escapeEnd(end) - 1;
    }
    this.report('unterminated-string', this.at, end);
    this.take('string', end);
  }

  /** `'copy'`: a string of another language, if it is closed on its line. */
  private singleQuoted(): boolean {
    const { text, at } = this;
    const end = this.endOf(at + 1, each => !/['\r\n]/.test(text[each]!));
    if (text.charCodeAt(end) !== Char.Apostrophe) return false;
    const within = text.slice(at + 1, end);
    this.report('single-quotes', at, end + 1, { written: WITHOUT_QUOTES.test(within) ? within : JSON.stringify(within) });
    this.take('string', end + 1);
    return true;
  }

  /** Checks the escape whose backslash is at an offset; returns where it ends. */
  private escapeEnd(at: number): number {
    const letter = this.text[at + 1];
    if (letter === undefined || letter === '\n' || letter === '\r') return at + 1;
    if (letter === 'u') {
      const hex = /^[0-9a-fA-F]{0,4}/.exec(this.text.slice(at + 2, at + 6))![0].length;
      if (hex < 4) this.report('bad-escape', at, at + 2 + hex, { escape: this.text.slice(at, at + 2 + hex) });
      return at + 2 + hex;
    }
    if ('"\\/bfnrt'.includes(letter)) return at + 2;
    const width = String.fromCodePoint(this.text.codePointAt(at + 1)!).length;
    this.report('bad-escape', at, at + 1 + width, { escape: this.text.slice(at, at + 1 + width) });
    return at + 1 + width;
  }

  private comment(): boolean {
    const { text, at } = this;
    if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      if (close < 0) this.report('unterminated-comment', at, at + 2);
      this.takeLines('blockComment', close < 0 ? text.length : close + 2);
      return true;
    }
    if (!text.startsWith('//', at)) return false;
    const isDoc = text.startsWith('///', at) && !text.startsWith('////', at);
    this.take(isDoc ? 'docComment' : 'lineComment', this.lineEnd());
    return true;
  }

  private lineEnd(): number {
    return this.endOf(this.at, at => this.text.charCodeAt(at) !== Char.Feed && this.text.charCodeAt(at) !== Char.Return);
  }

  /** `# …` in the manner of shells: one problem rather than one for every word of it. */
  private foreignComment(): void {
    this.report('foreign-comment', this.at, this.at + 1);
    this.take('bad', this.lineEnd());
  }

  /** Takes a token that may span lines. */
  private takeLines(kind: TokenKind, end: number): void {
    for (let at = this.at; at < end; at++) {
      const code = this.text.charCodeAt(at);
      if (code === Char.Feed || (code === Char.Return && this.text.charCodeAt(at + 1) !== Char.Feed)) this.lineStarts.push(at + 1);
    }
    this.take(kind, end);
  }

  /** One token, and one problem, for a run of characters that begin nothing. */
  private bad(): void {
    const start = this.at;
    let end = start;
    do end += String.fromCodePoint(this.text.codePointAt(end)!).length;
    while (end < this.text.length && this.beginsNothing(end));
    const characters = this.text.slice(start, end);
    this.report('bad-character', start, end, { characters: printable(characters) });
    this.take('bad', end);
  }

  private beginsNothing(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return (
      code !== Char.Feed &&
      code !== Char.Return &&
      code !== Char.Quote &&
      code !== Char.Apostrophe &&
      !byFirst.has(this.text[at]!) &&
      !this.isSpace(at) &&
      this.wordWidth(at) === 0
    );
  }
}

const isDigit = (code: number): boolean => code >= Char.Zero && code <= Char.Nine;

const isWordStart = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === Char.Underscore;

/** Invisible characters by their number, so that a message about them can be read. */
function printable(characters: string): string {
  return [...characters]
    .slice(0, 8)
    .map(each => (/[\p{C}\p{Z}]/u.test(each) ? `U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}` : each))
    .join('');
}
