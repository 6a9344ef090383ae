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
}

export function checkValues(program: Program, evaluation: Evaluation, options: ValueCheckOptions): void {
  for (const unit of program.units.values()) {
    for (const shape of unit.shapes) {
      if (options.only?.(shape) === false) continue;
      if (shape.template || (shape.kind === 'experiment' && unit !== program.root)) continue;
      evaluation.reporter.enter(shape.own.declaration);
      checkGroup(evaluation, shape, undefined, evaluation.roots(shape), options);
    }
  }
  evaluation.reporter.enter(undefined);
}

function checkGroup(
  evaluation: Evaluation,
  shape: Shape,
  parent: Instance | undefined,
  elements: readonly Instance[],
  options: ValueCheckOptions
): void {
  const checked = elements.length === 0 && options.ghosts && shape.count !== undefined ? [evaluation.ghost(shape, parent)] : elements;
  for (const instance of checked) checkInstance(evaluation, instance, options);
}

function checkInstance(evaluation: Evaluation, instance: Instance, options: ValueCheckOptions): void {
  for (const name of instance.shape.properties().keys()) evaluation.property(instance, name);
  if (instance.shape.kind === 'vif') checkAddress(evaluation, instance);
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
