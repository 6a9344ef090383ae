/** The space between two tokens on a line. */
import type { Token } from '../syntax/token.ts';
import type { Structure } from './structure.ts';

/** Tokens that cling to what stands before them, behind them, or both. */
const CLOSE_BEFORE: ReadonlySet<string> = new Set([',', ';', ')', ']', '.', '..']);
const CLOSE_BEHIND: ReadonlySet<string> = new Set(['(', '[', '.', '..']);

/** The space between neighbours on one line; `written` is what stands there now, which is kept around block comments. */
export function spaceBetween(text: string, structure: Structure, before: Token, behind: Token, written: string): string {
  if (before.kind === 'blockComment' || behind.kind === 'blockComment') return written;
  if (behind.kind === 'lineComment' || behind.kind === 'docComment') return ' ';
  if (CLOSE_BEHIND.has(operator(text, before)) || CLOSE_BEFORE.has(operator(text, behind))) return '';
  if (structure.unary.has(before.start)) return '';
  const opens = operator(text, behind);
  if ((opens === '[' || opens === '(') && structure.attachedTo.has(before.end)) return '';
  return ' ';
}

function operator(text: string, token: Token): string {
  return token.kind === 'punctuation' ? text.slice(token.start, token.end) : '';
}
