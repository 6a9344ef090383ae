/** Reads a file with everything it imports, checks it, and offers its topology, its plans and its symbols. */
import { mendOf } from './syntax/mends.ts';
import type { Analysis, Diagnostic, PlanOptions, SourceProvider } from './analysis.ts';
import { checkExperiments } from './check/experiments.ts';
import { checkClashes } from './check/imports.ts';
import { checkShapes } from './check/shapes.ts';
import { checkStructure } from './check/structure.ts';
import { checkSettings, checkUnused } from './check/unused.ts';
import { checkValues } from './check/values.ts';
import { createReporter } from './diagnostics/reporter.ts';
import type { Code } from './diagnostics/table.ts';
import { createEvaluation } from './evaluate/evaluation.ts';
import type { Evaluation } from './evaluate/evaluation.ts';
import { lowerTopology } from './lower/topology.ts';
import { createPlan } from './plan/plan.ts';
import { createProgram, everyShape } from './program/program.ts';
import type { Program } from './program/program.ts';
import type { FileUnit } from './program/symbols.ts';
import { runRules } from './rules/run.ts';
import type { Reporter } from './diagnostics/reporter.ts';

/** An analysis with its insides, for the editor's questions. */
export interface FullAnalysis extends Analysis {
  readonly program: Program;
  /** Everything evaluated at the default params. */
  readonly evaluation: Evaluation;
}

/** Never throws: whatever is wrong with the text is among the diagnostics. */
export function analyse(uri: string, provider: SourceProvider): FullAnalysis {
  const program = createProgram(uri, provider);
  const reporter = createReporter();
  for (const unit of program.units.values()) {
    reportSyntax(unit, reporter);
    checkStructure(unit, reporter);
  }
  checkClashes(program, reporter);
  checkShapes(program, reporter);
  const evaluation = createEvaluation(program, new Map(), reporter);
  checkValues(program, evaluation, { ghosts: true });
  const lowered = lowerTopology(program, evaluation);
  runRules(lowered.topology, reporter);
  const alone = [...program.reporter.found, ...reporter.found];
  const inSweeps = checkExperiments(program, { evaluation, lowered }, alone);
  // Evaluation has by now reached all that it will.
  const whole = [...alone, ...checkUnused(program), ...checkSettings(program, everyShape(program))];
  const diagnostics = inOrder(program, [...whole, ...inSweeps]);
  return {
    uri, program, evaluation, topology: lowered.topology, diagnostics,
    files: new Map([...program.units].map(([each, unit]) => [each, unit.tree])),
    // Options may vary other values than the file does, so findings of its own sweeps do not count.
    plan: (options: PlanOptions = {}) => createPlan(program, options, whole, { evaluation, lowered })
  };
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
