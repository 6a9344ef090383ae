/** How often things happen: interrupts per second, packets per activation of a stage. Batches are outcomes, never inputs. */
import type { PointResult } from '../../src/topology/result.ts';
import { count, quantity, type Unit } from '../format.ts';
import type { Section } from './chart.ts';
import { barLimit, largestOnes, moreText } from './limits.ts';
import { arrayOf } from './names.ts';
import { numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

interface Rate {
  readonly name: string;
  readonly mean: number;
  readonly detail?: string;
}

export function interrupts(point: PointResult): Section {
  const rates = point.interruptsPerSecond.filter(rate => rate.mean > 0);
  const total = rates.reduce((sum, rate) => sum + rate.mean, 0);
  const summary = rates.length === 0 ? 'No interrupt was raised.' : `${quantity(total, 'perSecond')} in all.`;
  return ratesSection({ id: 'interrupts', title: 'Interrupts', column: 'Source', axis: 'Interrupts', unit: 'perSecond', rates, summary });
}

export function batches(point: PointResult): Section {
  const rates = point.batches.map(batch => ({ name: batch.stage, mean: batch.mean })).filter(rate => rate.mean > 0);
  const summary =
    rates.length === 0 ? 'No stage was active.' : 'Packets that one activation of a stage handles: an outcome of load and moderation.';
  return ratesSection({ id: 'batches', title: 'Batches', column: 'Stage', axis: 'Packets per activation', unit: 'count', rates, summary });
}

interface RatesSection {
  readonly id: string;
  readonly title: string;
  readonly column: string;
  readonly axis: string;
  readonly unit: Unit;
  readonly rates: readonly Rate[];
  readonly summary: string;
}

function ratesSection({ id, title, column, axis, unit, rates, summary }: RatesSection): Section {
  if (rates.length === 0) return { id, title, summary };
  const { drawn, rest } = largestOnes(rates.length > barLimit ? meansOfArrays(rates) : rates, barLimit, rate => rate.mean);
  return {
    id,
    title,
    summary,
    chart: {
      kind: 'bars',
      unit,
      axis,
      bars: drawn.map(rate => ({ label: rate.name, value: { mean: rate.mean }, detail: rate.detail })),
      more: moreText(
        rest.map(rate => rate.mean),
        unit
      )
    },
    table: tableOf(`${title}: ${axis.toLowerCase()}`, [textColumn(column), numberColumn(axis, unit)], rates, rate => [
      textCell(rate.name),
      numberCell(rate.mean, unit)
    ])
  };
}

/** What happens alike at every member of an array is drawn once: `netback receive server.guest[*].eth0.rx`. */
function meansOfArrays(rates: readonly Rate[]): readonly Rate[] {
  const groups = new Map<string, Rate[]>();
  for (const rate of rates) {
    const array = arrayOf(rate.name);
    const group = groups.get(array);
    if (group === undefined) groups.set(array, [rate]);
    else group.push(rate);
  }
  return [...groups].flatMap(([array, members]) => {
    if (members.length < 2) return members;
    const mean = members.reduce((sum, member) => sum + member.mean, 0) / members.length;
    return [{ name: array, mean, detail: `mean of ${count(members.length)}` }];
  });
}
