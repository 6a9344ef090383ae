/** Collects findings; one place and code is reported once, however many array elements run into it. */
import type { Diagnostic, Fix } from '../analysis.ts';
import { either } from '../values/show.ts';
import type { Member } from '../syntax/tree.ts';
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
  /**
   * Opens the account of a top-level member: what is reported from now on was found for it. Returns whose account was open. Only
   * a ledger keeps accounts.
   */
  enter(owner: Member | undefined): Member | undefined;
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

/** `; did you mean `guest`?`, where mends write a name for one that is not known. */
function meantBy(fixes: readonly Fix[] = []): string {
  const names = fixes.flatMap(({ meant }) => (meant === undefined ? [] : [`\`${meant}\``]));
  return names.length === 0 ? '' : `; did you mean ${either(names)}?`;
}

export function diagnostic(code: Code, place: Place, values: Values = {}, extra: Extra = {}): Diagnostic {
  const row = findings[code];
  return {
    code,
    severity: row.severity,
    message: messageOf(code, values) + meantBy(extra.fixes),
    uri: place.uri,
    start: place.start,
    end: place.end,
    ...(extra.related !== undefined && extra.related.length > 0 ? { related: extra.related } : {}),
    ...(extra.fixes !== undefined && extra.fixes.length > 0 ? { fixes: extra.fixes } : {}),
    ...(row.tag !== undefined ? { tag: row.tag } : {})
  };
}

export interface ReporterOptions {
  /** Added to every message, e.g. `(with guests = 8)`. */
  readonly suffix?: string;
  /** Places already reported elsewhere. */
  readonly known?: ReadonlySet<string>;
  /** What has been found before, to go on from. */
  readonly found?: readonly Diagnostic[];
}

export function createReporter(options: ReporterOptions = {}): Reporter {
  const found: Diagnostic[] = [...(options.found ?? [])];
  const seen = new Set(found.map(each => placeKey(each.code, each)));
  let errors = found.filter(each => each.severity === 'error').length;
  return {
    enter: () => undefined,
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

export const silent: Reporter = { enter: () => undefined, report: () => undefined, knows: () => false, found: [], errors: 0 };
