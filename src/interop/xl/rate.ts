/** The rate limit of a vif: `^[0-9]+[GMK]?[Bb]/s` and an interval behind `@`, as `libxlu_vif.c` reads it. */

export interface Rate {
  /** bit/s. */
  readonly bitsPerSecond: number;
  /** Credit per interval: what xenstore gets. */
  readonly bytesPerInterval: number;
  readonly intervalMicroseconds: number;
  /** An interval is written, rather than the 50 ms of the code. */
  readonly hasInterval: boolean;
  /** The interval is a bare number: seconds, whatever the manual says. */
  readonly isBareInterval: boolean;
}

const SCALES: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };
const UNITS: Readonly<Record<string, number>> = { '': 1e6, u: 1, m: 1e3 };
const DEFAULT_INTERVAL = 50_000;

/** The rate, or what is wrong with it. */
export function readRate(written: string): Rate | string {
  const [, digits, scale, unit, interval] = /^([0-9]+)([GMK]?)([Bb])\/s(?:@(.*))?$/s.exec(written) ?? [];
  if (digits === undefined)
    return /^[0-9]+[GMKgmk]?[Bb](@|$)/.test(written)
      ? 'a rate ends in `/s`, as in `10Mb/s`'
      : 'a rate is digits, K, M or G, `b` or `B`, and `/s`';
  const value = Number(digits);
  if (value < 1 || value > 2 ** 32 - 1) return 'the number is from 1 to 4294967295';
  const bytesPerSecond = Math.floor((value * SCALES[scale!]!) / (unit === 'b' ? 8 : 1));
  const [, count, of, s] = /^([0-9]+)([mu]?)(s?)$/.exec(interval ?? '') ?? [];
  if (interval !== undefined && count === undefined) return 'the interval behind `@` is digits and s, ms or us, as in `@20ms`';
  const intervalMicroseconds = count === undefined ? DEFAULT_INTERVAL : Number(count) * UNITS[of!]!;
  if (intervalMicroseconds < 1 || intervalMicroseconds > 2 ** 32 - 1) return 'the interval is from 1 us to 4294 s';
  return {
    bitsPerSecond: bytesPerSecond * 8,
    bytesPerInterval: Math.floor((bytesPerSecond * intervalMicroseconds) / 1e6),
    intervalMicroseconds,
    hasInterval: count !== undefined,
    isBareInterval: count !== undefined && of === '' && s === ''
  };
}

/**
 * A rate as xl reads it, or undefined when there is none that says exactly this.
 * @param bitsPerSecond whole bytes per second
 * @param burst bytes per interval; absent: the 50 ms of the code
 */
export function writeRate(bitsPerSecond: number, burst?: number): { readonly text: string; readonly isExact: boolean } {
  const bytes = Math.max(1, Math.round(bitsPerSecond / 8));
  const text = amount(bytes);
  const interval = burst === undefined ? undefined : Math.max(1, Math.round((burst * 1e6) / bytes));
  const written = interval === undefined ? text : `${text}@${duration(interval)}`;
  const back = readRate(written);
  const isExact =
    typeof back !== 'string' && back.bitsPerSecond === bitsPerSecond && (burst === undefined || back.bytesPerInterval === burst);
  return { text: written, isExact };
}

/** Bits where they come out even in a larger unit than bytes do, as people write them. */
function amount(bytesPerSecond: number): string {
  const scaled = (value: number): [number, string] => {
    const scale = ['G', 'M', 'K', ''].find(each => value % SCALES[each]! === 0)!;
    return [value / SCALES[scale]!, scale];
  };
  const [bits, bitScale] = scaled(bytesPerSecond * 8);
  const [bytes, byteScale] = scaled(bytesPerSecond);
  return SCALES[bitScale]! > SCALES[byteScale]! || (bitScale === byteScale && bits < 2 ** 32 && byteScale !== '')
    ? `${bits}${bitScale}b/s`
    : `${bytes}${byteScale}B/s`;
}

function duration(microseconds: number): string {
  if (microseconds % 1e6 === 0) return `${microseconds / 1e6}s`;
  return microseconds % 1000 === 0 ? `${microseconds / 1000}ms` : `${microseconds}us`;
}
