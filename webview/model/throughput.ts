/** What the flows get: one bar per flow, with its interval. */
import type { PointResult } from '../../src/topology/result.ts';
import { interval } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, firstOnes, moreText, rangeText } from './limits.ts';
import { plural } from './names.ts';
import { intervalCell, intervalColumn, tableOf, textCell, textColumn } from './table.ts';

export function throughput(point: PointResult): Section {
  const { flows, totals } = point;
  const base = { id: 'throughput', title: 'Throughput' };
  if (flows.length === 0) return { ...base, summary: 'No flow runs at this point.' };
  const { drawn, rest } = firstOnes(flows, barLimit);
  const timed = flows.some(flow => flow.jobSeconds !== undefined);
  const each =
    flows.length > 1
      ? `, ${rangeText(
          flows.map(flow => flow.goodputBps.mean),
          'rate'
        )}`
      : '';
  return {
    ...base,
    summary: `${plural(flows.length, 'flow')}: ${interval(totals.goodputBps, 'rate')} of goodput${flows.length > 1 ? ' together' : ''}${each}.`,
    chart: {
      kind: 'bars',
      unit: 'rate',
      axis: 'Goodput per flow',
      bars: drawn.map(flow => ({ label: flow.name, value: flow.goodputBps, detail: `${flow.from} → ${flow.to}` })),
      more: moreText(
        rest.map(flow => flow.goodputBps.mean),
        'rate'
      )
    },
    table: tableOf(
      'Throughput per flow',
      [
        textColumn('Flow'),
        textColumn('From'),
        textColumn('To'),
        intervalColumn('Goodput', 'rate'),
        intervalColumn('Packets', 'packets'),
        intervalColumn('Loss', 'ratio'),
        ...(timed ? [intervalColumn('Completion', 'time')] : [])
      ],
      flows,
      flow => [
        textCell(flow.name),
        textCell(flow.from),
        textCell(flow.to),
        intervalCell(flow.goodputBps, 'rate'),
        intervalCell(flow.packetsPerSecond, 'packets'),
        intervalCell(flow.lossRatio, 'ratio'),
        ...(timed ? [intervalCell(flow.jobSeconds, 'time')] : [])
      ]
    )
  };
}
