/** Published claims: what they are about at each point, and the numbers claimed. */
import type { Dimension as ShownDimension, Measure, ParameterValue, Published } from '../../topology/plan.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { evaluate } from '../evaluate/expression.ts';
import { dimensionText, found } from '../evaluate/describe.ts';
import type { Instance } from '../evaluate/values.ts';
import type { Expression } from '../syntax/tree.ts';
import { comparable, ratio, samePowers } from '../values/dimension.ts';
import type { Dimension } from '../values/dimension.ts';
import { showQuantity } from '../values/show.ts';
import type { Draft } from './draft.ts';
import type { Typed } from './measure.ts';
import { sameShown, shownDimension, sourceText } from './shown.ts';
import { listed } from './vary.ts';

export interface PublishedDraft {
  readonly instance: Instance;
  readonly of: Expression | undefined;
}

export function publishedOf(evaluation: Evaluation, draft: Draft): readonly PublishedDraft[] {
  return [...draft.shape.children().values()]
    .filter(shape => shape.kind === 'published' && !shape.template)
    .flatMap(shape => evaluation.children(draft.instance, shape.key))
    .map(instance => ({ instance, of: evaluation.siteOf(instance, 'of')?.expression }));
}

/** Puts the claim together once its `of` has been translated at every point. Undefined when its numbers are wrong (reported). */
export function lowerPublished(
  evaluation: Evaluation,
  draft: Draft,
  claim: PublishedDraft,
  measures: readonly (Typed | undefined)[],
  options: { readonly warn: boolean }
): Published | undefined {
  const { instance } = claim;
  const typed = measures.find(each => each !== undefined);
  if (typed === undefined || typeof typed.type !== 'object' || claim.of === undefined) return undefined;
  const { declaration, unit } = instance.shape.own;
  const at = placeIn(unit, declaration.name ?? declaration.keyword);
  const value = claimed(evaluation, instance, 'value', typed.type);
  const points = claimedPoints(evaluation, draft, instance, typed.type, options);
  const given = ['value', 'points'].map(name => evaluation.siteOf(instance, name) !== undefined);
  if (given.every(Boolean)) evaluation.reporter.report('claim-with-both', at, { name: instance.shape.key });
  if (!given.some(Boolean)) evaluation.reporter.report('claim-without-value', at, { name: instance.shape.key });
  const tolerance = claimed(evaluation, instance, 'tolerance', typed.type);
  const word = (name: string): string => {
    const read = evaluation.property(instance, name);
    return read?.kind === 'word' ? read.word : '';
  };
  const source = evaluation.property(instance, 'source');
  const ofUnit = evaluation.siteOf(instance, 'of')?.unit ?? unit;
  return {
    name: instance.shape.key,
    origin: at,
    text: sourceText(ofUnit, claim.of),
    of: measures.map(each => each?.measure as Measure),
    dimension: shownDimension(typed.type) as ShownDimension,
    value: value?.value,
    points,
    tolerance: tolerance === undefined ? undefined : { value: tolerance.value, relative: tolerance.dimension === ratio },
    source: source?.kind === 'string' ? source.value : '',
    standing: word('standing') as Published['standing'],
    use: word('use') as Published['use']
  };
}

interface Claimed {
  readonly value: number;
  readonly dimension: Dimension;
}

function claimed(evaluation: Evaluation, instance: Instance, property: 'value' | 'tolerance', dimension: Dimension): Claimed | undefined {
  const site = evaluation.siteOf(instance, property);
  if (site?.expression === undefined) return undefined;
  return quantityOf(evaluation, site.expression, site.unit, dimension, property, property === 'tolerance');
}

function quantityOf(
  evaluation: Evaluation,
  expression: Expression,
  unit: Parameters<typeof placeIn>[0],
  dimension: Dimension,
  property: string,
  percentToo: boolean
): Claimed | undefined {
  const value = evaluate(evaluation, expression, { unit });
  if (value === undefined) return undefined;
  if (value.kind === 'number') {
    if (percentToo && value.dimension === ratio) return value;
    if (samePowers(value.dimension, dimension) || comparable(value.dimension, dimension)) return value;
  }
  const code = value.kind === 'number' ? 'wrong-dimension' : 'wrong-type';
  evaluation.reporter.report(code, placeIn(unit, expression), { property, expected: dimensionText(dimension.name), found: found(value) });
  return undefined;
}

function claimedPoints(
  evaluation: Evaluation,
  draft: Draft,
  instance: Instance,
  dimension: Dimension,
  options: { readonly warn: boolean }
): readonly (readonly [ParameterValue, number])[] | undefined {
  const site = evaluation.siteOf(instance, 'points');
  if (site?.expression === undefined) return undefined;
  const { expression, unit } = site;
  const { reporter } = evaluation;
  const wrong = (at: Expression): void =>
    reporter.report('wrong-type', placeIn(unit, at), {
      property: 'points',
      expected: 'a list of `[param value, quantity]`',
      found: 'something else'
    });
  if (expression.kind !== 'list') {
    wrong(expression);
    return undefined;
  }
  const [first] = draft.varies;
  if (first === undefined) {
    reporter.report('points-without-vary', placeIn(unit, expression));
    return undefined;
  }
  const points: (readonly [ParameterValue, number])[] = [];
  for (const element of expression.elements) {
    const [where, what, ...more] = element.kind === 'list' ? element.elements : [];
    if (where === undefined || what === undefined || more.length > 0) {
      wrong(element);
      continue;
    }
    const parameter = listed(evaluation, where, unit)?.[0];
    const value = quantityOf(evaluation, what, unit, dimension, 'points', false);
    if (parameter === undefined || value === undefined) continue;
    if (options.warn && !first.values.some(each => sameShown(each.shown, parameter.shown))) {
      const shown = typeof parameter.shown === 'number' ? showQuantity(parameter.shown, parameter.dimension) : String(parameter.shown);
      reporter.report('point-not-in-sweep', placeIn(unit, where), { parameter: first.param.name, value: shown });
    }
    points.push([parameter.shown, value.value]);
  }
  return points;
}
