import assert from 'node:assert/strict';
import { after, inHost, offers } from './apply.ts';

describe('extract grant policy', () => {
  it('gives a vif one of its own', () => {
    const result = after(inHost('  domain g { vcpus = 1; vif |eth0 { model = netfront; bridge = xenbr0 } }'), /Extract grant policy/);
    assert.match(result, /^grants eth0_grants \{ mode = copy \}\n\nhost server/);
    assert.match(result, /vif eth0 \{ grants = eth0_grants; model = netfront;/);
  });

  it('moves one out of a host', () => {
    const result = after(
      inHost(
        '  /// Kept.\n  grants |kept {\n    mode = reuse\n  }\n  domain g { vcpus = 1; vif e { model = netfront; bridge = xenbr0; grants = kept } }'
      ),
      /Move grant policy/
    );
    assert.match(result, /^\/\/\/ Kept\.\ngrants kept \{\n {2}mode = reuse\n\}\n\nhost server \{/);
    assert.doesNotMatch(result.slice(result.indexOf('host')), /grants kept \{/);
  });

  for (const [why, vif] of [
    ['has one', '{ model = netfront; bridge = xenbr0; grants = p }'],
    ['needs none', '{ model = sriov; nic = eth0 }']
  ] as const) {
    it(`is not offered to a vif that ${why}`, () => {
      const source = `grants p { mode = copy }\n${inHost(`  domain g { vcpus = 1; vif |e ${vif} }`)}`;
      assert.deepEqual(
        offers(source).filter(each => /policy/.test(each.title)),
        []
      );
    });
  }
});
