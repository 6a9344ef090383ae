/** Expressions, by precedence from the loosest: `||`, `&&`, comparisons and `within`, `..`, `+ -`, `* /`, unary, operands. */
import type { Cursor } from './cursor.ts';
import { operand, reportRemainder } from './operands.ts';
import { startsMember } from './shapes.ts';
import type { BinaryOperator, Expression, Span } from './tree.ts';

/** Expressions nest this deep; beyond it a problem is reported and the rest of the expression skipped. */
const DEEPEST = 200;
/** Operators that one expression may hold outside lists and arguments: a long chain is a deep tree. */
const MOST_OPERATORS = 500;

const OR: readonly BinaryOperator[] = ['||'];
const AND: readonly BinaryOperator[] = ['&&'];
const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '<=', '>=', '<', '>'];
const SUMS: readonly BinaryOperator[] = ['+', '-'];
const PRODUCTS: readonly BinaryOperator[] = ['*', '/'];

/** How other languages write an operator. */
const FOREIGN: Readonly<Record<string, BinaryOperator>> = {
  '===': '==',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
  '=<': '<=',
  '&': '&&',
  '|': '||',
  and: '&&',
  or: '||',
  '≥': '>=',
  '≤': '<=',
  '≠': '!='
};

/** Reads an expression. Where none stands that is reported, nothing consumed, and the answer a `missing`. */
export function expression(cursor: Cursor): Expression {
  return chain(cursor, OR, () => chain(cursor, AND, () => comparison(cursor)));
}

/** Reads something that nests, unless it nests too deeply: then it is reported and skipped. */
export function nested(cursor: Cursor, read: () => Expression): Expression {
  if (cursor.depth >= DEEPEST) {
    const { start } = cursor.token();
    cursor.tooDeep(cursor.token(), () => skipRest(cursor));
    return cursor.missing(Math.min(start, cursor.lastEnd));
  }
  cursor.depth++;
  const result = read();
  cursor.depth--;
  return result;
}

/** Skips to where the innermost list element or the member ends. */
function skipRest(cursor: Cursor): void {
  const ends = () =>
    cursor.isEnd ||
    cursor.isBroken ||
    ['}', ';', ',', ']', ')'].some(text => cursor.isPunctuation(text)) ||
    (cursor.startsLine() && startsMember(cursor));
  while (!ends()) cursor.skip();
}

/** Operands joined by operators of one level, from left to right. */
function chain(cursor: Cursor, level: readonly BinaryOperator[], next: () => Expression): Expression {
  let left = next();
  for (;;) {
    const found = operatorHere(cursor, level, left);
    if (found === undefined) return left;
    if (tooMany(cursor, found.span)) return left;
    const right = next();
    left = { kind: 'binary', operator: found.operator, operatorSpan: found.span, left, right, ...cursor.spanFrom(left.start) };
  }
}

function tooMany(cursor: Cursor, place: Span): boolean {
  cursor.operators++;
  if (cursor.operators <= MOST_OPERATORS) return false;
  cursor.tooDeep(place, () => skipRest(cursor));
  return true;
}

interface FoundOperator {
  readonly operator: BinaryOperator;
  readonly span: Span;
}

/** Takes an operator of a level, also one at the start of a line or in another language's spelling, which are reported. */
function operatorHere(cursor: Cursor, level: readonly BinaryOperator[], left: Expression): FoundOperator | undefined {
  const { kind, word } = cursor;
  if (kind !== 'punctuation' && !(kind === 'word' && !cursor.startsLine())) return undefined;
  const suggestion = Object.hasOwn(FOREIGN, word) ? FOREIGN[word] : undefined;
  const operator = level.find(each => each === (suggestion ?? word));
  if (operator === undefined || isArrow(cursor)) return undefined;
  if (suggestion !== undefined) cursor.report('operator-near-miss', cursor.token(), { operator: word, suggestion });
  reportLineStart(cursor, left);
  return { operator, span: cursor.take() };
}

/** `a -> b` */
function isArrow(cursor: Cursor): boolean {
  const next = cursor.at + 1;
  return cursor.isPunctuation('-') && cursor.isTight(next) && cursor.isPunctuation('>', next);
}

function reportLineStart(cursor: Cursor, left: Expression): void {
  if (cursor.isBroken && left.kind !== 'missing') cursor.report('line-starts-with-operator', cursor.token(), { operator: cursor.word });
}

/** `a <= b` or `a within 5 % of b`, once. What a second comparison holds is read and dropped. */
function comparison(cursor: Cursor): Expression {
  const left = range(cursor);
  const compared = comparedWith(cursor, left, false);
  if (compared === undefined) return left;
  while (comparedWith(cursor, compared, true) !== undefined);
  return compared;
}

function comparedWith(cursor: Cursor, left: Expression, isChained: boolean): Expression | undefined {
  const place = cursor.token();
  const before = cursor.at;
  const operator = comparisonOperator(cursor, left);
  if (operator !== undefined) {
    if (isChained) cursor.report('chained-comparison', place);
    if (tooMany(cursor, operator.span)) return undefined;
    const right = range(cursor);
    return { kind: 'binary', operator: operator.operator, operatorSpan: operator.span, left, right, ...cursor.spanFrom(left.start) };
  }
  if (before !== cursor.at || !isWithin(cursor)) return undefined;
  if (isChained) cursor.report('chained-comparison', place);
  reportLineStart(cursor, left);
  cursor.take();
  if (tooMany(cursor, place)) return undefined;
  return within(cursor, left);
}

