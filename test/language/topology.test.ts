import { strict as assert } from 'node:assert';
import { analyseText, findingsOf, host } from './support.ts';

const peer = 'peer client { rate = 10 Gbps }\nlink { ends = [client, server.eth0] }\n';
const guests = (count: number): string =>
  host(`domain g[${count}] { vcpus = 1; background = 1 %; vif v { model = netfront; bridge = br } }`);

describe('flows', () => {
  const cases: readonly (readonly [name: string, text: string, members: readonly (readonly [string, string, string])[]])[] = [
    [
      'one side single: a member per element',
      `${guests(2)}${peer}flow f { from = client; to = server.g[*].v }`,
      [
        ['f[1]', 'client', 'server.g[1].v'],
        ['f[2]', 'client', 'server.g[2].v']
      ]
    ],
    [
      'the other side single',
      `${guests(2)}${peer}flow f { from = server.g[*].v; to = client }`,
      [
        ['f[1]', 'server.g[1].v', 'client'],
        ['f[2]', 'server.g[2].v', 'client']
      ]
    ],
    [
      'a bare array is all of it',
      `${guests(2)}${peer}flow f { from = client; to = server.g.v }`,
      [
        ['f[1]', 'client', 'server.g[1].v'],
        ['f[2]', 'client', 'server.g[2].v']
      ]
    ],
    [
      'some elements',
      `${guests(4)}${peer}flow f { from = client; to = server.g[2..3].v }`,
      [
        ['f[1]', 'client', 'server.g[2].v'],
        ['f[2]', 'client', 'server.g[3].v']
      ]
    ],
    ['an empty choice', `${guests(1)}${peer}flow f { from = client; to = server.g[2..1].v }`, []],
    [
      'a list',
      `${guests(2)}${peer}flow f { from = client; to = [server.g[2].v, server.dom0] }`,
      [
        ['f[1]', 'client', 'server.g[2].v'],
        ['f[2]', 'client', 'server.dom0']
      ]
    ],
    [
      'equal counts in pairs',
      `${guests(4)}flow f { from = server.g[1..2].v; to = server.g[3..4].v }`,
      [
        ['f[1]', 'server.g[1].v', 'server.g[3].v'],
        ['f[2]', 'server.g[2].v', 'server.g[4].v']
      ]
    ],
    [
      "a single member goes by the flow's name",
      `${guests(1)}${peer}flow f { from = client; to = server.g[*].v }`,
      [['f', 'client', 'server.g[1].v']]
    ],
    ['no member at all', `${guests(0)}${peer}flow f { from = client; to = server.g[*].v }`, []],
    [
      'a flow array',
      `${guests(2)}${peer}flow f[2] { from = client; to = server.g[index].v }`,
      [
        ['f[1]', 'client', 'server.g[1].v'],
        ['f[2]', 'client', 'server.g[2].v']
      ]
    ],
    [
      'all to all as a flow array',
      `${guests(3)}flow f[2] { from = server.g[index].v; to = [server.g[3].v, server.dom0] }`,
      [
        ['f[1][1]', 'server.g[1].v', 'server.g[3].v'],
        ['f[1][2]', 'server.g[1].v', 'server.dom0'],
        ['f[2][1]', 'server.g[2].v', 'server.g[3].v'],
        ['f[2][2]', 'server.g[2].v', 'server.dom0']
      ]
    ],
    [
      'an array of hosts',
      'host h[2] { cpu { cores = 1; clock = 1 GHz } nic e { rate = 1 Gbps } domain d { vcpus = 1; role = native } hypervisor { kind = none } }\nswitch s { }\nlink a[2] { ends = [h[index].e, s] }\nflow f { from = h[1].d; to = h[2].d }',
      [['f', 'h[1].d', 'h[2].d']]
    ]
  ];
  for (const [name, text, members] of cases) {
    it(name, () => {
      const analysis = analyseText(text);
      assert.deepEqual(findingsOf(analysis, ['error']), []);
      assert.deepEqual(
        analysis.topology.flows.map(flow => [flow.name, flow.from, flow.to]),
        members
      );
    });
  }

  const wrong: readonly (readonly [name: string, text: string, findings: readonly string[]])[] = [
    ['unequal counts', `${guests(5)}flow f { from = server.g[1..2].v; to = server.g[3..5].v }`, ['uneven-endpoints «server.g[3..5].v»']],
    ['to itself', `${guests(1)}flow f { from = server.g[1].v; to = server.g[1].v }`, ['same-endpoints «server.g[1].v»']],
    ['to a missing vif', `${guests(1)}${peer}flow f { from = client; to = server.g[1].eth0 }`, ['unknown-name «eth0»']],
    ['to a NIC', `${guests(1)}${peer}flow f { from = client; to = server.eth0 }`, ['wrong-kind «server.eth0»']],
    ['without a receiver', `${peer}${guests(1)}flow f { from = client }`, ['missing-property «f»']]
  ];
  for (const [name, text, findings] of wrong) it(name, () => assert.deepEqual(findingsOf(analyseText(text)), findings));
});

