/** Members that begin with a word of the grammar: `import`, `param`, `vary`, `set`, `expect`, `at`. */
import type { Cursor } from './cursor.ts';
import { assignedValue } from './assignment.ts';
import { expression } from './expressions.ts';
import { newName } from './members.ts';
import { reference, stringLiteral } from './operands.ts';
import type { ActionCall, Expression, Member, Name, SetStatement } from './tree.ts';
import type { StatementWord } from './words.ts';

/** Reads the statement whose word is the current token. */
export function statement(cursor: Cursor, word: Exclude<StatementWord, 'template'>): Member {
  switch (word) {
    case 'import':
      return importFrom(cursor);
    case 'param':
      return param(cursor);
    case 'vary':
      return vary(cursor);
    case 'set':
      return set(cursor);
    case 'expect':
      return expectation(cursor);
    case 'at':
      return moment(cursor);
  }
}

function importFrom(cursor: Cursor): Member {
  const keyword = cursor.takeName();
  const path = cursor.kind === 'string' && !cursor.startsLine() ? stringLiteral(cursor) : undefined;
  if (path === undefined) cursor.expected('expected-string');
  return { kind: 'import', keyword, path, ...cursor.spanFrom(keyword.start) };
}

function param(cursor: Cursor): Member {
  const keyword = cursor.takeName();
  const name = isNameHere(cursor) ? newName(cursor) : noName(cursor);
  const value = name && assignedValue(cursor);
  return { kind: 'param', keyword, name, value, ...cursor.spanFrom(keyword.start) };
}

function vary(cursor: Cursor): Member {
  const keyword = cursor.takeName();
  const name = isNameHere(cursor) ? cursor.takeName() : noName(cursor);
  const value = name && assignedValue(cursor);
  return { kind: 'vary', keyword, name, value, ...cursor.spanFrom(keyword.start) };
}

function isNameHere(cursor: Cursor): boolean {
  return cursor.kind === 'word' && !cursor.startsLine();
}

function noName(cursor: Cursor): undefined {
  cursor.expected('expected-name');
}

function set(cursor: Cursor): SetStatement {
  const keyword: Name = cursor.takeName();
  const target = reference(cursor);
  const value = target && assignedValue(cursor);
  return { kind: 'set', keyword, target, value, ...cursor.spanFrom(keyword.start) };
}

function expectation(cursor: Cursor): Member {
  const keyword = cursor.takeName();
  cursor.inCondition = true;
  const condition = expressionHere(cursor);
  cursor.inCondition = false;
  return { kind: 'expect', keyword, condition, ...cursor.spanFrom(keyword.start) };
}

function moment(cursor: Cursor): Member {
  const keyword = cursor.takeName();
  cursor.inMoment = true;
  const time = expressionHere(cursor);
  cursor.inMoment = false;
  const action = time && actionOf(cursor);
  return { kind: 'at', keyword, time, action, ...cursor.spanFrom(keyword.start) };
}

/** A break behind a statement's word counts: what begins on the next line is the next member. */
function expressionHere(cursor: Cursor): Expression | undefined {
  if (cursor.startsLine()) {
    cursor.expected('expected-expression');
    return undefined;
  }
  const read = expression(cursor);
  return read.kind === 'missing' && read.start === read.end ? undefined : read;
}

function actionOf(cursor: Cursor): ActionCall | SetStatement | undefined {
  if (!isNameHere(cursor)) {
    cursor.expected('expected-action');
    return undefined;
  }
  if (cursor.word === 'set') return set(cursor);
  const name = cursor.takeName();
  const target = reference(cursor);
  const to = target && cursor.isWord('to') && !cursor.isBroken ? destination(cursor) : undefined;
  return { kind: 'action', name, target, to, ...cursor.spanFrom(name.start) };
}

function destination(cursor: Cursor) {
  cursor.take();
  return reference(cursor);
}
