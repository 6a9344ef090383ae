/**
 * Dimensions of quantities and their arithmetic.
 *
 * Values are kept in the topology's units: bit/s for rates, bytes for everything else with data in it, seconds, Hz, cycles, ratios.
 * Bytes and bits meet in products and quotients (`size / time` is a rate); `scale` reconciles them there and nowhere else.
 */

/** Exponents of data, time, packet, cycle, fragment, op. */
type Powers = readonly [number, number, number, number, number, number];

export interface Dimension {
  /** What a message calls it: `rate`, `size`, `cycles per packet`. */
  readonly name: string;
  readonly powers: Powers;
}

const baseNames = ['size', 'time', 'packets', 'cycles', 'fragments', 'ops'] as const;
const known = new Map<string, Dimension>();

function define(name: string, ...powers: Powers): Dimension {
  const dimension: Dimension = { name, powers };
  known.set(powers.join(), dimension);
  return dimension;
}

export const plain = define('number', 0, 0, 0, 0, 0, 0);
/** Written in %; mixes freely with plain numbers. */
export const ratio: Dimension = { name: 'ratio', powers: plain.powers };
export const size = define('size', 1, 0, 0, 0, 0, 0);
export const rate = define('rate', 1, -1, 0, 0, 0, 0);
export const time = define('time', 0, 1, 0, 0, 0, 0);
export const frequency = define('frequency', 0, -1, 0, 0, 0, 0);
export const packets = define('packets', 0, -1, 1, 0, 0, 0);
export const cycles = define('cycles', 0, 0, 0, 1, 0, 0);
define('cycles per packet', 0, 0, -1, 1, 0, 0);
define('cycles per byte', -1, 0, 0, 1, 0, 0);
define('cycles per fragment', 0, 0, 0, 1, -1, 0);
define('cycles per op', 0, 0, 0, 1, 0, -1);
define('time per packet', 0, 1, -1, 0, 0, 0);
define('time per byte', -1, 1, 0, 0, 0, 0);
define('time per fragment', 0, 1, 0, 0, -1, 0);
define('time per op', 0, 1, 0, 0, 0, -1);

const byName = new Map<string, Dimension>([...known.values(), ratio].map(dimension => [dimension.name, dimension]));

/** A dimension by the name the schema and the units table use; a number for a name nobody knows. */
export function dimensionNamed(name: string): Dimension {
  return byName.get(name) ?? plain;
}

function spelled(powers: Powers): string {
  const above = powers.flatMap((power, i) => (power > 0 ? [power > 1 ? `${baseNames[i]}^${power}` : (baseNames[i] as string)] : []));
  const below = powers.flatMap((power, i) => (power < 0 ? [power < -1 ? `${baseNames[i]}^${-power}` : (baseNames[i] as string)] : []));
  return `${above.join(' × ') || '1'}${below.length > 0 ? ` / ${below.join(' / ')}` : ''}`;
}

function withPowers(powers: Powers): Dimension {
  // A clock counts cycles: cycles / Hz is a time.
  if (powers.join() === '0,1,0,1,0,0') return time;
  const key = powers.join();
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = { name: spelled(powers), powers };
  known.set(key, made);
  return made;
}

/** Bits per unit of a dimension's own scale: rates are kept in bits, everything else in bytes. */
function scale(dimension: Dimension): number {
  return dimension === rate ? 1 : 8 ** dimension.powers[0];
}

export function samePowers(a: Dimension, b: Dimension): boolean {
  return a === b || a.powers.every((power, i) => power === b.powers[i]);
}

export function isPlain(dimension: Dimension): boolean {
  return samePowers(dimension, plain);
}

/** A per-packet figure is called cycles too: `cycles(x)` may be compared with `5000 cycles` and `5000 cycles/packet`. */
export function comparable(a: Dimension, b: Dimension): boolean {
  return samePowers(perPacketDropped(a), perPacketDropped(b));
}

function perPacketDropped(dimension: Dimension): Dimension {
  return dimension.name === 'cycles per packet' ? cycles : dimension;
}

/** Product (`sign` 1) or quotient (`sign` -1) of two quantities: value and dimension. */
export function combine(
  a: number,
  of: Dimension,
  b: number,
  by: Dimension,
  sign: 1 | -1
): { readonly value: number; readonly dimension: Dimension } {
  const powers = of.powers.map((power, i) => power + sign * (by.powers[i] ?? 0)) as unknown as Powers;
  if (powers.every(power => power === 0)) {
    const dimension = of === ratio && by === ratio ? ratio : plain;
    return { value: (sign > 0 ? a * b : a / b) * (scale(of) * scale(by) ** sign), dimension };
  }
  const dimension = isPlain(by) ? of : isPlain(of) && sign > 0 ? by : withPowers(powers);
  const product = sign > 0 ? a * b : a / b;
  return { value: product * ((scale(of) * scale(by) ** sign) / scale(dimension)), dimension };
}
