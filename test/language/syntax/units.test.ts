import * as assert from 'node:assert/strict';
import { inSI, SI, suggestUnit, UNITS } from '../../../src/language/syntax/units.ts';

describe('the unit table', () => {
  it('has the units of the language', () => {
    const plain = [...UNITS.values()].filter(unit => unit.per === undefined).map(unit => unit.name);
    assert.deepEqual(plain, [
      'bps',
      'Kbps',
      'Mbps',
      'Gbps',
      'Tbps',
      'B/s',
      'KB/s',
      'MB/s',
      'GB/s',
      'TB/s',
      'KiB/s',
      'MiB/s',
      'GiB/s',
      'TiB/s',
      'pps',
      'Kpps',
      'Mpps',
      'B',
      'KB',
      'MB',
      'GB',
      'TB',
      'KiB',
      'MiB',
      'GiB',
      'TiB',
      'ps',
      'ns',
      'us',
      '\u00b5s',
      '\u03bcs',
      'ms',
      's',
      'min',
      'Hz',
      'KHz',
      'MHz',
      'GHz',
      '%',
      'cycles'
    ]);
    for (const cost of ['cycles/packet', 'cycles/byte', 'ns/fragment', 'us/op', 'min/packet']) assert.ok(UNITS.has(cost), cost);
  });

  const values: readonly (readonly [value: number, unit: string, si: number, of: string])[] = [
    [10, 'Gbps', 1e10, 'bit/s'],
    [1, 'GiB/s', 8 * 2 ** 30, 'bit/s'],
    [1, 'MB/s', 8e6, 'bit/s'],
    [2, 'Mpps', 2e6, 'packets/s'],
    [4, 'KiB', 4096, 'B'],
    [4, 'KB', 4000, 'B'],
    [125, 'us', 0.000125, 's'],
    [3, 'ps', 3e-12, 's'],
    [30, 'ms', 0.03, 's'],
    [2, 'min', 120, 's'],
    [2.66, 'GHz', 2.66e9, 'Hz'],
    [5, '%', 0.05, '1'],
    [95, '%', 0.95, '1'],
    [300, 'cycles/packet', 300, 'cycles'],
    [0.7, 'ns/byte', 7e-10, 's']
  ];
  for (const [value, unit, si, of] of values) {
    it(`${value} ${unit} is ${si} ${of}`, () => {
      assert.equal(inSI(value, UNITS.get(unit)!), si);
      assert.equal(SI[UNITS.get(unit)!.dimension], of);
    });
  }

  const nearMisses: readonly (readonly [written: string, meant: string | undefined])[] = [
    ['kbps', 'Kbps'],
    ['gbps', 'Gbps'],
    ['GBPS', 'Gbps'],
    ['Gb/s', 'Gbps'],
    ['Gbit/s', 'Gbps'],
    ['mbit', 'Mbps'],
    ['Gb', 'Gbps'],
    ['GBps', 'GB/s'],
    ['MBps', 'MB/s'],
    ['kB/s', 'KB/s'],
    ['MB/sec', 'MB/s'],
    ['Gbit/sec', 'Gbps'],
    ['kB', 'KB'],
    ['kb', 'KB'],
    ['kib', 'KiB'],
    ['mb', 'MB'],
    ['bytes', 'B'],
    ['usec', 'us'],
    ['msec', 'ms'],
    ['sec', 's'],
    ['seconds', 's'],
    ['mhz', 'MHz'],
    ['kHz', 'KHz'],
    ['ghz', 'GHz'],
    ['pkt/s', 'pps'],
    ['kpps', 'Kpps'],
    ['percent', '%'],
    ['cycle', 'cycles'],
    ['cycles/pkt', 'cycles/packet'],
    ['usec/pkt', 'us/packet'],
    ['cycle/byte', 'cycles/byte'],
    ['Gbps', undefined],
    ['cycles/packet', undefined],
    ['parsec', undefined],
    ['constructor', undefined],
    ['a/b', undefined],
    ['B/packet', undefined],
    ['', undefined]
  ];
  for (const [written, meant] of nearMisses)
    it(`${JSON.stringify(written)} stands for ${meant}`, () => assert.equal(suggestUnit(written), meant));
});
