/** `saturates at N`: the estimate before N has room, that at N has none, and what comes behind it stays full. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createEstimates } from '../../src/advice/estimates.ts';
import { estimatedFindings } from '../../src/advice/saturation.ts';
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import type { Diagnostic } from '../../src/language/analysis.ts';
import { estimate } from '../../src/simulator/analytic/estimate.ts';

function analysed(text: string): FullAnalysis {
  const uri = 'examples/main.xnet';
  return analyse(uri, {
    read: file => (file === uri ? text : fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined),
    resolve: (from, specifier) => path.join(path.dirname(from), specifier)
  });
}

function foundIn(text: string): readonly Diagnostic[] {
  const findings = estimatedFindings(analysed(text), createEstimates(estimate));
  for (let next = findings.next(); ; next = findings.next()) if (next.done === true) return next.value;
}

interface Machine {
  readonly load: string;
  readonly sweep?: string;
  readonly model?: string;
  readonly mode?: string;
  readonly rate?: string;
}

const machine = ({
  load,
  sweep = '1..10',
  model = 'netfront',
  mode = 'copy',
  rate = '10 Gbps'
}: Machine): string => `import "xnet:costs/xen-2009"
param guests = 1
grants policy { mode = ${mode}${mode === 'reuse' ? '; pool = 1024' : ''} }
host server {
  cpu { cores = 16; clock = 2.66 GHz }
  hypervisor { kind = xen; iommu = true }
  costs = xen_2009
  nic eth0 { rate = ${rate}; rx_queues = 16; vfs = 16; coalesce = 125 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[guests] { vcpus = 1; pin = [index]; vif eth0 { model = ${model}; bridge = xenbr0; grants = policy } }
}
peer client { rate = 40 Gbps }
link { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest[*].eth0; transport = udp; size = 1400 B; rate = ${load} }
experiment e { duration = 10 ms; vary guests = ${sweep}; expect throughput(rx) >= 1 bps }
`;

/** At how many guests, or at none of the sweep. */
const machines: readonly Machine[] = [
  { load: '450 Mbps' },
  { load: '600 Mbps' },
  { load: '1 Gbps', mode: 'reuse' },
  { load: '900 Mbps', model: 'multiqueue' },
  { load: '300 Mbps', rate: '1 Gbps' },
  { load: '1 Gbps', model: 'sriov' },
  { load: '600 Mbps', sweep: '1..9 step 2' },
  // Full from the first value on, which is no news about the sweep.
  { load: '5 Gbps', sweep: '2..8' },
  { load: '10 Mbps' }
];

/** Utilization from which on a resource holds its traffic back. */
const full = 0.97;

describe('where a sweep saturates', () => {
  let told = 0;
  for (const each of machines) {
    const { load, model = 'netfront', mode = 'copy', rate = '10 Gbps', sweep = '1..10' } = each;
    it(`is where estimates say it: ${load} a guest, ${model}, ${mode}, ${rate}, ${sweep}`, () => {
      const text = machine(each);
      const points = analysed(text).plan({}).plan?.experiments[0]?.points ?? [];
      assert.ok(points.length >= 5);
      const usages = points.map(({ parameters, topology }) => ({ guests: parameters['guests'], ...estimate(topology).bottleneck }));
      const first = usages.findIndex(({ utilization }) => utilization >= full);
      const [finding, ...others] = foundIn(text).filter(({ code }) => code === 'saturates-at');
      assert.deepEqual(others, []);
      if (first <= 0) {
        assert.equal(finding, undefined);
        return;
      }
      told++;
      const { guests, domain, resource } = usages[first]!;
      assert.ok(finding?.message.startsWith(`${domain ?? resource} saturates at guests = ${guests}:`), finding?.message);
      for (const { utilization } of usages.slice(first)) assert.ok(utilization >= full, `room again at ${utilization}`);
    });
  }

  it('was found often enough to mean something', () => assert.ok(told >= 5, String(told)));
});
