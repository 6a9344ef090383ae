/** How much is drawn before the rest is only counted: a picture of two thousand bars tells nothing and blocks the page. */
import { quantity, type Unit } from '../format.ts';

export const barLimit = 14;
export const stackLimit = 8;
export const seriesLimit = 8;
export const rowLimit = 10;

/** What is said of the items that are not drawn: how many, and between which values they lie. */
export function moreText(values: readonly number[], unit: Unit): string | undefined {
  if (values.length === 0) return undefined;
  return `and ${quantity(values.length, 'count')} more, ${rangeText(values, unit)}; the table has all`;
}

/** `0.41 to 0.42 Gb/s each`, or one value when all read alike. */
export function rangeText(values: readonly number[], unit: Unit): string {
  const [low, high] = extremes(values);
  const [from, to] = [quantity(low, unit), quantity(high, unit)];
  return from === to ? `${to} each` : `${from} to ${to} each`;
}

/** Smallest and largest, without spreading: arrays may be longer than the argument list of a call. */
export function extremes(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

export interface Shown<Item> {
  readonly drawn: readonly Item[];
  readonly rest: readonly Item[];
}

/** The first ones in the order given. */
export function firstOnes<Item>(items: readonly Item[], limit: number): Shown<Item> {
  return { drawn: items.slice(0, limit), rest: items.slice(limit) };
}

/** The largest ones in their original order when all fit, largest first otherwise. */
export function largestOnes<Item>(items: readonly Item[], limit: number, size: (item: Item) => number): Shown<Item> {
  if (items.length <= limit) return { drawn: items, rest: [] };
  return firstOnes(
    [...items].sort((a, b) => size(b) - size(a)),
    limit
  );
}
