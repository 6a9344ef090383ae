/** What completion asks of the schema beyond rows. */
import { hardwareArrays } from './schema.ts';
import type { KindName } from './types.ts';

export { cycleComponents, measures, plainFunctions } from './functions.ts';

export function hardwareNames(kind: KindName): readonly { readonly name: string; readonly doc: string }[] {
  return Object.entries(hardwareArrays[kind] ?? {}).map(([name, { doc }]) => ({ name, doc }));
}
