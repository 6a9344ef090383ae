/** Trace files: arrivals of an open-loop flow, one a line, as seconds since the one before it and bytes. */
import type { TraceArrival } from '../../topology/model.ts';

/** Lines that a trace may have: each point of a sweep keeps them in memory. */
const MOST = 1_000_000;

export type Trace = { readonly arrivals: readonly TraceArrival[] } | { readonly problem: string };

/** Reads traces, each file once. */
export class Traces {
  private readonly known = new Map<
    string,
    { readonly from: string; readonly path: string; readonly text?: string; readonly trace: Trace }
  >();

  /** @param read text of a file named in another, undefined when there is none */
  constructor(private readonly read: (from: string, path: string) => string | undefined) {}

  /** @param from URI of the file that names it */
  of(from: string, path: string): Trace {
    const key = `${from}\n${path}`;
    const known = this.known.get(key);
    if (known !== undefined) return known.trace;
    const text = this.read(from, path);
    const trace = text === undefined ? { problem: 'cannot be read' } : parse(text);
    this.known.set(key, { from, path, text, trace });
    return trace;
  }

  /** Whether all files that were read still say the same. */
  stand(read: (from: string, path: string) => string | undefined): boolean {
    return [...this.known.values()].every(({ from, path, text }) => read(from, path) === text);
  }
}

/** Blank lines and what follows `#` say nothing; columns are set apart by blanks or a comma. */
export function parse(text: string): Trace {
  const arrivals: TraceArrival[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const [number, line] of lines.entries()) {
    const said = line.replace(/#.*/, '').trim();
    if (said === '') continue;
    const [after, bytes, ...more] = said.split(/\s*,\s*|\s+/).map(Number);
    if (more.length > 0 || !isTime(after) || !isSize(bytes))
      return { problem: `does not say seconds and bytes in line ${number + 1}: \`${said.slice(0, 40)}\`` };
    if (arrivals.length === MOST) return { problem: `has more than ${MOST.toLocaleString('en')} arrivals` };
    arrivals.push({ after, bytes });
  }
  if (arrivals.length === 0) return { problem: 'has no arrivals' };
  if (arrivals.every(({ after }) => after === 0)) return { problem: 'has all its arrivals at one time' };
  return { arrivals };
}

const isTime = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value) && value >= 0;
const isSize = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value > 0;
