/** Checks a program: everything that is wrong with it or worth a remark, and the topology that it is lowered to. */
import type { Diagnostic } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import type { Code } from '../diagnostics/table.ts';
import { elementsOf, maxElements } from '../evaluate/evaluation.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { lowerTopology } from '../lower/topology.ts';
import type { Lowered } from '../lower/topology.ts';
import type { Program } from '../program/program.ts';
import type { FileUnit, Shape } from '../program/symbols.ts';
import { isWritten } from '../program/written.ts';
import { runRules } from '../rules/run.ts';
import { mendOf, writeUnit } from '../syntax/mends.ts';
import type { Member } from '../syntax/tree.ts';
import { checkDisconnected } from './disconnected.ts';
import { checkExperiments } from './experiments.ts';
import { checkClashes } from './imports.ts';
import { settingFix } from './setting-fix.ts';
import { settledMembers } from './settled.ts';
import { checkShapes } from './shapes.ts';
import { checkStructure } from './structure.ts';
import { checkSettings, checkUnused } from './unused.ts';
import { meantUnit } from './unit-meant.ts';
import { checkValues } from './values.ts';

export interface Checked {
  readonly lowered: Lowered;
  /** Instances that each top-level declaration makes. */
  readonly elements: ReadonlyMap<Member, number>;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of the file as it stands, without its sweeps. */
  readonly whole: readonly Diagnostic[];
  /** Members whose part in this need not be worked out again in the next version; undefined when the order of work shows in it. */
  readonly settled: ReadonlySet<Member> | undefined;
}

/** `earlier` is what was found in an older version, of members that are unchanged since. */
export function checkProgram(program: Program, evaluation: Evaluation, earlier?: Checked): Checked {
  const { ledger, unchanged, touched } = program;
  const changed = (shape: Shape): boolean => !unchanged.has(shape.own.declaration);
  const isBuilt = (member: Member): boolean => unchanged.has(member) || touched.members.has(member);
  for (const unit of program.units.values()) {
    reportSyntax(unit, ledger);
    checkStructure(unit, ledger, member => !isBuilt(member));
  }
  checkClashes(program, ledger);
  checkShapes(program, ledger);
  checkValues(program, evaluation, { ghosts: true, only: changed, touched: shape => touched.members.has(shape.own.declaration) });
  const lowered = lowerTopology(program, evaluation, earlier && { lowered: earlier.lowered, changed });
  const elements = new Map(
    [...program.units.values()]
      .flatMap(unit => unit.shapes)
      .map(shape => {
        const member = shape.own.declaration;
        return [member, (isBuilt(member) ? earlier?.elements.get(member) : undefined) ?? elementsOf(evaluation, shape)] as const;
      })
  );
  const total = [...elements.values()].reduce((sum, each) => sum + each, 0);

  const found = ledger.findings([...program.units.values()].flatMap(unit => unit.tree.members));
  const settled = total > maxElements ? undefined : settledMembers(program, found);
  const reporter = createReporter({ found });
  runRules(lowered.topology, reporter, {
    remarks: true,
    isWritten: place => isWritten(program, place),
    fixOf: setting => settingFix(program, setting)
  });
  const alone = reporter.found;
  const inSweeps = checkExperiments(program, { evaluation, lowered, elements: total }, alone);
  // Evaluation has by now reached all that it will.
  const whole = [...alone, ...checkUnused(program), ...checkDisconnected(program), ...checkSettings(program)];
  return { lowered, elements, settled, whole, diagnostics: inOrder(program, [...whole, ...inSweeps]) };
}

/** Mends are worked out for the first problems only: a file with hundreds is not mended one light bulb at a time. */
const MENDED_PROBLEMS = 100;

function reportSyntax(unit: FileUnit, reporter: Reporter): void {
  unit.tree.problems.forEach((problem, number) => {
    const meant = meantUnit(unit.tree, problem);
    const values = meant === undefined ? problem.values : { ...problem.values, suggestion: meant };
    const mend = meant !== undefined ? writeUnit(problem, meant) : number < MENDED_PROBLEMS ? mendOf(unit.tree, problem) : undefined;
    const fixes = mend && [{ title: mend.title, preferred: mend.preferred, edits: mend.edits.map(edit => ({ ...edit, uri: unit.uri })) }];
    reporter.report(problem.code as Code, { uri: unit.uri, start: problem.start, end: problem.end }, values, fixes && { fixes });
  });
}

/** By file (this one first, then as they were read), then by place; of one place by code. */
function inOrder(program: Program, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const order = new Map([...program.units.keys()].map((uri, i) => [uri, i]));
  const rank = (each: Diagnostic): number => order.get(each.uri) ?? order.size;
  return [...diagnostics].sort(
    (a, b) => rank(a) - rank(b) || a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
