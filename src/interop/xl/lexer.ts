/**
 * Tokens of xl.cfg, as `libxlu_cfg_l.l` cuts them: names in lower case, numbers, strings on one line, a few signs.
 * A comment is the line break that ends it. Never throws; what is no token is a `bad` one with a reason.
 */
import type { Span } from '../finding.ts';

export interface Token extends Span {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'newline' | 'bad' | 'end';
  /** What it says: of a string, its value. */
  readonly text: string;
  /** Why it is bad. */
  readonly problem?: string;
  /** It looks like Python, as xm read it. */
  readonly python?: boolean;
}

const NAME = /[a-z][._0-9a-z]*/y;
const NUMBER = /[0-9][0-9a-fx]*/y;
const SIGNS = ['+=', '=', ';', ',', '[', ']'] as const;
/** Outside strings these are errors that make xl say "likely Python". */
const PYTHON = '+-.():';

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], end: number, text = source.slice(at, end), more: Partial<Token> = {}): void => {
    tokens.push({ kind, start: at, end, text, ...more });
    at = end;
  };
  while (at < source.length) {
    const character = source[at]!;
    if (character === ' ' || character === '\t' || (character === '\r' && source[at + 1] === '\n')) at++;
    else if (character === '\n' || character === '\r') push('newline', at + 1);
    else if (character === '#') push('newline', endOfLine(source, at));
    else if (character === '"' || character === "'") {
      const { end, value, problem } = readString(source, at);
      push(problem === undefined ? 'string' : 'bad', end, value, { problem });
    } else {
      const sign = SIGNS.find(each => source.startsWith(each, at));
      const name = matched(NAME, source, at) ?? '';
      const number = matched(NUMBER, source, at) ?? '';
      if (sign !== undefined) push('sign', at + sign.length);
      else if (name !== '') push('name', at + name.length);
      else if (number !== '') push('number', at + number.length);
      else pushBad(character);
    }
  }
  push('end', source.length);
  return tokens;

  function pushBad(character: string): void {
    if (PYTHON.includes(character)) return push('bad', at + 1, character, { problem: `\`${character}\` outside a string`, python: true });
    const word = /[A-Z][._0-9A-Za-z]*/y;
    const capital = matched(word, source, at);
    if (capital !== undefined) return push('bad', at + capital.length, capital, { problem: `\`${capital}\`: names are in lower case` });
    push('bad', at + (source.codePointAt(at)! > 0xffff ? 2 : 1), character, { problem: `the character ${JSON.stringify(character)}` });
  }
}

function matched(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function endOfLine(source: string, from: number): number {
  const at = source.slice(from).search(/[\r\n]/);
  return at < 0 ? source.length : from + at;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"'
};

/** A string literal from its quote on; unfinished at the end of its line. */
function readString(source: string, from: number): { end: number; value: string; problem?: string } {
  const quote = source[from]!;
  let value = '';
  let problem: string | undefined;
  let at = from + 1;
  for (;;) {
    const character = source[at];
    if (character === undefined || character === '\n' || character === '\r')
      return { end: at, value, problem: 'a string that does not end on its line' };
    if (character === quote) return { end: at + 1, value, problem };
    if (character !== '\\') {
      value += character;
      at++;
      continue;
    }
    const rest = source.slice(at + 1, at + 5);
    const hex = /^x([0-9a-fA-F]{2})/.exec(rest)?.[1];
    // The code reads the three octal digits as decimal ones; a file means what xl makes of it.
    const octal = /^[0-7]{3}/.exec(rest)?.[0];
    const plain = Object.hasOwn(ESCAPES, rest[0] ?? '') ? ESCAPES[rest[0]!] : undefined;
    if (hex !== undefined) value += String.fromCharCode(parseInt(hex, 16));
    else if (octal !== undefined) value += String.fromCharCode(parseInt(octal, 10) & 0xff);
    else if (plain !== undefined) value += plain;
    else problem ??= `the escape \`\\${rest[0] ?? ''}\``;
    at += hex !== undefined ? 4 : octal !== undefined ? 4 : plain !== undefined ? 2 : 1;
  }
}
