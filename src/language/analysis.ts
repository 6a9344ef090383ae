/**
 * What the language room answers, in offsets and plain data. Nothing here knows an editor.
 *
 * `analyse` (in `analyse.ts`) reads a file and everything it imports, checks it, and offers:
 * the findings, the symbol model that navigation reads, the topology at the default parameters, and plans to run.
 */
import type { Topology } from '../topology/model.ts';
import type { Plan } from '../topology/plan.ts';
import type { SourceFile, Span } from './syntax/tree.ts';

/** How the language reads other files. `xnet:` libraries are answered by the room itself. */
export interface SourceProvider {
  /** Text of a file, or undefined when there is none. */
  read(uri: string): string | undefined;
  /** URI of an import as written in `from`. */
  resolve(from: string, specifier: string): string;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface TextEdit extends Span {
  readonly uri: string;
  readonly newText: string;
}

/** A mend the finding itself knows. `preferred` when it is surely what was meant. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly preferred?: boolean;
  /** The name it writes for one that is not known: the message asks whether that was meant. */
  readonly meant?: string;
}

export interface Diagnostic extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly uri: string;
  readonly related?: readonly (Span & { readonly uri: string; readonly message: string })[];
  readonly fixes?: readonly Fix[];
  /** The thing is unused or deprecated: editors fade or strike it. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** What a plan is made with: what `--set`, `--seed` and friends say. */
export interface PlanOptions {
  /** Param name → expression text, e.g. `guests` → `1..7`, `policy` → `reuse`. A varied param is fixed (or re-varied) by it. */
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: number;
  /** Only these experiments, and those that they read (`experiment = …` in a measure); all when absent. */
  readonly experiments?: readonly string[];
  readonly sha256?: string;
}

export interface PlanOutcome {
  /** Absent when there are errors. */
  readonly plan?: Plan;
  /** Findings of the file and of the options (`uri` is `option:set` and the like for the latter). */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Analysis {
  readonly uri: string;
  /** This file and everything it imports, by URI. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Findings in this file and in its imports (each with its own `uri`), in order of place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The topology at the default parameter values; what could not be resolved is left out. */
  readonly topology: Topology;
  plan(options?: PlanOptions): PlanOutcome;
}
