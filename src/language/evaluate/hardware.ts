/** Hardware that is addressed by number, from 0: `server.cpu[0]`, `server.eth0.rx[0]`. */
import type { ReferenceStep } from '../syntax/tree.ts';
import { showCount } from '../values/show.ts';
import type { Context, Scope } from './context.ts';
import { numbersOf, reportMissing } from './things.ts';
import type { Instance, Thing } from './values.ts';

/** Cores or queues that `[ ]` chooses; undefined when one does not exist (reported). */
export function chosenHardware(
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
        const shown = showCount(count, part === 'cpu' ? 'logical CPU' : 'queue');
        reportMissing(context, step, scope, { name: hardwareName(part, instance), count: shown, first: 0, index: value });
        return undefined;
      }
      found.push(hardwareThing(part, instance, value));
    }
  }
  return found;
}

export function allHardware(context: Context, part: 'cpu' | 'rx' | 'tx', instances: readonly Instance[]): readonly Thing[] {
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
