/**
 * The formatter: two spaces per block, `=` aligned in adjacent lines, one space between a number and its unit, at most one
 * blank line. It rewrites white space only, never a token or a comment, and leaves members with syntax errors as they are.
 * Lines are neither joined nor split, except at the braces of a block.
 */
import { parse } from '../syntax/parser.ts';
import type { Span } from '../syntax/tree.ts';
import { align } from './alignment.ts';
import { layout } from './layout.ts';
import { structureOf } from './structure.ts';

export interface FormatEdit extends Span {
  readonly newText: string;
}

/** The formatted text. Formatting that once more changes nothing. */
export function format(text: string): string {
  let formatted = '';
  let from = 0;
  for (const { start, end, newText } of formatEdits(text)) {
    formatted += text.slice(from, start) + newText;
    from = end;
  }
  return formatted + text.slice(from);
}

/** The fewest changes that format a text, or the lines that a range touches; in order of place. */
export function formatEdits(text: string, range?: Span): readonly FormatEdit[] {
  const file = parse(text);
  const structure = structureOf(file);
  const gaps = layout(file, structure);
  align(file, structure, gaps);
  const lines = range && wholeLines(text, range);
  return gaps.flatMap(({ start, end, space }) => {
    const edit = smallest(text, { start, end, newText: space });
    return edit !== undefined && (lines === undefined || (lines.start <= edit.start && edit.end <= lines.end)) ? [edit] : [];
  });
}

/** Leaves out what an edit would replace by the same; nothing when that is all of it. */
function smallest(text: string, { start, end, newText }: FormatEdit): FormatEdit | undefined {
  const old = text.slice(start, end);
  if (old === newText) return undefined;
  const shorter = Math.min(old.length, newText.length);
  let tail = 0;
  while (tail < shorter && old.at(-1 - tail) === newText.at(-1 - tail)) tail++;
  let head = 0;
  while (head < shorter - tail && old[head] === newText[head]) head++;
  return { start: start + head, end: end - tail, newText: newText.slice(head, newText.length - tail) };
}

function wholeLines(text: string, { start, end }: Span): Span {
  const before = text.slice(0, start);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const behind = /[\r\n]/.exec(text.slice(end));
  return { start: lineStart, end: behind ? end + behind.index : text.length };
}
