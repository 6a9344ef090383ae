import assert from 'node:assert/strict';
import { both, close, figures, pair, simulated } from './topologies.ts';

type Scheme = 'speculative' | 'locked' | 'mediated';

const shared = (post: Scheme, users: number, ring = 16) =>
  pair({
    users,
    nic: `ring = ${ring}`,
    vif: `model = speculative; post = ${post}; completion = interrupt`,
    receiver: 'model = speculative; completion = poll',
    flow: 'transport = message; size = 64 B; outstanding = 2'
  });

describe('a hardware queue that all users share', () => {
  for (const users of [1, 2, 4, 8, 16]) {
    it(`${users} users: posting without asking is never behind a lock or a mediator`, () => {
      const [speculative, locked, mediated] = (['speculative', 'locked', 'mediated'] as const).map(
        scheme => figures(simulated(shared(scheme, users), 0.001)).packets
      );
      assert.ok(speculative! >= 0.98 * locked!, `${speculative} ${locked}`);
      assert.ok(locked! >= 0.98 * mediated!, `${locked} ${mediated}`);
    });
  }

  it('rises to the rate of the engine and does not collapse', () => {
    const rates = [1, 2, 4, 8, 16].map(users => figures(simulated(shared('speculative', users, 4), 0.001)).packets);
    for (let at = 1; at < rates.length; at++) assert.ok(rates[at]! >= 0.99 * rates[at - 1]!);
    assert.ok(close(rates[rates.length - 1]!, 1 / 0.6e-6, 0.01));
  });

  it('refuses only when the queue is full, and delivers everything all the same', () => {
    const few = simulated(shared('speculative', 2), 0.001);
    assert.equal(figures(few).refusals, 0);
    const many = simulated(shared('speculative', 16, 4), 0.001);
    assert.ok(figures(many).refusals > 0);
    assert.equal(many.conservation.dropped, 0);
    assert.ok(many.refusals.every(each => each.where.startsWith('left.n')));
  });

  it('whoever is refused burns its core', () => {
    const busy = (ring: number): number =>
      simulated(shared('speculative', 16, ring), 0.001).domains.find(domain => domain.name === 'left.user[16]')!.utilization;
    assert.ok(busy(4) > 0.9);
    assert.ok(busy(64) < 0.5);
  });

  it('whoever waits for the lock burns its core; alone, nobody waits', () => {
    const waiting = (users: number): number =>
      simulated(shared('locked', users), 0.001).domains.find(domain => domain.name === 'left.user[1]')!.cycles['waiting']!;
    assert.ok(waiting(8) > 2 * waiting(1));
  });

  for (const scheme of ['speculative', 'locked', 'mediated'] as const) {
    for (const users of [8, 16]) {
      it(`both engines agree at saturation: ${scheme}, ${users} users`, () => {
        const { run, estimate } = both(shared(scheme, users), 0.002);
        assert.ok(close(run.packets, estimate.packets, 0.03), `${run.packets} ${estimate.packets}`);
      });
    }
  }

  it('both engines count refusals of the same size', () => {
    const { run, estimate } = both(shared('speculative', 16, 4), 0.002);
    assert.ok(close(run.refusals, estimate.refusals, 0.25), `${run.refusals} ${estimate.refusals}`);
  });

  it('needs no state of its users on the device, where queues of their own do', () => {
    const rate = (model: 'speculative' | 'bypass', contexts: number): number =>
      figures(
        simulated(
          pair({
            users: 8,
            nic: `ring = 16; contexts = ${contexts}`,
            vif: `model = ${model}; completion = interrupt`,
            receiver: `model = ${model}; completion = poll`,
            flow: 'transport = message; size = 64 B; outstanding = 2'
          }),
          0.001
        )
      ).packets;
    assert.equal(rate('speculative', 2), rate('speculative', 16));
    assert.ok(rate('bypass', 2) < 0.8 * rate('bypass', 16));
  });
});
