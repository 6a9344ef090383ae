/** Where a receiving core stalls: what direct cache access, a NIC on the die, preloading and cache-aware scheduling take away. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

const example = readFileSync('examples/published/s11-server-io-2011.xnet', 'utf8');

interface Remedy {
  readonly dca?: boolean;
  readonly integrated?: boolean;
  readonly preload?: string;
  readonly aware?: boolean;
  readonly hosted?: boolean;
}

function text({ dca = false, integrated = false, preload = '[]', aware = false, hosted = false }: Remedy): string {
  return example
    .replace('param to_cache   = false', `param to_cache = ${dca}`)
    .replace('param on_chip    = false', `param on_chip = ${integrated}`)
    .replace('param preloading = []', `param preloading = ${preload}`)
    .replace('param aware      = false', `param aware = ${aware}`)
    .replace('param hosted     = 0', `param hosted = ${hosted ? 1 : 0}`)
    .replace('param bare       = 1', `param bare = ${hosted ? 0 : 1}`);
}

const estimated = (remedy: Remedy): Observation => estimate(topologyOf(text(remedy)));

function cyclesOf(observation: Observation, name: string): number {
  const domain = observation.domains.find(each => each.name === name)!;
  return Object.values(domain.cycles).reduce((sum, each) => sum + each, 0) / domain.packets;
}

describe('stalls of a receiving core', () => {
  const plain = cyclesOf(estimated({}), 'server.os');

  it('each object that is preloaded takes some away, and all together what they take apart', () => {
    const objects = ['descriptor', 'skb', 'page', 'release'];
    const saved = objects.map(object => plain - cyclesOf(estimated({ preload: `[${object}]` }), 'server.os'));
    for (const each of saved) assert.ok(each > 0);
    const together = plain - cyclesOf(estimated({ preload: `[${objects.join(', ')}]` }), 'server.os');
    assertWithin(
      together,
      saved.reduce((sum, each) => sum + each, 0),
      0.02,
      'all four'
    );
  });

  it('preloading takes away more than direct cache access, and that more than a NIC on the die', () => {
    const gains = [{ preload: '[descriptor, skb, page, release]' }, { dca: true }, { integrated: true }].map(
      each => plain - cyclesOf(estimated(each), 'server.os')
    );
    assert.ok(gains[0]! > gains[1]! && gains[1]! > gains[2]! && gains[2]! > 0, String(gains));
  });

  for (const remedy of [{}, { dca: true }, { preload: '[descriptor, skb, page, release]' }]) {
    it(`is estimated as it is simulated: ${JSON.stringify(remedy)}`, () => {
      const simulated = run(text(remedy), { duration: 0.05, warmup: 0.02 });
      assertWithin(goodput(estimated(remedy)), goodput(simulated), 0.03, 'goodput');
    });
  }

  it('is not told apart from the work where a cost block does not give it', () => {
    const xen2009 = (remedy: Remedy): number =>
      cyclesOf(
        estimate(topologyOf(text(remedy).replaceAll('server_2011', 'xen_2009').replace('costs/server-2011', 'costs/xen-2009'))),
        'server.os'
      );
    assert.equal(xen2009({ preload: '[skb, page, release]' }), xen2009({}));
  });

  it('cache-aware scheduling keeps a guest at the cache of the driver domain', () => {
    const guest = (aware: boolean): number => cyclesOf(estimated({ aware, hosted: true }), 'virtual.guest');
    assert.ok(guest(true) < guest(false));
  });
});
