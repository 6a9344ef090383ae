import * as assert from 'node:assert/strict';
import { parse } from '../../../src/language/syntax/parser.ts';
import { namesOf, pathAt, standingAt, walk } from '../../../src/language/syntax/walk.ts';
import { EXAMPLE } from './example.ts';

/** The text without its cursor `|`, and where that was. */
function withCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

describe('the ways through the tree', () => {
  it('meet every name of the file once, in order', () => {
    const names: string[] = [];
    let last = -1;
    walk(parse('host a { rate = f(b.c[d].e, g = 10 Gbps) }\nexperiment h { at 1 s migrate i to j\n set k.l = m }'), node => {
      for (const name of namesOf(node)) names.push(name.text);
      assert.ok(node.start >= last || node.kind === 'number');
      last = node.start;
    });
    assert.equal(names.join(' '), 'host a rate f g b c d e Gbps experiment h at s migrate i j set k l m');
  });

  it('pass over what is below a node when told so', () => {
    const kinds: string[] = [];
    walk(parse('host a { cpu { cores = 8 } }'), node => {
      kinds.push(node.kind);
      return node.kind !== 'declaration';
    });
    assert.deepEqual(kinds, ['file', 'declaration']);
  });

  it('reach every token of the example that counts', () => {
    const file = parse(EXAMPLE);
    for (const token of file.tokens) {
      if (token.kind === 'word' || token.kind === 'number')
        assert.ok(pathAt(file, token.start).length > 1, EXAMPLE.slice(token.start, token.end));
    }
  });

  const paths: readonly (readonly [marked: string, path: string])[] = [
    ['host a { | }', 'file declaration'],
    ['|host a { }', 'file declaration'],
    ['host a { }\n|', 'file'],
    ['host a {\n  rate = 10 G|bps\n}', 'file declaration property quantity'],
    ['host a {\n  rate = server.ne|\n}', 'file declaration property reference member'],
    ['experiment e {\n  expect f(a, b|) > 1\n}', 'file declaration expect binary call reference']
  ];
  for (const [marked, path] of paths) {
    it(`path at ${JSON.stringify(marked)}`, () => {
      const { text, offset } = withCursor(marked);
      assert.equal(
        pathAt(parse(text), offset)
          .map(node => node.kind)
          .join(' '),
        path
      );
    });
  }

  /** Path, then `before` and `word` by their texts, then what else is known. */
  const standings: readonly (readonly [marked: string, path: string, before: string, word: string, more?: string])[] = [
    ['vif e { backend = |', 'file declaration property', '=', ''],
    ['vif e {\n  backend = |\n  bridge = b\n}', 'file declaration property', '=', ''],
    ['vif e {\n  backend = do|\n  bridge = b\n}', 'file declaration property reference', '=', 'do'],
    ['vif e {\n  backend = server.|\n  bridge = b\n}', 'file declaration property reference member', '.', ''],
    ['vif e {\n  |\n  bridge = b\n}', 'file declaration', '{', '', 'line'],
    ['vif e {\n  br|\n}', 'file declaration property', '{', 'br', 'line'],
    ['vif e { bridge = b; |}', 'file declaration', ';', ''],
    ['vif e {\n  bridge = b\n  |', 'file declaration', 'b', '', 'line'],
    ['host a {\n  nic e {\n    rate = 1 bps\n  |\n\nflow f { }', 'file declaration declaration', 'bps', '', 'line'],
    ['|', 'file', '', '', 'line'],
    ['peer p { rate = 10 |}', 'file declaration property number', '10', ''],
    ['peer p { rate = 10 G|}', 'file declaration property quantity', '10', 'G'],
    ['peer p { rate = 10 Gb|ps }', 'file declaration property quantity', '10', 'Gbps'],
    ['experiment e {\n  expect throughput(|\n}', 'file declaration expect call', '(', ''],
    ['experiment e {\n  expect throughput(rx, |\n}', 'file declaration expect call', ',', ''],
    ['experiment e {\n  expect a > 1 && |\n}', 'file declaration expect binary missing', '&&', ''],
    ['experiment e {\n  at 2 s |\n}', 'file declaration at quantity', 's', ''],
    ['experiment e {\n  at 2 s mig|\n}', 'file declaration at action', 's', 'mig'],
    ['experiment e {\n  at 2 s migrate a to |\n}', 'file declaration at action', 'to', ''],
    ['experiment e {\n  vary |\n}', 'file declaration vary', 'vary', ''],
    ['domain guest : |', 'file declaration', ':', ''],
    ['host a { } |', 'file', '}', ''],
    ['// com|ment', 'file', '', '', 'line comment'],
    ['/* a |*/', 'file', '', '', 'line comment'],
    ['import "xnet:|"', 'file import string', 'import', '', 'string'],
    ['import "xnet:|', 'file import string', 'import', '', 'string'],
    ['import "a"|', 'file import string', '"a"', '']
  ];
  for (const [marked, path, before, word, more = ''] of standings) {
    it(`standing at ${JSON.stringify(marked)}`, () => {
      const { text, offset } = withCursor(marked);
      const standing = standingAt(parse(text), offset);
      const shown = (token: { start: number; end: number } | undefined) => (token ? text.slice(token.start, token.end) : '');
      assert.deepEqual(
        {
          path: standing.path.map(node => node.kind).join(' '),
          before: shown(standing.before),
          word: shown(standing.word),
          more: [standing.startsLine ? 'line' : '', standing.within ?? ''].join(' ').trim()
        },
        { path, before, word, more }
      );
    });
  }
});
