import * as assert from 'node:assert/strict';
import { parse } from '../../../src/language/syntax/parser.ts';
import { EXAMPLE } from './example.ts';

describe('the parser', () => {
  it('reads a file that uses every form without a problem', () => {
    assert.deepEqual(parse(EXAMPLE).problems, []);
  });
});
