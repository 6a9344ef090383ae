/** Numbers on the page: those of the command line, set so that they do not break, and what only a page says. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatInterval, formatMeasured, formatParameter, formatQuantity, formatShare } from '../../src/topology/quantity.ts';
import {
  axisUnit,
  change,
  count,
  duration,
  interval,
  parameter,
  percent,
  plainNumber,
  quantity,
  shortQuantity
} from '../../webview/format.ts';
import type { Unit } from '../../webview/format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replace('−', '-');

const units: readonly Unit[] = ['rate', 'packets', 'cycles', 'ratio', 'cores', 'time', 'size', 'perSecond', 'frequency', 'number'];

describe('numbers on the page', () => {
  it('are those of the command line, with nothing that breaks between number and unit', () => {
    const value = fc.oneof(fc.double({ min: -1e15, max: 1e15, noNaN: true }), fc.constantFrom(0, Number.NaN, Infinity));
    fc.assert(
      fc.property(value, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...units), (mean, share, unit) => {
        const around = { mean, low: mean - Math.abs(mean) * share, high: mean + Math.abs(mean) * share };
        for (const [shown, said] of [
          [quantity(mean, unit), formatMeasured(mean, unit)],
          [shortQuantity(mean, unit), formatQuantity(mean, unit)],
          [interval(around, unit), formatInterval(around, unit)],
          [percent(mean), formatShare(mean)]
        ] as const) {
          assert.equal(plain(shown), said);
          assert.doesNotMatch(shown.replace(' ±', ''), / |^-/);
        }
      })
    );
    assert.equal(plain(parameter(4096, 'size')), formatParameter(4096, 'size'));
  });

  it('is written with a true minus, and the interval may go to the next line', () => {
    assert.equal(quantity(-0.5e9, 'rate'), '−500\u00a0Mb/s');
    assert.equal(interval({ mean: 2.9e9, low: 2.87e9, high: 2.93e9 }, 'rate'), '2.90\u00a0Gb/s ±\u00a00.03');
  });

  it('says changes with their sign', () => {
    assert.deepEqual(
      [0.38, -0.021, 0, 0.000001, Number.NaN].map(ratio => plain(change(ratio))),
      ['+38 %', '-2.1 %', '±0 %', '+0.00010 %', '–']
    );
  });

  it('counts in whole numbers, means of counts with decimals', () => {
    assert.deepEqual([1980, 28_794, 12.345, 0].map(count), ['1,980', '28,794', '12.3', '0']);
    assert.equal(quantity(28_794, 'count'), '28,794');
  });

  it('says wall time for people', () => {
    assert.deepEqual(
      [0.42, 12, 185, 7800, 59.7, -1].map(seconds => plain(duration(seconds))),
      ['0.4 s', '12 s', '3 min 05 s', '2 h 10 min', '1 min 00 s', '–']
    );
  });

  it('gives an axis one unit', () => {
    assert.deepEqual(axisUnit(10e9, 'rate'), { factor: 1e9, name: 'Gb/s' });
    assert.deepEqual(axisUnit(1, 'cores'), { factor: 0.01, name: '%' });
    assert.deepEqual(axisUnit(500, 'count'), { factor: 1, name: '' });
    assert.deepEqual(axisUnit(15_300, 'cycles'), { factor: 1000, name: 'k cycles' });
    assert.deepEqual([2.5, 1000, 1e-9].map(plainNumber), ['2.5', '1,000', '0']);
  });
});
