/** Text to tree: the entrance to this folder. */
import { fileMembers } from './blocks.ts';
import { Cursor } from './cursor.ts';
import { expression } from './expressions.ts';
import { scan } from './scanner.ts';
import type { Expression, SourceFile, SyntaxProblem } from './tree.ts';

/** Parses any text. Never throws; linear in the length; what is wrong is among the file's `problems`. */
export function parse(text: string): SourceFile {
  const scanned = scan(text);
  const cursor = new Cursor(text, scanned);
  const members = fileMembers(cursor);
  const { tokens, lineStarts } = scanned;
  const { isPaired } = cursor;
  return { kind: 'file', text, tokens, lineStarts, members, problems: cursor.findings(), isPaired, start: 0, end: text.length };
}

export interface ParsedExpression {
  readonly expression: Expression;
  readonly problems: readonly SyntaxProblem[];
}

/** Parses a text that is one expression, such as the value of an option. Never throws. */
export function parseExpression(text: string): ParsedExpression {
  const cursor = new Cursor(text, scan(text));
  const read = expression(cursor);
  if (!cursor.isEnd) cursor.unexpected('unexpected-token');
  return { expression: read, problems: cursor.findings() };
}
