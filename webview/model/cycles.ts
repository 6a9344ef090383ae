/** Cycles per packet stacked by component: the picture the field knows. */
import type { DomainResult, PointResult } from '../../src/topology/result.ts';
import { count, percent, quantity } from '../format.ts';
import type { Section, StackPart } from './chart.ts';
import { otherName, smallestShare, type Component } from './components.ts';
import { largestOnes, moreText, stackLimit } from './limits.ts';
import { arrayOf } from './names.ts';
import { numberCell, numberColumn, tableOf, textCell, textColumn } from './table.ts';

/** Arrays with more members than this are drawn as their mean: seven equal stacks tell no more than one. */
const drawnMembers = 3;

interface Stack {
  readonly label: string;
  readonly total: number;
  readonly components: ReadonlyMap<string, number>;
}

/** `order` lists the components that have a colour, in stacking order (`componentOrder`). */
export function cycles(point: PointResult, order: readonly Component[]): Section {
  const base = { id: 'cycles', title: 'Cycles per packet' };
  const spent = point.domains.filter(domain => domain.cyclesPerPacket.total > 0);
  if (spent.length === 0) return { ...base, summary: 'No cycles were spent on packets at this point.' };
  const { drawn, rest } = largestOnes(grouped(spent), stackLimit, stack => stack.total);
  const stacks = drawn.map(stack => ({ label: stack.label, total: stack.total, parts: partsOf(stack, order) }));
  const drawnNames = new Set(stacks.flatMap(stack => stack.parts.map(part => part.name)));
  const legend = [...order, { name: otherName, slot: -1 }]
    .map(({ name, slot }, index) => ({ key: index + 1, slot, name }))
    .filter(entry => drawnNames.has(entry.name));
  return {
    ...base,
    summary: stacks.slice(0, 3).map(stackText).join(' '),
    chart: {
      kind: 'stack',
      unit: 'cycles',
      axis: 'Cycles per packet',
      stacks,
      legend,
      more: moreText(
        rest.map(stack => stack.total),
        'cycles'
      )
    },
    table: componentTable(spent)
  };
}

function stackText(stack: { readonly label: string; readonly total: number; readonly parts: readonly StackPart[] }): string {
  const top = [...stack.parts]
    .filter(part => part.name !== otherName)
    .sort((a, b) => b.value - a.value)
    .slice(0, 2);
  return `${stack.label} spends ${quantity(stack.total, 'cycles')}: ${top.map(part => `${part.name} ${percent(part.value / stack.total)}`).join(', ')}.`;
}

function grouped(domains: readonly DomainResult[]): Stack[] {
  const groups = new Map<string, DomainResult[]>();
  for (const domain of domains) {
    const array = arrayOf(domain.name);
    const group = groups.get(array);
    if (group === undefined) groups.set(array, [domain]);
    else group.push(domain);
  }
  return [...groups].flatMap(([array, members]) => (members.length > drawnMembers ? [meanOf(array, members)] : members.map(stackOf)));
}

function stackOf(domain: DomainResult): Stack {
  return {
    label: domain.name,
    total: domain.cyclesPerPacket.total,
    components: new Map(Object.entries(domain.cyclesPerPacket.components))
  };
}

function meanOf(array: string, members: readonly DomainResult[]): Stack {
  const components = new Map<string, number>();
  let total = 0;
  for (const { cyclesPerPacket } of members) {
    total += cyclesPerPacket.total / members.length;
    for (const [name, value] of Object.entries(cyclesPerPacket.components)) {
      components.set(name, (components.get(name) ?? 0) + value / members.length);
    }
  }
  return { label: `${array}, mean of ${count(members.length)}`, total, components };
}

function partsOf(stack: Stack, order: readonly Component[]): StackPart[] {
  const parts: StackPart[] = [];
  let drawn = 0;
  order.forEach(({ name, slot }, index) => {
    const value = stack.components.get(name) ?? 0;
    if (value < smallestShare * stack.total) return;
    parts.push({ name, value, key: index + 1, slot });
    drawn += value;
  });
  const other = stack.total - drawn;
  if (other > 0.001 * stack.total) parts.push({ name: otherName, value: other, key: order.length + 1, slot: -1 });
  return parts;
}

function componentTable(domains: readonly DomainResult[]) {
  const rows = domains.flatMap(domain =>
    Object.entries(domain.cyclesPerPacket.components)
      .sort((a, b) => b[1] - a[1])
      .map(([component, value]) => ({ domain: domain.name, component, value, share: value / domain.cyclesPerPacket.total }))
  );
  return tableOf(
    'Cycles per packet by domain and component',
    [textColumn('Domain'), textColumn('Component'), numberColumn('Cycles per packet', 'cycles'), numberColumn('Share', 'ratio')],
    rows,
    row => [textCell(row.domain), textCell(row.component), numberCell(row.value, 'cycles'), numberCell(row.share, 'ratio')]
  );
}
