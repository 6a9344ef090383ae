/** What operators stand between: numbers with their units, strings, names and references, calls, lists, parentheses. */
import type { Cursor } from './cursor.ts';
import { expression, nested } from './expressions.ts';
import { ARGUMENTS, delimited, ELEMENTS, GROUP, INDEX } from './lists.ts';
import type { ListShape } from './lists.ts';
import { headReachesBlock, startsMember } from './shapes.ts';
import type { Argument, Expression, Name, NumberLiteral, Reference, ReferenceStep, Span, StringLiteral } from './tree.ts';
import { suggestUnit, UNITS } from './units.ts';
import { isAction, isPlaceWord, isStatementWord } from './words.ts';

/** Reads one operand, or reports that it is missing. */
export function operand(cursor: Cursor): Expression {
  if (cursor.startsLine() && startsMember(cursor)) return noOperand(cursor);
  const address = bareAddress(cursor);
  if (address !== undefined) return address;
  switch (cursor.kind) {
    case 'number':
      return quantity(cursor, numberLiteral(cursor));
    case 'string':
      return stringLiteral(cursor);
    case 'word':
      return named(cursor);
    case 'punctuation':
      break;
    default:
      return noOperand(cursor);
  }
  if (cursor.isPunctuation('[')) return nested(cursor, () => list(cursor));
  if (cursor.isPunctuation('(')) return nested(cursor, () => group(cursor));
  if (cursor.isPunctuation('.') && cursor.kindAt(cursor.at + 1) === 'number' && cursor.isTight(cursor.at + 1)) return pointNumber(cursor);
  return noOperand(cursor);
}

const ADDRESS = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}(?![\w:])/;

/** `00:16:3e:00:00:01` without quotes. */
function bareAddress(cursor: Cursor): StringLiteral | undefined {
  const { start } = cursor.token();
  if (cursor.text[start + 2] !== ':') return undefined;
  const [value] = ADDRESS.exec(cursor.text.slice(start, start + 18)) ?? [];
  if (value === undefined) return undefined;
  const span = { start, end: start + value.length };
  cursor.report('address-needs-quotes', span, { address: value });
  while (cursor.token().start < span.end && !cursor.isEnd) cursor.take();
  return { kind: 'string', value, ...span };
}

function noOperand(cursor: Cursor): Expression {
  cursor.expected('expected-expression');
  return cursor.missing();
}

function numberLiteral(cursor: Cursor, start = cursor.token().start): NumberLiteral {
  const { end } = cursor.take();
  const written = cursor.text.slice(start, end);
  const value = Number(written.replaceAll('_', ''));
  if (Number.isFinite(value)) return { kind: 'number', value, start, end };
  cursor.report('number-too-large', { start, end }, { number: written });
  return { kind: 'number', value: Number.MAX_VALUE, start, end };
}

/** `.5` */
function pointNumber(cursor: Cursor): Expression {
  const { start } = cursor.take();
  cursor.report('number-needs-zero', { start, end: cursor.token().end }, { number: cursor.text.slice(start, cursor.token().end) });
  return quantity(cursor, numberLiteral(cursor, start));
}

/** A number with the unit that follows it, if any. An unknown unit is kept as written. */
function quantity(cursor: Cursor, number: NumberLiteral): Expression {
  if (isRemainder(cursor)) return remainder(cursor, number);
  const unit = cursor.kind === 'unit' ? listedUnit(cursor) : unknownUnit(cursor);
  return unit === undefined ? number : { kind: 'quantity', number, unit, ...cursor.spanFrom(number.start) };
}

/** `8 % 3`: what follows the sign on its line is no member of its own. */
function isRemainder(cursor: Cursor): boolean {
  if (cursor.kind !== 'unit' || cursor.word !== '%') return false;
  const next = cursor.at + 1;
  if (cursor.startsLine(next)) return false;
  if (cursor.kindAt(next) === 'number') return true;
  return (
    cursor.kindAt(next) === 'word' &&
    !isPlaceWord(cursor.textAt(next)) &&
    !isStatementWord(cursor.textAt(next)) &&
    !['and', 'or'].includes(cursor.textAt(next)) &&
    !cursor.isPunctuation('=', next + 1) &&
    !headReachesBlock(cursor, next)
  );
}

/** Nothing is known of its value: the unit's would be another one. */
function remainder(cursor: Cursor, number: NumberLiteral): Expression {
  const sign = cursor.take();
  reportRemainder(cursor, sign, number, operand(cursor));
  return { kind: 'missing', ...cursor.spanFrom(number.start) };
}

/** At the sign, with what is to be written instead of the whole. */
export function reportRemainder(cursor: Cursor, { start, end }: Span, left: Span, right: Span): void {
  const [dividend, divisor] = [left, right].map(each => cursor.text.slice(each.start, each.end)) as [string, string];
  cursor.report(
    'percent-is-a-unit',
    { start, end },
    { left: dividend, right: divisor, before: start - left.start, behind: right.end - end }
  );
}

function listedUnit(cursor: Cursor): Name {
  const unit = cursor.takeName();
  const suggestion = UNITS.has(unit.text) ? undefined : suggestUnit(unit.text);
  if (suggestion !== undefined) cursor.report('unit-near-miss', unit, { unit: unit.text, suggestion });
  return unit;
}

function unknownUnit(cursor: Cursor): Name | undefined {
  if (cursor.kind !== 'word' || cursor.startsLine() || continuesOtherwise(cursor)) return undefined;
  const first = cursor.takeName();
  const next = cursor.at + 1;
  const isComposed = cursor.isPunctuation('/') && cursor.isTight() && cursor.kindAt(next) === 'word' && cursor.isTight(next);
  if (isComposed) {
    cursor.take();
    cursor.take();
  }
  const span = cursor.spanFrom(first.start);
  const unit = { text: cursor.text.slice(span.start, span.end), ...span };
  cursor.report('unknown-unit', unit, { unit: unit.text });
  return unit;
}

