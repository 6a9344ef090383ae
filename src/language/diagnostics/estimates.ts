/** Findings that only an estimate of the topology shows. */
import type { Finding } from './table.ts';

export const estimateFindings = {
  'saturates-at': {
    severity: 'information',
    message: '{resource} saturates at {param} = {value}: {rate} there, {why}',
    explanation: 'Estimated along the sweep. From that value on, one resource is used to the full; what is added only shares it.',
    formula: 'utilization = Σ packets/s × cost per packet / capacity ≥ 97 %'
  },
  'offered-over-capacity': {
    severity: 'information',
    message: '{flow} offers {offered}; about {rate} gets through{why}',
    explanation: 'Estimated: what the flow offers is more than something on its way can carry. The rest is dropped or waits.',
    formula: 'goodput = min over the way (capacity left to the flow / cost per packet) × payload'
  }
} as const satisfies Readonly<Record<string, Finding>>;
