import assert from 'node:assert/strict';
import { connect, show } from './client.ts';
import type { Client } from './client.ts';
import { topology } from './navigation.ts';
import { fakeEstimator } from './observation.ts';
import type { Made } from './observation.ts';

/** The driver domain is full from two guests on. */
const saturating: Made = {
  rate: () => 1e9,
  bottleneck: ({ hosts }) => {
    const guests = (hosts[0]?.domains.length ?? 1) - 1;
    return { resource: 'server.cpu[0]', domain: 'server.dom0', utilization: guests >= 2 ? 1 : 0.6 };
  }
};

describe('findings of the estimator', () => {
  let client: Client;
  afterEach(() => client.close());
  const estimated = (code: string): boolean => code === 'saturates-at' || code === 'offered-over-capacity';

  it('tell where a sweep saturates something', async () => {
    client = await connect({ estimator: fakeEstimator(saturating) });
    client.open('a.xnet', topology);
    const found = await client.diagnostics('a.xnet', each => each.some(({ code }) => code === 'saturates-at'));
    const finding = found.find(each => each.code === 'saturates-at');
    assert.equal(finding?.message, 'server.dom0 saturates at guests = 2: 2 Gb/s there, made up');
    assert.equal(finding && show(finding.range), '18:2-18:20');
    assert.deepEqual(
      finding?.relatedInformation?.map(each => show(each.location.range)),
      ['6:9-6:13']
    );
  });

  it('say nothing of a sweep that is saturated from its first value on', async () => {
    client = await connect({
      estimator: fakeEstimator({ ...saturating, bottleneck: () => ({ resource: 'server.cpu[0]', utilization: 1 }) })
    });
    client.open('a.xnet', topology.replace('to = server.guest[*].eth0', 'to = server.guest[*].eth0; rate = 9 Gbps'));
    const found = await client.diagnostics('a.xnet', each => each.some(({ code }) => code === 'offered-over-capacity'));
    assert.deepEqual(
      found.filter(each => each.code === 'saturates-at'),
      []
    );
  });

  it('tell what offered load does not get through, and why', async () => {
    client = await connect({ estimator: fakeEstimator(saturating) });
    client.open('a.xnet', topology.replace('to = server.guest[*].eth0', 'to = server.guest[*].eth0; rate = 4 Gbps'));
    const found = await client.diagnostics('a.xnet', each => each.some(({ code }) => code === 'offered-over-capacity'));
    const finding = found.find(each => each.code === 'offered-over-capacity');
    assert.equal(finding?.message, 'rx offers 8 Gb/s; about 2 Gb/s gets through: server.dom0 is full (made up)');
  });

  it('move along while one types elsewhere, and stay until the next estimate', async () => {
    client = await connect({ estimator: fakeEstimator(saturating) });
    const file = client.open('a.xnet', topology);
    await client.diagnostics('a.xnet', each => each.some(({ code }) => code === 'saturates-at'));
    file.type('param guests', '// more\nparam guests');
    const found = await client.diagnostics('a.xnet', (_, version) => version === 2);
    assert.deepEqual(
      found.filter(each => estimated(String(each.code))).map(each => show(each.range)),
      ['19:2-19:20']
    );
  });

  it('can be switched off', async () => {
    let asked = 0;
    const estimator = fakeEstimator(saturating);
    client = await connect({
      estimator: text => {
        asked++;
        return estimator(text);
      },
      settings: { diagnostics: { estimates: false } }
    });
    const file = client.open('a.xnet', `${topology}peer odd { raet = 1 }`);
    await client.diagnostics('a.xnet', found => found.length > 0);
    file.type('raet = 1', 'rate = 1 Gbps');
    await client.diagnostics('a.xnet', (_, version) => version === 2);
    assert.equal(asked, 0);
  });

  it('leave the server alive when the estimator fails', async () => {
    client = await connect({
      estimator: () => {
        throw new RangeError('negative rate');
      }
    });
    const file = client.open('a.xnet', topology);
    await client.diagnostics('a.xnet');
    file.type('cores = 4', 'cores = zero');
    const found = await client.diagnostics('a.xnet', (_, version) => version === 2);
    assert.ok(found.some(each => each.severity === 1));
  });
});
