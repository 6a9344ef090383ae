/** Grant tables: frames needed against the limit, and what was done with the entries. */
import type { PointResult } from '../../src/topology/result.ts';
import { count } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, largestOnes, moreText } from './limits.ts';
import { listed, plural } from './names.ts';
import { numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

export function grants(point: PointResult): Section {
  const base = { id: 'grants', title: 'Grants' };
  const used = point.grants.filter(grant => grant.issued > 0 || grant.inUsePeak > 0 || grant.framesNeeded > 0);
  if (used.length === 0) return { ...base, summary: 'No grant is used at this point.' };
  const { drawn, rest } = largestOnes(used, barLimit, grant => grant.framesNeeded);
  const short = used.filter(grant => grant.framesNeeded > grant.framesLimit);
  const peak = used.reduce((a, b) => (b.inUsePeak > a.inUsePeak ? b : a));
  return {
    ...base,
    summary:
      short.length > 0
        ? `${listed(short.slice(0, 3).map(grant => grant.domain))} ${short.length === 1 ? 'needs' : 'need'} more frames than the limit allows.`
        : `${plural(used.length, 'grant table')}; at most ${count(peak.inUsePeak)} entries in use (${peak.domain}).`,
    chart: {
      kind: 'bars',
      unit: 'count',
      axis: 'Frames needed',
      markName: 'limit',
      bars: drawn.map(grant => ({
        label: grant.domain,
        value: { mean: grant.framesNeeded },
        mark: grant.framesLimit,
        emphasis: grant.framesNeeded > grant.framesLimit,
        detail: `limit ${count(grant.framesLimit)} frames, ${count(grant.inUsePeak)} entries in use at the peak`
      })),
      more: moreText(
        rest.map(grant => grant.framesNeeded),
        'count'
      )
    },
    table: tableOf(
      'Grants per domain',
      [
        textColumn('Domain'),
        numberColumn('In use, peak', 'count'),
        numberColumn('Issued', 'count'),
        numberColumn('Mapped', 'count'),
        numberColumn('Copied', 'count'),
        numberColumn('Reused', 'count'),
        numberColumn('Flushes', 'count'),
        numberColumn('Frames needed', 'count'),
        numberColumn('Frames limit', 'count')
      ],
      used,
      grant => [
        textCell(grant.domain),
        ...[
          grant.inUsePeak,
          grant.issued,
          grant.mapped,
          grant.copied,
          grant.reused,
          grant.flushes,
          grant.framesNeeded,
          grant.framesLimit
        ].map(value => numberCell(value, 'count'))
      ]
    )
  };
}
