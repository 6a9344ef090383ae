/** Plans: the experiments of a file made ready to run, with the options of a command line or a request. */
import type { Diagnostic, PlanOptions, PlanOutcome } from '../analysis.ts';
import type { Experiment } from '../../topology/plan.ts';
import { createReporter, diagnostic } from '../diagnostics/reporter.ts';
import type { Place } from '../diagnostics/reporter.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import type { Program } from '../program/program.ts';
import { combinations, createBuilder } from './build.ts';
import type { BuiltPoint, Foundation } from './build.ts';
import { draftExperiment, experimentShapes, maxPoints } from './draft.ts';
import type { Draft } from './draft.ts';
import { readOptions } from './options.ts';
import { withThoseRead } from './readers.ts';
import { showNumber } from '../values/show.ts';

/** Instances over all points together: more would fill the memory before anything runs. */
export const maxPlanElements = 2_000_000;

/** `foundation` is the evaluation at the default params, which points start from. */
export function createPlan(program: Program, options: PlanOptions, known: readonly Diagnostic[], foundation: Foundation): PlanOutcome {
  let diagnostics: readonly Diagnostic[] = known;
  const done = (): PlanOutcome => ({ diagnostics });
  if (hasErrors(diagnostics)) return done();

  const read = readOptions(program, options);
  diagnostics = [...diagnostics, ...read.diagnostics];
  if (hasErrors(diagnostics)) return done();

  const reporter = createReporter({ known: new Set(known.map(each => `${each.code} ${each.uri} ${each.start} ${each.end}`)) });
  const fixed = new Map(
    read.params
      .filter(each => each.values.length === 1)
      .map(each => [each.param, each.values[0]?.binding as NonNullable<(typeof each.values)[0]>['binding']])
  );
  const base = createEvaluation(program, fixed, reporter);
  const drafts = experimentShapes(program)
    .flatMap(shape => draftExperiment(base, shape, read.params) ?? [])
    .map(draft => ({ ...draft, sets: [...draft.sets, ...read.sets] }));
  const named = drafts.filter(draft => options.experiments?.includes(draft.name));
  const wanted = options.experiments === undefined ? drafts : withThoseRead(drafts, named, base);
  if (drafts.length === 0) reporter.report('no-experiments', { uri: program.uri, start: 0, end: 0 });
  diagnostics = [...diagnostics, ...reporter.found];
  if (hasErrors(diagnostics) || wanted.some(draft => pointCount(draft) > maxPoints)) return done();

  const builder = createBuilder(program, foundation, drafts, diagnostics);
  const experiments: Experiment[] = [];
  for (const draft of wanted) {
    const size = tooLarge(program, draft, foundation.elements);
    if (size !== undefined) {
      diagnostics = [...diagnostics, size];
      return done();
    }
    const points: BuiltPoint[] = [];
    for (const combination of combinations(draft)) {
      const point = builder.point(draft, combination);
      if (point !== undefined) points.push(point);
      else if (builder.diagnostics.length > 100) break;
    }
    if (!builder.failed) experiments.push(builder.experiment(draft, points, base, { seed: options.seed, warn: false }));
  }
  diagnostics = [...diagnostics, ...builder.diagnostics];
  if (builder.failed || hasErrors(diagnostics) || reporter.errors > 0) return done();
  return { plan: { file: program.uri, sha256: options.sha256 ?? '', experiments }, diagnostics };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(each => each.severity === 'error');
}

function pointCount(draft: Draft): number {
  return draft.varies.reduce((product, vary) => product * vary.values.length, 1);
}

function tooLarge(program: Program, draft: Draft, elements: number): Diagnostic | undefined {
  const count = pointCount(draft) * elements;
  if (count <= maxPlanElements) return undefined;
  const place: Place = draft.varies[0]?.place ?? { uri: program.uri, start: 0, end: 0 };
  return diagnostic('too-large-sweep', place, { count: showNumber(count), limit: showNumber(maxPlanElements) });
}
