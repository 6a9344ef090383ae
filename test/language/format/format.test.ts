import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { format, formatEdits } from '../../../src/language/format/format.ts';
import { parse } from '../../../src/language/syntax/parser.ts';
import { isTrivia } from '../../../src/language/syntax/token.ts';
import { EXAMPLE } from '../syntax/example.ts';
import { sketchAll } from '../syntax/sketch.ts';

const lines = (...each: readonly string[]): string => `${each.join('\n')}\n`;

const CASES: readonly (readonly [what: string, text: string, formatted: string])[] = [
  ['nothing', '', ''],
  ['only white space', ' \n\t\n', ''],
  ['only a comment', '  // why  ', '// why  \n'],
  [
    'indentation',
    lines('host a {', 'cpu{', '      cores=8', '\tclock =2GHz', '}', '   }'),
    lines('host a {', '  cpu {', '    cores = 8', '    clock = 2 GHz', '  }', '}')
  ],
  [
    "a block begun and ended on its members' lines",
    'host a { nic e { rate = 1 bps }\n costs = c }',
    lines('host a {', '  nic e { rate = 1 bps }', '  costs = c', '}')
  ],
  ['one-line blocks stay', 'cpu   {cores=8;clock=2 GHz;}', 'cpu { cores = 8; clock = 2 GHz; }\n'],
  ['empty blocks', 'host a{}\nhost b {\n\n}', lines('host a { }', 'host b {', '}')],
  ['an opening brace joins its head', 'host a\n\n{\n costs = c\n}', lines('host a {', '  costs = c', '}')],
  ['but not behind a comment', 'host a // why\n  {\n costs = c\n}', lines('host a // why', '{', '  costs = c', '}')],
  ['a comment behind an opening brace', 'host a {  // why\n\n  costs = c\n}', lines('host a { // why', '', '  costs = c', '}')],
  ['blank lines', '\n\nparam x = 1\n\n\n\nparam y = 2\n\n\n', lines('param x = 1', '', 'param y = 2')],
  ['blank lines at braces', 'host a {\n\n\n  costs = c\n\n}', lines('host a {', '  costs = c', '}')],
  [
    'equals in a run',
    lines('nic e {', '  rate = 1 bps', '  rx_queues=16', '', '  ring   = 5', '}'),
    lines('nic e {', '  rate      = 1 bps', '  rx_queues = 16', '', '  ring = 5', '}')
  ],
  [
    'equals up to what is no one-line property',
    lines('nic e {', '  a = 1', '  bbb = [', '    x', '  ]', '  cc = 1', '  // why', '  dddd = 1', '  e = 1; f = 2', '}'),
    lines('nic e {', '  a = 1', '  bbb = [', '    x', '  ]', '  cc = 1', '  // why', '  dddd = 1', '  e = 1; f = 2', '}')
  ],
  ['params and sweeps are no properties', lines('param x = 1', 'param long = 2'), lines('param x = 1', 'param long = 2')],
  ['spaces around operators', 'param x=1+2*-3-(a  &&!b)', 'param x = 1 + 2 * -3 - (a && !b)\n'],
  ['a sign behind a word', 'param x = 1 .. 9 step  - 1', 'param x = 1..9 step -1\n'],
  [
    'ranges, lists, calls and indices',
    'param x = [ a [ * ] . b,f( c ,d= 1 ) , ( 1 .. 3 ) ,]',
    'param x = [a[*].b, f(c, d = 1), (1..3),]\n'
  ],
  ['lists of lists', 'param x = [ [1],[ 2 ] ]', 'param x = [[1], [2]]\n'],
  ['units', 'param x = 10Gbps + 5% + 3   ns/byte', 'param x = 10 Gbps + 5 % + 3 ns/byte\n'],
  ['heads', 'template   domain  d [ n+1 ]:base.x   {vcpus=1}', 'template domain d[n + 1] : base.x { vcpus = 1 }\n'],
  ['unnamed heads', 'link:base{ends=[a,b]}', 'link : base { ends = [a, b] }\n'],
  [
    'statements',
    lines('experiment e {', 'at 1s  migrate a [1]  to   b', 'expect   x within 5%of y', 'vary n=1..7', '}'),
    lines('experiment e {', '  at 1 s migrate a[1] to b', '  expect x within 5 % of y', '  vary n = 1..7', '}')
  ],
  [
    'continued lines',
    lines('experiment e {', 'expect a >=', 'b ||', '        c', '}'),
    lines('experiment e {', '  expect a >=', '    b ||', '    c', '}')
  ],
  [
    'hanging lists',
    lines('nic e {', 'offloads = [', 'tso,', '    gso, // why', '', '', '  lro', ']', '}'),
    lines('nic e {', '  offloads = [', '    tso,', '    gso, // why', '', '    lro', '  ]', '}')
  ],
  [
    'tables are left alone',
    lines('published p {', 'points = [', '[ 1,    2Gbps ],', '    [100, 2.5  Gbps]]', '}'),
    lines('published p {', '  points = [', '    [ 1,    2 Gbps ],', '    [100, 2.5  Gbps]]', '}')
  ],
  [
    'lines below a bracket move with it',
    lines('flow f {', 'size    = max(1 B,', '              2 B)', '}'),
    lines('flow f {', '  size = max(1 B,', '             2 B)', '}')
  ],
  [
    'aligned blocks',
    lines('grants copy  {mode=copy}', 'grants reuse {mode=reuse}', '', 'grants none {mode=none}'),
    lines('grants copy  { mode = copy }', 'grants reuse { mode = reuse }', '', 'grants none { mode = none }')
  ],
  [
    'aligned sweeps',
    lines('experiment e {', 'vary  a   = 1', 'vary bcd=2', 'warmup = 1 s', '}'),
    lines('experiment e {', '  vary a   = 1', '  vary bcd = 2', '  warmup = 1 s', '}')
  ],
  [
    'rows of blocks',
    lines('flow a { from = x;     to = y; mtu = 1 }', 'flow bb {from=xyz;to=z;  mtu = 20}', 'flow c { from = x; to = z }'),
    lines('flow a { from = x;    to = y; mtu = 1 }', 'flow bb { from = xyz; to = z; mtu = 20 }', 'flow c { from = x;    to = z }')
  ],
  ['blocks that nobody aligned', lines('peer client { }', 'link { }'), lines('peer client { }', 'link { }')],
  [
    'comments behind lines',
    lines('cpu {', 'a = 1  // one', 'long = 2 // two', '', 'c = 3 // three', 'dd = 4 // four', '}'),
    lines('cpu {', '  a    = 1 // one', '  long = 2 // two', '', '  c  = 3 // three', '  dd = 4 // four', '}')
  ],
  ['aligned comments behind lines', lines('a { }      // one', 'long { } // two'), lines('a { }    // one', 'long { } // two')],
  [
    'comments of their own lines',
    lines('host a {', '// one', '      /// two', '  costs = c', '      // three', '}', '  // four'),
    lines('host a {', '  // one', '  /// two', '  costs = c', '  // three', '}', '// four')
  ],
  [
    'block comments',
    lines('host /*a*/a  /* b */{', '/* one', '   two */ costs/* c */= c', '}'),
    lines('host /*a*/a  /* b */{', '  /* one', '   two */ costs/* c */= c', '}')
  ],
  ['Windows lines', 'host a {\r\ncosts = c\r\n\r\n\r\n}', 'host a {\r\n  costs = c\r\n}\r\n'],
  ['byte order mark', '\ufeff\n  param x = 1', '\ufeffparam x = 1\n'],
  ['semicolons', 'param x = 1 ;param y = 2;;', 'param x = 1; param y = 2;;\n'],
  [
    'a member with an error is left',
    lines('param  x  =  1', 'host a {', '      costs   =', '   }', 'param  y  =  2'),
    lines('param x = 1', 'host a {', '      costs   =', '   }', 'param y = 2')
  ],
  [
    'an open block is left',
    lines('param  x  =  1', 'host a {', '      costs  = c', 'flow   f{}'),
    lines('param x = 1', 'host a {', '      costs  = c', 'flow f { }')
  ],
  ['what is wrong before everything is left', lines('  )  (', 'param   x = 1'), lines('  )  (', 'param x = 1')]
];

