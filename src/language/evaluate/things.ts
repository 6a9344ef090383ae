/** Leads a path over shapes to the instances it names. */
import type { Part, Path } from '../program/lookup.ts';
import type { Shape } from '../program/symbols.ts';
import type { Reference, ReferenceStep } from '../syntax/tree.ts';
import { showCount } from '../values/show.ts';
import { placeIn } from './context.ts';
import type { Context, Scope } from './context.ts';
import { evaluate } from './expression.ts';
import { textOf } from './resolution.ts';
import type { Instance, ListValue, NumberValue, Thing, ThingsValue } from './values.ts';

export interface Reached {
  readonly instances: readonly Instance[];
  readonly many: boolean;
}

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

/** Everything a path names; undefined when an element does not exist (reported). */
export function thingsOf(context: Context, reference: Reference, path: Path, scope: Scope): ThingsValue | undefined {
  const at = placeIn(scope.unit, reference);
  let instances = anchors(context, path.anchor, scope);
  let many = path.anchor.count !== undefined;
  let things: readonly Thing[] | undefined;
  let shape = path.anchor;
  for (const step of reference.steps) {
    if (step.kind === 'member') {
      const part = path.parts.find((each: Part) => each.name === step.name);
      if (part?.symbol.kind === 'hardware') continue;
      const key = step.name?.text ?? '';
      const child = shape.children().get(key);
      if (child === undefined) break;
      shape = child;
      instances = instances.flatMap(instance => context.children(instance, key));
      many ||= shape.count !== undefined;
      continue;
    }
    if (path.target.kind === 'hardware' && shape === path.target.shape) {
      things = hardware(context, path.target.part, instances, step, scope);
      if (things === undefined) return undefined;
      many = (many && instances.length !== 1) || things.length !== 1;
      continue;
    }
    if (shape.kind === 'flow' && shape.count === undefined) {
      things = flowMembers(context, instances, step, scope);
      if (things === undefined) return undefined;
      many = step.kind === 'all' || things.length !== 1;
      continue;
    }
    const chosen = step.kind === 'all' ? instances : choose(context, instances, step, scope, reference);
    if (chosen === undefined) return undefined;
    many = step.kind === 'all' || isChoice(step) || outerMany(context, path, shape, scope);
    instances = chosen;
  }
  if (things === undefined && path.target.kind === 'hardware') things = allHardware(context, path.target.part, instances);
  things ??= instances.map(instance => ({ name: instance.name, kind: instance.shape.kind, instance }));
  return { kind: 'things', things, many: many && !(things.length === 1 && !namesArray(path, reference)), at };
}

function namesArray(path: Path, reference: Reference): boolean {
  return path.anchor.count !== undefined || reference.steps.some(step => step.kind !== 'member') || path.target.shape.count !== undefined;
}

function outerMany(context: Context, path: Path, shape: Shape, scope: Scope): boolean {
  return shape !== path.anchor && anchors(context, path.anchor, scope).length !== 1;
}

function isChoice(step: ReferenceStep): boolean {
  return step.kind === 'element' && (step.index.kind === 'range' || step.index.kind === 'list');
}

/** Numbers within `[ ]`: one, a range, a list of them. Undefined when they cannot be read. */
function numbersOf(context: Context, step: Extract<ReferenceStep, { kind: 'element' }>, scope: Scope): readonly NumberValue[] | undefined {
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
  for (const number of numbers) {
    let hit = false;
    for (const siblings of byParent.values()) {
      const instance = siblings[number.value - 1];
      if (instance === undefined) continue;
      hit = true;
      chosen.push(instance);
    }
    if (!hit) {
      report(
        context,
        step,
        scope,
        textOf({ ...reference, steps: reference.steps.slice(0, reference.steps.indexOf(step)) }),
        showCount(instances.length, 'element'),
        number.value
      );
      return undefined;
    }
  }
  return chosen;
}

function report(context: Context, step: ReferenceStep, scope: Scope, name: string, count: string, index: number): void {
  const span = step.kind === 'element' ? step.index : step;
  context.reporter.report('unknown-element', placeIn(scope.unit, span), { name, count, index });
}

function hardware(
  context: Context,
  part: 'cpu' | 'rx' | 'tx',
  instances: readonly Instance[],
  step: ReferenceStep,
  scope: Scope
): readonly Thing[] | undefined {
  if (step.kind !== 'element') return allHardware(context, part, instances);
  const numbers = numbersOf(context, step, scope);
  if (numbers === undefined) return undefined;
  const found: Thing[] = [];
  for (const instance of instances) {
    const count = hardwareCount(context, part, instance);
    for (const { value } of numbers) {
      if (value < 0 || value >= count) {
        report(context, step, scope, hardwareName(part, instance), showCount(count, part === 'cpu' ? 'logical CPU' : 'queue'), value);
        return undefined;
      }
      found.push(hardwareThing(part, instance, value));
    }
  }
  return found;
}

function allHardware(context: Context, part: 'cpu' | 'rx' | 'tx', instances: readonly Instance[]): readonly Thing[] {
  return instances.flatMap(instance =>
    Array.from({ length: hardwareCount(context, part, instance) }, (_, i) => hardwareThing(part, instance, i))
  );
}

function hardwareName(part: 'cpu' | 'rx' | 'tx', instance: Instance): string {
  return part === 'cpu' ? instance.name : `${instance.name}.${part}`;
}

function hardwareThing(part: 'cpu' | 'rx' | 'tx', instance: Instance, index: number): Thing {
  return { name: `${hardwareName(part, instance)}[${index}]`, kind: part === 'cpu' ? 'core' : 'nic', instance };
}

function hardwareCount(context: Context, part: 'cpu' | 'rx' | 'tx', instance: Instance): number {
  if (part === 'cpu') return numberOf(context, instance, 'cores') * numberOf(context, instance, 'threads_per_core');
  return numberOf(context, instance, part === 'rx' ? 'rx_queues' : 'tx_queues');
}

function numberOf(context: Context, instance: Instance, property: string): number {
  const value = context.property(instance, property);
  return value?.kind === 'number' ? value.value : 0;
}

/** `rx[2]` of a flow that is no array: a member, which exists when one side is an array. */
function flowMembers(context: Context, instances: readonly Instance[], step: ReferenceStep, scope: Scope): readonly Thing[] | undefined {
  const [flow] = instances;
  if (flow === undefined) return [];
  const count = memberCount(context, flow);
  const numbers =
    step.kind === 'element' ? numbersOf(context, step, scope)?.map(number => number.value) : Array.from({ length: count }, (_, i) => i + 1);
  if (numbers === undefined) return undefined;
  for (const number of numbers) {
    if (number >= 1 && number <= count) continue;
    report(context, step, scope, flow.name, showCount(count, 'member'), number);
    return undefined;
  }
  return numbers.map(member => ({ name: count === 1 ? flow.name : `${flow.name}[${member}]`, kind: 'flow', instance: flow, member }));
}

/** Members of one flow element: the larger of the two sides' counts. */
export function memberCount(context: Context, flow: Instance): number {
  const from = sideOf(context, flow, 'from').length;
  const to = sideOf(context, flow, 'to').length;
  return from === 0 || to === 0 ? 0 : Math.max(from, to);
}

/** The endpoints one side of a flow names, in order. */
export function sideOf(context: Context, flow: Instance, side: 'from' | 'to'): readonly Thing[] {
  const value = context.property(flow, side);
  if (value === undefined) return [];
  if (value.kind === 'things') return value.things;
  return value.kind === 'list' ? value.elements.flatMap(element => (element.kind === 'things' ? element.things : [])) : [];
}
