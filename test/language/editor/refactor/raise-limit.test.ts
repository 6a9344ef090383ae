import assert from 'node:assert/strict';
import { after, inHost } from './apply.ts';

describe('raise a limit', () => {
  it('writes the next power of two where the limit is the default', () => {
    const source = inHost('  domain g { vcpus = 8; vif e[8] { model = netfront; bridge = xenbr0; queues = |8 } }').replace(
      'vcpus = 1 }',
      'vcpus = 8 }'
    );
    assert.match(after(source, /Set `max_grant_frames = 128`/), /hypervisor \{ max_grant_frames = 128; kind = xen \}/);
  });

  it('adds a hypervisor to a host that has none', () => {
    const source = inHost('  domain g { vcpus = 8; vif e[8] { model = netfront; bridge = xenbr0; queues = |8 } }')
      .replace('vcpus = 1 }', 'vcpus = 8 }')
      .replace('  hypervisor { kind = xen }\n', '');
    assert.match(after(source, /max_grant_frames = 128/), /host server \{\n {2}hypervisor \{ max_grant_frames = 128 \}\n/);
  });
});
