/** Whether a value is written out in the source, rather than taken from a param or computed. */
import type { Place } from '../diagnostics/reporter.ts';
import { candidates } from './lookup.ts';
import type { Program } from './program.ts';

/** Numbers with units, words, names, strings, and lists of them; no operator, since a mend would lose what it works on. */
const literal = /^(?:[\w.%µμ \t/[\],]*|[A-Za-z_][\w-]*|"[^"\r\n]*")$/;

export function isWritten(program: Program, { uri, start, end }: Place): boolean {
  const unit = program.units.get(uri);
  const text = unit?.tree.text.slice(start, end) ?? '';
  if (unit === undefined || !literal.test(text)) return false;
  for (const symbol of candidates(text, { unit })) if (symbol.symbol === 'param') return false;
  return true;
}
