/**
 * The unit table: every unit a number may carry, what it measures and how much of the SI unit it is; and the spellings
 * people bring from elsewhere, each with the unit that was meant.
 */

/** What a quantity measures. A rate is in bit/s, whether written in bits or bytes; `ratio` has no unit (`%` is 1/100). */
export type Dimension = 'rate' | 'packets' | 'size' | 'time' | 'frequency' | 'ratio' | 'cycles';

/** What a cost is counted per. */
export type Per = 'packet' | 'byte' | 'fragment' | 'op';

export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  /** Present in cost units such as `cycles/byte`; the dimension is then that of the part before the slash. */
  readonly per?: Per;
  /** How many of {@link SI} units one of it is. */
  readonly factor: number;
}

/** The unit each dimension is counted in once resolved. */
export const SI: Readonly<Record<Dimension, string>> = {
  rate: 'bit/s',
  packets: 'packets/s',
  size: 'B',
  time: 's',
  frequency: 'Hz',
  ratio: '1',
  cycles: 'cycles'
};

export const PERS: readonly Per[] = ['packet', 'byte', 'fragment', 'op'];

const KIB = 2 ** 10,
  MIB = 2 ** 20,
  GIB = 2 ** 30,
  TIB = 2 ** 40;

const PLAIN: readonly (readonly [Dimension, Readonly<Record<string, number>>])[] = [
  [
    'rate',
    {
      bps: 1,
      Kbps: 1e3,
      Mbps: 1e6,
      Gbps: 1e9,
      Tbps: 1e12,
      'B/s': 8,
      'KB/s': 8e3,
      'MB/s': 8e6,
      'GB/s': 8e9,
      'TB/s': 8e12,
      'KiB/s': 8 * KIB,
      'MiB/s': 8 * MIB,
      'GiB/s': 8 * GIB,
      'TiB/s': 8 * TIB
    }
  ],
  ['packets', { pps: 1, Kpps: 1e3, Mpps: 1e6 }],
  ['size', { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: KIB, MiB: MIB, GiB: GIB, TiB: TIB }],
  // The micro sign (U+00B5) is what keyboards give, the Greek letter (U+03BC) what Unicode prefers; they look the same.
  ['time', { ps: 1e-12, ns: 1e-9, us: 1e-6, '\u00b5s': 1e-6, '\u03bcs': 1e-6, ms: 1e-3, s: 1, min: 60 }],
  ['frequency', { Hz: 1, KHz: 1e3, MHz: 1e6, GHz: 1e9 }],
  ['ratio', { '%': 1e-2 }],
  ['cycles', { cycles: 1 }]
];

function* everyUnit(): Generator<Unit> {
  for (const [dimension, factors] of PLAIN) {
    for (const [name, factor] of Object.entries(factors)) {
      yield { name, dimension, factor };
      if (dimension !== 'time' && dimension !== 'cycles') continue;
      for (const per of PERS) yield { name: `${name}/${per}`, dimension, per, factor };
    }
  }
}

/** Every unit by its spelling. */
export const UNITS: ReadonlyMap<string, Unit> = new Map([...everyUnit()].map(unit => [unit.name, unit]));

/**
 * A written value in the SI unit of its dimension. Small units divide rather than multiply, so that `125 us` is exactly
 * the number `0.000125`.
 */
export function inSI(value: number, unit: Unit): number {
  return unit.factor < 1 ? value / Math.round(1 / unit.factor) : value * unit.factor;
}

/** Spellings from tc, ethtool, iperf, vendors' data sheets and plain habit, in lower case unless case decides. */
const FOREIGN: Readonly<Record<string, string>> = {
  'b/s': 'bps',
  'bit/s': 'bps',
  'bits/s': 'bps',
  'kb/s': 'Kbps',
  kbit: 'Kbps',
  'kbit/s': 'Kbps',
  kbits: 'Kbps',
  'kbits/s': 'Kbps',
  'kbps/s': 'Kbps',
  'mb/s': 'Mbps',
  mbit: 'Mbps',
  'mbit/s': 'Mbps',
  mbits: 'Mbps',
  'mbits/s': 'Mbps',
  'gb/s': 'Gbps',
  gbit: 'Gbps',
  'gbit/s': 'Gbps',
  gbits: 'Gbps',
  'gbits/s': 'Gbps',
  gbe: 'Gbps',
  gige: 'Gbps',
  gig: 'Gbps',
  kilobit: 'Kbps',
  kilobits: 'Kbps',
  megabit: 'Mbps',
  megabits: 'Mbps',
  gigabit: 'Gbps',
  gigabits: 'Gbps',
  'tb/s': 'Tbps',
  tbit: 'Tbps',
  'tbit/s': 'Tbps',
  kibps: 'KiB/s',
  mibps: 'MiB/s',
  gibps: 'GiB/s',
  'packet/s': 'pps',
  'packets/s': 'pps',
  'pkt/s': 'pps',
  'pkts/s': 'pps',
  'p/s': 'pps',
  kpkts: 'Kpps',
  mpkts: 'Mpps',
  'kpkt/s': 'Kpps',
  'mpkt/s': 'Mpps',
  'frames/s': 'pps',
  byte: 'B',
  bytes: 'B',
  octet: 'B',
  octets: 'B',
  kbyte: 'KB',
  kbytes: 'KB',
  mbyte: 'MB',
  mbytes: 'MB',
  gbyte: 'GB',
  gbytes: 'GB',
  psec: 'ps',
  nsec: 'ns',
  nsecs: 'ns',
  nanosecond: 'ns',
  nanoseconds: 'ns',
  usec: 'us',
  usecs: 'us',
  microsecond: 'us',
  microseconds: 'us',
  msec: 'ms',
  msecs: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  minute: 'min',
  minutes: 'min',
  mins: 'min',
  hertz: 'Hz',
  kilohertz: 'KHz',
  megahertz: 'MHz',
  gigahertz: 'GHz',
  percent: '%',
  pct: '%',
  cycle: 'cycles',
  cyc: 'cycles',
  clk: 'cycles',
  clks: 'cycles',
  clocks: 'cycles'
};

