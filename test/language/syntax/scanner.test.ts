import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { scan } from '../../../src/language/syntax/scanner.ts';
import { UNITS } from '../../../src/language/syntax/units.ts';
import { EXAMPLE } from './example.ts';

/** Tokens as `kind:text`, spaces left out. */
function shown(text: string): string {
  return scan(text)
    .tokens.filter(token => token.kind !== 'whitespace' && token.kind !== 'end')
    .map(token => `${token.kind}:${JSON.stringify(text.slice(token.start, token.end)).slice(1, -1)}`)
    .join(' ');
}

/** Texts that make scanners stumble, strewn among arbitrary ones. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom(
        '"',
        '\\',
        '/*',
        '*/',
        '//',
        '///',
        '\r',
        '\n',
        '\r\n',
        '\ufeff',
        '1e',
        '1..',
        '1_',
        '.5',
        '\u00b5s',
        'Gbps',
        '%',
        '\ud800',
        '#',
        '1 Gb/s'
      )
    ),
    { maxLength: 30 }
  )
  .map(parts => parts.join(''));

describe('the scanner', () => {
  const table: readonly (readonly [text: string, tokens: string])[] = [
    ['a-b a - b a -b _x9', 'word:a-b word:a punctuation:- word:b word:a punctuation:- word:b word:_x9'],
    ['1..7', 'number:1 punctuation:.. number:7'],
    ['1.5..2.5e-3', 'number:1.5 punctuation:.. number:2.5e-3'],
    ['1_000 1__0 1_', 'number:1_000 number:1 word:__0 number:1 word:_'],
    ['1e 2e+ 3E+2', 'number:1 word:e number:2 word:e punctuation:+ number:3E+2'],
    ['1. 2.x', 'number:1 punctuation:. number:2 punctuation:. word:x'],
    ['0x10', 'number:0 word:x10'],
    ['3-1', 'number:3 punctuation:- number:1'],
    ['10Gbps 10 Gbps', 'number:10 unit:Gbps number:10 unit:Gbps'],
    ['1 B..1 MiB step * 2', 'number:1 unit:B punctuation:.. number:1 unit:MiB word:step punctuation:* number:2'],
    ['1 B/s 1 B/x', 'number:1 unit:B/s number:1 unit:B punctuation:/ word:x'],
    ['1 KiB/s, 1 KiB', 'number:1 unit:KiB/s punctuation:, number:1 unit:KiB'],
    ['300 cycles/packet 1 cycles/page', 'number:300 unit:cycles/packet number:1 unit:cycles punctuation:/ word:page'],
    ['1 ns/byte/2', 'number:1 unit:ns/byte punctuation:/ number:2'],
    ['5 % of', 'number:5 unit:% word:of'],
    ['5%of', 'number:5 unit:% word:of'],
    ['1 ms-2 ms', 'number:1 unit:ms punctuation:- number:2 unit:ms'],
    ['1 mss 1 minute2', 'number:1 word:mss number:1 word:minute2'],
    ['1 \u00b5s 1\u03bcs', 'number:1 unit:\u00b5s number:1 unit:\u03bcs'],
    ['1\nms', 'number:1 newline:\\n word:ms'],
    ['1 /* */ ms', 'number:1 blockComment:/* */ word:ms'],
    ['ms = 1', 'word:ms punctuation:= number:1'],
    ['1 kbps 1 Gb/s', 'number:1 unit:kbps number:1 unit:Gb/s'],
    ['a<=b<c!=!d', 'word:a punctuation:<= word:b punctuation:< word:c punctuation:!= punctuation:! word:d'],
    ['a%b', 'word:a punctuation:% word:b'],
    ['"a\\"b" "c', 'string:\\"a\\\\\\"b\\" string:\\"c'],
    ['"a\\\nb', 'string:\\"a\\\\ newline:\\n word:b'],
    ['/// d\n//// l\n// l', 'docComment:/// d newline:\\n lineComment://// l newline:\\n lineComment:// l'],
    ['/* a /* b */ c', 'blockComment:/* a /* b */ word:c'],
    ['a\r\nb\rc\nd', 'word:a newline:\\r\\n word:b newline:\\r word:c newline:\\n word:d'],
    ['\ufeffa\ufeff', 'bom:\ufeff word:a'],
    ['a\u00a0=\u00a01', 'word:a punctuation:= number:1'],
    ['gr\u00f6\u00dfe', 'word:gr\u00f6\u00dfe'],
    ['@\u20ac = 1', 'bad:@\u20ac punctuation:= number:1']
  ];
  for (const [text, tokens] of table) it(JSON.stringify(text), () => assert.equal(shown(text), tokens));

  it('takes every listed unit whole, tight or spaced', () => {
    for (const unit of UNITS.keys()) {
      assert.equal(shown(`1${unit}`), `number:1 unit:${unit}`);
      assert.equal(shown(`1 ${unit};`), `number:1 unit:${unit} punctuation:;`);
    }
  });

  it('gives tokens that add up to the text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { tokens } = scan(text);
        assert.equal(tokens.map(token => text.slice(token.start, token.end)).join(''), text);
        let at = 0;
        for (const token of tokens) {
          assert.equal(token.start, at);
          assert.ok(token.end > token.start || token.kind === 'end');
          at = token.end;
        }
        assert.equal(tokens.at(-1)!.kind, 'end');
      }),
      { numRuns: 1000 }
    );
  }).timeout(20_000);

  it('knows where lines start as editors do', () => {
    fc.assert(
      fc.property(anyText, text => {
        const expected = [0];
        for (const match of text.matchAll(/\r\n|\r|\n/g)) expected.push(match.index + match[0].length);
        assert.deepEqual(scan(text).lineStarts, expected);
      }),
      { numRuns: 500 }
    );
  }).timeout(20_000);

  it('finds nothing wrong in a file that is right', () => assert.deepEqual(scan(EXAMPLE).problems, []));
});
