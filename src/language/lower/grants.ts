/** Grant policies. */
import type { GrantMode, GrantPolicy } from '../../topology/model.ts';
import type { Instance } from '../evaluate/values.ts';
import type { Reader } from './read.ts';

/**
 * `rx_mode` and `tx_mode` default to `mode`, with one exception: `copy` transmits by mapping the payload and copying only the header,
 * which is what mode `map` does on that side.
 */
export function lowerGrants(reader: Reader, instance: Instance): GrantPolicy {
  const mode = (reader.word(instance, 'mode') ?? 'copy') as GrantMode;
  return {
    ...reader.declared(instance),
    mode,
    rxMode: (reader.word(instance, 'rx_mode') ?? mode) as GrantMode,
    txMode: (reader.word(instance, 'tx_mode') ?? (mode === 'copy' ? 'map' : mode)) as GrantMode,
    pool: reader.number(instance, 'pool') ?? 0,
    batch: reader.number(instance, 'batch') ?? 0,
    revoke: (reader.word(instance, 'revoke') ?? 'immediate') as GrantPolicy['revoke']
  };
}

/** The policy of a vif that names none: a `grants` block without a word in it. */
export const plainCopy: GrantPolicy = {
  name: 'copy',
  mode: 'copy',
  rxMode: 'copy',
  txMode: 'map',
  pool: 1024,
  batch: 256,
  revoke: 'immediate'
};
