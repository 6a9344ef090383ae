/** What a typed character finishes, and so what may be formatted: the line above, the block, the line of a `;`. */
import type { SourceFile, Span } from '../syntax/tree.ts';
import { pathAt } from '../syntax/walk.ts';

/** `offset` is behind the typed character. Undefined where it finishes nothing, as within a comment or a string. */
export function finishedBy(file: SourceFile, offset: number, typed: string): Span | undefined {
  if (typed === '\n') return lineAbove(file, offset);
  const token = file.tokens.find(each => each.end === offset);
  if (token?.kind !== 'punctuation') return undefined;
  if (typed === '}') {
    const block = pathAt(file, token.start).findLast(node => node.kind === 'declaration' && node.body?.close?.end === offset);
    return block === undefined ? undefined : { start: block.start, end: offset };
  }
  return typed === ';' ? { start: offset, end: offset } : undefined;
}

/** The last line above that holds anything; comments that are still being written are left alone. */
function lineAbove({ lineStarts, text, tokens }: SourceFile, offset: number): Span | undefined {
  const line = lineStarts.findLastIndex(start => start <= offset);
  if (line < 1) return undefined;
  const start = lineStarts[line - 1] as number;
  const end = start + text.slice(start, lineStarts[line]).replace(/[\r\n]+$/, '').length;
  const inside = tokens.find(token => token.start < end && token.end > start && token.kind === 'blockComment');
  return inside !== undefined || text.slice(start, end).trim() === '' ? undefined : { start, end };
}