describe('elements of elements', () => {
  const racks = `host h[2] {
  cpu { cores = 4; clock = 1 GHz; threads_per_core = 2 }
  hypervisor { kind = none }
  nic e[2] { rate = 1 Gbps; rx_queues = 2 }
  domain d[3] { vcpus = 1; role = native; background = 1 % }
}
switch s { }
link up[2] { ends = [h[index].e[1], s] }
flow f[2] { from = h[1].d[index]; to = h[2].d[1..2] }
experiment x { duration = 1 s; CONDITION }`;
  const cases: readonly (readonly [reference: string, names: readonly string[]])[] = [
    ['h', ['h[1]', 'h[2]']],
    ['h[2]', ['h[2]']],
    ['h[*].d[2]', ['h[1].d[2]', 'h[2].d[2]']],
    ['h[1].d[2..3]', ['h[1].d[2]', 'h[1].d[3]']],
    ['h[*].d[1..2]', ['h[1].d[1]', 'h[1].d[2]', 'h[2].d[1]', 'h[2].d[2]']],
    ['h.d[3]', ['h[1].d[3]', 'h[2].d[3]']],
    ['h[1].d[[1, 3]]', ['h[1].d[1]', 'h[1].d[3]']],
    ['h[1].cpu[7]', ['h[1].cpu[7]']],
    ['h[*].cpu[0..1]', ['h[1].cpu[0]', 'h[1].cpu[1]', 'h[2].cpu[0]', 'h[2].cpu[1]']],
    ['h[1].e[2].rx[1]', ['h[1].e[2].rx[1]']]
  ];
  for (const [reference, names] of cases) {
    it(reference, () => {
      const { plan, diagnostics } = analyseText(racks.replace('CONDITION', `expect utilization(${reference}) < 1`)).plan();
      const expression = plan?.experiments[0]?.points[0]?.expectations[0]?.expression;
      assert.ok(expression?.kind === 'compare' && expression.left.kind === 'measure', JSON.stringify(diagnostics));
      assert.deepEqual(expression.left.targets, names);
    });
  }

  const flows: readonly (readonly [reference: string, names: readonly string[]])[] = [
    ['f', ['f[1][1]', 'f[1][2]', 'f[2][1]', 'f[2][2]']],
    ['f[2]', ['f[2][1]', 'f[2][2]']],
    ['f[2][1]', ['f[2][1]']],
    ['f[*][2]', ['f[1][2]', 'f[2][2]']]
  ];
  for (const [reference, names] of flows) {
    it(`members of ${reference}`, () => {
      const { plan, diagnostics } = analyseText(racks.replace('CONDITION', `expect throughput(each(${reference})) > 1 bps`)).plan();
      const expression = plan?.experiments[0]?.points[0]?.expectations[0]?.expression;
      assert.ok(expression?.kind === 'compare' && expression.left.kind === 'measure', JSON.stringify(diagnostics));
      assert.deepEqual(expression.left.targets, names);
    });
  }

  it('a single element is a single thing', () => assert.deepEqual(findingsOf(analyseText(racks.replace('CONDITION', ''))), []));

  const wrong: readonly (readonly [reference: string, finding: string])[] = [
    ['h[3]', 'unknown-element «3»'],
    ['h[1].d[4]', 'unknown-element «4»'],
    ['h[1].cpu[8]', 'unknown-element «8»'],
    ['h[1].e[1].rx[2]', 'unknown-element «2»'],
    ['h[1][2]', 'not-an-element «[2]»']
  ];
  for (const [reference, finding] of wrong) {
    it(`${reference} does not exist`, () =>
      assert.deepEqual(findingsOf(analyseText(racks.replace('CONDITION', `expect utilization(${reference}) < 1`))), [finding]));
  }
});

