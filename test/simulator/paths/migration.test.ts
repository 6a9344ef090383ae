/** What a hover says of a model, and what its data path does. */
import assert from 'node:assert/strict';
import { vifModel } from '../../../src/language/schema/words.ts';
import { paths } from '../../../src/simulator/paths/index.ts';

describe('whether a domain can be migrated', () => {
  for (const [name, doc] of Object.entries(vifModel.words)) {
    it(`${name} says what its data path does`, () => {
      const path = Object.values(paths).find(({ model }) => model === name)!;
      assert.match(doc, path.migrates ? / Can be migrated\.$/ : / Cannot be migrated\.$/);
    });
  }
});
