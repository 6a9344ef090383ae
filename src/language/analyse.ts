/** Reads a file with everything it imports, checks it, and offers its topology, its plans and its symbols. */
import { mendOf } from './syntax/mends.ts';
import type { Analysis, Diagnostic, PlanOptions, SourceProvider } from './analysis.ts';
import { checkExperiments } from './check/experiments.ts';
import { checkClashes } from './check/imports.ts';
import { checkShapes } from './check/shapes.ts';
import { settingFix } from './check/setting-fix.ts';
import { checkStructure, structureCodes } from './check/structure.ts';
import { checkSettings, checkUnused } from './check/unused.ts';
import { checkValues } from './check/values.ts';
import { createReporter } from './diagnostics/reporter.ts';
import type { Code } from './diagnostics/table.ts';
import { createEvaluation } from './evaluate/evaluation.ts';
import type { Evaluation } from './evaluate/evaluation.ts';
import { lowerTopology } from './lower/topology.ts';
import type { Lowered } from './lower/topology.ts';
import { createPlan } from './plan/plan.ts';
import { createProgram, everyShape } from './program/program.ts';
import type { Program } from './program/program.ts';
import type { FileUnit } from './program/symbols.ts';
import { isWritten } from './program/written.ts';
import { runRules } from './rules/run.ts';
import type { Reporter } from './diagnostics/reporter.ts';
import { SYNTAX_PROBLEMS } from './syntax/problems.ts';

/** An analysis with its insides, for the editor's questions. */
export interface FullAnalysis extends Analysis {
  readonly program: Program;
  /** Everything evaluated at the default params. */
  readonly evaluation: Evaluation;
  /** What the tree of the file alone shows (codes in {@link treeCodes}): at hand long before everything is checked. */
  treeFindings(): readonly Diagnostic[];
  /** Works out everything now, so that every reference has settled on its meaning. */
  check(): void;
}

/**
 * Never throws: whatever is wrong with the text is among the diagnostics. Files are read and parsed at once; the rest is worked
 * out when it is first asked for, so that completion behind a key does not wait for every check.
 */
export function analyse(uri: string, provider: SourceProvider): FullAnalysis {
  const program = createProgram(uri, provider);
  const reporter = createReporter();
  const evaluation = createEvaluation(program, new Map(), reporter);
  let checked: Checked | undefined;
  const check = (): Checked => (checked ??= checkProgram(program, evaluation, reporter));
  return {
    uri,
    program,
    evaluation,
    files: new Map([...program.units].map(([each, unit]) => [each, unit.tree])),
    get topology() {
      return check().lowered.topology;
    },
    get diagnostics() {
      return check().diagnostics;
    },
    treeFindings() {
      const first = createReporter();
      reportSyntax(program.root, first);
      checkStructure(program.root, first);
      return inOrder(program, first.found);
    },
    check: () => void check(),
    // Options may vary other values than the file does, so findings of its own sweeps do not count.
    plan: (options: PlanOptions = {}) => createPlan(program, options, check().whole, { evaluation, lowered: check().lowered })
  };
}

/** Codes of findings that need no other part of the file, let alone a value. */
export const treeCodes: ReadonlySet<string> = new Set([...Object.keys(SYNTAX_PROBLEMS), ...structureCodes]);

interface Checked {
  readonly lowered: Lowered;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of the file as it stands, without its sweeps. */
  readonly whole: readonly Diagnostic[];
}

function checkProgram(program: Program, evaluation: Evaluation, reporter: Reporter): Checked {
  for (const unit of program.units.values()) {
    reportSyntax(unit, reporter);
    checkStructure(unit, reporter);
  }
  checkClashes(program, reporter);
  checkShapes(program, reporter);
  checkValues(program, evaluation, { ghosts: true });
  const lowered = lowerTopology(program, evaluation);
  runRules(lowered.topology, reporter, {
    remarks: true,
    isWritten: place => isWritten(program, place),
    fixOf: setting => settingFix(program, setting)
  });
  const alone = [...program.reporter.found, ...reporter.found];
  const inSweeps = checkExperiments(program, { evaluation, lowered }, alone);
  // Evaluation has by now reached all that it will.
  const whole = [...alone, ...checkUnused(program), ...checkSettings(program, everyShape(program))];
  return { lowered, whole, diagnostics: inOrder(program, [...whole, ...inSweeps]) };
}

/** Mends are worked out for the first problems only: a file with hundreds is not mended one light bulb at a time. */
const MENDED_PROBLEMS = 100;

function reportSyntax(unit: FileUnit, reporter: Reporter): void {
  unit.tree.problems.forEach((problem, number) => {
    const mend = number < MENDED_PROBLEMS ? mendOf(unit.tree, problem) : undefined;
    const fixes = mend && [{ title: mend.title, preferred: mend.preferred, edits: mend.edits.map(edit => ({ ...edit, uri: unit.uri })) }];
    reporter.report(problem.code as Code, { uri: unit.uri, start: problem.start, end: problem.end }, problem.values, fixes && { fixes });
  });
}

/** By file (this one first, then as they were read), then by place. */
function inOrder(program: Program, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const order = new Map([...program.units.keys()].map((uri, i) => [uri, i]));
  const rank = (each: Diagnostic): number => order.get(each.uri) ?? order.size;
  return [...diagnostics].sort((a, b) => rank(a) - rank(b) || a.start - b.start || a.end - b.end);
}
