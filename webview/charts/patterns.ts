/**
 * Colours and patterns of stacked components and of series. Six hues of the theme; from the seventh on the same hues with a pattern;
 * in high contrast every slot has a pattern as well, so that colour is never the only difference. style/charts.css gives the colours.
 */
import { svg, type Child } from '../dom.ts';

const hues = 6;

/** Class that style/charts.css colours; slot −1 is `other`. */
export function slotClass(slot: number): string {
  return slot < 0 ? 'slot-other' : `slot-${slot % hues}`;
}

/** Paths within a tile of 8 by 8, one per pattern. */
const tiles = [
  'M-2,2L2,-2M0,8L8,0M6,10L10,6',
  'M-2,6L2,10M0,0L8,8M6,-2L10,2',
  'M0,4H8',
  'M4,0V8',
  'M0,4H8M4,0V8',
  'M2,4a2,2 0 1 0 4,0a2,2 0 1 0 -4,0'
];

let pictures = 0;

/** The patterns that one picture needs; ids are unique in the page. */
export interface Patterns {
  readonly definitions: SVGDefsElement;
  /** A shape laid over another of this slot: seen where the slot has a pattern in the theme. */
  over(slot: number, shape: (attributes: Readonly<Record<string, string>>) => SVGElement): Child;
}

export function patterns(slots: readonly number[]): Patterns {
  const prefix = `pattern-${++pictures}-`;
  const needed = [...new Set(slots.map(tileOf))];
  const definitions = svg(
    'defs',
    {},
    needed.map(tile =>
      svg(
        'pattern',
        { id: `${prefix}${tile}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
        svg('path', { class: 'tile', d: tiles[tile] })
      )
    )
  );
  return {
    definitions,
    over: (slot, shape) => shape({ class: slot >= hues ? 'pattern always' : 'pattern', fill: `url(#${prefix}${tileOf(slot)})` })
  };
}

function tileOf(slot: number): number {
  // The second round of a hue takes another pattern than the first, which high contrast shows as well.
  return slot < 0 ? 5 : (slot + (slot >= hues ? 3 : 0)) % tiles.length;
}
