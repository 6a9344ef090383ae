/** Any text parses: into a tree whose spans nest, in linear time, within the stack. */
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { mendOf } from '../../../src/language/syntax/mends.ts';
import { parse, parseExpression } from '../../../src/language/syntax/parser.ts';
import { SYNTAX_PROBLEMS } from '../../../src/language/syntax/problems.ts';
import type { SourceFile } from '../../../src/language/syntax/tree.ts';
import { namesOf, pathAt, standingAt, walk } from '../../../src/language/syntax/walk.ts';
import { EXAMPLE } from './example.ts';

function assertWhole(file: SourceFile): void {
  walk(file, (node, parent) => {
    assert.ok(node.start <= node.end, `${node.kind} ${node.start}..${node.end}`);
    if (parent)
      assert.ok(
        parent.start <= node.start && node.end <= parent.end,
        `${node.kind} ${node.start}..${node.end} in ${parent.kind} ${parent.start}..${parent.end}`
      );
    for (const name of namesOf(node)) assert.ok(node.start <= name.start && name.end <= node.end, `name of ${node.kind}`);
  });
  const places = file.problems.map(problem => problem.start);
  assert.equal(new Set(places).size, places.length, 'one problem per place');
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b)
  );
  for (const problem of file.problems) {
    assert.ok(Object.hasOwn(SYNTAX_PROBLEMS, problem.code), problem.code);
    assert.ok(problem.start <= problem.end && problem.end <= file.text.length);
  }
}

const pieces = parse(EXAMPLE).tokens.map(token => EXAMPLE.slice(token.start, token.end));
const at = fc.nat({ max: pieces.length - 1 });

/** The example with some tokens gone, doubled, swapped or replaced by others of it. */
const mutated = fc
  .array(fc.tuple(fc.constantFrom('delete', 'double', 'swap', 'replace'), at, at), { minLength: 1, maxLength: 6 })
  .map(steps => {
    const text = [...pieces];
    for (const [step, one, other] of steps) {
      const first = text[one % text.length]!,
        second = text[other % text.length]!;
      if (step === 'delete') text[one % text.length] = '';
      else if (step === 'double') text[one % text.length] = first + first;
      else if (step === 'replace') text[one % text.length] = second;
      else [text[one % text.length], text[other % text.length]] = [second, first];
    }
    return text.join('');
  });

const soup = fc
  .array(fc.constantFrom(...new Set(pieces), '\n', '\n', ' ', '{', '}', '[', ']', '(', ')', '=', '"', 'host', '..', 'step', '%', '/*'), {
    maxLength: 60
  })
  .map(parts => parts.join(' '));

