/** How busy each resource is: cores, NICs, links, buses, engines, tables, memory, locks; busiest first. */
import type { PointResult } from '../../src/topology/result.ts';
import { percent, quantity } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, firstOnes, moreText } from './limits.ts';
import { intervalCell, intervalColumn, numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

export function resources(point: PointResult): Section {
  const base = { id: 'resources', title: 'Resources' };
  const busiest = [...point.resources].sort((a, b) => b.utilization.mean - a.utilization.mean);
  const [top] = busiest;
  if (top === undefined) return { ...base, summary: 'No resource is used at this point.' };
  const { drawn, rest } = firstOnes(
    busiest.filter(resource => resource.utilization.mean > 0),
    barLimit
  );
  const carries = busiest.some(resource => resource.bandwidthBps !== undefined);
  return {
    ...base,
    summary: `The busiest resource is ${top.name} (${top.kind}) at ${percent(top.utilization.mean)}.`,
    chart: {
      kind: 'bars',
      unit: 'ratio',
      axis: 'Utilization',
      reference: 1,
      bars: drawn.map(resource => ({
        label: resource.name,
        value: resource.utilization,
        emphasis: resource.name === point.bottleneck.resource || point.bottleneck.also?.includes(resource.name),
        detail: resource.bandwidthBps === undefined ? resource.kind : `${resource.kind}, ${quantity(resource.bandwidthBps, 'rate')}`
      })),
      more: moreText(
        rest.map(resource => resource.utilization.mean),
        'ratio'
      )
    },
    table: tableOf(
      'Utilization of each resource',
      [
        textColumn('Resource'),
        textColumn('Kind'),
        intervalColumn('Utilization', 'ratio'),
        ...(carries ? [numberColumn('Carries', 'rate')] : [])
      ],
      busiest,
      resource => [
        textCell(resource.name),
        textCell(resource.kind),
        intervalCell(resource.utilization, 'ratio'),
        ...(carries ? [numberCell(resource.bandwidthBps, 'rate')] : [])
      ]
    )
  };
}
