/** `background`: the share of a vCPU that other work takes, of a vCPU that is busy, idle, or has a core with others. */
import { strict as assert } from 'node:assert';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, run, topologyOf } from '../support.ts';

const CLOCK = 2.66e9;
const SHARES = [0, 1, 10, 33, 50, 75, 90, 99, 100];

/** One guest that sends, alone on its core or with the driver domain, whose other work takes so many per cent. */
const textOf = (flow: string, { native = 0, driver }: { native?: number; driver?: number }): string => `
import "xnet:costs/xen-2009"
host server {
  cpu { cores = 2; clock = 2.66 GHz }
  hypervisor { kind = ${driver === undefined ? 'none' : 'xen'} }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; offloads = [checksum, sg] }
  ${
    driver === undefined
      ? `domain g { role = native; vcpus = 1; pin = [0]; background = ${native} %; vif v { model = native; nic = eth0 } }`
      : `domain dom0 { role = driver; vcpus = 1; pin = [0]; background = ${driver} % } bridge br { domain = dom0; uplink = eth0 }
  domain g { vcpus = 1; pin = [0]; vif v { model = netfront; bridge = br } }`
  }
}
peer client { rate = 10 Gbps }
link wire { ends = [server.eth0, client]; delay = 5 us }
flow f { from = server.g.v; to = client; ${flow} }`;

const window = { duration: 0.6, warmup: 0.1 };
const rate = (seen: Observation): number => seen.flows[0]!.packets / seen.seconds;
const otherWork = (seen: Observation): number => (seen.domains[0]!.cycles['other work'] ?? 0) / seen.seconds / CLOCK;

describe('other work', function () {
  this.timeout(60_000);
  const full = rate(run(textOf('transport = udp; size = 64 B', {}), window));

  for (const share of SHARES) {
    it(`${share} % of a busy vCPU: that much, and the rest is left for packets; both engines`, () => {
      const text = textOf('transport = udp; size = 64 B', { native: share });
      const seen = run(text, window);
      // What is left may be off by one batch of 16 in the window, and by a period's piece.
      assert.ok(Math.abs(rate(seen) - full * (1 - share / 100)) <= 0.002 * full, `${rate(seen) / full} of its packets`);
      assert.ok(Math.abs(otherWork(seen) - share / 100) <= 0.002, `${otherWork(seen)} of the core`);
      assertWithin(seen.domains[0]!.utilization, 1, 1e-6, 'utilization');
      assert.ok(Math.abs(rate(estimate(topologyOf(text))) - full * (1 - share / 100)) <= 0.002 * full);
    });

    it(`${share} % of a vCPU with little else to do: that much`, () => {
      const seen = run(textOf('transport = udp; size = 64 B; rate = 1 Mbps', { native: share }), window);
      assert.ok(Math.abs(otherWork(seen) - share / 100) <= 0.002, `${otherWork(seen)} of the core`);
    });
  }

  for (const scheduler of ['credit', 'credit2', 'rr']) {
    it(`${scheduler}: as much of a core that a rival of the domain uses too, however long its batches are`, () => {
      // Netback's batches of 256 take more than a millisecond: what falls due meanwhile is done afterwards.
      for (const driver of [10, 50, 90]) {
        const text = textOf('transport = udp; size = 512 B; rate = 500 Mbps', { driver }).replace(
          'kind = xen',
          `kind = xen; scheduler = ${scheduler}`
        );
        const seen = run(text, window);
        assert.ok(Math.abs(otherWork(seen) - driver / 100) <= 0.01, `${driver} %: ${otherWork(seen)} of the core`);
      }
    });
  }
});