describe('links', () => {
  it("take the slower end's rate", () => {
    const { topology } = analyseText(
      'peer a { rate = 10 Gbps } peer b { rate = 1 Gbps } link { ends = [a, b] } link l { ends = [a, b]; rate = 5 Gbps }'
    );
    assert.deepEqual(
      topology.links.map(link => [link.name, link.rate]),
      [
        ['link(a, b)', 1e9],
        ['l', 5e9]
      ]
    );
  });

  const wrong: readonly (readonly [text: string, findings: readonly string[]])[] = [
    ['peer a { rate = 1 bps } link { ends = [a] }', ['wrong-length «[a]»']],
    ['peer a { rate = 1 bps } link { ends = a }', ['wrong-kind «a»']],
    ['peer a { rate = 1 bps } link { ends = [a, a] }', ['same-endpoints «[a, a]»']],
    ['peer a[2] { rate = 1 bps } peer b { rate = 1 bps } link { ends = [a, b] }', ['one-needed «a»']],
    ['peer a[1] { rate = 1 bps } peer b { rate = 1 bps } link { ends = [a, b] }', ['one-needed «a»']],
    ['peer a[1] { rate = 1 bps } peer b { rate = 1 bps } link { ends = [a[1], b] }', []],
    ['switch a { } switch b { } link { ends = [a, b] }', ['missing-property «link»']]
  ];
  for (const [text, findings] of wrong) it(text, () => assert.deepEqual(findingsOf(analyseText(text)), findings));
});