describe('any text', () => {
  const sources: readonly (readonly [name: string, texts: fc.Arbitrary<string>, runs: number])[] = [
    ['arbitrary characters', fc.string({ unit: 'binary', maxLength: 200 }), 500],
    ['tokens in any order', soup, 1500],
    ['the example, mutated', mutated, 600],
    ['the example, cut off', fc.nat({ max: EXAMPLE.length }).map(end => EXAMPLE.slice(0, end)), 300],
    ['the example, without its beginning', fc.nat({ max: EXAMPLE.length }).map(start => EXAMPLE.slice(start)), 200]
  ];
  for (const [name, texts, numRuns] of sources) {
    it(`parses: ${name}`, () =>
      fc.assert(
        fc.property(texts, text => assertWhole(parse(text))),
        { numRuns }
      )).timeout(20_000);
  }

  it('is one expression, or not', () => {
    fc.assert(
      fc.property(soup, text => {
        parseExpression(text);
      }),
      { numRuns: 500 }
    );
  }).timeout(20_000);

  it('has something standing at every offset', () => {
    fc.assert(
      fc.property(mutated, fc.nat(), (text, anywhere) => {
        const file = parse(text);
        const offset = anywhere % (text.length + 1);
        for (const node of pathAt(file, offset)) assert.ok(node.start <= offset && offset <= node.end);
        const { word, before } = standingAt(file, offset);
        if (word) assert.ok(word.start <= offset && offset <= word.end);
        if (before) assert.ok(before.start < offset && (word === undefined || before.end <= word.start));
      }),
      { numRuns: 300 }
    );
  }).timeout(20_000);

  it('has mends that stay within the text', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, soup), text => {
        const file = parse(text);
        for (const problem of file.problems) {
          for (const edit of mendOf(file, problem)?.edits ?? [])
            assert.ok(0 <= edit.start && edit.start <= edit.end && edit.end <= text.length);
        }
      }),
      { numRuns: 300 }
    );
  }).timeout(20_000);

  /** Nested a thousand deep and more, closed and not. */
  const deep: readonly (readonly [name: string, text: string])[] = [
    ['blocks', 'host a { '.repeat(1000) + '}'.repeat(1000)],
    ['open blocks', 'unheard {\n'.repeat(1000)],
    ['lists', `param x = ${'['.repeat(1000)}${']'.repeat(1000)}`],
    ['open lists', `param x = ${'['.repeat(1000)}`],
    ['parentheses', `param x = ${'('.repeat(1000)}1${')'.repeat(1000)}`],
    ['open parentheses', `param x = ${'('.repeat(100_000)}1`],
    ['calls', `param x = ${'f('.repeat(1000)}1${')'.repeat(1000)}`],
    ['indices', `param x = ${'a['.repeat(1000)}1${']'.repeat(1000)}`],
    ['signs', `param x = ${'-'.repeat(100_000)}1`],
    ['negations', `param x = ${'!'.repeat(1000)}a`],
    ['sums', `param x = 1${' + 1'.repeat(100_000)}`],
    ['sums within sums', `param x = ${'(1 + '.repeat(150)}1${' + 1)'.repeat(150)}${' + 1'.repeat(1000)}`],
    ['alternatives', `param x = a${' || a && b'.repeat(1000)}`]
  ];
  for (const [name, nestedText] of deep) {
    it(`nested too deeply is one problem: ${name}`, () => {
      const file = parse(`${nestedText}\nparam y = 2\n`);
      assert.deepEqual(
        file.problems.map(problem => problem.code),
        ['too-deep']
      );
      let depth = 0;
      const depths = new Map<unknown, number>();
      walk(file, (node, parent) => {
        depths.set(node, (depths.get(parent) ?? 0) + 1);
        depth = Math.max(depth, depths.get(node)!);
      });
      assert.ok(depth < 1000, `tree ${depth} deep`);
    }).timeout(20_000);
  }

  it('goes on behind what is nested too deeply', () => {
    const file = parse(
      `param x = ${'['.repeat(1000)}${']'.repeat(1000)}\nhost b { memory = ${'-'.repeat(1000)}1\n costs = c }\nparam y = 2`
    );
    assert.deepEqual(
      file.members.map(member => member.kind),
      ['param', 'declaration', 'param']
    );
    assert.deepEqual(
      file.problems.map(problem => problem.code),
      ['too-deep', 'too-deep']
    );
  });

  it('takes long lists and many members', () => {
    // More than a call takes arguments.
    const many = 130_000;
    const file = parse(
      `param x = [${'1,'.repeat(many)}]\n${'host a { cpu { cores = 8 } }\n'.repeat(5000)}param y = f(${'a,'.repeat(many)})\nhost b {${'c=1;'.repeat(many)}}`
    );
    assert.deepEqual(file.problems, []);
    assert.equal(file.members.length, 5003);
    assertWhole(file);
  }).timeout(20_000);

  /** Work is counted rather than timed: reading a character at a time would show in these long runs of one thing. */
  const long: readonly (readonly [name: string, text: string])[] = [
    ['openings', '('.repeat(100_000)],
    ['mixed closings', `${'('.repeat(50_000)}${']'.repeat(50_000)}`],
    ['braces', '}'.repeat(100_000)],
    ['quotes', '"\n'.repeat(50_000)],
    ['comments', '/// a\n'.repeat(50_000)],
    ['open comments', '/*'.repeat(50_000)],
    ['words', 'a '.repeat(50_000)],
    ['colons', 'a : b . '.repeat(30_000)],
    ['counts', 'a [ b '.repeat(30_000)],
    ['bad characters', '@ '.repeat(50_000)],
    ['dots', '.'.repeat(100_000)],
    ['equals', '= '.repeat(50_000)],
    ['semicolons', ';'.repeat(100_000)],
    ['open lists of members', 'x = [\na = [\n'.repeat(20_000)]
  ];
  for (const [name, text] of long) it(`is read to the end: 100 000 ${name}`, () => assertWhole(parse(text))).timeout(20_000);
});
