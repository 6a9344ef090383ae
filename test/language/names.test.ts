import { strict as assert } from 'node:assert';
import { analyseText, findingsOf, host } from './support.ts';

/** Name, text, findings. */
type Case = readonly [name: string, text: string, findings: readonly string[]];

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [name, text, expected] of cases) it(name, () => assert.deepEqual(findingsOf(analyseText(text)), expected));
  });
}

table('names', [
  [
    'only a fitting kind counts: `nic = eth0` inside vif `eth0` is the NIC',
    host('domain g { vcpus = 1; vif eth0 { model = sriov; nic = eth0 } }').replace('rate = 10 Gbps', 'rate = 10 Gbps; vfs = 1'),
    []
  ],
  ['an unknown bridge', host('domain g { vcpus = 1; vif v { model = netfront; bridge = xenbr0 } }'), ['unknown-name «xenbr0»']],
  ['a name of another kind', host('bridge c { domain = eth0 }'), ['wrong-kind «eth0»']],
  [
    'an unknown member of a path, at its own token',
    `${host('')} peer c { rate = 1 Gbps } link { ends = [c, server.eth7] }`,
    ['unknown-name «eth7»']
  ],
  ['an unknown first name of a path', `${host('')} peer c { rate = 1 Gbps } link { ends = [c, sever.eth0] }`, ['unknown-name «sever»']],
  [
    'an element of what is no array',
    `${host('domain g { vcpus = 1; vif v { model = netfront; bridge = br } }')} flow f { from = server.g[1].v; to = server.dom0 }`,
    ['not-an-element «[1]»']
  ],
  [
    'an element beyond the last',
    `${host('domain g[2] { vcpus = 1; vif v { model = netfront; bridge = br } }')} flow f { from = server.g[3].v; to = server.dom0 }`,
    ['unknown-element «3»']
  ],
  [
    'element zero of a declared array',
    `${host('domain g[2] { vcpus = 1; vif v { model = netfront; bridge = br } }')} flow f { from = server.g[0].v; to = server.dom0 }`,
    ['unknown-element «0»']
  ],
  ['names are unique within a block, whatever the kind', host('domain eth0 { vcpus = 1 }'), ['duplicate-name «eth0»']],
  ['the same name in different blocks is fine', host('domain a { vcpus = 1; vif eth0 { model = netfront; bridge = br } }'), []],
  [
    "params and declarations share the file's names",
    'param a = 1\npeer a { rate = a * 1 bps }\npeer b { rate = a * 1 bps }',
    ['duplicate-name «a»']
  ],
  ['cpu occurs once', 'host h { cpu { cores = 1; clock = 1 GHz } cpu { cores = 1; clock = 1 GHz } }', ['duplicate-name «cpu»']],
  [
    'sibling properties are never in scope',
    'host h { cpu { cores = 2; threads_per_core = cores; clock = 1 GHz } }',
    ['sibling-property «cores»']
  ],
  ['unnamed blocks are addressed by kind', host('domain g { vcpus = server.cpu.cores }'), []],
  ['a hyphen where a subtraction was meant', 'param a = 3\nparam b = 1\npeer p { rate = a-b * 1 bps }', ['hyphen-name «a-b»']],
  ['a name with a hyphen is a name', 'param a-b = 3\npeer p { rate = a-b * 1 bps }', []],
  ['words before declarations where an enumeration is asked for', 'param copy = 1\ngrants g { mode = copy }', []],
  ['an unknown word', 'grants g { mode = cpoy }', ['unknown-word «cpoy»']],
  ['index outside of an array', host('domain g { vcpus = index }'), ['index-outside-array «index»']],
  [
    'index of an enclosing array',
    host('domain g[2] { vcpus = 1; vif v { model = netfront; bridge = br; queues = index } }')
      .replace('vcpus = 1; pin', 'vcpus = 8; pin')
      .replace('domain g[2] { vcpus = 1', 'domain g[2] { vcpus = 2'),
    ['pin-too-few «[0]»']
  ],
  [
    'index of an outer array by its name',
    host('domain g[2] { vcpus = 1; vif v[2] { model = netfront; bridge = br; priority = g.index + index } }'),
    []
  ],
  [
    'index of what is no array',
    host('domain g { vcpus = 1; vif v[2] { model = netfront; bridge = br; priority = g.index } }'),
    ['index-outside-array «g.index»']
  ]
]);

