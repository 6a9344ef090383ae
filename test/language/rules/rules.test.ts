import { strict as assert } from 'node:assert';
import { analyseText, host, sourceOf } from '../support.ts';

/** Codes with messages of what the arithmetic finds wrong. */
function found(text: string): string[] {
  return analyseText(text)
    .diagnostics.filter(each => each.severity === 'error' || each.severity === 'warning')
    .map(each => `${each.severity} ${each.code}: ${each.message}`);
}

function codes(text: string): string[] {
  const analysis = analyseText(text);
  return analysis.diagnostics.filter(each => !each.code.startsWith('unused')).map(each => `${each.code} «${sourceOf(analysis, each)}»`);
}

const wide = (members: string, hypervisor = ''): string => `host server {
  cpu { cores = 32; clock = 2.66 GHz }
  hypervisor { kind = xen; ${hypervisor} }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 8 }
  bridge br { domain = dom0; uplink = eth0 }
${members}
}`;

describe('grant table arithmetic', () => {
  const guest = (vifs: number, more = ''): string =>
    wide(`domain vm { vcpus = 8; ${more} vif eth[${vifs}] { model = netfront; bridge = br; queues = 8 } }`);

  it('seven interfaces of eight queues fit in 64 frames', () => {
    assert.deepEqual(found(guest(7)), []);
  });

  it('the eighth comes up with seven queues, as Oracle saw it', () => {
    assert.deepEqual(found(guest(8)), [
      'warning grant-frames: server.vm needs 65 grant frames (32,906 entries), limit 64: server.vm.eth[8] comes up with 7 of 8 queues (10 + 64 × 514 entries, 512 per frame)'
    ]);
  });

  it('an interface without any queue is an error', () => {
    assert.deepEqual(
      found(guest(9)).map(each => each.split(':')[0]),
      ['warning grant-frames']
    );
    assert.match(
      found(wide('domain vm { vcpus = 1; vif a { model = netfront; bridge = br } }', 'max_grant_frames = 1')).join(),
      /error no-grants-left/
    );
  });

  it('version 2 has half the entries per frame', () => {
    assert.match(
      found(wide('domain vm { vcpus = 8; vif eth[4] { model = netfront; bridge = br; queues = 8 } }', 'grant_version = 2')).join(),
      /needs 65 grant frames \(16,458 entries\)/
    );
  });
});

