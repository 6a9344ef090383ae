/** An experiment before its points: what it varies and sets, and how long it runs. */
import type { Place } from '../diagnostics/reporter.ts';
import type { ParamBinding } from '../evaluate/context.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Instance } from '../evaluate/values.ts';
import { candidates, namesInScope } from '../program/lookup.ts';
import { nearest } from '../program/suggest.ts';
import type { Program } from '../program/program.ts';
import type { FileUnit, ParamSymbol, Shape, Site } from '../program/symbols.ts';
import { replacements } from '../evaluate/resolution.ts';
import type { AtStatement, ExpectStatement, Expression, Reference, SetStatement, VaryStatement } from '../syntax/tree.ts';
import { showNumber, showQuantity } from '../values/show.ts';
import { varyValues } from './vary.ts';
import type { Vary, VaryValue } from './vary.ts';

/** Points of one experiment. */
export const maxPoints = 10_000;

export interface Draft {
  readonly name: string;
  readonly shape: Shape;
  readonly instance: Instance;
  readonly varies: readonly Vary[];
  /** Params that are fixed for all points: by `set`, or by an option. */
  readonly fixed: ReadonlyMap<ParamSymbol, ParamBinding>;
  /** Properties that are set for all points. */
  readonly sets: readonly PropertySet[];
  readonly expects: readonly Site<ExpectStatement>[];
  readonly events: readonly Site<AtStatement>[];
}

export interface PropertySet {
  readonly target: Reference;
  readonly value: Expression;
  readonly unit: FileUnit;
}

/** A param that an option fixes or varies anew, instead of what the file says. */
export interface ParamOption {
  readonly param: ParamSymbol;
  readonly values: readonly VaryValue[];
  readonly place: Place;
}

/** The experiments of the file itself; those of imports do not run. */
export function experimentShapes(program: Program): readonly Shape[] {
  return program.root.shapes.filter(shape => shape.kind === 'experiment' && !shape.template);
}

export function draftExperiment(evaluation: Evaluation, shape: Shape, options: readonly ParamOption[] = []): Draft | undefined {
  const [instance] = evaluation.roots(shape);
  if (instance === undefined) return undefined;
  const statements = shape.statements();
  const of = <Kind extends 'vary' | 'set' | 'expect' | 'at'>(kind: Kind) =>
    statements.filter((site): site is Site<Extract<typeof site.member, { kind: Kind }>> => site.member.kind === kind);
  const written = draftVaries(evaluation, of('vary'));
  const { fixed, sets } = draftSets(evaluation, of('set'));
  const varies = withOptions(written, options, fixed);
  checkSize(evaluation, shape, varies);
  checkDuration(evaluation, instance);
  return { name: shape.key, shape, instance, varies, fixed, sets, expects: of('expect'), events: of('at') };
}

/** Params that options name replace the file's values; those that are not varied join at the end. */
function withOptions(written: readonly Vary[], options: readonly ParamOption[], fixed: Map<ParamSymbol, ParamBinding>): readonly Vary[] {
  const left = new Set(options);
  const varies: Vary[] = written.map(vary => {
    const option = options.find(each => each.param === vary.param);
    if (option === undefined) return vary;
    left.delete(option);
    return { ...vary, values: option.values };
  });
  for (const option of left) {
    fixed.delete(option.param);
    varies.push({ param: option.param, values: option.values, place: option.place });
  }
  return varies;
}

/** A later `vary` of a param (an own one, over an inherited one) takes the earlier one's place. */
function draftVaries(evaluation: Evaluation, sites: readonly Site<VaryStatement>[]): readonly Vary[] {
  const varies = new Map<ParamSymbol, Vary & { readonly unit: FileUnit; readonly statement: VaryStatement }>();
  for (const { member, unit } of sites) {
    if (member.name === undefined) continue;
    const param = findParam(evaluation, member.name.text, placeIn(unit, member.name), unit);
    if (param === undefined) continue;
    const place = placeIn(unit, member.value ?? member.name);
    const earlier = varies.get(param);
    if (earlier !== undefined && sameBlock(sites, earlier.statement, member)) {
      evaluation.reporter.report(
        'duplicate-vary',
        placeIn(unit, member.name),
        { name: param.name },
        { related: [{ ...earlier.place, message: 'the first is here' }] }
      );
      continue;
    }
    if (member.value === undefined) continue;
    const values = varyValues(evaluation, member.value, unit);
    if (values === undefined) continue;
    if (values.length === 0) evaluation.reporter.report('empty-vary', place, { name: param.name });
    varies.set(param, { param, values, place, unit, statement: member });
  }
  return [...varies.values()];
}

/** Two statements of one block are within one pair of braces: no base's block lies between them. */
function sameBlock(sites: readonly Site<VaryStatement>[], a: VaryStatement, b: VaryStatement): boolean {
  const unitOf = (statement: VaryStatement): FileUnit | undefined => sites.find(site => site.member === statement)?.unit;
  if (unitOf(a) !== unitOf(b)) return false;
  const text = unitOf(a)?.tree.text.slice(Math.min(a.end, b.end), Math.max(a.start, b.start)) ?? '';
  return !text.includes('}');
}

/** The param of that name, reported when there is none. */
export function findParam(evaluation: Evaluation, name: string, place: Place, unit: FileUnit): ParamSymbol | undefined {
  for (const symbol of candidates(name, { unit })) if (symbol.symbol === 'param') return symbol;
  const names = [...namesInScope({ unit })].flatMap(symbol => (symbol.symbol === 'param' ? [symbol.name] : []));
  const near = nearest(name, names);
  const hint = names.length === 0 ? '; the file declares none' : '';
  evaluation.reporter.report('unknown-param', place, { name, hint }, { fixes: replacements(near, place) });
  return undefined;
}

function draftSets(
  evaluation: Evaluation,
  sites: readonly Site<SetStatement>[]
): { readonly fixed: Map<ParamSymbol, ParamBinding>; readonly sets: readonly PropertySet[] } {
  const fixed = new Map<ParamSymbol, ParamBinding>();
  const sets: PropertySet[] = [];
  for (const {
    member: { target, value },
    unit
  } of sites) {
    if (target === undefined || value === undefined) continue;
    const param = target.steps.length > 0 ? undefined : findParam(evaluation, target.first.text, placeIn(unit, target), unit);
    if (param !== undefined) fixed.set(param, { kind: 'expression', expression: value, unit });
    else if (target.steps.length > 0) sets.push({ target, value, unit });
  }
  return { fixed, sets };
}

function checkSize(evaluation: Evaluation, shape: Shape, varies: readonly Vary[]): void {
  const count = varies.reduce((product, vary) => product * vary.values.length, 1);
  if (count <= maxPoints) return;
  const [first] = varies;
  evaluation.reporter.report('too-many-points', first?.place ?? placeIn(shape.own.unit, shape.own.declaration.keyword), {
    count: showNumber(count),
    limit: showNumber(maxPoints)
  });
}

function checkDuration(evaluation: Evaluation, instance: Instance): void {
  const duration = evaluation.property(instance, 'duration');
  const warmup = evaluation.property(instance, 'warmup');
  if (duration?.kind !== 'number' || warmup?.kind !== 'number' || warmup.value < duration.value) return;
  const site = evaluation.siteOf(instance, 'warmup');
  if (site?.expression === undefined) return;
  evaluation.reporter.report('warmup-too-long', placeIn(site.unit, site.expression), {
    warmup: showQuantity(warmup.value, 'time'),
    duration: showQuantity(duration.value, 'time')
  });
}
