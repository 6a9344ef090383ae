/** The estimator's findings, as rows like those of the language's own table. Codes are stable. */
import type { Finding } from '../language/diagnostics/table.ts';

export const adviceFindings = {
  'saturates-at': {
    severity: 'information',
    message: '{resource} saturates at {param} = {value}: {rate} there, {more}',
    explanation:
      'Estimated at every value of the sweep. From the value named on, one resource is used to the full, and what is added only shares it.',
    formula: 'utilization(resource) = Σ packets/s × cost per packet / capacity ≥ 97 %'
  },
  'offered-over-capacity': {
    severity: 'information',
    message: '{flow} offers {offered}; about {rate} gets through{why}',
    explanation: 'The offered load of the flow is more than the things on its way can carry; the rest is dropped or waits.',
    formula: 'goodput = min over the way (capacity left to the flow / cost per packet) × payload'
  }
} as const satisfies Readonly<Record<string, Finding>>;

export type AdviceCode = keyof typeof adviceFindings;
