/** Checks experiments while the file is typed: at every point where that is cheap, else at the corners of the sweep. */
import type { Diagnostic } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import { combinations, corners, createBuilder } from '../plan/build.ts';
import type { BuiltPoint, Foundation } from '../plan/build.ts';
import { draftExperiment, experimentShapes, maxPoints } from '../plan/draft.ts';
import type { Program } from '../program/program.ts';

/** Instances that all points together may have before only corners are looked at; a keystroke waits for this. */
const budget = 4_000;

/** What the experiments add to the findings so far. */
export function checkExperiments(program: Program, foundation: Foundation, known: readonly Diagnostic[]): readonly Diagnostic[] {
  const reporter = createReporter({ known: new Set(known.map(each => `${each.code} ${each.uri} ${each.start} ${each.end}`)) });
  const evaluation = createEvaluation(program, new Map(), reporter);
  const drafts = experimentShapes(program).flatMap(shape => draftExperiment(evaluation, shape) ?? []);
  const builder = createBuilder(program, foundation, drafts, [...known, ...reporter.found]);
  let left = budget;
  for (const draft of drafts) {
    const count = draft.varies.reduce((product, vary) => product * vary.values.length, 1);
    if (count > maxPoints) continue;
    const all = count * foundation.elements <= left;
    if (all) left -= count * foundation.elements;
    const points: BuiltPoint[] = [];
    for (const combination of all ? combinations(draft) : corners(draft)) {
      const point = builder.point(draft, combination);
      if (point !== undefined) points.push(point);
    }
    builder.experiment(draft, points, evaluation, { warn: true });
  }
  return [...reporter.found, ...builder.diagnostics];
}