/** Tokens that mean something, and comments; with the text of each. */
const solid = (text: string) =>
  parse(text)
    .tokens.filter(token => !isTrivia(token) || /comment|bom|bad/i.test(token.kind))
    .map(token => `${token.kind} ${text.slice(token.start, token.end)}`);

function assertKept(text: string): void {
  const formatted = format(text);
  assert.deepEqual(solid(formatted), solid(text));
  const before = parse(text),
    after = parse(formatted);
  assert.deepEqual(
    after.problems.map(problem => problem.code),
    before.problems.map(problem => problem.code)
  );
  assert.equal(sketchAll(after.members), sketchAll(before.members));
  assert.equal(format(formatted), formatted, 'formatting twice');
}

const pieces = parse(EXAMPLE).tokens.map(token => ({ kind: token.kind, text: EXAMPLE.slice(token.start, token.end) }));

/** The example with its white space changed wherever that changes no meaning. */
const respaced = fc.array(fc.nat({ max: 11 }), { minLength: pieces.length, maxLength: pieces.length }).map(choices =>
  pieces
    .map(({ kind, text }, at) => {
      const choice = choices[at]!;
      if (kind === 'whitespace') return ['  ', '\t', ' /* c */ ', '     ', '/* c */'][choice] ?? text;
      if (kind === 'newline') return ['\n\n\n', ' // c\n', '\n/// d\n', '\n\t', '\r\n', ';\n'][choice] ?? text;
      if (text === '[' || text === '(' || text === ',') return [`${text}\n`, `${text} // c\n  `, `${text} `][choice] ?? text;
      if (text === '{' || text === ';') return [`${text}\n`, `${text}  `, `${text} // c\n`][choice] ?? text;
      if (text === '=' || text === '+' || text === '&&') return [`${text}\n`, `${text} `][choice] ?? text;
      return text;
    })
    .join('')
);

