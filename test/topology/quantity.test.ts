import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatCount, formatInterval, formatMeasured, formatParameters, formatQuantity, formatShare } from '../../src/topology/quantity.ts';
import type { Unit } from '../../src/topology/quantity.ts';

describe('numbers for people', () => {
  const cases: [number, Unit, string][] = [
    [2.91e9, 'rate', '2.91 Gb/s'],
    [1e10, 'rate', '10 Gb/s'],
    [9.4149e9, 'rate', '9.41 Gb/s'],
    [999.9e6, 'rate', '1 Gb/s'],
    [0, 'rate', '0 b/s'],
    [812_744, 'packets', '813 kpps'],
    [1.25e-5, 'time', '12.5 µs'],
    [0.1, 'time', '100 ms'],
    [0, 'time', '0 s'],
    [1.5, 'time', '1.5 s'],
    [3e-10, 'time', '300 ps'],
    [0.998, 'ratio', '99.8 %'],
    [0.0004, 'ratio', '0.04 %'],
    [1, 'ratio', '100 %'],
    [2910.4, 'cycles', '2,910 cycles'],
    [65536, 'size', '64 KiB'],
    [1500, 'size', '1.5 kB'],
    [16e6, 'size', '16 MB'],
    [1536 * 1024, 'size', '1,536 KiB'],
    [64, 'size', '64 B'],
    [1024 ** 2, 'size', '1 MiB'],
    [2.66e9, 'frequency', '2.66 GHz'],
    [7, 'number', '7'],
    [1.2345, 'number', '1.23'],
    [-2.5e9, 'rate', '-2.5 Gb/s'],
    [1_234_567, 'number', '1,234,567'],
    [0.00001234, 'number', '0.0000123'],
    [2.5, 'cores', '250 %'],
    [8000, 'perSecond', '8,000 /s'],
    [28_794, 'count', '28,794'],
    [Number.NaN, 'rate', '–'],
    [Infinity, 'time', '–']
  ];
  for (const [value, dimension, text] of cases) it(text, () => assert.equal(formatQuantity(value, dimension), text));

  const intervals: [number, number, Unit, string][] = [
    [2.91e9, 0.03e9, 'rate', '2.91 Gb/s ± 0.03'],
    [2.9e9, 0.0002e9, 'rate', '2.9000 Gb/s ± 0.0002'],
    [2.9e9, 0, 'rate', '2.90 Gb/s'],
    [2.9e9, 1, 'rate', '2.90 Gb/s'],
    [1e6, 3e9, 'rate', '0.00 Gb/s ± 3.00'],
    [12.5e-6, 1e-6, 'time', '12.5 µs ± 1.0']
  ];
  for (const [mean, half, dimension, text] of intervals) {
    it(text, () => assert.equal(formatInterval({ mean, low: mean - half, high: mean + half }, dimension), text));
  }

  const shares: [number, string][] = [
    [0.41, '41 %'],
    [0.414, '41 %'],
    [0.998, '99.8 %'],
    [0.9997, '100 %'],
    [1, '100 %'],
    [0, '0 %'],
    [0.029, '2.9 %'],
    [0.0999, '10 %'],
    [0.00012, '0.012 %'],
    [12.5, '1,250 %'],
    [-0.021, '-2.1 %'],
    [Number.NaN, '–']
  ];
  for (const [ratio, text] of shares) it(`a share of ${ratio} is ${text}`, () => assert.equal(formatShare(ratio), text));

  it('never an exponent or an unfinished number, whatever the value', () => {
    const units: readonly Unit[] = [
      'rate',
      'packets',
      'cycles',
      'ratio',
      'cores',
      'time',
      'size',
      'perSecond',
      'count',
      'frequency',
      'number'
    ];
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), fc.constantFrom(...units), (value, unit) => {
        const around = { mean: value, low: value * 0.9, high: value * 1.1 };
        for (const text of [formatQuantity(value, unit), formatMeasured(value, unit), formatInterval(around, unit), formatShare(value)]) {
          assert.doesNotMatch(text, /NaN|Infinity|undefined|\de[+-]?\d/);
        }
      })
    );
  });

  it('within half a unit of the last figure shown', () => {
    const factors: Readonly<Record<string, number>> = { 'Tb/s': 1e12, 'Gb/s': 1e9, 'Mb/s': 1e6, 'kb/s': 1e3, 'b/s': 1 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 9e14, noNaN: true }), value => {
        const [number = '', unit = ''] = formatMeasured(value, 'rate').split(' ');
        const shown = Number(number.replaceAll(',', '')) * (factors[unit] ?? Number.NaN);
        assert.ok(Math.abs(shown - value) <= value * 0.005 + 1e-9, `${value} shown as ${number} ${unit}`);
      })
    );
  });

  it('parameters as the file writes them', () => {
    assert.equal(
      formatParameters({ guests: 4, policy: 'reuse', size: 4096 }, { guests: 'number', size: 'size' }),
      'guests = 4, policy = reuse, size = 4 KiB'
    );
    assert.equal(formatParameters({}), '');
  });

  it('counts', () => assert.equal(formatCount(1234567), '1,234,567'));
});
