import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  axisUnit,
  change,
  count,
  duration,
  interval,
  parameter,
  percent,
  quantity,
  shortQuantity,
  type Unit
} from '../../webview/format.ts';

/** Tables below are written with plain spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers as text', () => {
  const quantities: readonly (readonly [number, Unit, string])[] = [
    [2.9e9, 'rate', '2.90 Gb/s'],
    [9.41e9, 'rate', '9.41 Gb/s'],
    [9.999e8, 'rate', '1.00 Gb/s'],
    [999.96e6, 'rate', '1.00 Gb/s'],
    [54.3e6, 'rate', '54.3 Mb/s'],
    [0, 'rate', '0 b/s'],
    [812_744, 'packets', '812.7 kpps'],
    [1.39e6, 'packets', '1.390 Mpps'],
    [10_600, 'cycles', '10.6 k cycles'],
    [5_011, 'cycles', '5,011 cycles'],
    [790.4, 'cycles', '790 cycles'],
    [1.08, 'cycles', '1.08 cycles'],
    [0.41, 'ratio', '41 %'],
    [0.998, 'cores', '99.8 %'],
    [1, 'cores', '100 %'],
    [2.5, 'cores', '250 %'],
    [0.029, 'ratio', '2.9 %'],
    [0.00012, 'ratio', '0.012 %'],
    [12.34e-6, 'time', '12.3 µs'],
    [0.125, 'time', '125 ms'],
    [4096, 'size', '4 KiB'],
    [1448, 'size', '1.41 KiB'],
    [8000, 'perSecond', '8,000 /s'],
    [28_794, 'count', '28,794'],
    [2.66e9, 'frequency', '2.66 GHz'],
    [Number.NaN, 'rate', '–'],
    [Infinity, 'time', '–'],
    [-0.5e9, 'rate', '−500 Mb/s']
  ];
  for (const [value, unit, text] of quantities) {
    it(`${value} as ${unit} is ${text}`, () => assert.equal(plain(quantity(value, unit)), text));
  }

  const intervals: readonly (readonly [number, number | undefined, Unit, string])[] = [
    [2.9e9, 0.03e9, 'rate', '2.90 Gb/s ± 0.03'],
    [2.9e9, undefined, 'rate', '2.90 Gb/s'],
    [2.9e9, 0, 'rate', '2.90 Gb/s'],
    [2.9e9, 1e6, 'rate', '2.900 Gb/s ± 0.001'],
    [2.9e9, 1e3, 'rate', '2.900 Gb/s ± <0.001'],
    [0.41, 0.02, 'ratio', '41 % ± 2'],
    [0.0771, 0.0003, 'cores', '7.71 % ± 0.03'],
    [812_744, 400, 'packets', '812.7 kpps ± 0.4']
  ];
  for (const [mean, half, unit, text] of intervals) {
    const value = half === undefined ? { mean } : { mean, low: mean - half, high: mean + half };
    it(`${mean} ± ${half ?? 'nothing'} as ${unit} is ${text}`, () => assert.equal(plain(interval(value, unit)), text));
  }

  it('says changes with their sign', () => {
    assert.deepEqual(
      [0.38, -0.021, 0, 0.000001].map(ratio => plain(change(ratio))),
      ['+38 %', '−2.1 %', '±0 %', '+0.00010 %']
    );
  });

  it('says wall time for people', () => {
    assert.deepEqual(
      [0.42, 12, 185, 7800, 59.7].map(seconds => plain(duration(seconds))),
      ['0.4 s', '12 s', '3 min 05 s', '2 h 10 min', '1 min 00 s']
    );
  });

  it('writes a parameter in its dimension', () => {
    assert.equal(parameter(7, 'number'), '7');
    assert.equal(plain(parameter(4096, 'size')), '4 KiB');
    assert.equal(plain(parameter(2.5e9, 'rate')), '2.5 Gb/s');
    assert.equal(parameter('reuse', 'reference'), 'reuse');
    assert.equal(parameter(true, 'boolean'), 'true');
    assert.equal(parameter(0.5, undefined), '0.5');
  });

  it('gives an axis one unit', () => {
    assert.deepEqual(axisUnit(10e9, 'rate'), { factor: 1e9, name: 'Gb/s' });
    assert.deepEqual(axisUnit(1, 'cores'), { factor: 0.01, name: '%' });
    assert.deepEqual(axisUnit(500, 'count'), { factor: 1, name: '' });
  });

  it('never writes an exponent or an unfinished number, whatever the value', () => {
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
        for (const text of [
          quantity(value, unit),
          shortQuantity(value, unit),
          interval({ mean: value, low: value * 0.9, high: value * 1.1 }, unit)
        ]) {
          assert.doesNotMatch(text, /NaN|Infinity|undefined|\de[+-]?\d/);
        }
      })
    );
  });

  it('keeps the value within half a unit of the last figure shown', () => {
    const factors: Readonly<Record<string, number>> = { 'Tb/s': 1e12, 'Gb/s': 1e9, 'Mb/s': 1e6, 'kb/s': 1e3, 'b/s': 1 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 9e14, noNaN: true }), value => {
        const [number = '', unit = ''] = quantity(value, 'rate').split('\u00a0');
        const shown = Number(number.replaceAll(',', '')) * (factors[unit] ?? Number.NaN);
        assert.ok(Math.abs(shown - value) <= value * 0.005 + 1e-9, `${value} shown as ${number} ${unit}`);
      })
    );
  });

  it('groups thousands in counts and writes huge ones in engineering form', () => {
    assert.equal(count(1980), '1,980');
    assert.equal(plain(count(2.5e9)), '2.50 G');
    assert.equal(plain(percent(12.5)), '1,250 %');
  });
});
