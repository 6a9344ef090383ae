/** What is shipped stands in the one format: `xnet fmt` on an example changes nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { format } from '../../../src/language/format/format.ts';

const files = ['examples', 'src/costs'].flatMap(folder =>
  readdirSync(folder, { recursive: true })
    .map(name => path.join(folder, String(name)))
    .filter(file => file.endsWith('.xnet'))
);

describe('the format of what is shipped', () => {
  for (const file of files) {
    it(file, () => {
      const text = readFileSync(file, 'utf8');
      assert.equal(format(text), text);
    });
  }
});
