/** What an import, an export or a comparison has to say: one table of messages, one collector. */
import { fill } from './message.ts';
import { messages } from './messages.ts';
import type { MessageCode } from './messages.ts';

/** A file as the caller gave it. */
export interface ForeignFile {
  readonly name: string;
  readonly text: string;
}

/** A stretch of a foreign file. Offsets are UTF-16, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of one of several foreign files. */
export interface Place extends Span {
  /** Name of the file as the caller gave it. */
  readonly file: string;
}

export interface Finding extends Place {
  readonly code: MessageCode;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

export interface Findings {
  report(code: MessageCode, at: Place, values?: Readonly<Record<string, string | number>>): void;
  readonly found: readonly Finding[];
}

/** Collects findings; what is said about a place is said once. */
export function collectFindings(): Findings {
  const found: Finding[] = [];
  const said = new Set<string>();
  return {
    found,
    report(code, { file, start, end }, values = {}) {
      const { severity, message } = messages[code];
      const finding: Finding = { code, severity, message: fill(message, values), file, start, end };
      const key = `${code} ${file} ${start} ${finding.message}`;
      if (said.has(key)) return;
      said.add(key);
      found.push(finding);
    }
  };
}

/** Findings by file, in the order of the files, then of the places. */
export function inOrder(findings: readonly Finding[], files: readonly string[]): readonly Finding[] {
  return [...findings].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.start - b.start || a.end - b.end);
}
