import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { completions } from '../../src/language/model/completion/completions.ts';
import { hover } from '../../src/language/model/hover.ts';
import { references } from '../../src/language/model/occurrences.ts';
import { semanticTokens } from '../../src/language/model/tokens.ts';
import { parse } from '../../src/language/syntax/parser.ts';
import { analyseText, example, findingsOf, host, main } from './support.ts';

const tokens = parse(example).tokens.map(token => example.slice(token.start, token.end));
const odd = [
  '1e9',
  '-1',
  '[*]',
  'index',
  '..',
  'a-b',
  '"x"',
  '0',
  '1e308',
  'bottleneck',
  'server',
  'guest',
  ':',
  '%',
  '{',
  '}',
  ')',
  'each(',
  'rx[9]',
  '\u{1F984}',
  '10 GB'
];

type Edit = { readonly at: number; readonly kind: 'delete' | 'duplicate' | 'swap' | 'replace' | 'cut'; readonly other: number };

function edited(edits: readonly Edit[]): string {
  const words = [...tokens];
  for (const { at, kind, other } of edits) {
    const i = at % words.length;
    const j = other % words.length;
    if (kind === 'delete') words.splice(i, 1);
    else if (kind === 'duplicate') words.splice(i, 0, words[j] as string);
    else if (kind === 'swap') [words[i], words[j]] = [words[j] as string, words[i] as string];
    else if (kind === 'replace') words[i] = odd[other % odd.length] as string;
    else words.length = i + 1;
  }
  return words.join('');
}

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    other: fc.nat(),
    kind: fc.constantFrom('delete', 'duplicate', 'swap', 'replace', 'cut') as fc.Arbitrary<Edit['kind']>
  }),
  { minLength: 1, maxLength: 4 }
);

describe('any edit of the example', function () {
  this.timeout(60_000);

  it('gives findings within the file, with every hole filled, and a plan only without errors', () => {
    fc.assert(
      fc.property(edits, list => {
        const text = edited(list);
        const analysis = analyseText(text);
        for (const each of analysis.diagnostics) {
          assert.ok(
            0 <= each.start && each.start <= each.end && each.end <= (analysis.files.get(each.uri)?.text.length ?? 0),
            JSON.stringify(each)
          );
          assert.doesNotMatch(each.message, /\{\w+\}|undefined|NaN/, text);
        }
        const outcome = analysis.plan();
        assert.equal(
          outcome.plan === undefined,
          outcome.diagnostics.some(each => each.severity === 'error')
        );
      }),
      { numRuns: 60 }
    );
  });

  it('lets the editor ask anything anywhere', () => {
    fc.assert(
      fc.property(edits, fc.nat(), (list, place) => {
        const text = edited(list);
        const analysis = analyseText(text);
        const offset = place % (text.length + 1);
        completions(analysis, main, offset);
        references(analysis, main, offset);
        const shown = hover(analysis, main, offset);
        assert.ok(shown === undefined || (shown.start <= offset && offset <= shown.end));
        let end = 0;
        for (const token of semanticTokens(analysis, main)) {
          assert.ok(token.start >= end, `tokens overlap at ${token.start} in ${text}`);
          end = token.end;
        }
      }),
      { numRuns: 40 }
    );
  });

  it('gives the same findings and topology every time', () => {
    fc.assert(
      fc.property(edits, list => {
        const [first, second] = [analyseText(edited(list)), analyseText(edited(list))];
        assert.deepEqual(first.diagnostics, second.diagnostics);
        assert.equal(JSON.stringify(first.topology), JSON.stringify(second.topology));
      }),
      { numRuns: 15 }
    );
  });
});

describe('limits', function () {
  this.timeout(60_000);

  const chain = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');
  const cases: readonly (readonly [name: string, text: string, finding: RegExp])[] = [
    ['a chain of params', `param a0 = 1\n${chain(5_000, i => `param a${i + 1} = a${i}`)}\npeer p { rate = a5000 * 1 bps }`, /too-deep/],
    [
      'a chain of bases',
      `template domain a0 { vcpus = 1 }\n${chain(3_000, i => `template domain a${i + 1} : a${i} { }`)}\n${host('domain x : a3000 { }')}`,
      /too-deep/
    ],
    [
      'a chain of properties',
      `host h { cpu { cores = 1; clock = 1 GHz }\n${chain(3_000, i => `domain x${i} { vcpus = h.x${i + 1}.vcpus }`)}\ndomain x3000 { vcpus = 1 } }`,
      /too-deep/
    ],
    ['properties that read each other', host('domain a { vcpus = server.b.vcpus }\ndomain b { vcpus = server.a.vcpus }'), /param-cycle/],
    ['a block within itself', 'template host a { host b : a { } }\nhost c : a { cpu { cores = 1; clock = 1 GHz } }', /misplaced-kind/],
    ['arrays of arrays', 'host h[1000] { cpu { cores = 1; clock = 1 GHz } domain d[1000] { vcpus = 1 } }', /too-many-elements/],
    [
      'a billion elements',
      'param guests = 1e9\nhost h { cpu { cores = 1; clock = 1 GHz } domain d[guests] { vcpus = 1 } }',
      /too-many-elements «1e9»/
    ],
    ['a billion points', 'param n = 1\nexperiment e { duration = 1 s; vary n = 1..1e9 }', /range-too-long/],
    ['a large file', `// ${'x'.repeat(2_100_000)}`, /file-too-large/],
    ['many levels', `${'host a {'.repeat(1_000)}${'}'.repeat(1_000)}`, /too-deep/]
  ];
  for (const [name, text, finding] of cases) it(name, () => assert.match(findingsOf(analyseText(text)).join('\n'), finding));

  it('files that import files that import files', () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}.xnet`, `import "./f${i + 1}.xnet"`]));
    assert.match(findingsOf(analyseText('import "./f0.xnet"', files)).join(), /too-deep/);
  });
});
