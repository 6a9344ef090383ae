/** One evaluation of a program at one binding of its params: instances and their properties, worked out when asked for. */
import { createReporter } from '../diagnostics/reporter.ts';
import type { Reporter } from '../diagnostics/reporter.ts';
import { rootOf } from '../program/symbols.ts';
import type { FileUnit, ParamSymbol, Shape, Site } from '../program/symbols.ts';
import type { Program } from '../program/program.ts';
import { propertyRow } from '../schema/schema.ts';
import type { Expression, Property } from '../syntax/tree.ts';
import type { PropertyRow, ValueType } from '../schema/types.ts';
import { showNumber } from '../values/show.ts';
import { maxNesting, placeIn } from './context.ts';
import type { Context, ParamBinding, Scope } from './context.ts';
import { defaultsOf } from './defaults.ts';
import type { Inherited } from './inherited.ts';
import { evaluateAs } from './property.ts';
import { pending } from './values.ts';
import type { Instance, Value } from './values.ts';

/** Elements of all arrays together. */
export const maxElements = 100_000;

export interface Override {
  readonly instance: Instance;
  readonly property: string;
  readonly expression: Expression;
  readonly unit: FileUnit;
}

export interface Evaluation extends Context {
  readonly reporter: Reporter;
  readonly traces: Program['traces'];
  /** Instances of top-level shapes that were asked for. */
  readonly known: ReadonlyMap<Shape, readonly Instance[]>;
  /** Whether an instance of an older version has lost values that the edit may have changed. */
  isTouched(instance: Instance): boolean;
  /** Gives a property another value in this evaluation (`set` in an experiment). */
  override(change: Override): void;
  /** Where a property's value in force is written; undefined when it is the default. */
  siteOf(instance: Instance, property: string): { readonly expression?: Expression; readonly unit: FileUnit } | undefined;
  /** An element of an array that has none, so that what is written in it is checked all the same. */
  ghost(shape: Shape, parent: Instance | undefined): Instance;
}

/** An evaluation of the same program with mostly the same bindings, whose instances serve wherever nothing has changed. */
export interface Basis {
  readonly evaluation: Evaluation;
  /** Whether a top-level declaration may come out differently here. */
  changed(shape: Shape): boolean;
}

/** Instances that a top-level declaration has been seen to make, those within it included. */
export function elementsOf(evaluation: Evaluation, shape: Shape): number {
  const count = (instances: readonly Instance[]): number =>
    instances.reduce((sum, each) => sum + [...each.groups.values()].reduce((inner, group) => inner + count(group), 1), 0);
  return shape.template ? 0 : count(evaluation.roots(shape));
}

const countType: ValueType = { kind: 'integer', min: 0 };

