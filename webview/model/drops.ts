/** Where packets were lost or refused, and why. */
import type { PointResult } from '../../src/topology/result.ts';
import { count, percent } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, largestOnes, moreText } from './limits.ts';
import { numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

export function drops(point: PointResult): Section {
  const base = { id: 'drops', title: 'Drops' };
  const places = [
    ...point.drops.map(drop => ({ where: drop.where, reason: drop.reason, packets: drop.packets })),
    ...point.refusals.map(refusal => ({ where: refusal.where, reason: 'post refused', packets: refusal.posts }))
  ]
    .filter(place => place.packets > 0)
    .sort((a, b) => b.packets - a.packets);
  const [worst] = places;
  if (worst === undefined) return { ...base, summary: 'No packet was dropped or refused.' };
  const { drawn, rest } = largestOnes(places, barLimit, place => place.packets);
  const lost = point.totals.lossRatio.mean;
  const share = lost > 0 ? `${percent(lost)} of the packets were lost. ` : '';
  return {
    ...base,
    summary: `${share}Most at ${worst.where} (${worst.reason}): ${count(worst.packets)}.`,
    chart: {
      kind: 'bars',
      unit: 'count',
      axis: 'Packets',
      bars: drawn.map(place => ({ label: place.where, value: { mean: place.packets }, detail: place.reason })),
      more: moreText(
        rest.map(place => place.packets),
        'count'
      )
    },
    table: tableOf(
      'Drops and refusals by place and reason',
      [textColumn('Place'), textColumn('Reason'), numberColumn('Packets', 'count')],
      places,
      place => [textCell(place.where), textCell(place.reason), numberCell(place.packets, 'count')]
    )
  };
}