const mutated = fc
  .array(fc.tuple(fc.nat({ max: pieces.length - 1 }), fc.nat({ max: pieces.length - 1 })), { minLength: 1, maxLength: 4 })
  .map(swaps => {
    const text = pieces.map(piece => piece.text);
    for (const [one, other] of swaps) text[one] = text[other]!;
    return text.join('');
  });

describe('the formatter', () => {
  for (const [what, text, formatted] of CASES) {
    it(what, () => {
      assert.equal(format(text), formatted);
      assertKept(text);
    });
  }

  const kept: readonly (readonly [what: string, texts: fc.Arbitrary<string>, runs: number])[] = [
    ['the example', fc.constant(EXAMPLE), 1],
    ['the example, spaced otherwise', respaced, 100],
    ['the example, mutated', mutated, 150],
    ['arbitrary characters', fc.string({ unit: 'binary', maxLength: 80 }), 300]
  ];
  for (const [what, texts, numRuns] of kept) {
    it(`keeps every token and comment, the tree, and its own work: ${what}`, () => {
      fc.assert(fc.property(texts, assertKept), { numRuns });
    }).timeout(20_000);
  }

  it('edits white space only, in order and without overlap', () => {
    fc.assert(
      fc.property(respaced, text => {
        let last = 0;
        for (const edit of formatEdits(text)) {
          assert.ok(last <= edit.start && edit.start <= edit.end);
          assert.match(text.slice(edit.start, edit.end) + edit.newText, /^\s*$/);
          assert.notEqual(text.slice(edit.start, edit.end), edit.newText);
          last = edit.end;
        }
      }),
      { numRuns: 50 }
    );
  }).timeout(20_000);

  it('takes runs of any length', () => {
    const text = `costs c {\n${'  a = 1\n'.repeat(130_000)}}\n`;
    assert.equal(format(text) === text, true);
  }).timeout(60_000);

  it('makes no edit where nothing is to do', () => assert.deepEqual(formatEdits(format(EXAMPLE)), []));

  it('edits within the lines of a range', () => {
    const text = lines('param  a = 1', 'param  b = 2', 'param  c = 3');
    assert.deepEqual(formatEdits(text, { start: 15, end: 20 }), [{ start: 18, end: 19, newText: '' }]);
    assert.deepEqual(formatEdits(text, { start: 0, end: text.length }).length, 3);
  });
});
