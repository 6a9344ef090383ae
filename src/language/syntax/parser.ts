/** Text to tree: the entrance to this folder. */
import { fileMembers } from './blocks.ts';
import { Cursor } from './cursor.ts';
import { expression } from './expressions.ts';
import { foreignFile } from './foreign-file.ts';
import type { ForeignFile } from './foreign-file.ts';
import type { SyntaxCode } from './problems.ts';
import { scan } from './scanner.ts';
import type { Expression, SourceFile, SyntaxProblem } from './tree.ts';

/** Parses any text. Never throws; linear in the length; what is wrong is among the file's `problems`. */
export function parse(text: string): SourceFile {
  const scanned = scan(text);
  const { tokens, lineStarts } = scanned;
  const whole = { kind: 'file', text, tokens, lineStarts, start: 0, end: text.length } as const;
  const foreign = foreignFile(text);
  if (foreign !== undefined) return { ...whole, members: [], problems: [foreignProblem(foreign)], isPaired: false };
  const cursor = new Cursor(text, scanned);
  const members = fileMembers(cursor);
  return { ...whole, members, problems: cursor.findings(), isPaired: cursor.isPaired };
}

function foreignProblem({ start, end, format, advice }: ForeignFile): SyntaxProblem {
  return { code: 'foreign-file' satisfies SyntaxCode, start, end, values: { format, advice } };
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
