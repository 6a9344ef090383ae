import assert from 'node:assert/strict';
import { describeExample } from '../../src/extension/gallery/describe.ts';

describe('the line about an example', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['the first sentence of its doc comment', '/// One guest. And more.\nhost a {}\n', 'One guest.'],
    ['a plain comment', '// One guest\nhost a {}\n', 'One guest'],
    ['a sentence over two lines', '/// One guest behind\n/// a driver domain.\n', 'One guest behind a driver domain.'],
    ['a number with a point in it', '/// Stops at 2.9 Gb/s. Why?\n', 'Stops at 2.9 Gb/s.'],
    ['a paragraph that ends without a full stop', '/// One guest\n///\n/// Two.\n', 'One guest'],
    ['nothing', 'host a {}\n', ''],
    ['an empty file', '', ''],
    ['a byte order mark and Windows line ends', '\uFEFF/// One.\r\nhost a {}\r\n', 'One.']
  ];
  for (const [what, text, line] of cases) {
    it(`is ${what}`, () => {
      assert.equal(describeExample(text), line);
    });
  }

  it('is cut when it is long', () => {
    const line = describeExample(`/// ${'word '.repeat(100)}\n`);
    assert.ok(line.length <= 140);
    assert.ok(line.endsWith('…'));
  });
});