/** The word behind a number is no failed unit: it goes on with the expression, or begins something else. */
function continuesOtherwise(cursor: Cursor): boolean {
  const { word } = cursor;
  if (isPlaceWord(word) || isStatementWord(word) || word === 'and' || word === 'or') return true;
  if (cursor.inMoment && isAction(word)) return true;
  const next = cursor.at + 1;
  return cursor.isPunctuation('=', next) || cursor.isPunctuation('(', next) || headReachesBlock(cursor, cursor.at);
}

export function stringLiteral(cursor: Cursor): StringLiteral {
  const span = cursor.take();
  const written = cursor.text.slice(span.start + 1, span.end);
  if (cursor.text[span.start] === "'") return { kind: 'string', value: written.slice(0, -1), isMisquoted: true, ...span };
  return { kind: 'string', value: unescaped(written), ...span };
}

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The value of a string's text behind its opening quote; a wrong escape stands for what follows the backslash. */
function unescaped(written: string): string {
  return written.replace(/\\u([0-9a-fA-F]{4})|\\([^])|"$/g, (_match: string, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return letter === undefined ? '' : (ESCAPED[letter] ?? letter);
  });
}

function named(cursor: Cursor): Expression {
  const name = cursor.takeName();
  if (name.text === 'true' || name.text === 'false') {
    return { kind: 'boolean', value: name.text === 'true', start: name.start, end: name.end };
  }
  if (cursor.isPunctuation('(') && !cursor.startsLine()) return nested(cursor, () => call(cursor, name));
  return referenceFrom(cursor, name);
}

function call(cursor: Cursor, name: Name): Expression {
  const read: Argument[] = [];
  const ends = sideBySide(cursor, ARGUMENTS, () => read.push(argument(cursor)));
  return { kind: 'call', name, arguments: read, ...ends, ...cursor.spanFrom(name.start) };
}

function argument(cursor: Cursor): Argument {
  const { start } = cursor.token();
  if (cursor.kind !== 'word' || !cursor.isPunctuation('=', cursor.at + 1)) {
    const value = expression(cursor);
    return { value, start: value.start, end: value.end };
  }
  const name = cursor.takeName();
  cursor.take();
  const value = expression(cursor);
  return { name, value, ...cursor.spanFrom(start) };
}

function list(cursor: Cursor): Expression {
  const { start } = cursor.token();
  const elements: Expression[] = [];
  sideBySide(cursor, ELEMENTS, () => elements.push(expression(cursor)));
  return { kind: 'list', elements, ...cursor.spanFrom(start) };
}

function group(cursor: Cursor): Expression {
  const { start } = cursor.token();
  let inner: Expression | undefined;
  delimited(cursor, GROUP, () => (inner = expression(cursor)));
  return { kind: 'parenthesized', inner: inner ?? cursor.missing(), ...cursor.spanFrom(start) };
}

/** Elements do not lie within one another: each may hold as many operators as the expression around them has left. */
function sideBySide(cursor: Cursor, shape: ListShape, read: () => void): { readonly open: Span; readonly close?: Span } {
  const before = cursor.operators;
  let most = before;
  const ends = delimited(cursor, shape, () => {
    cursor.operators = before;
    read();
    most = Math.max(most, cursor.operators);
  });
  cursor.operators = most;
  return ends;
}

/** Reads a reference where one must stand, on the same line; reports it missing otherwise. */
export function reference(cursor: Cursor): Reference | undefined {
  if (cursor.kind === 'word' && !cursor.isBroken) return referenceFrom(cursor, cursor.takeName());
  cursor.expected('expected-reference');
  return undefined;
}

/** Reads a reference whose first name has been taken. */
export function referenceFrom(cursor: Cursor, first: Name): Reference {
  const steps: ReferenceStep[] = [];
  for (;;) {
    if (cursor.isPunctuation('.')) steps.push(memberStep(cursor));
    else if (cursor.isPunctuation('[') && !cursor.startsLine()) steps.push(indexStep(cursor));
    else return { kind: 'reference', first, steps, ...cursor.spanFrom(first.start) };
  }
}

function memberStep(cursor: Cursor): ReferenceStep {
  if (cursor.isBroken) cursor.report('line-starts-with-dot', cursor.token());
  const { start } = cursor.take();
  if (cursor.kind === 'word' && !cursor.startsLine()) return { kind: 'member', name: cursor.takeName(), ...cursor.spanFrom(start) };
  if (cursor.kind === 'number' && cursor.isTight()) {
    cursor.report('element-needs-brackets', { start, end: cursor.token().end }, { number: cursor.word });
    cursor.take();
    if (cursor.kindAt(cursor.at) === 'unit') cursor.take();
  } else {
    cursor.expected('expected-name');
  }
  return { kind: 'member', ...cursor.spanFrom(start) };
}

function indexStep(cursor: Cursor): ReferenceStep {
  const { start } = cursor.token();
  let all = false;
  let index: Expression | undefined;
  nested(cursor, () => {
    delimited(cursor, INDEX, () => {
      all = cursor.takeIf('*') !== undefined;
      if (!all) index = expression(cursor);
    });
    return cursor.missing();
  });
  const span = cursor.spanFrom(start);
  return all ? { kind: 'all', ...span } : { kind: 'element', index: index ?? cursor.missing(), ...span };
}
