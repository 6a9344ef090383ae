/** Members of other languages, told by their first word: what is meant is read where this language has it, the rest skipped. */
import type { Cursor } from './cursor.ts';
import type { Name, Span } from './tree.ts';
import { FILE, takesStatements } from './nesting.ts';
import type { StatementWord } from './words.ts';

const LOOPS: ReadonlySet<string> = new Set(['for', 'foreach', 'while', 'loop']);
const CONDITIONS: ReadonlySet<string> = new Set(['if', 'unless', 'else', 'elif', 'elseif']);
const ELSES: readonly string[] = ['else', 'elif', 'elseif'];

/** What other languages call `param`, `import`, `expect` and `vary`, by what must follow. */
const PARAMS: ReadonlySet<string> = new Set(['let', 'var', 'const', 'def', 'define', 'local', 'variable', 'parameter', 'val']);
const IMPORTS: ReadonlySet<string> = new Set(['include', 'require', 'source', 'use', 'using', 'load']);
const EXPECTATIONS: ReadonlySet<string> = new Set(['assert', 'check', 'ensure', 'require', 'verify', 'expects']);
const SWEEPS: ReadonlySet<string> = new Set(['sweep', 'varies', 'scan']);

/** The statement of this language that a foreign one stands for: `let n = 3`, `include "rack.xnet"`, `assert a > b`. */
export function foreignStatement(cursor: Cursor, place: string | undefined): Exclude<StatementWord, 'template'> | undefined {
  const { word } = cursor;
  const next = cursor.at + 1;
  if (cursor.startsLine(next)) return undefined;
  const named = cursor.kindAt(next) === 'word';
  const isAssigned = named && !cursor.startsLine(next + 1) && cursor.isPunctuation('=', next + 1);
  if (PARAMS.has(word) && isAssigned) return 'param';
  if (place === FILE && IMPORTS.has(word) && cursor.kindAt(next) === 'string') return 'import';
  if (!takesStatements(place)) return undefined;
  if (SWEEPS.has(word) && isAssigned) return 'vary';
  return EXPECTATIONS.has(word) && !isAssigned && (named || cursor.isPunctuation('(', next)) ? 'expect' : undefined;
}

/** Reads `for … { … }` or `if … { … } else { … }` over, reported once at its first word; false where none stands here. */
export function skipControl(cursor: Cursor): boolean {
  const { word } = cursor;
  const isLoop = LOOPS.has(word);
  if ((!isLoop && !CONDITIONS.has(word)) || cursor.startsLine(cursor.at + 1) || cursor.isPunctuation('=', cursor.at + 1)) return false;
  cursor.report(isLoop ? 'no-loops' : 'no-conditions', cursor.token(), { word });
  skipBranch(cursor);
  while (!isLoop && ELSES.some(each => cursor.isWord(each))) skipBranch(cursor);
  return true;
}

/** Head and block; without one, the line. */
function skipBranch(cursor: Cursor): void {
  cursor.take();
  while (!cursor.isEnd && !cursor.startsLine() && !['{', '}'].some(each => cursor.isPunctuation(each))) cursor.skip();
  const isBlock = cursor.isPunctuation('{') && cursor.partnerOf(cursor.at) !== undefined;
  if (isBlock) cursor.skip();
  else skipRestOfLine(cursor);
}

function skipRestOfLine(cursor: Cursor): void {
  while (!cursor.isEnd && !cursor.startsLine() && !cursor.isPunctuation('}')) cursor.skip();
}

/** A link or flow as an arrow between two ends: `link a -> server.eth0 { … }`, `flow rx: client -> server.guest[*].eth0`. */
export interface Arrow extends Span {
  /** How it is written here. */
  readonly written: string;
  readonly name?: Name;
}

const NAME = String.raw`[A-Za-z_]\w*(?:-\w+)*`;
const REFERENCE = String.raw`${NAME}(?:\.${NAME}|\[[^\]\n{}]*\])*`;
const ARROW = String.raw`<?-{1,2}>|--|<?=>|<>|[→↔]|(?<=\s)to(?=\s)|,`;
const arrow = new RegExp(
  String.raw`^(link|flow)\b[ \t]*(?:(${NAME})[ \t]*[:=][ \t]*|(${NAME})[ \t]+(?!to\b))?[=(\[ \t]*(${REFERENCE})[ \t]*(?:${ARROW})[ \t]*(${REFERENCE})[ \t]*[)\]]?`,
  'u'
);
/** A line longer than this is no arrow between two ends. */
const longestArrow = 300;

/** Takes such a link or flow; undefined where none stands here. The ends are not read: where they belong is for the mend to say. */
export function takeArrow(cursor: Cursor): Arrow | undefined {
  if (!cursor.isWord('link') && !cursor.isWord('flow')) return undefined;
  const { start } = cursor.token();
  const line = /^[^\r\n]*/.exec(cursor.text.slice(start, start + longestArrow))![0];
  const [whole, kind, assigned, named, from, to] = arrow.exec(line) ?? [];
  if (whole === undefined || !/^\s*(?:$|[{;}]|\/\/)/.test(line.slice(whole.length))) return undefined;
  const name = assigned ?? named;
  const members = kind === 'link' ? `ends = [${from}, ${to}]` : `from = ${from}; to = ${to}`;
  const end = start + whole.trimEnd().length;
  const nameAt = name === undefined ? undefined : { text: name, ...cursor.token(cursor.at + 1) };
  while (!cursor.isEnd && cursor.token().start < end) cursor.take();
  const head = [kind, name ?? (kind === 'flow' ? 'NAME' : [])].flat().join(' ');
  return { written: `${head} { ${members} }`, name: nameAt && { text: nameAt.text, start: nameAt.start, end: nameAt.end }, start, end };
}