describe('back-ends, bridges and NICs', () => {
  const kvm = (members: string): string =>
    `host h { cpu { cores = 8; clock = 1 GHz } hypervisor { kind = kvm } nic e { rate = 1 Gbps; vfs = 4 } domain os { role = control; vcpus = 2 } ${members} }`;
  const vif = (text: string) => analyseText(text).topology.hosts[0]?.domains.at(-1)?.vifs[0];

  it('a bridge on KVM runs in the host OS', () => {
    const made = vif(kvm('bridge b { uplink = e } domain g { vcpus = 1; vif v { model = virtio; bridge = b } }'));
    assert.deepEqual([made?.backend, made?.virtioBackend, made?.nic], ['h.os', 'vhost', 'h.e']);
  });

  it("virtio's back-end may be a word", () =>
    assert.equal(vif(kvm('domain g { vcpus = 1; vif v { model = virtio; backend = vdpa } }'))?.virtioBackend, 'vdpa'));

  it("a virtual function is on the host's only NIC", () =>
    assert.equal(vif(kvm('domain g { vcpus = 1; vif v { model = sriov } }'))?.nic, 'h.e'));

  it('the only driver domain is the back-end', () =>
    assert.equal(vif(host('domain g { vcpus = 1; vif v { model = netfront } }'))?.backend, 'server.dom0'));

  it('without a policy a vif copies', () =>
    assert.deepEqual(
      [
        vif(host('domain g { vcpus = 1; vif v { model = netfront } }'))?.grants?.rxMode,
        vif(host('domain g { vcpus = 1; vif v { model = netfront } }'))?.grants?.txMode
      ],
      ['copy', 'map']
    ));

  it('offloads can be switched one by one', () => {
    assert.deepEqual(vif(host('domain g { vcpus = 1; vif v { model = netfront; lro = true; checksum = false } }'))?.offloads, [
      'tso',
      'gso',
      'sg',
      'lro'
    ]);
  });

  const wrong: readonly (readonly [name: string, text: string, findings: readonly string[]])[] = [
    [
      'no back-end to be found',
      'host h { cpu { cores = 1; clock = 1 GHz } domain g { vcpus = 1; vif v { model = netfront } } }',
      ['missing-backend «v»']
    ],
    [
      'several NICs to choose from',
      'host h { cpu { cores = 1; clock = 1 GHz } nic a { rate = 1 bps } nic b { rate = 1 bps } domain g { vcpus = 1; vif v { model = direct } } }',
      ['missing-nic «v»']
    ],
    ['a bridge without a domain on Xen', 'host h { cpu { cores = 1; clock = 1 GHz } bridge b { } }', ['missing-domain «b»']],
    ['a host without a processor', 'host h { }', ['missing-block «h»']]
  ];
  for (const [name, text, findings] of wrong) it(name, () => assert.deepEqual(findingsOf(analyseText(text)), findings));
});

describe('settings that a model does not use', () => {
  const hints = (text: string): string[] => findingsOf(analyseText(text), ['hint']).filter(each => each.startsWith('unused-setting'));

  it('are hinted', () =>
    assert.deepEqual(hints(host('domain g { vcpus = 1; vif v { model = netfront; bridge = br; post = locked } }')), [
      'unused-setting «post = locked»'
    ]));
  it('are fine when the model comes from a varied param', () => {
    assert.deepEqual(
      hints(
        `param m = netfront\n${host('domain g { vcpus = 1; vif v { model = m; bridge = br; post = locked } }')}experiment e { duration = 1 s; vary m = [netfront, speculative] }`
      ),
      []
    );
  });
});

describe('unused declarations', () => {
  const cases: readonly (readonly [text: string, hints: readonly string[]])[] = [
    ['param a = 1', ['unused-param «a»']],
    ['template domain d { vcpus = 1 }', ['unused-template «d»']],
    ['grants g { mode = copy }', ['unused-grants «g»']],
    ['costs c { }', ['unused-costs «c»']],
    ['import "xnet:costs/xen-2009"', ['unused-import «import "xnet:costs/xen-2009"»']],
    ['param a = 1\nparam b = a', ['unused-param «b»']],
    ['param a = 1\ntemplate domain d { vcpus = a }', ['unused-template «d»']],
    ['param a = 1\nexperiment e { duration = 1 s; vary a = 1..2 }', ['unused-param «a»']],
    ['param a = 1 Gbps\npeer p { rate = a }\nexperiment e { duration = 1 s; vary a = [1 Gbps, 2 Gbps] }', []]
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(findingsOf(analyseText(text), ['hint']), expected));
});

describe('a hypervisor that is not written', () => {
  it('has its defaults, which can be read and set', () => {
    const text = `${host('domain g { vcpus = 1; background = 1 %; reserved_grants = server.hypervisor.max_grant_frames }')}experiment e { duration = 1 s; set server.hypervisor.scheduler = credit2 }`;
    const analysis = analyseText(text);
    assert.deepEqual(findingsOf(analysis), []);
    assert.equal(analysis.topology.hosts[0]?.domains[1]?.reservedGrants, 64);
    assert.equal(analysis.plan().plan?.experiments[0]?.points[0]?.topology.hosts[0]?.hypervisor.scheduler, 'credit2');
  });
});
