/** How long packets take, from hand-over to hand-over: quantiles per flow. */
import type { FlowResult, PointResult } from '../../src/topology/result.ts';
import { quantity } from '../format.ts';
import type { QuantileName, Section } from './chart.ts';
import { firstOnes, moreText, rowLimit } from './limits.ts';
import { numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

type Latency = FlowResult['latencySeconds'];

const quantiles: readonly (readonly [QuantileName, keyof Latency])[] = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p99.9', 'p999'],
  ['max', 'max']
];

export function latency(point: PointResult): Section {
  const base = { id: 'latency', title: 'Latency' };
  const known = point.flows.filter(flow => flow.latencySeconds.mean > 0);
  if (known.length === 0) return { ...base, summary: 'No latency was measured at this point.' };
  const { drawn, rest } = firstOnes(known, rowLimit);
  const worst = known.reduce((a, b) => (tail(b.latencySeconds) > tail(a.latencySeconds) ? b : a));
  const shown = quantiles.filter(([, key]) => known.some(flow => flow.latencySeconds[key] !== undefined));
  return {
    ...base,
    summary: summary(worst, known.length),
    chart: {
      kind: 'quantiles',
      unit: 'time',
      axis: 'Latency, logarithmic',
      rows: drawn.map(flow => ({ label: flow.name, mean: flow.latencySeconds.mean, quantiles: quantilesOf(flow.latencySeconds) })),
      more: moreText(
        rest.map(flow => flow.latencySeconds.mean),
        'time'
      )
    },
    table: tableOf(
      'Latency per flow',
      [textColumn('Flow'), numberColumn('Mean', 'time'), ...shown.map(([name]) => numberColumn(name, 'time'))],
      known,
      flow => [
        textCell(flow.name),
        numberCell(flow.latencySeconds.mean, 'time'),
        ...shown.map(([, key]) => numberCell(flow.latencySeconds[key], 'time'))
      ]
    )
  };
}

function summary(worst: FlowResult, flows: number): string {
  const { mean, p50, p99 } = worst.latencySeconds;
  const which = flows > 1 ? `The slowest flow is ${worst.name}: ` : `${worst.name}: `;
  if (p50 === undefined || p99 === undefined) return `${which}${quantity(mean, 'time')} on average.`;
  return `${which}half of its packets take ${quantity(p50, 'time')} or less, 99 % take ${quantity(p99, 'time')} or less.`;
}

function tail(latencySeconds: Latency): number {
  return latencySeconds.p99 ?? latencySeconds.mean;
}

function quantilesOf(latencySeconds: Latency) {
  return quantiles.flatMap(([name, key]) => {
    const value = latencySeconds[key];
    return value !== undefined && value > 0 ? [{ name, value }] : [];
  });
}
