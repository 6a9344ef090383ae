import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { sha256 } from '../../src/cli/sha256.ts';

const expected = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('SHA-256', () => {
  it('is that of the standard for its own example', () => {
    assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it("is Node's for every text", () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => assert.equal(sha256(text), expected(text))));
  });

  for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 1_000_003]) {
    it(`is Node's at ${length} bytes`, () => assert.equal(sha256('x'.repeat(length)), expected('x'.repeat(length))));
  }
});
