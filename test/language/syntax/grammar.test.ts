/** The TextMate grammar colours a file before the language service is up: it must see what the scanner and parser see. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type * as OnigurumaModule from 'vscode-oniguruma';
import type * as TextMateModule from 'vscode-textmate';
import { CONTAINS } from '../../../src/language/syntax/nesting.ts';
import { parse } from '../../../src/language/syntax/parser.ts';
import type { Span } from '../../../src/language/syntax/tree.ts';
import { UNITS } from '../../../src/language/syntax/units.ts';
import { walk } from '../../../src/language/syntax/walk.ts';
import { ACTIONS, STATEMENTS } from '../../../src/language/syntax/words.ts';
import { EXAMPLE } from './example.ts';

type TextMate = typeof TextMateModule;
type Oniguruma = typeof OnigurumaModule;

const load = createRequire(path.resolve('package.json'));

type Category = 'comment' | 'string' | 'number' | 'unit' | 'keyword' | 'kind' | 'place' | 'constant' | ' ';

/** One letter per character of the text, so that a difference can be read. */
const LETTERS: Readonly<Record<Category, string>> = {
  comment: '/',
  string: '"',
  number: '1',
  unit: 'u',
  keyword: 'K',
  kind: 'D',
  place: 'p',
  constant: 'c',
  ' ': '.'
};

const SCOPES: readonly (readonly [scope: string, category: Category])[] = [
  ['comment.', 'comment'],
  ['string.', 'string'],
  ['constant.numeric', 'number'],
  ['keyword.other.unit', 'unit'],
  ['keyword.control', 'keyword'],
  ['storage.type', 'kind'],
  ['keyword.operator.word', 'place'],
  ['constant.language', 'constant'],
  ['variable.language', 'constant']
];

async function grammar() {
  const { Registry, parseRawGrammar } = load('vscode-textmate') as TextMate;
  const oniguruma = load('vscode-oniguruma') as Oniguruma;
  const wasm = fs.readFileSync(path.join(path.dirname(load.resolve('vscode-oniguruma')), 'onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text)
    }),
    loadGrammar: async () => parseRawGrammar(fs.readFileSync('media/xnet.tmLanguage.json', 'utf8'), 'media/xnet.tmLanguage.json')
  });
  return { grammar: (await registry.loadGrammar('source.xnet'))!, initial: (load('vscode-textmate') as TextMate).INITIAL };
}

/** What the parser sees, character by character. White space and line breaks are left to the grammar. */
function seenByParser(text: string): string {
  const file = parse(text);
  assert.deepEqual(file.problems, []);
  const letters = new Array<string>(text.length).fill(LETTERS[' ']);
  const paint = ({ start, end }: Span, category: Category) => letters.fill(LETTERS[category], start, end);
  for (const token of file.tokens) {
    if (token.kind === 'string' || token.kind === 'number' || token.kind === 'unit') paint(token, token.kind);
    if (/comment/i.test(token.kind)) paint(token, 'comment');
  }
  const paintWord = (word: string, from: number, to: number) => {
    const token = file.tokens.find(each => each.start >= from && each.end <= to && text.slice(each.start, each.end) === word);
    if (token) paint(token, 'place');
  };
  walk(file, node => {
    switch (node.kind) {
      case 'import':
      case 'param':
      case 'vary':
      case 'set':
      case 'expect':
      case 'at':
        return void paint(node.keyword, 'keyword');
      case 'declaration':
        if (node.template) paint(node.template, 'keyword');
        return void paint(node.keyword, 'kind');
      case 'action':
        paint(node.name, 'keyword');
        return void (node.to && paintWord('to', node.target!.end, node.to.start));
      case 'range':
        return void (node.step && paintWord('step', node.to.end, node.step.start));
      case 'within':
        paintWord('within', node.left.end, node.tolerance.start);
        return void paintWord('of', node.tolerance.end, node.right.start);
      case 'boolean':
        return void paint(node, 'constant');
      case 'reference':
        if (['index', 'bottleneck'].includes(node.first.text)) paint(node.first, 'constant');
    }
  });
  return letters.join('');
}

