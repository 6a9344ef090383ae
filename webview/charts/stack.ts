/** Horizontal stacks: cycles per packet by component, each part numbered like its entry in the legend. */
import { scaleLinear } from 'd3-scale';
import { svg, type Child } from '../dom.ts';
import { percent, quantity } from '../format.ts';
import type { StackChart, StackPart } from '../model/chart.ts';
import { bottomAxis, lineHeight, moreLine, picture, ticksFor, tipped } from './frame.ts';
import { legend } from './legend.ts';
import { patterns, slotClass, type Patterns } from './patterns.ts';
import { fitted, fontSize, textWidth, widest } from './text.ts';

const rowHeight = 34;
const barHeight = 22;
const top = 4;
const gap = 10;

export function drawStack(chart: StackChart, width: number, summary: string): SVGSVGElement {
  const { stacks, unit } = chart;
  const totals = stacks.map(stack => quantity(stack.total, unit));
  const left = Math.min(widest(stacks.map(stack => stack.label)), width * 0.3) + gap;
  const right = width - widest(totals) - gap;
  const bottom = top + stacks.length * rowHeight;
  const scale = scaleLinear([0, Math.max(...stacks.map(stack => stack.total))], [left, Math.max(left + 40, right - 4)]);
  const ticks = ticksFor(scale, right - left, 64, chart.axis, unit);
  const fills = patterns(chart.legend.map(entry => entry.slot));
  const foot = bottom + fontSize + 6 + lineHeight;
  const keys = legend(
    chart.legend.map(entry => ({
      text: `${entry.key} ${entry.name}`,
      swatch: (x: number, y: number) => block(entry.slot, x - 8, y - 7, 16, 14, fills)
    })),
    4,
    width,
    foot + 10
  );
  const height = foot + 14 + keys.height + (chart.more === undefined ? 0 : lineHeight);
  return picture(width, height, summary, [
    fills.definitions,
    bottomAxis(scale, ticks, top, bottom),
    svg('text', { class: 'axis-name', x: left, y: foot }, ticks.name),
    stacks.map((stack, row) => {
      const middle = top + row * rowHeight + rowHeight / 2;
      return [
        svg('text', { class: 'label', x: left - gap + 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, fitted(stack.label, left - gap)),
        drawParts(stack, middle, scale, fills, unit),
        svg('text', { class: 'value', x: width - 2, y: middle, dy: '0.32em', 'text-anchor': 'end' }, totals[row] ?? '')
      ];
    }),
    svg('line', { class: 'axis', x1: left + 0.5, x2: left + 0.5, y1: top, y2: bottom }),
    keys.content,
    moreLine(chart.more, 4, foot + 24 + keys.height)
  ]);
}

function drawParts(
  stack: StackChart['stacks'][number],
  middle: number,
  scale: (value: number) => number,
  fills: Patterns,
  unit: StackChart['unit']
): Child {
  let sum = 0;
  return stack.parts.map((part: StackPart) => {
    const from = scale(sum);
    sum += part.value;
    const size = Math.max(0, scale(sum) - from);
    const tip = `${part.name}: ${quantity(part.value, unit)}, ${percent(part.value / stack.total)} of ${stack.label}`;
    return tipped(
      svg(
        'g',
        { class: 'part' },
        block(part.slot, from, middle - barHeight / 2, size, barHeight, fills),
        size >= textWidth(String(part.key)) + 10 && chip(part.key, from + size / 2, middle)
      ),
      tip
    );
  });
}

function block(slot: number, x: number, y: number, width: number, height: number, fills: Patterns): Child {
  const place = { x, y, width, height };
  return [
    svg('rect', { class: `block ${slotClass(slot)}`, ...place }),
    fills.over(slot, attributes => svg('rect', { ...attributes, ...place }))
  ];
}

/** The number on a patch of the page's colour: legible on every colour and pattern. */
function chip(key: number, x: number, y: number): Child {
  const width = textWidth(String(key)) + 4;
  return [
    svg('rect', { class: 'chip', x: x - width / 2, y: y - 6.5, width, height: 13, rx: 3 }),
    svg('text', { class: 'chip-text', x, y, dy: '0.34em', 'text-anchor': 'middle' }, String(key))
  ];
}
