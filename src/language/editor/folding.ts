/** What can be folded away, outer before inner. */
import { isTrivia } from '../syntax/token.ts';
import type { Token } from '../syntax/token.ts';
import type { SourceFile, Span } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';

export interface Fold extends Span {
  readonly kind: 'block' | 'imports' | 'comment';
}

/** `end` is where the last line that disappears ends: a closing brace on its own line stays in sight. */
export function folds(file: SourceFile): readonly Fold[] {
  return [...blocks(file), ...imports(file), ...comments(file)].sort((a, b) => a.start - b.start || b.end - a.end);
}

function blocks(file: SourceFile): readonly Fold[] {
  const found: Fold[] = [];
  walk(file, node => {
    if (node.kind === 'declaration' && node.body !== undefined) {
      const { open, close, end } = node.body;
      found.push({ kind: 'block', start: open.start, end: close === undefined ? end : beforeClose(file, close) });
    } else if (node.kind === 'list' || node.kind === 'call') {
      const start = node.kind === 'call' ? node.open.start : node.start;
      if (spansLines(file, { start, end: node.end }))
        found.push({ kind: 'block', start, end: beforeClose(file, { start: node.end - 1, end: node.end }) });
    }
  });
  return found.filter(fold => spansLines(file, fold));
}

/** The end of the line above a closing bracket that stands first on its line; the bracket itself otherwise. */
function beforeClose({ text }: SourceFile, close: Span): number {
  const lineStart = Math.max(text.lastIndexOf('\n', close.start - 1), text.lastIndexOf('\r', close.start - 1)) + 1;
  return lineStart > 0 && text.slice(lineStart, close.start).trim() === '' ? lineStart - 1 : close.start;
}

function spansLines({ text }: SourceFile, { start, end }: Span): boolean {
  return /[\r\n]/.test(text.slice(start, end));
}

function imports(file: SourceFile): readonly Fold[] {
  const found: Fold[] = [];
  let run: Span | undefined;
  for (const member of file.members) {
    if (member.kind === 'import') {
      run = { start: run?.start ?? member.start, end: member.end };
      continue;
    }
    if (run !== undefined) found.push({ ...run, kind: 'imports' });
    run = undefined;
  }
  if (run !== undefined) found.push({ ...run, kind: 'imports' });
  return found.filter(fold => spansLines(file, fold));
}

/** Block comments, and line comments on lines of their own directly below each other. */
function comments(file: SourceFile): readonly Fold[] {
  const found: Fold[] = [];
  let run: { start: number; end: number } | undefined;
  let breaks = 0;
  const close = (): void => {
    if (run !== undefined) found.push({ ...run, kind: 'comment' });
    run = undefined;
  };
  for (const token of file.tokens) {
    if (token.kind === 'newline') breaks++;
    else if (isLineComment(token) && (breaks > 0 || token.start === 0)) {
      if (run !== undefined && breaks === 1) run.end = token.end;
      else {
        close();
        run = { start: token.start, end: token.end };
      }
      breaks = 0;
    } else if (token.kind === 'blockComment') {
      close();
      found.push({ start: token.start, end: token.end, kind: 'comment' });
      breaks = 0;
    } else if (!isTrivia(token)) {
      close();
      breaks = 0;
    }
  }
  return found.filter(fold => spansLines(file, fold));
}

function isLineComment(token: Token): boolean {
  return token.kind === 'lineComment' || token.kind === 'docComment';
}
