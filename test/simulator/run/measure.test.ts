import * as assert from 'node:assert/strict';
import { read } from '../../../src/simulator/run/measure.ts';
import type { MeasureCall } from '../../../src/topology/plan.ts';
import { flow, measure, observation } from './fakes.ts';

describe('expectation functions', () => {
  const two = observation({
    seconds: 2,
    flows: [
      flow('rx[1]', 1, { sent: 100_000, lost: 1_000, jobSeconds: 0.5, to: 'server.guest[1].eth0' }),
      flow('rx[2]', 3, { sent: 300_000, lost: 1_000, jobSeconds: 0.75, to: 'server.guest[2].eth0' })
    ],
    drops: [
      { where: 'server.eth0.rx[0]', reason: 'ring full', packets: 5 },
      { where: 'server.eth0.rx[1]', reason: 'ring full', packets: 6 },
      { where: 'server.eth01', reason: 'ring full', packets: 100 }
    ],
    refusals: [{ where: 'server.eth0', posts: 3 }]
  });
  const members = ['rx[1]', 'rx[2]'];
  const near = (value: number, relative = 1e-4) => ({ value, relative });
  const cases: [string, MeasureCall, { value: number; relative: number }][] = [
    ['throughput is the sum over members', measure('throughput', members), near(2e9)],
    ['a flow by its own name is all of its members', measure('throughput', 'rx'), near(2e9)],
    ['packets per second', measure('packets', 'rx[1]'), near(1e9 / 8 / 1500 / 2)],
    ['loss over all members', measure('loss', 'rx'), near(0.005)],
    ['mean latency', measure('latency', 'rx'), near(0.98 * 20e-6 + 0.02 * 90e-6, 1e-3)],
    ['p50', measure('latency', 'rx', { detail: 'p50' }), near(20e-6, 0.01)],
    ['p99', measure('latency', 'rx', { detail: 'p99' }), near(90e-6, 0.01)],
    ['p999', measure('latency', 'rx', { detail: 'p999' }), near(90e-6, 0.01)],
    ['max', measure('latency', 'rx', { detail: 'max' }), near(90e-6)],
    ['fairness', measure('fairness', 'rx'), near(16 / (2 * 10))],
    ['the last to finish', measure('jobtime', 'rx'), near(0.75)],
    ['utilization of a domain', measure('utilization', 'server.dom0'), near(0.998)],
    ['of a core', measure('utilization', 'server.cpu[1]'), near(0.4)],
    ['of the CPU: its cores', measure('utilization', 'server.cpu'), near(0.699)],
    ['of a host: its cores', measure('utilization', 'server'), near(0.699)],
    ['of a NIC', measure('utilization', 'server.eth0'), near(0.31)],
    ['cycles of a domain', measure('cycles', 'server.dom0'), near(2500)],
    ['cycles of one component', measure('cycles', 'server.dom0', { detail: 'grant_copy' }), near(2000)],
    ['a component that this domain has none of', measure('cycles', 'server.guest[1]', { detail: 'grant_copy' }), near(0)],
    ['cycles of a host: a packet counts once', measure('cycles', 'server'), near(3500)],
    ['misses', measure('misses', 'server.dom0'), near(3)],
    ['grants', measure('grants', 'server.guest[1]'), near(512)],
    ['grants of a domain that has none', measure('grants', 'server.dom0'), near(0)],
    ['drops at all rings of a NIC', measure('drops', 'server.eth0'), near(11)],
    ['drops of a flow', measure('drops', 'rx'), near(2000)],
    ['drops where there were none', measure('drops', 'server.dom0'), near(0)],
    ['refusals', measure('refusals', 'server.eth0'), near(3)],
    ['bandwidth', measure('bandwidth', 'server.eth0'), near(3.1e9)]
  ];
  for (const [what, call, { value, relative }] of cases) {
    it(what, () => {
      const reading = read(call, two);
      assert.equal(typeof reading, 'number', JSON.stringify(reading));
      assert.ok(Math.abs((reading as number) - value) <= relative * Math.abs(value), `${JSON.stringify(reading)} is not ${value}`);
    });
  }
});
