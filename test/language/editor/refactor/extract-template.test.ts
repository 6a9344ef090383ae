import assert from 'node:assert/strict';
import { after, inHost, offers } from './apply.ts';

describe('extract template', () => {
  it("takes what can be shared and leaves what is the element's own", () => {
    const result = after(inHost('  domain |guest[2] {\n    vcpus = 1\n    pin   = [index]\n    os    = windows\n  }'), /Extract template/);
    assert.match(result, /^template domain guest_template \{\n {2}vcpus = 1\n {2}os {4}= windows\n\}\n\nhost server \{/);
    assert.match(result, /domain guest\[2\] : guest_template \{\n {4}pin {3}= \[index\]\n {2}\}/);
  });

  it('works on one line', () => {
    assert.equal(
      after('peer |a { rate = 10 Gbps }\n', /Extract template/),
      'template peer a_template {\n  rate = 10 Gbps\n}\n\npeer a : a_template { }\n'
    );
  });

  for (const [why, source] of [
    ['based on another already', 'template peer t { rate = 1 Gbps }\npeer |a : t { }'],
    ['empty', 'peer |a { }'],
    ['never given a name', inHost('  hyper|visor { boost = false }')],
    ['an experiment', 'experiment |e { duration = 1 s }']
  ] as const) {
    it(`is not offered for a block that is ${why}`, () => {
      assert.deepEqual(
        offers(source).filter(each => each.title.startsWith('Extract template')),
        []
      );
    });
  }
});