function comparisonOperator(cursor: Cursor, left: Expression): FoundOperator | undefined {
  if (!cursor.inCondition || !cursor.isPunctuation('=')) return operatorHere(cursor, COMPARISONS, left);
  cursor.report('single-equals', cursor.token());
  return { operator: '==', span: cursor.take() };
}

/** `within` at the start of a line could also be a name that is given a value. */
function isWithin(cursor: Cursor): boolean {
  return cursor.isWord('within') && !(cursor.isBroken && cursor.isPunctuation('=', cursor.at + 1));
}

function within(cursor: Cursor, left: Expression): Expression {
  const tolerance = sum(cursor);
  let right: Expression;
  if (cursor.isWord('of') && !cursor.isBroken) {
    cursor.take();
    right = range(cursor);
  } else {
    if (tolerance.kind !== 'missing') cursor.expected('expected-of');
    right = cursor.missing();
  }
  return { kind: 'within', left, tolerance, right, ...cursor.spanFrom(left.start) };
}

/** `1..7`, `1 B..1 MiB step * 2`. A third end is read and dropped. */
function range(cursor: Cursor): Expression {
  const from = sum(cursor);
  if (!takeDots(cursor, from)) return from;
  cursor.operators++;
  const to = sum(cursor);
  const { step, multiplied } = stepOf(cursor);
  const read: Expression = { kind: 'range', from, to, step, multiplied, ...cursor.spanFrom(from.start) };
  while (cursor.isPunctuation('..') && !cursor.isBroken) {
    cursor.report('chained-range', cursor.token());
    cursor.take();
    sum(cursor);
    stepOf(cursor);
  }
  return read;
}

/** `..`, also as other languages write it: `0...3`, `0..=3`, `0:3`, `0 to 3`. */
function takeDots(cursor: Cursor, from: Expression): boolean {
  const foreign = foreignDots(cursor);
  if (foreign !== undefined) {
    const span = { start: cursor.token().start, end: cursor.token(cursor.at + foreign - 1).end };
    cursor.report('operator-near-miss', span, { operator: cursor.text.slice(span.start, span.end), suggestion: '..' });
    for (let taken = 0; taken < foreign; taken++) cursor.take();
    return true;
  }
  if (!cursor.isPunctuation('..')) return false;
  reportLineStart(cursor, from);
  cursor.take();
  return true;
}

/** How many tokens of a foreign spelling stand here. Of words and colons only those between two numbers are one. */
function foreignDots(cursor: Cursor): number | undefined {
  const next = cursor.at + 1;
  if (cursor.isPunctuation('..')) return cursor.isTight(next) && ['.', '='].some(each => cursor.isPunctuation(each, next)) ? 2 : undefined;
  const isBetween = cursor.at > 0 && ['number', 'unit'].includes(cursor.kindAt(cursor.at - 1)) && cursor.kindAt(next) === 'number';
  if (!isBetween || cursor.startsLine() || cursor.startsLine(next)) return undefined;
  return cursor.isWord('to') || (cursor.isPunctuation(':') && cursor.isTight() && cursor.isTight(next)) ? 1 : undefined;
}

function stepOf(cursor: Cursor): { readonly step?: Expression; readonly multiplied: boolean } {
  if (!cursor.isWord('step') || cursor.isBroken) return { multiplied: false };
  cursor.take();
  const multiplied = cursor.takeIf('*') !== undefined;
  return { step: sum(cursor), multiplied };
}

function sum(cursor: Cursor): Expression {
  return chain(cursor, SUMS, () => product(cursor));
}

function product(cursor: Cursor): Expression {
  const left = chain(cursor, PRODUCTS, () => unary(cursor));
  return cursor.isPunctuation('%') && !cursor.isBroken ? remainder(cursor, left) : left;
}

/** `a % b` is no operation; both sides are read, so that the rest of the line makes sense. */
function remainder(cursor: Cursor, left: Expression): Expression {
  const sign = cursor.take();
  const right = chain(cursor, PRODUCTS, () => unary(cursor));
  reportRemainder(cursor, sign, left, right);
  return cursor.missing(left.start);
}

function unary(cursor: Cursor): Expression {
  const operator = (['-', '+', '!'] as const).find(each => cursor.isPunctuation(each)) ?? foreignNot(cursor);
  if (operator === undefined) return operand(cursor);
  return nested(cursor, () => {
    const { start } = cursor.take();
    const of = unary(cursor);
    return { kind: 'unary', operator, operand: of, ...cursor.spanFrom(start) };
  });
}

/** `not x`. */
function foreignNot(cursor: Cursor): '!' | undefined {
  const next = cursor.at + 1;
  if (!cursor.isWord('not') || cursor.startsLine(next) || cursor.kindAt(next) !== 'word') return undefined;
  cursor.report('operator-near-miss', cursor.token(), { operator: 'not', suggestion: '!' });
  return '!';
}