describe('the TextMate grammar', () => {
  let loaded: Awaited<ReturnType<typeof grammar>>;
  before(async () => {
    loaded = await grammar();
  });

  function seenByGrammar(text: string): string {
    let state = loaded.initial;
    const lines: string[] = [];
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = loaded.grammar.tokenizeLine(line, state);
      state = ruleStack;
      lines.push(
        tokens
          .map(token => {
            const category = SCOPES.find(([scope]) => token.scopes.some(each => each.startsWith(scope)))?.[1] ?? ' ';
            return LETTERS[category].repeat(Math.min(token.endIndex, line.length) - token.startIndex);
          })
          .join('')
      );
    }
    return lines.join('\n');
  }

  const TEXTS: readonly (readonly [name: string, text: string])[] = [
    ['the example', EXAMPLE],
    ['units', [...UNITS.keys()].map(unit => `param x = 1${unit} + 2.5 ${unit} * 1e3 ${unit}`).join('\n')],
    [
      'numbers',
      'param x = 1_000 + 1.5e-3 + 3E+2 + a1 + a-1 - 1..7 step 2\nparam z = 1 B..1 MiB step * 2\nparam y = 1 ms-2 ms + 1 B/x + 10 B / s + 3 min'
    ],
    [
      'names that are words elsewhere',
      'vif e { bridge = bridge.nic; nic = a.host; grants = template.set; set = 1; at = 2; expect = x == y }\npublished p {\n  of = a.of\n  value = b\n}\nflow f {\n  to = a\n  from = host1.to\n}'
    ],
    ['blocks on a line', 'host a { cpu { cores = 8 } nic e { rate = 1 bps }; domain d[2] : small { vif e { model = x } } }'],
    [
      'statements on a line',
      'experiment e { vary n = 1..7; expect a within 2 of b && true; at 1 s set a.b = index; at 2 s migrate a to b }'
    ],
    ['brace on its own line', 'host a\n{\n  domain d\n  {\n  }\n}'],
    ['comments', '/// doc\n//// none\n// a "b"\nhost a { /* c\n host b { } */ costs = c } // 1 Gbps\nparam x = "// no comment" // one'],
    ['strings', 'import "a\\"b\\\\"\nimport "\\u0041 1 Gbps host"'],
    ['longer words', 'param imports = true1 + index-1 + stepper + hosts + within_ + tot + offset']
  ];
  for (const [name, text] of TEXTS) {
    it(`sees what the parser sees: ${name}`, () => {
      const parser = seenByParser(text).split(''),
        grammarSees = seenByGrammar(text).split('');
      const compared = (letters: readonly string[]) =>
        [...text]
          .map((each, at) => (/\s/.test(each) ? each : letters[at]!))
          .join('')
          .split('\n');
      const show = (lines: readonly string[]) => lines.map((line, at) => `${text.split('\n')[at]}\n${line}`);
      assert.deepEqual(show(compared(grammarSees)), show(compared(parser)));
    });
  }

  it('knows the units, kinds and words of the tables', () => {
    const source = fs.readFileSync('media/xnet.tmLanguage.json', 'utf8');
    const { repository } = JSON.parse(source) as {
      repository: Record<string, { match?: string; begin?: string; patterns?: { match: string }[] }>;
    };
    const longestFirst = (a: string, b: string) => b.length - a.length || (a < b ? -1 : 1);
    const units = [...UNITS.keys()].filter(unit => unit !== '%').sort(longestFirst);
    assert.ok(repository.number!.match!.includes(`(%|(?:${units.join('|')})(?!`), units.join('|'));
    assert.ok(repository.declaration!.match!.includes(`(${Object.keys(CONTAINS).join('|')})`), Object.keys(CONTAINS).join('|'));
    assert.ok(repository.statement!.match!.includes(`(${STATEMENTS.filter(word => word !== 'template' && word !== 'at').join('|')})`));
    assert.ok(repository.moment!.patterns![0]!.match.includes(`(?:${['set', ...ACTIONS].join('|')})`));
  });
});

describe('the language configuration', () => {
  const configuration = JSON.parse(fs.readFileSync('media/language-configuration.json', 'utf8')) as {
    wordPattern: string;
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
    onEnterRules: { beforeText: string; action: { appendText?: string; indent: string } }[];
  };

  it('has the names of the language as words', () => {
    assert.deepEqual('a-b = server.guest_2 + 10 Gbps'.match(new RegExp(configuration.wordPattern, 'g')), [
      'a-b',
      'server',
      'guest_2',
      '10',
      'Gbps'
    ]);
  });

  const lines: readonly (readonly [line: string, more: boolean, less: boolean])[] = [
    ['host a {', true, false],
    ['  pin = [', true, false],
    ['  expect f(a,', true, false],
    ['cpu { cores = 8 }', false, false],
    ['}', false, true],
    ['  ]', false, true],
    ['a = "{"', false, false],
    ['// {', false, false],
    ['host a { // why', true, false],
    ['a = 1 / 2', false, false]
  ];
  for (const [line, more, less] of lines) {
    it(`indents behind ${JSON.stringify(line)}: ${more}, before it less: ${less}`, () => {
      assert.equal(new RegExp(configuration.indentationRules.increaseIndentPattern).test(line), more);
      assert.equal(new RegExp(configuration.indentationRules.decreaseIndentPattern).test(line), less);
    });
  }

  it('goes on with documentation, and indents behind an operator', () => {
    const actionAfter = (line: string) => configuration.onEnterRules.find(rule => new RegExp(rule.beforeText).test(line))?.action;
    assert.equal(actionAfter('  /// text')?.appendText, '/// ');
    assert.equal(actionAfter('  ///'), undefined);
    assert.equal(actionAfter('  // text'), undefined);
    assert.equal(actionAfter('  expect a >=')?.indent, 'indent');
    assert.equal(actionAfter('  a = 1'), undefined);
    assert.equal(actionAfter('   lines */'), undefined);
    assert.equal(actionAfter('// ends in =')?.indent, undefined);
  });
});