table('params', [
  ['hold a word', 'param m = copy\ngrants g { mode = m }', []],
  [
    'hold a reference, looked up where it is used',
    `param policy = own\n${host('grants own { mode = map }\ndomain g { vcpus = 1; vif v { model = netfront; bridge = br; grants = policy } }')}`,
    []
  ],
  ['are checked where they are used, at their value', 'param m = cpoy\ngrants g { mode = m }', ['unknown-word «cpoy»']],
  ['of the wrong dimension', 'param r = 10 MB\npeer p { rate = r }', ['wrong-dimension «10 MB»']],
  ['depend on params', 'param a = 2\nparam b = a * 3 Gbps\npeer p { rate = b / 2 }', []],
  ['cannot depend on themselves', 'param a = b\nparam b = a\npeer p { rate = a }', ['param-cycle «a»']],
  ['hold lists', `param cpus = [1..2]\n${host('domain g { vcpus = 2; pin = cpus }')}`, []],
  ['that nobody declares', 'peer p { rate = speed }', ['unknown-name «speed»']]
]);

table('inheritance', [
  ['a base brings what is required', `template domain small { vcpus = 1 }\n${host('domain g : small { }')}`, []],
  [
    'members are resolved where they land',
    `template domain small { vcpus = 1; vif v { model = netfront; bridge = br } }\n${host('domain g : small { }')}`,
    []
  ],
  [
    'and reported where they are written',
    `template domain small { vcpus = 1; vif v { model = netfront; bridge = brr } }\n${host('domain g : small { }')}`,
    ['unknown-name «brr»']
  ],
  ['an unused template may name what is nowhere', 'template domain small { vcpus = 1; vif v { model = netfront; bridge = brr } }', []],
  ['but not what the schema does not know', 'template domain small { vcpu = 1 }', ['unknown-property «vcpu»']],
  ['an unknown base', `${host('domain g : smal { vcpus = 1 }')}template domain small { vcpus = 1 }`, ['unknown-name «smal»']],
  ['a base of another kind', `${host('domain g : eth0 { vcpus = 1 }')}`, ['wrong-kind «eth0»']],
  ['a cycle', 'template domain a : b { }\ntemplate domain b : a { }', ['template-cycle «b»']],
  ['itself', host('domain g : g { vcpus = 1 }'), ['template-cycle «g»']],
  ['an outer block of the same name is a base', `template domain g { vcpus = 1 }\n${host('domain g : g { }')}`, []],
  ['a declaration serves as a base too', host('domain a { vcpus = 1; pin = [1] }\ndomain b : a { pin = [2] }'), []],
  [
    'nested blocks of one kind and name merge',
    `template host box { cpu { cores = 2; clock = 1 GHz } nic e { rate = 1 Gbps } }\nhost h : box { nic e { ring = 256 } }`,
    []
  ],
  [
    'nested blocks of one name and two kinds clash',
    'template host box { cpu { cores = 2; clock = 1 GHz } nic e { rate = 1 Gbps } }\nhost h : box { domain e { vcpus = 1 } }',
    ['duplicate-name «e»']
  ],
  ['a template cannot be referred to', `template domain d { vcpus = 1 }\n${host('bridge c { domain = d }')}`, ['unknown-name «d»']],
  ['a base by path', `${host('domain a { vcpus = 1 }')}host other : server { domain a { memory = 1 GiB } }`, []]
]);

