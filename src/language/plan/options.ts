/** `--set`, `--seed` and `--experiment`, checked the way the language checks a file. */
import type { Diagnostic, PlanOptions } from '../analysis.ts';
import { createReporter } from '../diagnostics/reporter.ts';
import type { Code } from '../diagnostics/table.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import { replacements } from '../evaluate/resolution.ts';
import { nearest } from '../program/suggest.ts';
import type { Program } from '../program/program.ts';
import type { FileUnit } from '../program/symbols.ts';
import { parse, parseExpression } from '../syntax/parser.ts';
import { showNumber } from '../values/show.ts';
import type { ParamOption, PropertySet } from './draft.ts';
import { experimentShapes, findParam } from './draft.ts';
import { isListing, listed, varyValues } from './vary.ts';

export interface ReadOptions {
  readonly params: readonly ParamOption[];
  readonly sets: readonly PropertySet[];
  readonly diagnostics: readonly Diagnostic[];
}

const maxSeed = 4_294_967_295;

/** URIs of findings: `option:set`, `option:seed`, `option:experiment`; their places are within the option's text. */
export function readOptions(program: Program, options: PlanOptions): ReadOptions {
  const reporter = createReporter();
  const evaluation = createEvaluation(program, new Map(), reporter);
  const params: ParamOption[] = [];
  const sets: PropertySet[] = [];
  for (const [name, text] of Object.entries(options.set ?? {})) {
    const unit = optionUnit(program, text);
    const place = { uri: unit.uri, start: 0, end: text.length };
    const { expression, problems } = parseExpression(text);
    for (const problem of problems)
      reporter.report(problem.code as Code, { uri: unit.uri, start: problem.start, end: problem.end }, problem.values);
    if (problems.length > 0) continue;
    if (/[.[]/.test(name)) {
      const target = parseExpression(name);
      if (target.expression.kind === 'reference' && target.problems.length === 0)
        sets.push({ target: target.expression, value: expression, unit });
      else reporter.report('bad-option', place, { message: `\`${name}\` is neither a param nor a property` });
      continue;
    }
    const param = findParam(evaluation, name, place, program.root);
    if (param === undefined) continue;
    const written = param.member.value;
    // A param that holds a list is given a list; any other is varied over it.
    const varied = isListing(expression) && !(expression.kind === 'list' && written !== undefined && isListing(written));
    const values = varied ? varyValues(evaluation, expression, unit) : listed(evaluation, expression, unit);
    if (values === undefined) continue;
    if (values.length === 0) reporter.report('empty-vary', place, { name });
    else params.push({ param, values, place });
  }
  checkSeed(options, reporter);
  checkExperiments(program, options, reporter);
  return { params, sets, diagnostics: reporter.found };
}

/** A file of its own for an option's text, from which the real file's names are seen. */
function optionUnit(program: Program, text: string): FileUnit {
  return {
    uri: 'option:set',
    tree: { ...parse(''), text },
    names: program.root.names,
    params: [],
    shapes: [],
    imports: program.root.imports
  };
}

function checkSeed(options: PlanOptions, reporter: ReturnType<typeof createReporter>): void {
  const { seed } = options;
  if (seed === undefined || (Number.isInteger(seed) && seed >= 0 && seed <= maxSeed)) return;
  reporter.report(
    'bad-option',
    { uri: 'option:seed', start: 0, end: 0 },
    { message: `the seed is a whole number from 0 to ${showNumber(maxSeed)}, not ${seed}` }
  );
}

function checkExperiments(program: Program, options: PlanOptions, reporter: ReturnType<typeof createReporter>): void {
  const names = experimentShapes(program).map(shape => shape.key);
  for (const name of options.experiments ?? []) {
    if (names.includes(name)) continue;
    const place = { uri: 'option:experiment', start: 0, end: name.length };
    reporter.report('unknown-experiment', place, { name }, { fixes: replacements(nearest(name, names), place) });
  }
}
