/** How much CPU each domain uses; 100 % is one core's worth. */
import type { PointResult } from '../../src/topology/result.ts';
import { interval } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, largestOnes, moreText } from './limits.ts';
import { intervalCell, intervalColumn, numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

export function cpu(point: PointResult): Section {
  const { domains, bottleneck } = point;
  const base = { id: 'cpu', title: 'CPU' };
  if (domains.length === 0) return { ...base, summary: 'No domain uses a CPU of the model.' };
  const { drawn, rest } = largestOnes(domains, barLimit, domain => domain.cpuUtilization.mean);
  const busiest = domains.reduce((a, b) => (b.cpuUtilization.mean > a.cpuUtilization.mean ? b : a));
  const missesKnown = domains.some(domain => domain.missesPerPacket !== undefined);
  return {
    ...base,
    summary: `The busiest domain is ${busiest.name} with ${interval(busiest.cpuUtilization, 'cores')} of a core.`,
    chart: {
      kind: 'bars',
      unit: 'cores',
      axis: 'Share of one core',
      reference: 1,
      bars: drawn.map(domain => ({
        label: domain.name,
        value: domain.cpuUtilization,
        emphasis: domain.name === bottleneck.domain || bottleneck.also?.includes(domain.name)
      })),
      more: moreText(
        rest.map(domain => domain.cpuUtilization.mean),
        'cores'
      )
    },
    table: tableOf(
      'CPU per domain, in cores',
      [
        textColumn('Domain'),
        intervalColumn('CPU', 'cores'),
        numberColumn('Cycles per packet', 'cycles'),
        ...(missesKnown ? [numberColumn('Cache misses per packet', 'count')] : [])
      ],
      domains,
      domain => [
        textCell(domain.name),
        intervalCell(domain.cpuUtilization, 'cores'),
        numberCell(domain.cyclesPerPacket.total, 'cycles'),
        ...(missesKnown ? [numberCell(domain.missesPerPacket, 'count')] : [])
      ]
    )
  };
}
