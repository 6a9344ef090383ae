import * as assert from 'node:assert/strict';
import { parse, parseExpression } from '../../../src/language/syntax/parser.ts';
import { walk } from '../../../src/language/syntax/walk.ts';
import { EXAMPLE } from './example.ts';
import { sketch, sketchAll } from './sketch.ts';

describe('the parser', () => {
  it('reads a file that uses every form without a problem', () => {
    assert.deepEqual(parse(EXAMPLE).problems, []);
    assert.deepEqual(parse(EXAMPLE.replaceAll('\n', '\r\n')).problems, []);
    assert.deepEqual(parse(`\ufeff${EXAMPLE.replaceAll('\n', '\r')}`).problems, []);
  });

  const expressions: readonly (readonly [text: string, tree: string])[] = [
    ['a || b && c == 1..2 + 3 * -4', '(a || (b && (c == (1 .. (2 + (3 * (-4)))))))'],
    ['1 - 2 - 3 / 4 / 5', '((1 - 2) - ((3 / 4) / 5))'],
    ['(1 + 2) * 3', '({(1 + 2)} * 3)'],
    ['!a && !!b', '((!a) && (!(!b)))'],
    ['- 2 * + 3', '((-2) * (+3))'],
    ['a-b - c', '(a-b - c)'],
    ['1..7', '(1 .. 7)'],
    ['1 B..1 MiB step * 2', '(1 B .. 1 MiB step * 2)'],
    ['1..n - 1 step 2 + k', '(1 .. (n - 1) step (2 + k))'],
    ['x within 5 % of y + 1', '(x within 5 % of (y + 1))'],
    ['x + 1 within a * 2 of y && b', '(((x + 1) within (a * 2) of y) && b)'],
    ['x within 2 of y', '(x within 2 of y)'],
    ['throughput(rx) >= 2.5 Gbps', '(throughput(rx) >= 2.5 Gbps)'],
    ['cycles(server.dom0, policy = copy,)', 'cycles(server.dom0, policy = copy)'],
    ['f()', 'f()'],
    ['server.guest[2..4].eth0.rx[0]', 'server.guest[(2 .. 4)].eth0.rx[0]'],
    ['guest[*]', 'guest[*]'],
    ['a[index - 1]', 'a[(index - 1)]'],
    ['[]', '[]'],
    ['[[0..3], [4..7],]', '[[(0 .. 3)], [(4 .. 7)]]'],
    ['[\n1,\n\n2\n]', '[1, 2]'],
    ['f(a\n+ b)', 'f((a + b))'],
    ['10 Gbps / 2', '(10 Gbps / 2)'],
    ['10 B / s', '(10 B / s)'],
    ['300 cycles/packet', '300 cycles/packet'],
    ['1_000.5e3', '1000500'],
    ['"\\u0041\\n\\"/"', '"A\\n\\"/"'],
    ['true == false', '(true == false)'],
    ['index == bottleneck', '(index == bottleneck)'],
    ['to + of + step', '((to + of) + step)'],
    ['a !=\n  b', '(a != b)'],
    ['1..\n 2', '(1 .. 2)'],
    ['min(1 s, 2 min)', 'min(1 s, 2 min)'],
    ['1 min', '1 min']
  ];
  for (const [text, tree] of expressions) {
    it(JSON.stringify(text), () => {
      const { expression, problems } = parseExpression(text);
      assert.deepEqual(problems, []);
      assert.equal(sketch(expression), tree);
    });
  }

  const files: readonly (readonly [text: string, tree: string])[] = [
    ['import "a"\nimport "b"', 'import "a" | import "b"'],
    ['param x = 1; param y = x', 'param x = 1 | param y = x'],
    ['host a { }', 'host a {  }'],
    ['host a\n\n{\n}\n', 'host a {  }'],
    ['host a // why\n{ }', 'host a {  }'],
    ['link { } cpu { } link up { }', 'link {  } | cpu {  } | link up {  }'],
    ['template domain small { vcpus = 1 }', 'template domain small { vcpus = 1 }'],
    ['domain guest[n * 2] : lib.small { }', 'domain guest [(n * 2)] : lib.small {  }'],
    ['domain guest[\n  n\n] : base\n{ }', 'domain guest [n] : base {  }'],
    ['cpu { cores = 8; clock = 2 GHz; }', 'cpu { cores = 8; clock = 2 GHz }'],
    ['cpu {;; cores = 8 }', 'cpu { cores = 8 }'],
    ['a {\n x =\n 1\n y = 2 +\n\n 3\n}', 'a { x = 1; y = (2 + 3) }'],
    ['a { x = 1 /* over\nlines */ y = 2 }', 'a { x = 1; y = 2 }'],
    [
      'a { to = b; of = c; step = 1; within = 2; set = 3; at = 4; template = 5 }',
      'a { to = b; of = c; step = 1; within = 2; set = 3; at = 4; template = 5 }'
    ],
    ['published p {\n value = x\n of = y\n}', 'published p { value = x; of = y }'],
    ['flow f {\n from = a\n to = b\n}', 'flow f { from = a; to = b }'],
    ['vif v { bridge = b\n nic = n\n grants = g }', 'vif v { bridge = b; nic = n; grants = g }'],
    [
      'experiment e {\n vary n = 1..7\n set a.b = 2\n expect x\n at 2 s + 1 ms migrate g[1] to h\n at t set a.b = 0 bps\n at 1 s fail up }',
      'experiment e { vary n = (1 .. 7); set a.b = 2; expect x; at (2 s + 1 ms) migrate g[1] to h; at t set a.b = 0 bps; at 1 s fail up }'
    ],
    // A block that stands in the wrong place, all braces paired, stays where it is.
    ['host a { flow f { } }', 'host a { flow f {  } }']
  ];
  for (const [text, tree] of files) {
    it(JSON.stringify(text), () => {
      const file = parse(text);
      assert.deepEqual(file.problems, []);
      assert.equal(sketchAll(file.members), tree);
    });
  }

  const unfinished: readonly (readonly [text: string, tree: string])[] = [
    ['vif e {\n  backend =\n  bridge = b\n}', 'vif e { backend = ∅; bridge = b }'],
    ['vif e {\n  bac\n  bridge = b\n}', 'vif e { bac = ∅; bridge = b }'],
    ['vif e {\n  backend = server.\n  bridge = b\n}', 'vif e { backend = server.?; bridge = b }'],
    ['experiment e { expect throughput(', 'experiment e { expect throughput() }'],
    ['experiment e { expect throughput(rx) >= ', 'experiment e { expect (throughput(rx) >= ?) }'],
    ['experiment e { at 2 s migrate a to }', 'experiment e { at 2 s migrate a }'],
    ['experiment e { at }', 'experiment e { at ∅ ∅ }'],
    ['host server', 'host server ∅'],
    ['domain guest[ : small { }\npeer p { }', 'domain guest [?] : small {  } | peer p {  }'],
    ['domain guest : { }', 'domain guest {  }'],
    ['peer p { rate = 10 parsecs }', 'peer p { rate = 10 parsecs }'],
    ['a { x = [1, , 2] }', 'a { x = [1, ?, 2] }']
  ];
  for (const [text, tree] of unfinished) it(`unfinished ${JSON.stringify(text)}`, () => assert.equal(sketchAll(parse(text).members), tree));

  it('gives a member the documentation before it and behind it', () => {
    const docs = (text: string) => {
      const found: string[] = [];
      walk(parse(text), node => {
        if ('doc' in node && node.doc) found.push(`${'name' in node ? node.name?.text : node.kind}: ${node.doc.text}`);
      });
      return found;
    };
    assert.deepEqual(docs('/// one\n///  two\n///three\nhost a { }'), ['a: one\n two\nthree']);
    assert.deepEqual(docs('/// lost\n\n/// kept\r\nhost a { }'), ['a: kept']);
    assert.deepEqual(docs('/// lost\n// comment\nhost a { }'), []);
    assert.deepEqual(docs('costs c {\n  a = 1 ns /// read: there\n  b = 2 ns; /// derived: so\n  c = 3 ns }'), [
      'a: read: there',
      'b: derived: so'
    ]);
    assert.deepEqual(docs('costs c {\n  /// before\n  a = 1 ns /// behind\n}'), ['a: before\nbehind']);
    assert.deepEqual(docs('costs c { /// of nothing\n  a = 1 ns\n}'), []);
  });
});
