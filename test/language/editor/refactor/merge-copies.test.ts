import assert from 'node:assert/strict';
import { after, inHost, offers } from './apply.ts';

const copies = inHost('  domain |g1 { vcpus = 1; pin = [1] }\n  domain g2 { vcpus = 1; pin = [2] }\n  domain g3 { vcpus = 1; pin = [3] }');

describe('turn copies into an array', () => {
  it('counts along where the copies do', () => {
    const result = after(copies, /Turn 3 copies into `g\[3\]`/);
    assert.match(result, /domain g\[3\] \{ vcpus = 1; pin = \[index\] \}\n\}/);
  });

  it('counts from elsewhere', () => {
    assert.match(
      after(
        copies.replace(/\[(\d)\]/g, (_, n: string) => `[${Number(n) + 3}]`),
        /Turn/
      ),
      /pin = \[index \+ 3\]/
    );
  });

  it('takes along what names them', () => {
    const source = 'peer p1 { rate = 1 Gbps }\npeer |p2 { rate = 1 Gbps }\npeer q { rate = 1 Gbps }\nlink { ends = [p1, q] }\n';
    assert.equal(after(source, /Turn 2/), 'peer p[2] { rate = 1 Gbps }\npeer q { rate = 1 Gbps }\nlink { ends = [p[1], q] }\n');
  });

  for (const [why, source] of [
    ['differ in a word', 'peer |p1 { rate = 1 Gbps }\npeer p2 { rate = 1 Gbps; cpu { cores = 1; clock = 1 GHz } }'],
    ['differ in a quantity', 'peer |p1 { rate = 1 Gbps }\npeer p2 { rate = 2 Gbps }'],
    ['are not numbered in a row', 'peer |p1 { rate = 1 Gbps }\npeer p3 { rate = 1 Gbps }'],
    ['leave no free name', 'peer p { rate = 1 Gbps }\npeer |p1 { rate = 1 Gbps }\npeer p2 { rate = 1 Gbps }'],
    ['are documented each', 'peer |p1 { rate = 1 Gbps }\n/// The other.\npeer p2 { rate = 1 Gbps }']
  ] as const) {
    it(`is not offered when they ${why}`, () => {
      assert.deepEqual(
        offers(source).filter(each => /copies/.test(each.title)),
        []
      );
    });
  }
});
