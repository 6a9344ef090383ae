import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { hash32, logarithm, RandomStream, stream } from '../../../src/simulator/kernel/random.ts';

const draws = (source: RandomStream, n: number) => Array.from({ length: n }, () => source.uniform());

describe('random streams', () => {
  it('repeat for the same name and differ in every part of it', () => {
    const reference = draws(stream(1, 0, 'server.eth0', 'rss'), 20);
    assert.deepEqual(draws(stream(1, 0, 'server.eth0', 'rss'), 20), reference);
    const others = [
      stream(2, 0, 'server.eth0', 'rss'),
      stream(1, 1, 'server.eth0', 'rss'),
      stream(1, 0, 'server.eth1', 'rss'),
      stream(1, 0, 'server.eth0', 'loss'),
      stream(10, 0, 'server.eth0', 'rss')
    ];
    for (const other of others) assert.ok(draws(other, 20).every((value, at) => value !== reference[at]));
  });

  it('give the same numbers on every platform', () => {
    // Frozen: a change here changes every published result and fingerprint.
    const source = stream(1, 0, 'server.eth0', 'rss');
    assert.deepEqual([source.bits(), source.uniform(), source.integer(1000), source.exponential(1)], FROZEN);
  });

  it('matches the author of sfc32', () => {
    // PractRand's sfc32 seeded with (0, 0, 0), counter 1, after twelve rounds: computed with 32-bit C arithmetic in BigInt here.
    const mask = 0xffffffffn;
    let a = 0n,
      b = 0n,
      c = 0n,
      counter = 1n;
    const next = () => {
      const out = (a + b + counter++) & mask;
      a = b ^ (b >> 9n);
      b = (c + (c << 3n)) & mask;
      c = ((((c << 21n) | (c >> 11n)) & mask) + out) & mask;
      return Number(BigInt.asIntN(32, out));
    };
    for (let round = 0; round < 12; round++) next();
    const source = new RandomStream(0, 0, 0);
    for (let at = 0; at < 1000; at++) assert.equal(source.bits(), next());
  });

  it('are uniform: mean, variance and chi-square over 100 cells', () => {
    const source = stream(7, 0, 'a', 'b');
    const n = 200_000;
    let sum = 0,
      squares = 0;
    const cells = new Array<number>(100).fill(0);
    for (let at = 0; at < n; at++) {
      const value = source.uniform();
      assert.ok(value >= 0 && value < 1);
      sum += value;
      squares += value * value;
      cells[Math.floor(value * 100)]!++;
    }
    assert.ok(Math.abs(sum / n - 0.5) < 0.002);
    assert.ok(Math.abs(squares / n - 1 / 3) < 0.002);
    const chi = cells.reduce((total, count) => total + (count - n / 100) ** 2 / (n / 100), 0);
    assert.ok(chi > 60 && chi < 150, `chi-square ${chi} on 99 degrees of freedom`);
  });

  it('are exponential: mean, variance and tail', () => {
    const source = stream(7, 0, 'a', 'exponential');
    const n = 200_000;
    let sum = 0,
      squares = 0,
      tail = 0;
    for (let at = 0; at < n; at++) {
      const value = source.exponential(2);
      assert.ok(value >= 0 && Number.isFinite(value));
      sum += value;
      squares += value * value;
      if (value > 2 * Math.log(100)) tail++;
    }
    assert.ok(Math.abs(sum / n - 2) < 0.02);
    assert.ok(Math.abs(squares / n - 8) < 0.2);
    assert.ok(Math.abs(tail / n - 0.01) < 0.001);
  });

  it('are independent between components: correlation of two streams', () => {
    const left = draws(stream(1, 0, 'server.guest[1]', 'arrivals'), 50_000);
    const right = draws(stream(1, 0, 'server.guest[2]', 'arrivals'), 50_000);
    const covariance = left.reduce((sum, value, at) => sum + (value - 0.5) * (right[at]! - 0.5), 0) / left.length;
    assert.ok(Math.abs(covariance * 12) < 0.02);
  });

  it('integers reach every value and never n', () => {
    const source = stream(3, 0, 'a', 'b');
    const seen = new Set(Array.from({ length: 2000 }, () => source.integer(7)));
    assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6]);
    assert.equal(source.integer(1), 0);
    assert.equal(source.integer(0), 0);
  });
});

describe('the logarithm of the exponential', () => {
  it("is within two units in the last place of the platform's", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, (1n << 53n) - 1n), numerator => {
        const x = Number(numerator) * 2 ** -53;
        const expected = Math.log(x);
        assert.ok(Math.abs(logarithm(x) - expected) <= Math.abs(expected) * 2 ** -51, `log ${x}`);
      }),
      { numRuns: 5000 }
    );
  });

  it('is right at its edges', () => {
    assert.ok(logarithm(1) === 0);
    for (const exponent of [1, 2, 31, 32, 33, 52, 53]) {
      assert.ok(Math.abs(logarithm(2 ** -exponent) + exponent * Math.LN2) < 1e-14 * exponent);
    }
    assert.ok(logarithm(1 - 2 ** -53) < 0);
  });
});

describe('the hash behind names', () => {
  it('spreads similar names', () => {
    const hashes = new Set(Array.from({ length: 20_000 }, (_, at) => hash32(`server.guest[${at}].eth0`, 1)));
    assert.ok(hashes.size >= 19_998);
  });
});

const FROZEN = [-1746893262, 0.3038835901151198, 238, 0.4738456892277635];
