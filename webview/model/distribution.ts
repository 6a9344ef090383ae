/** Which share of the packets took how long at most: one curve per flow. */
import { latencyShares } from '../../src/topology/result.ts';
import type { FlowResult, PointResult } from '../../src/topology/result.ts';
import { quantity } from '../format.ts';
import type { Section } from './chart.ts';
import { seriesLimit } from './limits.ts';
import { numberCell, numberColumn, tableOf } from './table.ts';

interface Known {
  readonly flow: FlowResult;
  readonly cdf: readonly number[];
}

/** Undefined where no distribution is told: an estimate, or a run of an older version. */
export function distribution(point: PointResult): Section | undefined {
  const known = point.flows.flatMap((flow): Known[] => {
    const cdf = flow.latencyCdf;
    return cdf === undefined || cdf.length !== latencyShares.length || cdf.every(value => value <= 0) ? [] : [{ flow, cdf }];
  });
  const widest = known.reduce<Known | undefined>((a, b) => (a === undefined || spread(b) > spread(a) ? b : a), undefined);
  if (widest === undefined) return undefined;
  const rest = point.flows.length - Math.min(known.length, seriesLimit);
  return {
    id: 'distribution',
    title: 'Latency distribution',
    summary: `${widest.flow.name}: half of its packets take ${at(widest, 0.5)} or less, 90\u00a0% ${at(widest, 0.9)}, 99.9\u00a0% ${at(widest, 0.999)}.`,
    chart: {
      kind: 'distribution',
      unit: 'time',
      axis: 'Latency, logarithmic',
      series: known.slice(0, seriesLimit).map(({ flow, cdf }, slot) => ({ label: flow.name, slot, points: pointsOf(cdf) })),
      ...(rest > 0
        ? { more: `and ${rest} more; the table has ${known.length === point.flows.length ? 'all' : `the first ${known.length}`}` }
        : {})
    },
    table: tableOf(
      'Latency that a share of the packets does not exceed',
      [numberColumn('Share of packets', 'ratio'), ...known.map(({ flow }) => numberColumn(flow.name, 'time'))],
      latencyShares,
      share => [
        // The number that was asked for, not rounded: 99.99 % is another than 100 %.
        { text: `${+(share * 100).toFixed(3)}\u00a0%`, values: [share] },
        ...known.map(({ cdf }) => numberCell(cdf[latencyShares.indexOf(share)], 'time'))
      ]
    )
  };
}

function pointsOf(cdf: readonly number[]) {
  return cdf.flatMap((seconds, index) => (seconds > 0 ? [{ seconds, share: latencyShares[index] ?? 1 }] : []));
}

function spread({ cdf }: Known): number {
  return (cdf.at(-1) ?? 0) / (cdf.find(value => value > 0) ?? 1);
}

function at({ cdf }: Known, share: number): string {
  return quantity(cdf[latencyShares.indexOf(share)] ?? 0, 'time');
}
