/** Trace files: arrivals of an open-loop flow, one a line, as seconds since the one before it and bytes. */
import type { TraceArrival } from '../../topology/model.ts';

/** Lines that a trace may have: each point of a sweep keeps them in memory. */
const MOST = 1_000_000;

/** Arrivals, or what keeps the file from being a trace, and from where to where in it. */
export type Trace =
  { readonly arrivals: readonly TraceArrival[] } | { readonly problem: string; readonly start?: number; readonly end?: number };

/** Reads traces, each file once. */
export class Traces {
  private readonly known = new Map<
    string,
    { readonly from: string; readonly path: string; readonly text?: string; readonly trace: Trace }
  >();

  /**
   * @param read text of a file named in another, undefined when there is none
   * @param resolve its URI
   */
  constructor(
    private readonly read: (from: string, path: string) => string | undefined,
    readonly resolve: (from: string, path: string) => string
  ) {}

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
  let number = 0;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    number++;
    const said = line
      .replace(/^\uFEFF/, '')
      .replace(/#.*/, '')
      .trim();
    if (said === '') continue;
    const start = index + line.indexOf(said);
    const at = { start, end: start + said.length };
    const [after, bytes, ...more] = said.split(/\s*,\s*|\s+/).map(Number);
    if (more.length > 0 || !isTime(after) || !isSize(bytes))
      return { problem: `does not say seconds and bytes in line ${number}: \`${said.slice(0, 40)}\``, ...at };
    if (arrivals.length === MOST) return { problem: `has more than ${MOST.toLocaleString('en')} arrivals`, ...at };
    arrivals.push({ after, bytes });
  }
  if (arrivals.length === 0) return { problem: 'has no arrivals' };
  if (arrivals.every(({ after }) => after === 0)) return { problem: 'has all its arrivals at one time' };
  return { arrivals };
}

const isTime = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value) && value >= 0;
const isSize = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value > 0;
