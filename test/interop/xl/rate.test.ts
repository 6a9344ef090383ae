import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRate, writeRate } from '../../../src/interop/xl/rate.ts';

describe('the rate of a vif', () => {
  // By the grammar: ^[0-9]+[GMK]?[Bb]/s(@[0-9]+[mu]?s?)?; K, M and G are decimal; bytes per interval = rate × interval.
  const good: readonly (readonly [text: string, bits: number, bytesPerInterval: number, microseconds: number])[] = [
    ['10Mb/s', 10e6, 62_500, 50_000],
    ['10MB/s', 80e6, 500_000, 50_000],
    ['1Gb/s', 1e9, 6_250_000, 50_000],
    ['250KB/s@20ms', 2e6, 5000, 20_000],
    ['1GB/s@100us', 8e9, 100_000, 100],
    ['10Mb/s@20', 10e6, 25_000_000, 20e6],
    ['10Mb/s@2s', 10e6, 2_500_000, 2e6],
    ['8b/s', 8, 0, 50_000],
    ['1B/s', 8, 0, 50_000]
  ];
  for (const [text, bits, bytesPerInterval, microseconds] of good) {
    it(text, () => {
      const rate = readRate(text);
      assert.ok(typeof rate !== 'string', String(rate));
      assert.deepEqual([rate.bitsPerSecond, rate.bytesPerInterval, rate.intervalMicroseconds], [bits, bytesPerInterval, microseconds]);
    });
  }

  it('a bare number behind @ is seconds', () => {
    for (const [text, bare] of [
      ['1Mb/s@5', true],
      ['1Mb/s@5s', false],
      ['1Mb/s@5ms', false],
      ['1Mb/s', false]
    ] as const) {
      const rate = readRate(text);
      assert.equal(typeof rate !== 'string' && rate.isBareInterval, bare, text);
    }
  });

  for (const text of ['900MB', '10mb/s', '10 Mb/s', '10Mbit/s', 'Mb/s', '0Mb/s', '4294967296b/s', '10Mb/s@', '10Mb/s@5h', '10Mb/s ', '']) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(typeof readRate(text), 'string'));
  }

  it('says what is missing in 900MB', () => assert.match(String(readRate('900MB')), /`\/s`/));

  it('is written as it is read', () => {
    fc.assert(
      fc.property(
        fc.nat(4_000_000).map(value => value + 1),
        fc.constantFrom('', 'K', 'M', 'G'),
        fc.constantFrom('b', 'B'),
        fc.constantFrom('', '@20ms', '@100us', '@1s', '@7ms'),
        (value, scale, unit, interval) => {
          const rate = readRate(`${value}${scale}${unit}/s${interval}`);
          if (typeof rate === 'string') return;
          fc.pre(rate.bitsPerSecond > 0 && (!rate.hasInterval || rate.bytesPerInterval > 0));
          const back = readRate(writeRate(rate.bitsPerSecond, rate.hasInterval ? rate.bytesPerInterval : undefined).text);
          assert.ok(typeof back !== 'string', String(back));
          assert.equal(back.bitsPerSecond, rate.bitsPerSecond);
        }
      )
    );
  });
});
