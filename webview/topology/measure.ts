/** How large a node must be for what is written on it. All sizes agree with picture.css. */
import type { Size } from './geometry.ts';
import { mostCells, type CellRow, type Words } from './words.ts';

export const titleSize = 12;
export const detailSize = 11;
/** From a node's left edge to its text. */
export const inset = 10;
export const lineHeight = 16;
export const chipHeight = 16;
export const chipGap = 4;
/** Room for a utilization beside the title: it comes and goes, the node stays as it is. */
export const loadWidth = 56;
/** The triangle of what can be opened. */
export const foldWidth = 16;
export const cellSize = 6;
export const cellGap = 2;
export const cellRowHeight = 12;
export const cellNameWidth = 20;

export type Measure = (text: string, size: number, bold: boolean) => number;

/** Sizes are rounded up to this: a letter more or less moves nothing. */
const grid = 8;

/** Size of a node without what it contains. */
export function sizeOf(words: Words, hasFold: boolean, hasLoad: boolean, measure: Measure): Size {
  const title = measure(words.title, titleSize, true) + (hasFold ? foldWidth : 0) + (hasLoad ? loadWidth : 0);
  const detail = words.detail === undefined ? 0 : measure(words.detail, detailSize, false);
  const chips = words.chips.reduce((sum, chip) => sum + chipWidth(chip, measure) + chipGap, -chipGap);
  const cells = Math.max(0, ...words.cells.map(cellsWidth));
  const width = Math.max(title, detail, chips, cells) + 2 * inset;
  return { width: Math.ceil(width / grid) * grid, height: contentHeight(words) };
}

export function contentHeight({ detail, chips, cells }: Words): number {
  const lines = 1 + (detail === undefined ? 0 : 1);
  return 8 + lines * lineHeight + (chips.length > 0 ? chipHeight + 4 : 0) + cells.length * cellRowHeight + (cells.length > 0 ? 8 : 0) + 6;
}

export function chipWidth(text: string, measure: Measure): number {
  return measure(text, detailSize, false) + 10;
}

/** Room for a number behind squares that are too many to draw. */
export const cellCountWidth = 30;

function cellsWidth({ count }: CellRow): number {
  const drawn = Math.min(count, mostCells);
  return cellNameWidth + drawn * (cellSize + cellGap) + (count > mostCells ? cellCountWidth : 0);
}