describe('other tables', () => {
  it('map-track of a driver domain that serves 4,000 queues', () => {
    const text = wide('domain vm[500] { vcpus = 8; vif eth0 { model = netfront; bridge = br; queues = 8 } }');
    assert.match(
      found(text).join('\n'),
      /server\.dom0 may map 1,032,000 grants \(4,000 queues × 258\): 4,032 map-track frames, limit 1,024/
    );
  });

  it('event channels of a guest with many queues', () => {
    const text = wide('domain vm { vcpus = 128; vif eth[16] { model = netfront; bridge = br; queues = 8 } }', 'max_grant_frames = 256');
    assert.match(found(text).join('\n'), /server\.vm needs 1,154 event channels, limit 1,023 \(2 \+ 7 × 128 vCPUs \+ 2 × 128 queues\)/);
  });
});

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['a pin beyond the last CPU', host('domain g { vcpus = 1; pin = [8] }'), ['pin-out-of-range «[8]»']],
  ['an empty pin list', host('domain g { vcpus = 1; pin = [] }'), ['pin-empty «[]»']],
  ['fewer pins than vCPUs', host('domain g { vcpus = 4; pin = [1, 2] }'), ['pin-too-few «[1, 2]»']],
  ["a guest on the driver domain's CPU", host('domain g { vcpus = 1; pin = [0] }'), ['pin-clash «[0]»']],
  ['two guests may share a CPU silently', host('domain g { vcpus = 1; pin = [1] } domain h { vcpus = 1; pin = [1] }'), []],
  ['more vCPUs than CPUs', host('domain g[8] { vcpus = 1 }'), ['vcpu-overcommit «server»']],
  [
    'a cache group beyond the last CPU',
    'host h { cpu { cores = 2; clock = 1 GHz; llc_groups = [[0..1], [2..3]] } }',
    ['cpu-out-of-range «[[0..1], [2..3]]»']
  ],
  [
    'a NUMA node that is not there',
    'host h { cpu { cores = 2; clock = 1 GHz } nic e { rate = 1 Gbps; numa = 1 } }',
    ['numa-out-of-range «1»']
  ],
  [
    'an unpinned domain under the pinned scheduler',
    'host h { cpu { cores = 2; clock = 1 GHz } hypervisor { scheduler = pinned } domain d { vcpus = 1 } }',
    ['unpinned-domain «d»']
  ],
  [
    'a vif on a NIC without functions left',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps; vfs = 2 } domain g[3] { vcpus = 1; vif v { model = sriov; nic = e } } }',
    ['no-vf-left «e»']
  ],
  [
    'a multi-queue vif without a hardware queue',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps; rx_queues = 2 } domain d { role = driver; vcpus = 1 } domain g[2] { vcpus = 1; vif v { model = multiqueue; nic = e; backend = d } } }',
    ['no-queue-left «multiqueue»']
  ],
  [
    'a multi-queue vif without a filter',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps; rx_queues = 9; mac_filters = 1 } domain d { role = driver; vcpus = 1 } domain g[2] { vcpus = 1; vif v { model = multiqueue; nic = e; backend = d } } }',
    ['no-filter-left «multiqueue»']
  ],
  [
    'contexts that are not cached',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps; contexts = 1 } domain g[2] { vcpus = 1; vif v { model = cdna } } }',
    ['no-context-left «cdna»']
  ],
  [
    'a NIC passed through and shared',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps } domain a { vcpus = 1; vif v { model = direct; nic = e } } domain b { vcpus = 1; vif v { model = direct; nic = e } } }',
    ['nic-taken «e»']
  ],
  [
    'a slot slower than the card',
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 80 Gbps; pcie = gen3_x8 } }',
    ['pcie-limit «gen3_x8»']
  ],
  [
    "a real card's limit",
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 10 Gbps; model = intel-82599; vfs = 64 } }',
    ['beyond-card «64»']
  ],
  ['a real card within its limits', 'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 10 Gbps; model = "82599"; vfs = 63 } }', []],
  [
    'a driver domain far from its card',
    'host h { cpu { cores = 4; clock = 1 GHz; numa = [[0..1], [2..3]] } nic e { rate = 1 Gbps; numa = 0 } domain d { role = driver; vcpus = 1; pin = [2] } bridge b { domain = d; uplink = e } }',
    ['numa-distance «[2]»']
  ],
  [
    'traffic between two functions of a card',
    'host h { cpu { cores = 4; clock = 1 GHz } nic e { rate = 1 Gbps; vfs = 2 } domain g[2] { vcpus = 1; vif v { model = sriov } } }\nflow f { from = h.g[1].v; to = h.g[2].v }',
    ['bus-twice «h.g[2].v»']
  ],
  ['a slot that does', 'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 50 Gbps; pcie = gen3_x8 } }', []],
  [
    "queues beyond the guest's vCPUs",
    host('domain g { vcpus = 1; vif v { model = netfront; bridge = br; queues = 4 } }'),
    ['queues-lost «4»']
  ],
  [
    "queues beyond a virtual function's vCPUs",
    'host h { cpu { cores = 8; clock = 1 GHz } nic e { rate = 1 Gbps; vfs = 1 } domain g { vcpus = 1; vif v { model = sriov; queues = 2 } } }',
    ['idle-queues «2»']
  ],
  [
    'a rate limit of several queues',
    wide('domain g { vcpus = 2; vif v { model = netfront; bridge = br; queues = 2; rate = 10 Mbps } }'),
    ['rate-per-queue «10 Mbps»']
  ],
  ['an emulated NIC', host('domain g { vcpus = 1; kind = hvm; vif v { model = emulated; bridge = br } }'), ['emulated-nic «emulated»']],
  [
    'an untrusted back-end',
    host('domain g { vcpus = 1; vif v { model = netfront; bridge = br; trusted = false } }'),
    ['untrusted-bounce «false»']
  ],
  ['scatter/gather off', host('domain g { vcpus = 1; vif v { model = netfront; bridge = br; sg = false } }'), ['offload-off «false»']],
  [
    'an MTU that the NIC does not pass',
    host('domain g { vcpus = 1; vif v { model = netfront; bridge = br; mtu = 9000 B } }'),
    ['mtu-mismatch «9000 B»']
  ],
  [
    'one address for two',
    host('domain g[2] { vcpus = 1; vif v { model = netfront; bridge = br; mac = "00:16:3e:00:00:01" } }'),
    ['duplicate-address «"00:16:3e:00:00:01"»']
  ],
  [
    'metarouters promised too many cores',
    'router r { engine { cores = 2 } metarouter a { engines = 1 } metarouter b { engines = 2 } }',
    ['overbooked «b»']
  ],
  [
    'a switch without a port left',
    'switch s { ports = 1 } peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } link { ends = [a, s] } link { ends = [b, s] }',
    ['switch-full «[b, s]»']
  ],
  [
    'two cables in one socket',
    'host h { cpu { cores = 1; clock = 1 GHz } nic e { rate = 1 Gbps } } peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } link { ends = [a, h.e] } link { ends = [b, h.e] }',
    ['port-taken «[b, h.e]»']
  ],
  ['a flow without a way', 'peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } flow f { from = a; to = b }', ['no-way «b»']],
  [
    'a flow over switches',
    'peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } switch s { } switch t { } link { ends = [a, s] } link { ends = [t, s]; rate = 1 Gbps } link { ends = [t, b] } flow f { from = a; to = b }',
    []
  ],
  [
    'more offered than the link carries',
    'peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } link l { ends = [a, b] } flow f { from = a; to = b; transport = udp; rate = 1.5 Gbps }',
    ['overload «[a, b]»']
  ],
  [
    'full duplex counts each direction',
    'peer a { rate = 1 Gbps } peer b { rate = 1 Gbps } link l { ends = [a, b] } flow f { from = a; to = b; rate = 0.9 Gbps } flow g { from = b; to = a; rate = 0.9 Gbps }',
    []
  ],
  [
    'fewer streams than queues',
    `${wide('domain g { vcpus = 2; vif v { model = netfront; bridge = br; queues = 2 } }')} peer c { rate = 1 Gbps } link { ends = [c, server.eth0] } flow f { from = c; to = server.g.v }`,
    ['one-queue-busy «2»']
  ]
];

describe('rules', () => {
  for (const [name, text, expected] of cases) it(name, () => assert.deepEqual(codes(text), expected));

  it('report at a point what arises only there, once, with the params', () => {
    const text = `param n = 1\n${host('domain g[n] { vcpus = 1; pin = [index] }')}experiment e { duration = 1 s; vary n = 1..9 }`;
    const analysis = analyseText(text);
    const pins = analysis.diagnostics.filter(each => each.code === 'pin-out-of-range');
    assert.deepEqual(
      pins.map(each => each.message),
      ['server.g[8] is pinned to logical CPU 8; server has 8 cores: 0 to 7 (with n = 8)']
    );
    assert.equal(analysis.plan().plan, undefined);
    assert.equal(analysis.plan({ set: { n: '1..7' } }).plan?.experiments[0]?.points.length, 7);
  });
});
