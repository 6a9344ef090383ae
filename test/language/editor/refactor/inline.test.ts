import assert from 'node:assert/strict';
import { after, inHost, offers } from './apply.ts';

describe('inline param', () => {
  it('puts the value where the param was used', () => {
    assert.equal(
      after('/// Speed.\nparam |r = 10 Gbps\npeer a { rate = r }\npeer b { rate = r }\n', /2 places/),
      'peer a { rate = 10 Gbps }\npeer b { rate = 10 Gbps }\n'
    );
  });

  it('keeps the meaning of what is around', () => {
    assert.equal(after('param r = 1 Gbps + 1 Gbps\npeer a { rate = |r * 2 }\n', /Inline/), 'peer a { rate = (1 Gbps + 1 Gbps) * 2 }\n');
  });

  it('is not offered while something varies it, reads it elsewhere or nobody uses it', () => {
    const varied = 'param |r = 10 Gbps\npeer a { rate = r }\nexperiment e { duration = 1 s; vary r = [1 Gbps, 2 Gbps] }';
    for (const source of [varied, 'param |unused = 1', 'param |r ='])
      assert.deepEqual(
        offers(source).filter(each => /Inline/.test(each.title)),
        []
      );
  });
});

describe('inline template', () => {
  it('writes out what is inherited and not overridden, and drops a template that nobody uses any more', () => {
    const source = `template domain small {\n  vcpus = 1\n  os = windows\n}\n\n${inHost('  domain |g : small {\n    vcpus = 2\n  }')}`;
    const result = after(source, /Inline template `small`/);
    assert.match(result, /domain g \{\n {4}os = windows\n {4}vcpus = 2\n {2}\}/);
    assert.doesNotMatch(result, /template/);
  });

  it('keeps a template that others use', () => {
    const result = after('template peer t { rate = 1 Gbps }\npeer |a : t { }\npeer b : t { }\n', /Inline template/);
    assert.equal(result, 'template peer t { rate = 1 Gbps }\npeer a { rate = 1 Gbps }\npeer b : t { }\n');
  });

  it('is not offered where blocks would have to be merged', () => {
    const source = `template domain t { vcpus = 1; vif e { model = netfront } }\n${inHost('  domain |g : t { vif e { bridge = xenbr0 } }')}`;
    assert.deepEqual(
      offers(source).filter(each => /Inline/.test(each.title)),
      []
    );
  });
});
