/** What a light bulb promises is what comes out: every gain in a title is reckoned again from the text that its action leaves. */
import { strict as assert } from 'node:assert';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createEstimates, goodput } from '../../src/advice/estimates.ts';
import { whatIfs } from '../../src/advice/what-if.ts';
import type { WhatIf } from '../../src/advice/what-if.ts';
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import { estimate } from '../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../src/simulator/observation.ts';
import { simulate } from '../../src/simulator/packet/simulate.ts';
import { cursor } from '../language/support.ts';

const uri = 'examples/main.xnet';

function analysed(text: string): FullAnalysis {
  return analyse(uri, {
    read: file => (file === uri ? text : fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined),
    resolve: (from, specifier) => path.join(path.dirname(from), specifier)
  });
}

const offered = (marked: string): { readonly text: string; readonly offers: readonly WhatIf[] } => {
  const { text, offset } = cursor(marked);
  return { text, offers: whatIfs(analysed(text), uri, offset, createEstimates(estimate)) };
};

function applied(text: string, { edit }: WhatIf): string {
  return text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
}

interface Ends {
  readonly model?: string;
  readonly guests?: number;
  readonly mode?: string;
  readonly flow?: string;
  readonly to?: string;
  readonly domain?: string;
}

/** Guests behind a driver domain; `‸` stands in one of the parts. */
function split({ model = 'netfront', guests = 3, mode = 'copy', flow = 'transport = tcp', to = '', domain = '' }: Ends): string {
  const ends = to === '' ? 'from = client; to = server.guest[*].eth0' : 'from = server.guest[*].eth0; to = client';
  return `import "xnet:costs/xen-2009"
grants policy { mode = ${mode} }
grants kept { mode = reuse; pool = 1024 }
host server {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen; iommu = true }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; rx_queues = 8; vfs = 8; coalesce = 125 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0]${domain} }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[${guests}] { vcpus = 1; pin = [index]; vif eth0 { model = ${model}; bridge = xenbr0; grants = policy } }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0] }
flow rx { ${ends}; ${flow} }
experiment e { duration = 100 ms; warmup = 20 ms; expect throughput(rx) >= 1 Mbps }
`;
}

const kvm = (model: string): string =>
  split({ model, mode: 'copy' })
    .replace('kind = xen; iommu = true', 'kind = kvm; iommu = true')
    .replace('role = driver', 'role = native')
    .replace('; grants = policy', '; backend = vhost');

const example = (name: string, before: string, after: string): string => {
  const text = fs.readFileSync(`examples/${name}.xnet`, 'utf8');
  assert.ok(text.includes(before), `${name} has no ${before}`);
  return text.replace(before, after);
};

const scenes: Readonly<Record<string, string>> = {
  'one guest that receives, its model': split({ model: '‸netfront', guests: 1 }),
  'three guests that receive, their model': split({ model: '‸netfront' }),
  'seven guests that receive, their model': split({ model: 'net‸front', guests: 7 }),
  'guests that send, their model': split({ model: '‸netfront', to: 'client' }),
  'small datagrams, their model': split({ model: '‸netfront', flow: 'transport = udp; size = 64 B' }),
  'an offered load that anything carries, the model': split({ model: '‸netfront', flow: 'transport = udp; size = 1400 B; rate = 50 Mbps' }),
  'multi-queue devices, their model': split({ model: '‸multiqueue' }),
  'a virtual function, its model': split({ model: '‸sriov' }),
  'emulated devices of KVM, their model': kvm('‸emulated').replace('; backend = vhost', ''),
  'virtio of KVM, its model': kvm('‸virtio'),
  'a grant policy, its mode': split({ mode: '‸copy' }),
  'a mapping policy of senders, its mode': split({ mode: '‸map', to: 'client' }),
  'two vCPUs of the driver domain, the mode': split({ mode: '‸copy', domain: '' }).replace(
    'dom0 { role = driver; vcpus = 1; pin = [0]',
    'dom0 { role = driver; vcpus = 2'
  ),
  'the policy that vifs refer to': split({}).replace('grants = policy }', 'grants = ‸policy }'),
  'the policy, of a shipped example': example('grant-copy', 'grants = policy', 'grants = ‸policy'),
  'the model, of a shipped example': example('sriov-or-netback', 'model = ', 'model = ‸')
};

interface Promised {
  readonly of: 'throughput' | 'cpu';
  readonly least: number;
  readonly most: number;
}

/** What a title says, as the interval that rounds to it. */
function promised(title: string): Promised {
  const match = /: (same throughput, )?(?:([+−])(\d+) %|×([\d.]+))( CPU)? \(estimated\)$/.exec(title);
  assert.ok(match, title);
  const [, , sign, percent, times, cpu] = match;
  const of = cpu === undefined ? 'throughput' : 'cpu';
  if (times !== undefined) {
    const half = times.includes('.') ? 0.05 : times.length > 2 ? 10 ** (times.length - 2) / 2 : 0.5;
    return { of, least: Number(times) - half, most: Number(times) + half };
  }
  const ratio = 1 + ((sign === '+' ? 1 : -1) * Number(percent)) / 100;
  return { of, least: ratio - 0.005, most: ratio + 0.005 };
}

const cpuOf = ({ domains }: Observation): number => domains.reduce((sum, domain) => sum + domain.utilization, 0);

function assertKept(title: string, before: Observation, after: Observation, tolerance = 1e-9): void {
  const { of, least, most } = promised(title);
  const gain = of === 'throughput' ? goodput(after) / goodput(before) : cpuOf(after) / cpuOf(before);
  assert.ok(least * (1 - tolerance) <= gain && gain <= most * (1 + tolerance), `${title}: ${gain}`);
}

describe('what a light bulb promises', () => {
  let offers = 0;
  for (const [name, marked] of Object.entries(scenes)) {
    it(`is what the changed text is estimated at: ${name}`, () => {
      const found = offered(marked);
      const before = estimate(analysed(found.text).topology);
      for (const offer of found.offers) {
        const changed = analysed(applied(found.text, offer));
        assert.deepEqual(
          changed.diagnostics.filter(each => each.severity === 'error').map(each => each.message),
          []
        );
        assertKept(offer.title, before, estimate(changed.topology));
        offers++;
      }
      const gains = found.offers.map(offer => offer.gain);
      assert.deepEqual(
        gains,
        [...gains].sort((a, b) => b - a)
      );
    });
  }

  it('was looked at often enough to mean something', () => assert.ok(offers >= 30, `${offers} offers`));

  it('is what the packets make of it', () => {
    const { text, offers: found } = offered(split({ mode: '‸copy' }));
    const measured = (of: string): Observation =>
      simulate(analysed(of).topology, { duration: 0.3, warmup: 0.1, seed: 1, replication: 0, events: [] });
    const before = measured(text);
    assert.ok(found.length >= 2, found.map(({ title }) => title).join());
    for (const offer of found) assertKept(offer.title, before, measured(applied(text, offer)), 0.03);
  });
});
