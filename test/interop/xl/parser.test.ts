import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseConfig } from '../../../src/interop/xl/parser.ts';
import type { Value } from '../../../src/interop/xl/parser.ts';

const plain = (value: Value): unknown => (value.kind === 'list' ? value.elements.map(plain) : value.text);
const read = (text: string): unknown => Object.fromEntries(parseConfig(text).assignments.map(({ key, value }) => [key, plain(value)]));
const problems = (text: string): string[] => parseConfig(text).problems.map(({ start, end, what }) => `${text.slice(start, end)}: ${what}`);

describe('the parser of xl.cfg', () => {
  const table: readonly (readonly [what: string, text: string, value: unknown])[] = [
    ['scalars are texts', `memory = '8192'\nvcpus = 6`, { memory: '8192', vcpus: '6' }],
    ['hexadecimal and octal numbers', 'a = 0x1f\nb = 017', { a: '0x1f', b: '017' }],
    ['both quotes, with the other inside', `a = "it's"\nb = 'say "x"'`, { a: "it's", b: 'say "x"' }],
    ['escapes', String.raw`a = "\x41\\\"\n"`, { a: 'A\\"\n' }],
    ['the three digits of an octal escape are decimal, as in the code', String.raw`a = "\101"`, { a: 'e' }],
    ['semicolons part assignments', 'a = 1; b = 2', { a: '1', b: '2' }],
    ['a list over lines, comments between, comma at the end', 'a = [ 1, # one\n  2,\n]', { a: ['1', '2'] }],
    ['lists nest', `a = [[ 'x', 'y' ], [ ]]`, { a: [['x', 'y'], []] }],
    ['blanks and tabs', '\ta\t=\t1  # end', { a: '1' }],
    ['CRLF', 'a = 1\r\nb = 2\r\n', { a: '1', b: '2' }],
    ['a comment on the last line', 'a = 1\n# end', { a: '1' }]
  ];
  for (const [what, text, value] of table) {
    it(`reads ${what}`, () => {
      assert.deepEqual(read(text), value);
      assert.deepEqual(problems(text), []);
    });
  }

  it('goes on at the next line after an error, and says every one', () => {
    assert.deepEqual(read('a = 1\nb = \nC = 3\nd = "x\ne = 5'), { a: '1', e: '5' });
    assert.deepEqual(problems('a = 1\nb = \nC = 3\nd = "x\ne = 5'), [
      '\n: the end of the line where a value was expected',
      'C: `C`: names are in lower case',
      '"x: a string that does not end on its line'
    ]);
  });

  it('keeps the good elements of a list', () => {
    assert.deepEqual(read("a = [ 'x', [OOPS], 'y' ]\nb = 1"), { a: ['x', [], 'y'], b: '1' });
    assert.deepEqual(problems("a = [ 'x', [OOPS], 'y' ]").length, 1);
  });

  it('ends an open list where the next assignment begins', () => {
    assert.deepEqual(read("vif = [ 'x',\nname = 'web'"), { vif: ['x'], name: 'web' });
    assert.deepEqual(problems("vif = [ 'x',\nname = 'web'"), ['[: a list that is never closed']);
  });

  it('knows Python by its signs and words', () => {
    for (const text of ['from os import getcwd\nname = "x"', 'kernel = getcwd() + "/x"', 'if 1:\n  a = 2', 'a = -1']) {
      assert.ok(parseConfig(text).python, text);
    }
    assert.equal(parseConfig('name = "a.b(c)+-:"').python, undefined);
  });

  it('never throws, and every place lies in the text', () => {
    const pieces = fc.constantFrom(
      'vif',
      ' = ',
      '[',
      ']',
      ',',
      '"a"',
      "'",
      '\n',
      '#',
      '+=',
      ';',
      '12',
      '0x1',
      '\\',
      'é',
      '(',
      'X',
      '"\\x4'
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 40 }).map(parts => parts.join(''))
        ),
        text => {
          const { assignments, problems: found } = parseConfig(text);
          for (const { start, end } of [...assignments, ...found]) assert.ok(0 <= start && start <= end && end <= text.length);
        }
      ),
      { numRuns: 500 }
    );
  });

  it('does not mind lists a thousand deep', () => {
    assert.ok(parseConfig(`a = ${'['.repeat(1000)}`).problems.length > 0);
  });
});
