/** Reading again after an edit: the same tree as from nothing, and the same nodes wherever nothing was edited. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import fc from 'fast-check';
import { parse } from '../../../src/language/syntax/parser.ts';
import { reparse } from '../../../src/language/syntax/reparse.ts';
import { edited, edits } from '../edits.ts';
import { EXAMPLE } from './example.ts';

/** What other languages write: skipped or read as what was meant. */
const foreign = `param n = 1
let m = 2
link a -> b
if n > 1 {
  peer a { rate = 1 Gbps }
} else {
  peer b { rate = 10G }
}
host h
  cpu { cores = 4; clock = 2 GHz }
  domain g { vcpus = 1; pin = 0, 1; role = 'guest' }
}
for i in 1..4 {
  peer c { "rate" = 1 Gbps }
}
peer p { rate = 8 % 3 }
flow f: a -> h.g { rate = 1...3 }
`;

const examples = ['first', 'grant-copy', 'grant-queues', 'receive-aggregation', 'sriov-or-netback'].map(
  name => [name, fs.readFileSync(`examples/${name}.xnet`, 'utf8')] as const
);
/** How often each file is edited; a longer search sets it higher. */
const runs = Number(process.env['XNET_EDIT_RUNS'] ?? 60);

describe('reading again', () => {
  for (const [name, text] of [
    ...examples,
    ['the grammar', EXAMPLE] as const,
    ['other languages', foreign] as const,
    ['another file', `name = "web"\nvcpus = 2\n// ${foreign}`] as const
  ]) {
    it(`gives the tree of a reading from nothing, edit after edit: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(edits, { minLength: 1, maxLength: 8 }), steps => {
          let file = parse(text);
          for (const step of steps) {
            const next = edited(file.text, step);
            file = reparse(file, next).file;
            assert.deepEqual(file, parse(next));
          }
        }),
        { numRuns: runs }
      );
    });
  }

  const hosts = Array.from({ length: 9 }, (_, i) => `/// Host ${i}\nhost h${i} {\n  cpu { cores = 4; clock = 2 GHz }\n}\n`);
  const text = `param n = 1\n${hosts.join('\n')}`;
  const cases: readonly (readonly [what: string, from: string, to: string, kept: number])[] = [
    ['a digit within a block', 'h4 {\n  cpu { cores = 4', 'h4 {\n  cpu { cores = 14', 9],
    ['a comment between two', '\n\n/// Host 4', '\n// for now\n\n/// Host 4', 10],
    ['a line of documentation', '/// Host 4', '/// Hosts 4', 9],
    ['a block left open', 'h4 {\n  cpu { cores', 'h4 {\n  cpu { x = { cores', 9],
    ['a new declaration', '\n\n/// Host 4', '\npeer p { rate = 1 Gbps }\n\n/// Host 4', 10],
    ['a declaration gone', hosts[4]!, '', 9],
    ['a comment that runs on', '/// Host 8', '/*\n/// Host 8', 9]
  ];
  for (const [what, from, to, kept] of cases) {
    it(`keeps the nodes that an edit does not touch: ${what}`, () => {
      const before = parse(text);
      const nodes = new Set(before.members);
      const { file } = reparse(before, text.replace(from, to));
      assert.deepEqual(file, parse(text.replace(from, to)));
      assert.equal(file.members.filter(member => nodes.has(member)).length, kept);
    });
  }
});
