/** Reads a file, checks it and makes the plan: what the command line and the worker do before anything runs. */
import { analyse } from '../language/analyse.ts';
import type { Analysis, Diagnostic, PlanOptions } from '../language/analysis.ts';
import { canonical } from '../language/program/file-uri.ts';
import { isLibrary, libraryText } from '../language/program/library.ts';
import type { Plan } from '../topology/plan.ts';
import { Lines } from './places.ts';
import type { PlacedDiagnostic, Source } from './protocol.ts';
import { sha256 } from './sha256.ts';
import { openSources } from './texts.ts';
import type { Disk } from './texts.ts';

export interface Prepared {
  /** Name of the file as results show it, and the hash of its text. */
  readonly file: string;
  readonly sha256: string;
  readonly analysis: Analysis;
  /** Of the file, its imports and the options, each once, in order of place. */
  readonly diagnostics: readonly PlacedDiagnostic[];
  /** Absent when there are errors. */
  readonly plan?: Plan;
  readonly lines: Lines;
}

/** What a file says. Undefined when it cannot be read. */
export function check(source: Source, disk: Disk): Pick<Prepared, 'analysis' | 'diagnostics' | 'lines'> | undefined {
  const sources = openSources(source.texts ?? {}, disk);
  if (sources.read(source.uri) === undefined) return undefined;
  const analysis = analyse(canonical(source.uri), sources);
  const lines = new Lines(uri => (isLibrary(uri) ? libraryText(uri) : sources.read(uri)));
  return { analysis, lines, diagnostics: placed(analysis.diagnostics, lines) };
}

/** What a file says and what is to be run. Undefined when it cannot be read. */
export function prepare(source: Source, disk: Disk, options: PlanOptions = {}): Prepared | undefined {
  const checked = check(source, disk);
  if (!checked) return undefined;
  const { analysis, lines } = checked;
  const hash = sha256(lines.of(source.uri)!.text);
  const { plan, diagnostics } = analysis.plan({ ...options, sha256: hash });
  const all = placed([...analysis.diagnostics, ...diagnostics], lines);
  return {
    analysis,
    lines,
    diagnostics: all,
    file: source.file,
    sha256: hash,
    ...(plan && !hasErrors(all) ? { plan: { ...plan, file: source.file } } : {})
  };
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(one => one.severity === 'error');

function placed(diagnostics: readonly Diagnostic[], lines: Lines): PlacedDiagnostic[] {
  const once = new Map<string, Diagnostic>();
  for (const one of diagnostics) once.set(`${one.uri} ${one.start} ${one.end} ${one.code} ${one.message}`, one);
  return [...once.values()].map(one => lines.place(one));
}