/** Where the case of `b` is all that tells bits from bytes; a prefix alone is one of a rate, failing better knowledge. */
const CASED: Readonly<Record<string, string>> = {
  Kb: 'Kbps',
  Mb: 'Mbps',
  Gb: 'Gbps',
  Tb: 'Tbps',
  k: 'Kbps',
  K: 'Kbps',
  M: 'Mbps',
  G: 'Gbps',
  T: 'Tbps',
  Bps: 'B/s',
  KBps: 'KB/s',
  kBps: 'KB/s',
  MBps: 'MB/s',
  GBps: 'GB/s',
  TBps: 'TB/s',
  KiBps: 'KiB/s',
  MiBps: 'MiB/s',
  GiBps: 'GiB/s',
  'kB/s': 'KB/s',
  'kiB/s': 'KiB/s',
  kB: 'KB',
  kiB: 'KiB',
  Kib: 'KiB',
  Mib: 'MiB',
  Gib: 'GiB'
};

const FOREIGN_PER: Readonly<Record<string, Per>> = {
  packets: 'packet',
  pkt: 'packet',
  pkts: 'packet',
  frame: 'packet',
  frames: 'packet',
  bytes: 'byte',
  b: 'byte',
  octet: 'byte',
  frag: 'fragment',
  frags: 'fragment',
  fragments: 'fragment',
  page: 'fragment',
  ops: 'op',
  operation: 'op',
  operations: 'op',
  call: 'op'
};

/** Listed units by their lower-case spelling, where only one has it (`ghz`, `kbps`, `kib`; `mb` is megabytes). */
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map([...UNITS.keys()].reverse().map(name => [name.toLowerCase(), name]));

/**
 * The listed unit that an unlisted spelling most likely stands for: `kbps` → `Kbps`, `Gb/s` → `Gbps`, `usec` → `us`,
 * `cycles/pkt` → `cycles/packet`. Undefined for a listed unit and for words that resemble none.
 */
export function suggestUnit(written: string): string | undefined {
  if (UNITS.has(written)) return undefined;
  const lower = written.toLowerCase();
  const plain = own(CASED, written) ?? own(FOREIGN, lower) ?? BY_LOWER_CASE.get(lower);
  if (plain !== undefined) return plain;
  const slash = written.indexOf('/');
  if (slash < 0) return undefined;
  const above = written.slice(0, slash),
    below = lower.slice(slash + 1);
  const base = UNITS.has(above) ? above : suggestUnit(above);
  const per = PERS.find(known => known === below) ?? own(FOREIGN_PER, below);
  if (base === undefined || per === undefined) return perSecond(base, below);
  const composed = `${base}/${per}`;
  return UNITS.has(composed) ? composed : undefined;
}

/** By prefix, in the units that a dimension is mostly given in. */
const PREFIXED: Readonly<Partial<Record<Dimension, string>>> = { rate: 'bps', packets: 'pps', size: 'iB', frequency: 'Hz' };

/**
 * The listed unit that a spelling stands for where one of these dimensions is asked for: `4G` of memory are GiB, `4 Gb` GB.
 * Undefined where nothing fits.
 */
export function suggestUnitOf(written: string, dimensions: readonly Dimension[]): string | undefined {
  const plain = UNITS.get(suggestUnit(written) ?? written);
  if (plain === undefined || dimensions.includes(plain.dimension)) return plain?.name;
  const [, prefix, bits] = /^([kmgt])(b|bit|bits)?$/i.exec(written) ?? [];
  if (prefix === undefined) return undefined;
  const endings = dimensions.flatMap(dimension => (bits !== undefined && dimension === 'size' ? 'B' : (PREFIXED[dimension] ?? [])));
  return endings.map(ending => prefix.toUpperCase() + ending).find(name => UNITS.has(name));
}

/** `MB/sec`, `Gbit/second`. */
function perSecond(base: string | undefined, below: string): string | undefined {
  if (base === undefined || own(FOREIGN, below) !== 's') return undefined;
  const dimension = UNITS.get(base)?.dimension;
  if (dimension === 'size') return `${base}/s`;
  return dimension === 'rate' ? base : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
