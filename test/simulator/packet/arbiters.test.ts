/** Who goes next where classes share a wire: strict priority, weights by deficit round robin, nobody idle while anybody waits. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { estimate, estimateSystem } from '../../../src/simulator/analytic/estimate.ts';
import type { Path } from '../../../src/simulator/model/stage.ts';
import type { System } from '../../../src/simulator/model/system.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, goodput, run, runSystem, systemOf, topologyOf } from '../support.ts';

interface Sender {
  readonly weight: number;
  readonly priority?: number;
  /** Share of the wire that it offers. */
  readonly load?: number;
  /** Bytes of a packet. */
  readonly size?: number;
}

const RATE = 1e9;

/** Senders that do not listen, each with a queue of its own before one wire. */
function wire(senders: readonly Sender[]): System {
  return systemOf(assembly => {
    const worker = assembly.pipe('wire', {
      name: 'wire',
      kind: 'link',
      nics: [],
      rate: RATE,
      delay: 0,
      loss: 0,
      buffer: Infinity,
      burst: 0
    });
    return senders.map(({ weight, priority = 0, load = 2, size = 1000 }, number) => {
      const path: Path = [
        {
          name: 'arbiter',
          worker,
          trafficClass: { name: `class ${number}`, priority, weight },
          queue: { place: 'wire', capacity: 2000, full: 'drop', reason: 'queue full' },
          work: []
        }
      ];
      return { name: `flow ${number}`, path, payload: size, size, rate: load * RATE };
    });
  });
}

const shares = (seen: Observation): number[] => seen.flows.map(flow => (flow.bytes * 8) / seen.seconds / RATE);

/** What classes of one priority get: nobody more than offered, what is left by weight. */
function waterFilled(senders: readonly Sender[], capacity = 1): number[] {
  const given = senders.map(() => 0);
  let open = senders.map((_, at) => at);
  let left = capacity;
  for (;;) {
    const weights = open.reduce((sum, at) => sum + senders[at]!.weight, 0);
    const part = (at: number): number => (left * senders[at]!.weight) / weights;
    const content = open.filter(at => (senders[at]!.load ?? 2) <= part(at));
    for (const at of content.length > 0 ? content : open) given[at] = content.length > 0 ? (senders[at]!.load ?? 2) : part(at);
    if (content.length === 0) return given;
    left -= content.reduce((sum, at) => sum + given[at]!, 0);
    open = open.filter(at => !content.includes(at));
    if (open.length === 0) return given;
  }
}

describe('arbiters: weights', function () {
  this.timeout(30_000);

  const cases: Readonly<Record<string, readonly Sender[]>> = {
    'equal weights': [{ weight: 1 }, { weight: 1 }, { weight: 1 }],
    '5 : 3 : 1': [{ weight: 5 }, { weight: 3 }, { weight: 1 }],
    'bytes count, not packets': [
      { weight: 1, size: 100 },
      { weight: 1, size: 1500 }
    ],
    'packets larger than a quantum': [
      { weight: 1, size: 9000 },
      { weight: 3, size: 64 }
    ],
    'weights that do not divide': [
      { weight: 700, size: 300 },
      { weight: 300, size: 1400 },
      { weight: 211, size: 777 }
    ],
    'who wants less leaves the rest to the others, by weight': [{ weight: 8, load: 0.1 }, { weight: 2 }, { weight: 1 }]
  };
  for (const [what, senders] of Object.entries(cases)) {
    it(what, () => {
      const expected = waterFilled(senders);
      shares(runSystem(wire(senders), { duration: 0.3, warmup: 0.05 })).forEach((share, at) =>
        assertWithin(share, expected[at]!, 0.02, `class ${at}`)
      );
      shares(estimateSystem(wire(senders))).forEach((share, at) => assertWithin(share, expected[at]!, 1e-6, `estimate of class ${at}`));
    });
  }

  it('any weights, loads and sizes: shares within 2 % of the wire, and the wire busy as long as anything is offered', () => {
    const sender = fc.record({
      weight: fc.integer({ min: 1, max: 20 }),
      load: fc.constantFrom(0.05, 0.3, 0.6, 2),
      size: fc.constantFrom(64, 500, 1500)
    });
    fc.assert(
      fc.property(fc.array(sender, { minLength: 1, maxLength: 5 }), senders => {
        const seen = shares(runSystem(wire(senders), { duration: 0.06, warmup: 0.02 }));
        const expected = waterFilled(senders);
        seen.forEach((share, at) => assert.ok(Math.abs(share - expected[at]!) < 0.02, `class ${at}: ${share}, expected ${expected[at]}`));
        const offered = senders.reduce((sum, { load }) => sum + load, 0);
        if (offered > 1.05)
          assertWithin(
            seen.reduce((sum, share) => sum + share, 0),
            1,
            0.005,
            'carried'
          );
      }),
      { numRuns: 40, seed: 7 }
    );
  });
});

