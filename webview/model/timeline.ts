/** How busy the busiest resources were over time, in the first replication. */
import type { PointResult } from '../../src/topology/result.ts';
import { percent, shortQuantity } from '../format.ts';
import type { Section } from './chart.ts';
import { extremes } from './limits.ts';
import { plural } from './names.ts';
import { numberCell, numberColumn, tableOf } from './table.ts';

/** Undefined where nothing is told over time: an estimate, or a run of an older version. */
export function timeline({ timeline: told }: PointResult): Section | undefined {
  if (told === undefined) return undefined;
  const { fromSeconds, stepSeconds, resources } = told;
  const rows = resources
    .filter(({ utilization }) => utilization.some(each => each > 0))
    .map(({ name, utilization }) => ({ label: name, values: utilization, mean: meanOf(utilization) }))
    .sort((a, b) => b.mean - a.mean);
  const [busiest] = rows;
  if (busiest === undefined) return undefined;
  const [low, high] = extremes(busiest.values);
  const parts = Array.from(busiest.values, (_, at) => at);
  return {
    id: 'timeline',
    title: 'Utilization over time',
    summary:
      `${busiest.label} is the busiest: ${percent(busiest.mean)} on average, ${percent(low)} to ${percent(high)} ` +
      `over ${plural(parts.length, 'part')} of ${shortQuantity(stepSeconds, 'time')}, in the first replication.`,
    chart: { kind: 'heat', axis: 'Simulated time', from: fromSeconds, step: stepSeconds, rows },
    table: tableOf(
      'Utilization in each part of the measured window, first replication',
      [numberColumn('From', 'time'), ...rows.map(({ label }) => numberColumn(label, 'ratio'))],
      parts,
      at => [numberCell(fromSeconds + at * stepSeconds, 'time'), ...rows.map(({ values }) => numberCell(values[at], 'ratio'))]
    )
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}
