/** Evaluates every property of every element, so that each wrong value is found where it is written. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Instance } from '../evaluate/values.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Program } from '../program/program.ts';
import type { Shape } from '../program/symbols.ts';

export interface ValueCheckOptions {
  /** Look into arrays that have no element, too. */
  readonly ghosts: boolean;
  /** Only these top-level declarations; all when absent. */
  readonly only?: (shape: Shape) => boolean;
  /** Of these, values of an older version stand, all but those of touched instances. */
  readonly touched?: (shape: Shape) => boolean;
}

interface GroupOptions extends ValueCheckOptions {
  /** Only touched instances need be looked at. */
  readonly isTouched: boolean;
}

export function checkValues(program: Program, evaluation: Evaluation, options: ValueCheckOptions): void {
  for (const unit of program.units.values()) {
    for (const shape of unit.shapes) {
      if (options.only?.(shape) === false) continue;
      if (shape.template || (shape.kind === 'experiment' && unit !== program.root)) continue;
      evaluation.reporter.enter(shape.own.declaration);
      const isTouched = options.touched?.(shape) === true;
      checkGroup(evaluation, shape, undefined, evaluation.roots(shape), { ...options, isTouched });
    }
  }
  evaluation.reporter.enter(undefined);
}

function checkGroup(
  evaluation: Evaluation,
  shape: Shape,
  parent: Instance | undefined,
  elements: readonly Instance[],
  options: GroupOptions
): void {
  if (elements.length > 0 || !options.ghosts || shape.count === undefined)
    for (const instance of elements) checkInstance(evaluation, instance, options);
  else checkInstance(evaluation, evaluation.ghost(shape, parent), { ...options, isTouched: false });
}

function checkInstance(evaluation: Evaluation, instance: Instance, options: GroupOptions): void {
  if (!options.isTouched || evaluation.isTouched(instance)) {
    for (const name of instance.shape.properties().keys()) evaluation.property(instance, name);
    if (instance.shape.kind === 'vif') checkAddress(evaluation, instance);
  }
  for (const child of instance.shape.children().values()) {
    if (!child.template) checkGroup(evaluation, child, instance, evaluation.children(instance, child.key), options);
  }
}

function checkAddress(evaluation: Evaluation, vif: Instance): void {
  const mac = evaluation.property(vif, 'mac');
  if (mac?.kind !== 'string' || /^[\da-f][02468ace](:[\da-f]{2}){5}$/i.test(mac.value)) return;
  const site = evaluation.siteOf(vif, 'mac');
  evaluation.reporter.report('bad-address', site?.expression === undefined ? mac.at : placeIn(site.unit, site.expression), {
    value: mac.value
  });
}
