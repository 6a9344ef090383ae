/** `ethtool -S`: the counters that tell who was too slow. */
import type { Findings, ForeignFile } from '../finding.ts';
import { blank } from './observation.ts';
import type { Observation } from './observation.ts';

/** What a counter above zero means, by name in the drivers of the field (mlx5, ixgbe, i40e, ice, bnxt, xen-netback). */
const MEANINGS: readonly (readonly [name: RegExp, means: string])[] = [
  [
    /^rx_out_of_buffer$|^rx_no_dma_resources$|^rx_missed(_errors)?$|^port\.rx_dropped$|^rx_no_buffer_count$/,
    'the host was too slow to hand out buffers'
  ],
  [/^rx_discards_phy$|^rx_(over|fifo)_errors$/, 'the card was too slow, or its bus'],
  [/^outbound_pci_stalled_(wr|rd)$|^outbound_pci_stalled_\w+_events$/, 'the bus held the card up'],
  [/^tx_frag_overflow$/, 'a guest sent packets of too many slots'],
  [/^tx_zerocopy_fail$/, 'packets that netback meant to map were copied'],
  [/^rx_gso_checksum_fixup$/, 'a peer sent large packets without checksums'],
  [/^tx_dropped$|^tx_errors$/, 'packets were lost on their way out']
];

export function readEthtool({ name: file, text }: ForeignFile, findings: Findings): Observation | undefined {
  const counters = Array.from(text.matchAll(/^\s*([\w.[\] -]+?):\s*(\d+)\s*$/gm), match => ({
    name: match[1]!,
    packets: Number(match[2])
  }));
  if (counters.length === 0) {
    findings.report('measured-empty', { file, start: 0, end: 0 }, { tool: 'ethtool -S', what: 'no counter' });
    return undefined;
  }
  const telling = counters.flatMap(({ name, packets }) => {
    const means = MEANINGS.find(([pattern]) => pattern.test(name))?.[1];
    return means === undefined || packets === 0 ? [] : [{ name, packets, means }];
  });
  return { ...blank(file, 'ethtool'), counters: telling };
}