export function createEvaluation(
  program: Program,
  params: ReadonlyMap<ParamSymbol, ParamBinding>,
  reporter: Reporter = createReporter(),
  basis?: Basis,
  inherited: Inherited = { roots: new Map(), touched: new Set() }
): Evaluation {
  const rootGroups = inherited.roots;
  const overrides = new Map<Instance, Map<string, Override>>();
  const literals = new Map<Site<Property>, Value | undefined>();
  let elements = 0;

  const evaluation: Evaluation = {
    resolver: program.resolver,
    traces: program.traces,
    reporter,
    paramValues: new Map(),
    openParams: new Set(),
    nesting: { depth: 0 },
    known: rootGroups,
    isTouched: instance => inherited.touched.has(instance),
    bindingOf(param) {
      const bound = params.get(param);
      if (bound !== undefined) return bound;
      const { value } = param.member;
      return value === undefined ? undefined : { kind: 'expression', expression: value, unit: param.unit };
    },
    roots(shape) {
      if (basis !== undefined && !basis.changed(shape)) return basis.evaluation.roots(shape);
      let group = rootGroups.get(shape);
      if (group === undefined) rootGroups.set(shape, (group = shape.template ? [] : instantiate(shape, undefined)));
      return group;
    },
    children(instance, key) {
      let group = instance.groups.get(key);
      if (group === undefined) {
        const shape = instance.shape.children().get(key);
        instance.groups.set(key, (group = shape === undefined || shape.template ? [] : instantiate(shape, instance)));
      }
      return group;
    },
    property(instance, name) {
      const known = instance.values.get(name);
      if (known !== undefined || instance.values.has(name))
        return known === pending ? reportSelfReference(instance, name) : (known as Value | undefined);
      const change = overrides.size === 0 ? undefined : overrides.get(instance)?.get(name);
      const site = change === undefined ? instance.shape.properties().get(name) : undefined;
      if (change === undefined && site === undefined) return defaultsOf(instance.shape.row)[name];
      const row = propertyRow(instance.shape.row, name);
      if (row === undefined) return undefined;
      instance.values.set(name, pending);
      const outer = reporter.enter(rootOf(instance.shape).own.declaration);
      const value = change !== undefined ? evaluateOverride(change, row) : nestedSite(instance, site as Site<Property>, row);
      reporter.enter(outer);
      instance.values.set(name, value);
      return value;
    },
    override(change) {
      let changes = overrides.get(change.instance);
      if (changes === undefined) overrides.set(change.instance, (changes = new Map()));
      changes.set(change.property, change);
      change.instance.values.delete(change.property);
    },
    siteOf(instance, property) {
      const change = overrides.get(instance)?.get(property);
      if (change !== undefined) return change;
      const site = instance.shape.properties().get(property);
      return site === undefined ? undefined : { expression: site.member.value, unit: site.unit };
    },
    ghost: (shape, parent) => element(shape, parent, shape.count === undefined ? undefined : 1)
  };

  function element(shape: Shape, parent: Instance | undefined, index: number | undefined): Instance {
    const own = index === undefined ? shape.key : `${shape.key}[${index}]`;
    return { shape, parent, index, name: parent === undefined ? own : `${parent.name}.${own}`, values: new Map(), groups: new Map() };
  }

  function instantiate(shape: Shape, parent: Instance | undefined): readonly Instance[] {
    if (shape.count === undefined || !shape.row.array) {
      elements++;
      return [element(shape, parent, undefined)];
    }
    const outer = reporter.enter(rootOf(shape).own.declaration);
    const count = countOf(shape, shape.count, parent);
    reporter.enter(outer);
    elements += count;
    return Array.from({ length: count }, (_, i) => element(shape, parent, i + 1));
  }

  /** How many elements an array has; none where that is wrong, or too many. */
  function countOf(shape: Shape, { member: expression, unit }: Site<Expression>, parent: Instance | undefined): number {
    const scope: Scope = { shape: shape.parent, unit, instance: parent };
    const count = evaluateAs(evaluation, expression, countType, scope, `${shape.key}[ ]`);
    if (count?.kind !== 'number') return 0;
    if (elements + count.value > maxElements) {
      const what =
        elements === 0 || count.value > maxElements
          ? `\`${shape.key}\` has ${showNumber(count.value)} elements`
          : `\`${shape.key}\` brings the elements to ${showNumber(elements + count.value)}`;
      reporter.report('too-many-elements', count.at.uri === 'schema:' ? placeIn(unit, expression) : count.at, {
        what,
        limit: showNumber(maxElements)
      });
      return 0;
    }
    return count.value;
  }

  function evaluateOverride(change: Override, row: PropertyRow): Value | undefined {
    const { instance, unit, expression } = change;
    return evaluateAs(evaluation, expression, row.type, { shape: instance.shape, unit, instance }, row.name);
  }

  function evaluateSite(instance: Instance, site: Site<Property>, row: PropertyRow): Value | undefined {
    const expression = site.member.value;
    if (expression === undefined || row.type.kind === 'measure' || row.type.kind === 'claim' || row.type.kind === 'claims')
      return undefined;
    const scope: Scope = { shape: instance.shape, unit: site.unit, instance };
    if (!isLiteral(expression)) return evaluateAs(evaluation, expression, row.type, scope, row.name);
    if (!literals.has(site)) literals.set(site, evaluateAs(evaluation, expression, row.type, scope, row.name));
    return literals.get(site);
  }

  /** Properties that read others' properties nest like expressions do. */
  function nestedSite(instance: Instance, site: Site<Property>, row: PropertyRow): Value | undefined {
    const { nesting } = evaluation;
    if (nesting.depth >= maxNesting) {
      reporter.report('too-deep', placeIn(site.unit, site.member));
      return undefined;
    }
    nesting.depth++;
    const value = evaluateSite(instance, site, row);
    nesting.depth--;
    return value;
  }

  /** A property that (through others) reads itself. */
  function reportSelfReference(instance: Instance, name: string): undefined {
    const site = evaluation.siteOf(instance, name);
    const key = `${instance.name.replace(/@\d+/, '')}.${name}`;
    if (site?.expression !== undefined)
      reporter.report('param-cycle', placeIn(site.unit, site.expression), { name: key, path: `${key} → … → ${key}` });
  }

  return evaluation;
}

/** Means the same in every element. */
function isLiteral(expression: Expression): boolean {
  return expression.kind === 'quantity' || expression.kind === 'number' || expression.kind === 'boolean' || expression.kind === 'string';
}
