import assert from 'node:assert/strict';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';
import { cyclesOf, seen, textOf, type Machine } from './machine.ts';

/** Share of a full frame's bits on the wire that is payload. */
const EFFICIENCY = 1448 / 1538;

const limited = (model: string, qos: string, direction: Machine['direction'], more = ''): Machine => ({
  vif: `model = ${model}; nic = eth0; rate = 200 Mbps; ${more}`,
  nic: `rate = 10 Gbps; rx_queues = 8; vfs = 4; coalesce = 125 us; qos = ${qos}`,
  direction,
  flow: 'transport = tcp'
});

describe('rate limits', () => {
  for (const [model, qos, direction] of [
    ['netfront', 'none', 'tx'],
    ['netfront', 'software', 'tx'],
    ['netfront', 'software', 'rx'],
    ['netfront', 'hardware', 'tx'],
    ['netfront', 'hardware', 'rx'],
    ['sriov', 'hardware', 'tx'],
    ['sriov', 'hardware', 'rx']
  ] as const) {
    it(`hold in both engines: ${model} with ${qos} ${direction}`, () => {
      const machine = limited(model, qos, direction, 'burst = 64 KiB');
      const rate = goodput(seen(machine, 0.6));
      assert.ok(rate <= 1.02 * 200e6 * EFFICIENCY, `${rate}`);
      assertWithin(goodput(estimate(topologyOf(textOf(machine)))), 200e6 * EFFICIENCY, 0.01, 'estimate');
    });
  }

  it('netback limits only what the guest sends', () => assert.ok(goodput(seen(limited('netfront', 'none', 'rx'))) > 1e9));

  it('netback hands out credit once per window: a burst, then silence', () => {
    const until = (seconds: number): number => {
      const observation = run(textOf({ ...limited('netfront', 'none', 'tx'), flow: 'transport = tcp; start = 0 s' }), {
        duration: seconds,
        warmup: 0
      });
      return goodput(observation) * seconds;
    };
    const window = 200e6 * 0.05;
    assertWithin(until(0.03), window * EFFICIENCY, 0.1, 'the first window');
    assertWithin(until(0.045), until(0.03), 0.02, 'silence');
    assert.ok(until(0.08) > 1.5 * until(0.045));
  });

  it('a bucket lets its burst through at once', () => {
    const first = (burst: string): number =>
      goodput(run(textOf(limited('sriov', 'hardware', 'tx', `burst = ${burst}`)), { duration: 0.05, warmup: 0 }));
    assert.ok(first('4 MiB') > 2 * first('64 KiB'), `${first('4 MiB')} ${first('64 KiB')}`);
  });

  it('hardware drops before any CPU has worked, software after', () => {
    const flood = (model: string, qos: string): Machine => ({
      ...limited(model, qos, 'rx'),
      flow: 'transport = udp; size = 1400 B; rate = 1 Gbps'
    });
    const inNic = seen(flood('netfront', 'hardware'));
    const inDomain = seen(flood('netfront', 'software'));
    assert.equal(cyclesOf(inNic, 'dom0', 'traffic control'), 0);
    assert.ok(cyclesOf(inDomain, 'dom0', 'nic driver') > 2 * cyclesOf(inNic, 'dom0', 'nic driver'));
  });
});
