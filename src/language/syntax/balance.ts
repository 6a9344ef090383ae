/**
 * Which brackets a run of tokens leaves to its surroundings, by the rules of `Cursor.pairs`: a closing brace ends whatever brackets
 * are open within its block, a closing bracket whatever was opened behind its partner.
 */
import type { Token } from './token.ts';

export interface Balance {
  /** Something is still open at its end: what closes behind it may belong to that. */
  readonly opens: boolean;
  /** Something closes in it that it has not opened. */
  readonly closes: boolean;
  /** Every bracket has its partner within it. */
  readonly isPaired: boolean;
}

export function balanceOf(text: string, tokens: readonly Token[], from = 0, to = tokens.length): Balance {
  const open: string[] = [];
  let closes = false,
    isPaired = true;
  for (let number = from; number < to; number++) {
    const { kind, start, end } = tokens[number]!;
    if (kind !== 'punctuation' || end - start !== 1) continue;
    const bracket = text[start]!;
    const opening = openings[bracket];
    if (bracket === '{' || bracket === '[' || bracket === '(') {
      open.push(bracket);
    } else if (opening !== undefined) {
      const partner = open.lastIndexOf(opening);
      const isWithin = partner >= 0 && (opening === '{' || !open.includes('{', partner));
      if (!isWithin && (opening === '{' || !open.includes('{'))) closes = true;
      if (!isWithin || partner !== open.length - 1) isPaired = false;
      if (isWithin) open.length = partner;
    }
  }
  return { opens: open.length > 0, closes, isPaired: isPaired && open.length === 0 };
}

const openings: Readonly<Record<string, string | undefined>> = { '}': '{', ']': '[', ')': '(' };
