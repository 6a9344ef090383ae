/** Collects findings; one place and code is reported once, however many array elements run into it. */
import type { Diagnostic, Fix } from '../analysis.ts';
import { findings } from './table.ts';
import type { Code } from './table.ts';

/** A stretch of a file. */
export interface Place {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export type Values = Readonly<Record<string, string | number>>;

export interface Extra {
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fixes?: readonly Fix[];
}

export interface Reporter {
  report(code: Code, place: Place, values?: Values, extra?: Extra): void;
  /** Whether that place and code have been reported already. */
  knows(code: Code, place: Place): boolean;
  readonly found: readonly Diagnostic[];
  /** Number of errors so far, suppressed repetitions not counted. */
  readonly errors: number;
}

/** Fills the holes of a row's message; a hole without a value stays visible, so that a test notices. */
export function messageOf(code: Code, values: Values = {}): string {
  return findings[code].message.replace(/\{(\w+)\}/g, (hole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : hole));
}

export function diagnostic(code: Code, place: Place, values: Values = {}, extra: Extra = {}): Diagnostic {
  const row = findings[code];
  return {
    code,
    severity: row.severity,
    message: messageOf(code, values),
    uri: place.uri,
    start: place.start,
    end: place.end,
    ...(extra.related !== undefined && extra.related.length > 0 ? { related: extra.related } : {}),
    ...(extra.fixes !== undefined && extra.fixes.length > 0 ? { fixes: extra.fixes } : {}),
    ...(row.tag !== undefined ? { tag: row.tag } : {})
  };
}

/** `suffix` is added to every message, e.g. `(with guests = 8)`; `known` are places already reported elsewhere. */
export function createReporter(options: { readonly suffix?: string; readonly known?: ReadonlySet<string> } = {}): Reporter {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  let errors = 0;
  return {
    found,
    get errors() {
      return errors;
    },
    knows: (code, place) => seen.has(placeKey(code, place)),
    report(code, place, values, extra) {
      const key = placeKey(code, place);
      if (seen.has(key)) return;
      seen.add(key);
      const made = diagnostic(code, place, values, extra);
      if (made.severity === 'error') errors++;
      if (options.known?.has(key) === true) return;
      found.push(options.suffix === undefined ? made : { ...made, message: `${made.message} ${options.suffix}` });
    }
  };
}

/** What makes two findings the same one. */
export function placeKey(code: string, place: Place): string {
  return `${code} ${place.uri} ${place.start} ${place.end}`;
}

export const silent: Reporter = { report: () => undefined, knows: () => false, found: [], errors: 0 };
