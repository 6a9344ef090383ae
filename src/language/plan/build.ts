/** Builds the points of experiments: each evaluates the whole program with the params of that point. */
import type { Dimension, Experiment, Expectation, ParameterValue, Point } from '../../topology/plan.ts';
import { settingFix } from '../check/setting-fix.ts';
import { checkValues } from '../check/values.ts';
import { createReporter, placeKey } from '../diagnostics/reporter.ts';
import type { Diagnostic } from '../analysis.ts';
import { placeIn } from '../evaluate/context.ts';
import type { ParamBinding } from '../evaluate/context.ts';
import { createEvaluation } from '../evaluate/evaluation.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { lowerTopology } from '../lower/topology.ts';
import type { Lowered } from '../lower/topology.ts';
import { createDependencies } from '../program/dependencies.ts';
import type { Program } from '../program/program.ts';
import type { ParamSymbol, Shape } from '../program/symbols.ts';
import { isWritten } from '../program/written.ts';
import { runRules } from '../rules/run.ts';
import type { Draft } from './draft.ts';
import { createElsewhere } from './elsewhere.ts';
import { scheduledEvents } from './events.ts';
import { translate } from './measure.ts';
import type { MeasureContext, Typed } from './measure.ts';
import { lowerPublished, publishedOf } from './published.ts';
import { applySets } from './setting.ts';
import { describePoint, sourceText } from './shown.ts';
import type { VaryValue } from './vary.ts';

/** One combination of the varied params of a draft. */
export interface Combination {
  readonly values: readonly VaryValue[];
}

/** All combinations, the first varied param changing slowest. */
export function* combinations(draft: Draft): Generator<Combination> {
  const counts = draft.varies.map(vary => vary.values.length);
  const total = counts.reduce((product, count) => product * count, 1);
  for (let n = 0; n < total; n++) {
    let rest = n;
    const values: VaryValue[] = [];
    for (let i = counts.length - 1; i >= 0; i--) {
      const count = counts[i] as number;
      values[i] = draft.varies[i]?.values[rest % count] as VaryValue;
      rest = Math.floor(rest / count);
    }
    yield { values };
  }
}

/** First and last value of each param while the others stay at their first: where limits are met. */
export function* corners(draft: Draft): Generator<Combination> {
  const first = draft.varies.map(vary => vary.values[0] as VaryValue);
  if (first.includes(undefined as never)) return;
  yield { values: first };
  for (const [i, vary] of draft.varies.entries()) {
    if (vary.values.length > 1)
      yield { values: first.map((value, j) => (j === i ? (vary.values[vary.values.length - 1] as VaryValue) : value)) };
  }
}

export interface Builder {
  /** Undefined when the point has errors; they are among `diagnostics`. */
  point(draft: Draft, combination: Combination): BuiltPoint | undefined;
  experiment(
    draft: Draft,
    points: readonly BuiltPoint[],
    base: Evaluation,
    options: { readonly seed?: number; readonly warn: boolean }
  ): Experiment;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: boolean;
}

export interface BuiltPoint {
  readonly point: Point;
  readonly published: readonly (Typed | undefined)[];
}

/** The evaluation that points start from, with what it was lowered to. */
export interface Foundation {
  readonly evaluation: Evaluation;
  readonly lowered: Lowered;
  /** Instances of everything together. */
  readonly elements: number;
}

