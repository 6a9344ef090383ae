import assert from 'node:assert/strict';
import { after, inHost, offers } from './apply.ts';

describe('extract param', () => {
  it('puts the value before the declaration that holds it', () => {
    assert.equal(
      after('/// Outside.\npeer client { rate = |10 Gbps }\n', /^Extract param `rate`$/),
      'param rate = 10 Gbps\n\n/// Outside.\npeer client { rate = rate }\n'
    );
  });

  it('joins the params that are there', () => {
    assert.equal(
      after('param n = 4\n\npeer client { rate = |10 Gbps }\npeer other { rate = 1 Gbps * n }\n', /^Extract param `rate`$/),
      'param n = 4\nparam rate = 10 Gbps\n\npeer client { rate = rate }\npeer other { rate = 1 Gbps * n }\n'
    );
  });

  it('replaces the same value of the same property everywhere, if asked to', () => {
    const source = 'peer a { rate = |10 Gbps }\npeer b { rate = 10 Gbps }\nswitch s { rate = 10 Gbps }\n';
    assert.equal(
      after(source, /2 places/),
      'param rate = 10 Gbps\n\npeer a { rate = rate }\npeer b { rate = rate }\nswitch s { rate = 10 Gbps }\n'
    );
  });

  it('takes a part of the value that is marked', () => {
    assert.equal(after('peer a { rate = «10 Gbps» / 2 }\n', /Extract/), 'param rate = 10 Gbps\n\npeer a { rate = rate / 2 }\n');
  });

  it('takes words and references of the file', () => {
    const result = after(
      `grants copied { mode = copy }\n${inHost('  domain g { vcpus = 1; vif e { model = |netfront; bridge = xenbr0; grants = copied } }')}`,
      /Extract/
    );
    assert.match(result, /^grants copied \{ mode = copy \}\nparam model = netfront\n|param model = netfront\n\nhost/);
    assert.match(result, /vif e \{ model = model;/);
  });

  it('chooses a name that is free', () => {
    assert.match(after('peer rate { rate = |10 Gbps }\n', /Extract/), /^param rate2 = 10 Gbps/);
  });

  for (const [why, source] of [
    ['a name only the block can see', inHost('  domain g { vcpus = 1; vif e { model = netfront; bridge = |xenbr0 } }')],
    ['the number of the element', inHost('  domain g[2] { vcpus = 1; pin = [|index] }')],
    ['a param', 'param r = 1 Gbps\npeer a { rate = |r }'],
    ['nothing', 'peer a { rate = | }']
  ] as const) {
    it(`is not offered for ${why}`, () => {
      assert.deepEqual(
        offers(source).filter(each => each.title.startsWith('Extract param')),
        []
      );
    });
  }
});