describe('imports', () => {
  const rack =
    'param speed = 10 Gbps\ntemplate domain small { vcpus = 1 }\npeer client { rate = speed }\nexperiment e { duration = nonsense }';
  const cases: readonly (readonly [name: string, text: string, files: Readonly<Record<string, string>>, findings: readonly string[]])[] = [
    [
      'make top-level names visible',
      `import "./rack.xnet"\n${host('domain g : small { }')}peer p { rate = speed }`,
      { 'rack.xnet': rack.replace(/experiment.*/, '') },
      []
    ],
    [
      'twice is once',
      'import "./rack.xnet"\nimport "./rack.xnet"\npeer p { rate = speed }',
      { 'rack.xnet': rack.replace(/experiment.*/, '') },
      []
    ],
    ['a missing file', 'import "./rakc.xnet"', {}, ['import-not-found «"./rakc.xnet"»']],
    ['a missing library', 'import "xnet:costs/xen-2090"', {}, ['import-not-found «"xnet:costs/xen-2090"»']],
    ['a cycle', 'import "./a.xnet"', { 'a.xnet': 'import "./main.xnet"' }, ['import-cycle «"./main.xnet"»']],
    ['itself', 'import "./main.xnet"', {}, ['import-cycle «"./main.xnet"»']],
    [
      'a clash with an own name',
      'import "./rack.xnet"\nparam speed = 1 Gbps\npeer p { rate = speed }',
      { 'rack.xnet': rack.replace(/experiment.*/, '') },
      ['name-clash «"./rack.xnet"»']
    ],
    [
      'a clash of two imports',
      'import "./a.xnet"\nimport "./b.xnet"',
      { 'a.xnet': 'peer c { rate = 1 bps }', 'b.xnet': 'peer c { rate = 1 bps }' },
      ['name-clash «"./b.xnet"»']
    ],
    ['findings of the imported file are its own', 'import "./a.xnet"', { 'a.xnet': 'peer c { rate = 1 }' }, ['missing-unit «1»']],
    [
      'its experiments neither run nor clash',
      'import "./a.xnet"\nexperiment e { duration = 1 s }',
      { 'a.xnet': 'peer c { rate = 1 bps }\nexperiment e { duration = 1 s }' },
      []
    ],
    ['a library by its name', `import "xnet:costs/xen-2009"\n${host('costs = xen_2009')}`, {}, []],
    [
      'one that is reached by two ways is there once',
      'import "./a.xnet"\nimport "./b.xnet"',
      {
        'a.xnet': 'import "./c.xnet"\npeer a { rate = speed }',
        'b.xnet': 'import "./c.xnet"\npeer b { rate = speed }',
        'c.xnet': 'param speed = 1 Gbps'
      },
      []
    ]
  ];
  for (const [name, text, files, expected] of cases) it(name, () => assert.deepEqual(findingsOf(analyseText(text, files)), expected));

  it('do not run the experiments of imported files', () => {
    const analysis = analyseText('import "./a.xnet"\nexperiment own { duration = 1 s }', {
      'a.xnet': 'experiment other { duration = 1 s }'
    });
    assert.deepEqual(
      analysis.plan().plan?.experiments.map(each => each.name),
      ['own']
    );
  });
});

describe('did you mean', () => {
  const cases: readonly (readonly [text: string, fixes: readonly string[]])[] = [
    ['grants g { mode = cpoy }', ['copy']],
    ['peer p { rat = 1 Gbps; rate = 1 Gbps }', ['rate']],
    ['pear p { rate = 1 Gbps }', ['peer']],
    ['hosts h { }', ['host']],
    ['param speed = 1 Gbps\npeer p { rate = sped }', ['speed']],
    [host('bridge c { domain = dom1 }'), ['dom0']],
    ['host h { cpu { cores = 1; clock = 1 GHz; threadsPerCore = 2 } }', ['threads_per_core']],
    ['param a = 3\nparam b = 1\npeer p { rate = a-b * 1 bps }', ['a - b']]
  ];
  for (const [text, expected] of cases) {
    it(expected.join(), () => {
      const [finding] = analyseText(text).diagnostics.filter(each => each.severity === 'error');
      assert.deepEqual(finding?.fixes?.map(fix => fix.edits[0]?.newText).slice(0, 1), expected);
    });
  }
});