describe('arbiters: priorities', function () {
  this.timeout(30_000);

  it('the urgent get what they offer, the others what is left, by weight', () => {
    const senders: Sender[] = [
      { weight: 1, priority: 7, load: 0.4 },
      { weight: 1, priority: 3, load: 0.3 },
      { weight: 3, priority: 0 },
      { weight: 1, priority: 0 }
    ];
    const expected = [0.4, 0.3, 0.225, 0.075];
    for (const seen of [runSystem(wire(senders), { duration: 0.3, warmup: 0.05 }), estimateSystem(wire(senders))])
      shares(seen).forEach((share, at) => assertWithin(share, expected[at]!, 0.02, `class ${at}`));
  });

  it('the most urgent that wants all leaves nothing', () => {
    const senders: Sender[] = [{ weight: 1, priority: 1 }, { weight: 100 }];
    for (const seen of [runSystem(wire(senders), { duration: 0.2, warmup: 0.05 }), estimateSystem(wire(senders))])
      assert.deepEqual(
        shares(seen).map(share => Math.round(100 * share)),
        [100, 0]
      );
  });

  it('an urgent packet waits for the frame on the wire at most, whatever waits behind that', () => {
    const seen = runSystem(
      wire([
        { weight: 1, priority: 5, load: 0.01, size: 200 },
        { weight: 1, size: 1500 }
      ]),
      {
        duration: 0.3,
        warmup: 0.05
      }
    );
    assert.ok(seen.flows[0]!.latency!.max <= (1500 * 8) / RATE + 1e-9, `${seen.flows[0]!.latency!.max}`);
    assert.ok(seen.flows[1]!.latency!.mean > 50 * ((1500 * 8) / RATE));
  });

  it('cobham: mean waits of Poisson classes of one size', () => {
    const size = 1000;
    const service = (size * 8) / RATE;
    const loads = [0.2, 0.3, 0.3];
    const system = wire(loads.map((load, at) => ({ weight: 1, priority: 2 - at, load, size })));
    const poisson: System = { ...system, streams: system.streams.map(stream => ({ ...stream, arrival: 'poisson' as const })) };
    const seen = runSystem(poisson, { duration: 4, warmup: 0.1, seed: 3 });
    const residual = (loads.reduce((sum, load) => sum + load, 0) * service) / 2;
    let before = 0;
    loads.forEach((load, at) => {
      const wait = residual / ((1 - before) * (1 - before - load));
      before += load;
      assertWithin(seen.flows[at]!.latency!.mean, wait, 0.03, `class ${at}`);
    });
  });
});

const nic = (model: string, qos: string, settings: readonly string[], flow = 'transport = tcp'): string => `
import "xnet:costs/xen-2009"
host h {
  cpu { cores = ${settings.length + 1}; clock = 2.66 GHz }
  hypervisor { kind = xen; iommu = true }
  costs = xen_2009
  nic eth0 { rate = 1 Gbps; vfs = 8; rx_queues = 8; coalesce = 100 us; qos = ${qos} }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
${settings.map((text, at) => `  domain g${at} { vcpus = 1; pin = [${at + 1}]; vif eth0 { model = ${model}; bridge = br; nic = eth0; ${text} } }`).join('\n')}
}
peer p { rate = 10 Gbps }
link { ends = [h.eth0, p]; delay = 10 us }
${settings.map((_, at) => `flow f${at} { from = h.g${at}.eth0; to = p; ${flow} }`).join('\n')}
`;
const WINDOW = { duration: 0.4, warmup: 0.15 };

