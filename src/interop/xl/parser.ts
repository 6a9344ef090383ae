/**
 * Assignments of xl.cfg: `file := (assignment? (NEWLINE|';'))* assignment?`, `assignment := NAME ('='|'+=') value`.
 * As in xl, an error is said and reading goes on at the next line. Beyond xl, a list with a wrong element keeps the others, because a
 * topology with one vif too few helps nobody.
 */
import type { Span } from '../finding.ts';
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';

export type Value = (Span & { readonly kind: 'text'; readonly text: string; readonly isNumber: boolean }) | ListValue;

export interface ListValue extends Span {
  readonly kind: 'list';
  readonly elements: readonly Value[];
}

export interface Assignment extends Span {
  readonly key: string;
  readonly keySpan: Span;
  readonly appends: boolean;
  readonly value: Value;
  /** xl would not have read it to its end. */
  readonly isBroken: boolean;
}

export interface Problem extends Span {
  readonly what: string;
}

export interface Config {
  readonly text: string;
  readonly assignments: readonly Assignment[];
  readonly problems: readonly Problem[];
  /** Where the file looks like Python, as xm read it. */
  readonly python?: Span;
}

/** Lists nest this deep at most. */
const MAX_DEPTH = 64;

/** Never throws: whatever is wrong is among the problems. */
export function parseConfig(text: string): Config {
  const tokens = tokenize(text);
  const assignments: Assignment[] = [];
  const problems: Problem[] = [];
  let at = 0;
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)]!;
  const next = (): Token => tokens[Math.min(at++, tokens.length - 1)]!;
  const isSign = (sign: string): boolean => peek().kind === 'sign' && peek().text === sign;
  const atEnd = (): boolean => peek().kind === 'end';
  const fail = (token: Token, expected: string): void => {
    problems.push({ start: token.start, end: token.end, what: token.problem ?? `${nameOf(token)} where ${expected} was expected` });
  };
  const skipLine = (): void => {
    while (peek().kind !== 'newline' && !atEnd()) next();
  };
  const skipNewlines = (): void => {
    while (peek().kind === 'newline') next();
  };
  /** A name and `=` at the start of a line: a list that reaches it was never closed. */
  const startsAssignment = (): boolean => {
    const [name, sign] = [tokens[at], tokens[at + 1]];
    return name?.kind === 'name' && sign?.kind === 'sign' && (sign.text === '=' || sign.text === '+=');
  };

  function list(depth: number): { value: ListValue; broken: boolean } {
    const open = next();
    const elements: Value[] = [];
    let broken = false;
    const skipElement = (): void => {
      fail(peek(), 'a value');
      broken = true;
      while (!isSign(',') && !isSign(']') && peek().kind !== 'newline' && !atEnd()) next();
    };
    for (;;) {
      skipNewlines();
      if (isSign(']')) break;
      if (atEnd() || startsAssignment()) {
        problems.push({ start: open.start, end: open.end, what: 'a list that is never closed' });
        return { value: { kind: 'list', elements, start: open.start, end: tokens[at - 1]!.end }, broken: true };
      }
      if (isSign(',')) {
        skipElement();
        next();
        continue;
      }
      const element = value(depth + 1);
      if (element === undefined) skipElement();
      else {
        elements.push(element.value);
        broken ||= element.broken;
      }
      skipNewlines();
      if (isSign(',')) next();
      else if (!isSign(']') && !atEnd() && !startsAssignment()) {
        // Two values side by side: xl stops here.
        if (peek().kind !== 'string' && peek().kind !== 'number' && !isSign('[')) skipElement();
        else fail(peek(), '`,` or `]`');
        broken = true;
      }
    }
    const close = next();
    return { value: { kind: 'list', elements, start: open.start, end: close.end }, broken };
  }

  function value(depth: number): { value: Value; broken: boolean } | undefined {
    const token = peek();
    if (token.kind === 'string' || token.kind === 'number') {
      next();
      return {
        value: { kind: 'text', text: token.text, isNumber: token.kind === 'number', start: token.start, end: token.end },
        broken: false
      };
    }
    return isSign('[') && depth < MAX_DEPTH ? list(depth) : undefined;
  }

  function statement(): void {
    const name = peek();
    if (name.kind !== 'name') {
      fail(name, 'a name');
      return skipLine();
    }
    next();
    const sign = peek();
    if (!isSign('=') && !isSign('+=')) {
      fail(sign, '`=`');
      return skipLine();
    }
    next();
    const found = value(0);
    if (found === undefined) {
      fail(peek(), 'a value');
      return skipLine();
    }
    const after = peek();
    const isEnded = after.kind === 'newline' || after.kind === 'end' || isSign(';') || (found.broken && startsAssignment());
    if (!isEnded) {
      fail(after, 'the end of the line');
      skipLine();
    }
    const { start } = name;
    const keySpan = { start, end: name.end };
    // `"a" + b` is no value that xl or anybody else can read without Python.
    if (isEnded || found.value.kind === 'list') {
      assignments.push({
        key: name.text,
        keySpan,
        appends: sign.text === '+=',
        value: found.value,
        isBroken: found.broken || !isEnded,
        start,
        end: found.value.end
      });
    }
  }

  while (!atEnd()) {
    if (peek().kind === 'newline' || isSign(';')) next();
    else statement();
  }
  const python = tokens.find(token => token.python === true) ?? pythonWord(tokens);
  return { text, assignments, problems, ...(python === undefined ? {} : { python: { start: python.start, end: python.end } }) };
}

/** A line that begins with a statement of Python. */
function pythonWord(tokens: readonly Token[]): Token | undefined {
  return tokens.find(
    ({ kind, text }, i) =>
      kind === 'name' &&
      /^(from|import|def|if|for|while|print)$/.test(text) &&
      (i === 0 || tokens[i - 1]!.kind === 'newline') &&
      tokens[i + 1]!.text !== '='
  );
}

function nameOf({ kind, text }: Token): string {
  return kind === 'newline'
    ? 'the end of the line'
    : kind === 'end'
      ? 'the end of the file'
      : kind === 'string'
        ? 'a string'
        : `\`${text}\``;
}
