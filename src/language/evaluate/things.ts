/** Leads a path over shapes to the instances it names. */
import { allHardware, chosenHardware } from './hardware.ts';
import { chosenMembers } from './members.ts';
import type { Path } from '../program/lookup.ts';
import type { Shape } from '../program/symbols.ts';
import type { Reference, ReferenceStep } from '../syntax/tree.ts';
import { showCount } from '../values/show.ts';
import { placeIn, Standpoint } from './context.ts';
import type { Context, Scope } from './context.ts';
import { evaluate } from './expression.ts';
import { textOf } from './resolution.ts';
import type { Instance, ListValue, NumberValue, Thing, ThingsValue } from './values.ts';

/** Elements of the first name's declaration, seen from where the reference stands. */
function anchors(context: Context, shape: Shape, scope: Scope): readonly Instance[] {
  if (shape.parent === undefined) return context.roots(shape);
  for (let instance = scope.instance; instance !== undefined; instance = instance.parent) {
    if (instance.shape === shape.parent) return context.children(instance, shape.key);
  }
  return anchors(context, shape.parent, scope).flatMap(parent => context.children(parent, shape.key));
}

/** The element of an array that the reference itself stands in: `guest.index`. */
export function enclosing(shape: Shape, scope: Scope): Instance | undefined {
  for (let instance = scope.instance; instance !== undefined; instance = instance.parent) if (instance.shape === shape) return instance;
  return undefined;
}

/** What has been reached on the way along a path. */
interface Way {
  readonly shape: Shape;
  readonly instances: readonly Instance[];
  /** Hardware or members of flows, once they have been chosen. */
  readonly things?: readonly Thing[];
  /** Several of an array further out were named. */
  readonly outer: boolean;
  /** Several of this array are named (all of it, until an element is chosen). */
  readonly here: boolean;
  /** An element of this array has been chosen. */
  readonly indexed: boolean;
  /** Behind `.rx` or `.tx`. */
  readonly queues?: boolean;
}

/** Everything a path names; undefined when an element does not exist (reported). */
export function thingsOf(context: Context, reference: Reference, path: Path, scope: Scope): ThingsValue | undefined {
  const first = path.anchor;
  let way: Way = {
    shape: first,
    instances: anchors(context, first, scope),
    outer: false,
    here: first.count !== undefined,
    indexed: false
  };
  for (const step of reference.steps) {
    const next: Way | 'property' | undefined =
      step.kind === 'member' ? memberStep(context, path, way, step) : elementStep(context, path, way, step, scope, reference);
    if (next === undefined) return undefined;
    if (next === 'property') break;
    way = next;
  }
  const { instances, outer, here } = way;
  const whole =
    path.target.kind === 'hardware' && way.things === undefined ? allHardware(context, path.target.part, instances) : way.things;
  const things = whole ?? instances.map(instance => ({ name: instance.name, kind: instance.shape.kind, instance }));
  return { kind: 'things', things, many: outer || here, at: new Standpoint(scope.unit, reference) };
}

/** A step to a member; `property` when the path goes on to something that is no thing. */
function memberStep(context: Context, path: Path, way: Way, step: Extract<ReferenceStep, { kind: 'member' }>): Way | 'property' {
  const part = path.parts.find(each => each.name === step.name);
  if (part?.symbol.kind === 'hardware') return { ...way, outer: way.outer || way.here, here: true, indexed: false, queues: true };
  const key = step.name?.text ?? '';
  const child = way.shape.children().get(key);
  if (child === undefined || part?.symbol.kind !== 'shape') return 'property';
  return {
    shape: child,
    instances: way.instances.flatMap(instance => context.children(instance, key)),
    outer: way.outer || way.here,
    here: child.count !== undefined,
    indexed: false
  };
}

function elementStep(
  context: Context,
  path: Path,
  way: Way,
  step: Exclude<ReferenceStep, { kind: 'member' }>,
  scope: Scope,
  reference: Reference
): Way | undefined {
  const { shape, instances } = way;
  const here = step.kind === 'all' || isChoice(step);
  if (path.target.kind === 'hardware' && (way.queues === true || shape.kind === 'cpu')) {
    const things = chosenHardware(context, path.target.part, instances, step, scope);
    return things === undefined ? undefined : { ...way, things, here, indexed: true };
  }
  if (shape.kind === 'flow' && (shape.count === undefined || way.indexed)) {
    const things = chosenMembers(context, instances, step, scope);
    return things === undefined ? undefined : { ...way, things, outer: way.outer || (way.indexed && way.here), here, indexed: true };
  }
  const chosen = step.kind === 'all' ? instances : choose(context, instances, step, scope, reference);
  return chosen === undefined ? undefined : { ...way, instances: chosen, here, indexed: true };
}

function isChoice(step: ReferenceStep): boolean {
  return step.kind === 'element' && (step.index.kind === 'range' || step.index.kind === 'list');
}

/** Numbers within `[ ]`: one, a range, a list of them. Undefined when they cannot be read. */
export function numbersOf(
  context: Context,
  step: Extract<ReferenceStep, { kind: 'element' }>,
  scope: Scope
): readonly NumberValue[] | undefined {
  const value = evaluate(context, step.index, { ...scope, use: undefined }, { emptyRanges: true });
  if (value === undefined) return undefined;
  const values = value.kind === 'list' ? flat(value) : [value];
  const numbers = values.filter((each): each is NumberValue => each.kind === 'number' && Number.isInteger(each.value));
  if (numbers.length === values.length) return numbers;
  context.reporter.report('wrong-type', placeIn(scope.unit, step.index), {
    property: 'index',
    expected: 'a whole number',
    found: 'something else'
  });
  return undefined;
}

function flat(list: ListValue): ListValue['elements'] {
  return list.elements.flatMap(element => (element.kind === 'list' ? flat(element) : [element]));
}

function choose(
  context: Context,
  instances: readonly Instance[],
  step: Extract<ReferenceStep, { kind: 'element' }>,
  scope: Scope,
  reference: Reference
): readonly Instance[] | undefined {
  const numbers = numbersOf(context, step, scope);
  if (numbers === undefined) return undefined;
  const chosen: Instance[] = [];
  // Several parents (server[*].guest[2]): the element is chosen in each of them.
  const byParent = new Map<Instance | undefined, Instance[]>();
  for (const instance of instances) {
    const siblings = byParent.get(instance.parent);
    if (siblings === undefined) byParent.set(instance.parent, [instance]);
    else siblings.push(instance);
  }
  for (const { value } of numbers) {
    if ([...byParent.values()].some(siblings => siblings[value - 1] !== undefined)) continue;
    const before = textOf({ ...reference, steps: reference.steps.slice(0, reference.steps.indexOf(step)) });
    reportMissing(context, step, scope, { name: before, count: showCount(instances.length, 'element'), first: 1, index: value });
    return undefined;
  }
  for (const siblings of byParent.values())
    for (const { value } of numbers) if (siblings[value - 1] !== undefined) chosen.push(siblings[value - 1] as Instance);
  return chosen;
}

/** Declared arrays count from 1, hardware from 0. */
export function reportMissing(
  context: Context,
  step: ReferenceStep,
  scope: Scope,
  { name, count, first, index }: { readonly name: string; readonly count: string; readonly first: 0 | 1; readonly index: number }
): void {
  const span = step.kind === 'element' ? step.index : step;
  context.reporter.report('unknown-element', placeIn(scope.unit, span), { name, count, first, index });
}