describe('arbiters: vifs of a NIC', function () {
  this.timeout(60_000);

  for (const [model, qos] of [
    ['sriov', 'hardware'],
    ['netfront', 'hardware'],
    ['netfront', 'software'],
    ['multiqueue', 'hardware'],
    ['virtio', 'software']
  ] as const) {
    it(`${model}, qos = ${qos}: weights 6 : 3 : 1 share the wire`, () => {
      const text = nic(model, qos, ['weight = 6; offloads = [tso, sg]', 'weight = 3', 'weight = 1']);
      const seen = run(text, WINDOW);
      const estimated = estimate(topologyOf(text));
      const all = goodput(seen);
      assertWithin(all, (1e9 * 1448) / 1538, 0.005, 'wire');
      [0.6, 0.3, 0.1].forEach((share, at) => {
        assertWithin(goodput(seen, `f${at}`) / all, share, 0.02, `f${at}`);
        assertWithin(goodput(estimated, `f${at}`), goodput(seen, `f${at}`), 0.03, `estimate of f${at}`);
      });
    });
  }

  it('without quality of service weights and priorities change nothing', () => {
    const of = (settings: string): number[] => run(nic('sriov', 'none', [settings, 'weight = 1']), WINDOW).flows.map(each => each.bytes);
    assert.deepEqual(of('weight = 9; priority = 7'), of('weight = 1'));
  });

  it('weights and priorities can be set while it runs', () => {
    const text = nic('sriov', 'hardware', ['weight = 1', 'weight = 1']);
    const set = (property: string, value: number) => ({ at: 0.15, action: 'set', target: 'h.g0.eth0', property, value }) as const;
    const share = (property: string, value: number): number => {
      const seen = run(text, { duration: 0.45, warmup: 0.25, events: [set(property, value)] });
      return goodput(seen, 'f0') / goodput(seen);
    };
    assertWithin(share('weight', 4), 0.8, 0.02, 'weight 4');
    assert.ok(share('priority', 1) > 0.98);
  });

  it('what cannot be set while it runs is said', () => {
    const event = { at: 0.01, action: 'set', target: 'h.g0.eth0', property: 'burst', value: 1 } as const;
    const { notes } = run(nic('sriov', 'hardware', ['weight = 1']), { duration: 0.05, warmup: 0.02, events: [event] });
    assert.ok(
      notes.some(note => note.includes('h.g0.eth0.burst')),
      String(notes)
    );
  });

  it('weights share a wire, not the CPU before it: a driver domain that is full takes vifs in turn', () => {
    const small = nic('netfront', 'software', ['weight = 9; priority = 5', 'weight = 1'], 'transport = udp; size = 64 B');
    const seen = run(small, WINDOW);
    assert.ok(seen.resources.find(each => each.name === 'h.cpu[0]')!.utilization > 0.99);
    assertWithin(goodput(seen, 'f0'), goodput(seen, 'f1'), 0.05, 'shares');
    const estimated = estimate(topologyOf(small));
    assertWithin(goodput(estimated, 'f0'), goodput(estimated, 'f1'), 1e-6, 'estimated shares');
    assertWithin(goodput(estimated), goodput(seen), 0.03, 'estimate');
  });

  it('software does not see what goes past the driver domain', () => {
    const seen = run(nic('sriov', 'software', ['weight = 9', 'weight = 1']), WINDOW);
    assertWithin(goodput(seen, 'f0'), goodput(seen, 'f1'), 0.05, 'shares');
  });

  it('a full ring of the NIC makes its driver wait, a full class of the driver domain drops', () => {
    const flood = 'transport = udp; size = 1472 B';
    const lost = (qos: string): number => {
      const seen = run(nic('netfront', qos, ['weight = 3', 'weight = 1'], flood), WINDOW);
      assertWithin(goodput(seen, 'f0') / goodput(seen), 0.75, 0.02, qos);
      return seen.drops.reduce((sum, each) => sum + each.packets, 0);
    };
    assert.equal(lost('hardware'), 0);
    assert.ok(lost('software') > 0);
  });
});
