/** `///` comments: the lines directly before a member, or one behind it on its last line. */
import type { Cursor } from './cursor.ts';
import { isTrivia } from './token.ts';
import type { Token } from './token.ts';
import type { Span } from './tree.ts';

export type Doc = { readonly text: string } & Span;

/** The documentation in front of the current token: lines of their own, without a blank line between. */
export function docBefore(cursor: Cursor): Doc | undefined {
  const { tokens } = cursor;
  const lines: Token[] = [];
  let number = beforeSpace(tokens, cursor.tokenNumber);
  for (;;) {
    if (tokens[number]?.kind !== 'newline') break;
    number = beforeSpace(tokens, number);
    const token = tokens[number];
    if (token?.kind !== 'docComment') break;
    const before = beforeSpace(tokens, number);
    const opensLine = before < 0 || tokens[before]!.kind === 'newline' || tokens[before]!.kind === 'bom';
    if (!opensLine) break;
    lines.push(token);
    number = before;
  }
  return lines.length === 0 ? undefined : docOf(cursor, lines.reverse());
}

/** The documentation behind the token before, on the same line: `netback = 900 cycles /// read: table 2`. */
export function docBehind(cursor: Cursor): Doc | undefined {
  const { tokens } = cursor;
  const number = beforeSpace(tokens, cursor.tokenNumber);
  let last = number;
  for (let each = number; each >= 0 && isTrivia(tokens[each]!); each--) last = each;
  for (let each = last; each <= number && tokens[each]!.kind !== 'newline'; each++) {
    if (tokens[each]!.kind === 'docComment') return docOf(cursor, [tokens[each]!]);
  }
  return undefined;
}

export function joined(before: Doc | undefined, behind: Doc | undefined): Doc | undefined {
  if (before === undefined || behind === undefined) return before ?? behind;
  return { text: `${before.text}\n${behind.text}`, start: before.start, end: behind.end };
}

function docOf(cursor: Cursor, lines: readonly Token[]): Doc {
  const text = lines
    .map(({ start, end }) =>
      cursor.text
        .slice(start + 3, end)
        .replace(/^ /, '')
        .trimEnd()
    )
    .join('\n');
  return { text, start: lines[0]!.start, end: lines.at(-1)!.end };
}

function beforeSpace(tokens: readonly Token[], number: number): number {
  let before = number - 1;
  while (before >= 0 && tokens[before]!.kind === 'whitespace') before--;
  return before;
}