/** `known` are findings reported already; a point's own come once, with the params where they first arise. */
export function createBuilder(program: Program, foundation: Foundation, drafts: readonly Draft[], known: Iterable<Diagnostic>): Builder {
  const reported = new Set([...known].map(each => placeKey(each.code, each)));
  const diagnostics: Diagnostic[] = [];
  const dependencies = createDependencies(program);
  const changes = new Map<Draft, (shape: Shape) => boolean>();
  let failed = false;

  /** Which top-level declarations may differ from the foundation at some point of a draft. */
  function changedBy(draft: Draft): (shape: Shape) => boolean {
    let changed = changes.get(draft);
    if (changed === undefined) {
      const params = new Set([...draft.varies.map(vary => vary.param), ...draft.fixed.keys()]);
      const set = program.root.shapes
        .concat([...program.units.values()].flatMap(unit => unit.shapes))
        .filter(shape => draft.sets.some(each => each.target.first.text === shape.key));
      const known = new Map<Shape, boolean>();
      changed = shape => {
        let answer = known.get(shape);
        if (answer === undefined) {
          answer = [...dependencies.of(shape)].some(param => params.has(param)) || set.some(each => dependencies.reaches(shape, each));
          known.set(shape, answer);
        }
        return answer;
      };
      changes.set(draft, changed);
    }
    return changed;
  }

  function evaluationAt(draft: Draft, bindings: ReadonlyMap<ParamSymbol, ParamBinding>, suffix: string | undefined): Evaluation {
    const reporter = createReporter({ suffix, known: reported });
    const evaluation = createEvaluation(program, bindings, reporter, { evaluation: foundation.evaluation, changed: changedBy(draft) });
    applySets(evaluation, draft.sets);
    return evaluation;
  }

  function collect(evaluation: Evaluation): boolean {
    for (const each of evaluation.reporter.found) {
      diagnostics.push(each);
      reported.add(placeKey(each.code, each));
    }
    if (evaluation.reporter.errors > 0) failed = true;
    return evaluation.reporter.errors === 0;
  }

  return {
    diagnostics,
    get failed() {
      return failed;
    },
    point(draft, combination) {
      const parameters = parametersOf(draft, combination);
      const suffix = draft.varies.length === 0 ? undefined : `(with ${describePoint(parameters, dimensionsOf(draft))})`;
      const evaluation = evaluationAt(draft, bindingsOf(draft, combination), suffix);
      const changed = changedBy(draft);
      checkValues(program, evaluation, { ghosts: false, only: changed });
      const { topology } = lowerTopology(program, evaluation, { lowered: foundation.lowered, changed });
      runRules(topology, evaluation.reporter, {
        remarks: false,
        isWritten: place => isWritten(program, place),
        fixOf: setting => settingFix(program, setting)
      });
      const elsewhere = createElsewhere({ drafts, draft, combination, evaluationAt });
      const context = (unit: MeasureContext['unit']): MeasureContext => ({ evaluation, unit, elsewhere });
      const duration = evaluation.property(draft.instance, 'duration');
      const events = scheduledEvents(evaluation, draft.events, duration?.kind === 'number' ? duration.value : undefined);
      const expectations = draft.expects.flatMap(({ member, unit }): Expectation[] => {
        if (member.condition === undefined) return [];
        const typed = translate(context(unit), member.condition);
        if (typed === undefined) return [];
        if (typed.type !== 'boolean') {
          evaluation.reporter.report('not-a-condition', placeIn(unit, member.condition));
          return [];
        }
        return [{ text: sourceText(unit, member.condition), expression: typed.measure, origin: placeIn(unit, member) }];
      });
      const published = publishedOf(evaluation, draft).map(({ instance, of }) =>
        of === undefined ? undefined : translate(context(evaluation.siteOf(instance, 'of')?.unit ?? instance.shape.unit), of)
      );
      return collect(evaluation) ? { point: { parameters, topology, events, expectations }, published } : undefined;
    },
    experiment(draft, points, base, options) {
      const number = (name: string): number | undefined => {
        const value = base.property(draft.instance, name);
        return value?.kind === 'number' ? value.value : undefined;
      };
      const claims = publishedOf(base, draft).flatMap(
        (claim, i) =>
          lowerPublished(
            base,
            draft,
            claim,
            points.map(each => each.published[i]),
            { warn: options.warn }
          ) ?? []
      );
      const { declaration, unit } = draft.shape.own;
      return {
        name: draft.name,
        origin: placeIn(unit, declaration.name ?? declaration.keyword),
        duration: number('duration') ?? 0,
        warmup: number('warmup') ?? 0,
        repeat: number('repeat') ?? 1,
        seed: options.seed ?? number('seed') ?? 1,
        confidence: number('confidence') ?? 0.95,
        precision: number('precision'),
        varies: draft.varies.map(vary => vary.param.name),
        dimensions: dimensionsOf(draft),
        points: points.map(each => each.point),
        published: claims
      };
    }
  };
}

export function bindingsOf(draft: Draft, combination: Combination): ReadonlyMap<ParamSymbol, ParamBinding> {
  const bindings = new Map(draft.fixed);
  draft.varies.forEach((vary, i) => {
    const value = combination.values[i];
    if (value !== undefined) bindings.set(vary.param, value.binding);
  });
  return bindings;
}

export function parametersOf(draft: Draft, combination: Combination): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(draft.varies.map((vary, i) => [vary.param.name, combination.values[i]?.shown ?? '']));
}

export function dimensionsOf(draft: Draft): Readonly<Record<string, Dimension>> {
  return Object.fromEntries(draft.varies.map(vary => [vary.param.name, vary.values[0]?.dimension ?? 'number']));
}
