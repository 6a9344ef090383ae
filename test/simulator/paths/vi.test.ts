import assert from 'node:assert/strict';
import { both, close, figures, pair, simulated, type Pair } from './topologies.ts';

const SIZES = [4, 64, 288, 1024, 4096, 16384];
const base: Pick<Pair, 'costs'> = { costs: 'via-2000' };

function endpoint(kind: 'hardware' | 'driver', completion: 'poll' | 'interrupt'): string {
  return `model = vi; vi = ${kind}; completion = ${completion}; offloads = []`;
}

const message = (size: number, outstanding = 1): string => `transport = message; size = ${size} B; outstanding = ${outstanding}`;

describe('Virtual Interface endpoints', () => {
  for (const size of SIZES) {
    it(`${size} B: hardware before driver before UDP`, () => {
      const hardware = figures(simulated(pair({ ...base, vif: endpoint('hardware', 'poll'), flow: message(size) })));
      const driver = figures(simulated(pair({ ...base, vif: endpoint('driver', 'poll'), flow: message(size) })));
      const udp = figures(
        simulated(
          pair({
            ...base,
            vif: endpoint('hardware', 'interrupt'),
            flow: `transport = udp; size = ${size} B; rate = ${size * 8 * 500} bps`
          }),
          0.05
        )
      );
      assert.ok(hardware.latency < driver.latency, `${hardware.latency} < ${driver.latency}`);
      assert.ok(driver.latency < udp.latency, `${driver.latency} < ${udp.latency}`);
    });
  }

  it('who sleeps waits longer and frees its core', () => {
    const poll = simulated(pair({ ...base, vif: endpoint('hardware', 'poll'), flow: message(288) }));
    const sleep = simulated(pair({ ...base, vif: endpoint('hardware', 'interrupt'), flow: message(288) }));
    const busy = (observation: typeof poll): number => observation.domains.find(domain => domain.name === 'right.user[1]')!.utilization;
    assert.ok(close(busy(poll), 1, 1e-6));
    assert.ok(busy(sleep) < 0.8);
    assert.ok(figures(sleep).latency > figures(poll).latency + 2e-6);
  });

  it('latency grows with the size, bandwidth too, up to the bus', () => {
    const runs = SIZES.map(size => figures(simulated(pair({ ...base, vif: endpoint('hardware', 'poll'), flow: message(size) }))));
    for (let at = 1; at < runs.length; at++) {
      assert.ok(runs[at]!.latency > runs[at - 1]!.latency);
      assert.ok(runs[at]!.goodput > runs[at - 1]!.goodput);
    }
    const most = figures(simulated(pair({ ...base, vif: endpoint('hardware', 'poll'), flow: message(16384, 16) }), 0.02));
    assert.ok(close(most.goodput, 1 / 11.36e-9, 0.01));
  });

  it('an idle system takes the sum of its stages', () => {
    // Post 250, doorbell 350, completion 200 cycles at 2 GHz; descriptor, engines, bus twice, 8 + 288 bytes on the wire, its delay.
    const expected = 800 / 2e9 + 2e-6 + 2 * 0.95e-6 + 2 * 288 * 11.36e-9 + (296 * 8) / 8e9 + 300e-9;
    const { run, estimate } = both(pair({ ...base, vif: endpoint('hardware', 'poll'), flow: message(288) }));
    assert.ok(close(run.latency, expected, 1e-6), `${run.latency} ${expected}`);
    assert.ok(close(estimate.latency, expected, 1e-4), `${estimate.latency} ${expected}`);
  });

  for (const kind of ['hardware', 'driver'] as const) {
    for (const size of [64, 1024, 8192]) {
      it(`both engines agree at saturation: ${kind}, ${size} B`, () => {
        const { run, estimate } = both(pair({ ...base, vif: endpoint(kind, 'poll'), flow: message(size, 64) }), 0.03);
        assert.ok(close(run.goodput, estimate.goodput, 0.03), `${run.goodput} ${estimate.goodput}`);
      });
    }
  }

  it('TCP goes through the kernel over the same adapter', () => {
    const observation = simulated(pair({ ...base, vif: endpoint('hardware', 'interrupt'), flow: 'transport = tcp; size = 64 KiB' }), 0.1);
    const { cycles } = observation.domains.find(domain => domain.name === 'right.user[1]')!;
    assert.ok(cycles['stack']! > 0 && (cycles['completion'] ?? 0) === 0);
  });

  it('and through a LAN emulation, which copies what the adapter may not read or write where it lies', () => {
    const flow = 'transport = tcp; size = 64 KiB';
    const over = (vif: string): ReturnType<typeof simulated> => simulated(pair({ ...base, vif, flow }), 0.1);
    const emulation = (name: string): number => {
      const domain = over(endpoint('hardware', 'interrupt')).domains.find(each => each.name === name)!;
      return domain.cycles['LAN emulation']! / domain.packets;
    };
    // 1,448 bytes hot and a post; cold, a completion and a post; and up to one acknowledgement for two packets on top.
    const [left, right] = [emulation('left.user[1]'), emulation('right.user[1]')];
    assert.ok(left > 1448 + 250 && left <= 1448 + 250 + 450 / 2, String(left));
    assert.ok(right > 3 * 1448 + 450 && right <= 3 * 1448 + 450 + 250 / 2, String(right));
    assert.ok(
      over('model = bypass; completion = interrupt; offloads = []').domains.every(each => each.cycles['LAN emulation'] === undefined)
    );
  });
});
