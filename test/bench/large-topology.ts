/** A topology of 10,000 lines and 2,000 domains, written out one by one, as a generator of configurations would. */

const hosts = 40;
const domainsPerHost = 50;

export function largeTopology(): string {
  const blocks = [
    'import "xnet:costs/xen-2009"',
    '',
    'param policy = copied',
    'param load = 1 Gbps',
    '',
    'grants copied { mode = copy; pool = 1024 }',
    'grants kept { mode = reuse; pool = 1024 }',
    ''
  ];
  for (let h = 1; h <= hosts; h++) blocks.push(...host(h));
  blocks.push(
    'experiment sweep {',
    '  duration = 1 s',
    '  vary load = 1 Gbps..4 Gbps step 1 Gbps',
    '  expect throughput(rx1) >= 1 Gbps',
    '}',
    ''
  );
  return blocks.join('\n');
}

function host(h: number): readonly string[] {
  const lines = [
    `host server${h} {`,
    '  cpu { cores = 64; clock = 2.66 GHz }',
    '  hypervisor { kind = xen; max_grant_frames = 128 }',
    '  nic eth0 { rate = 10 Gbps; rx_queues = 16; coalesce = 125 us }',
    '  domain dom0 { role = driver; vcpus = 1; pin = [0] }',
    '  bridge xenbr0 { domain = dom0; uplink = eth0 }'
  ];
  for (let d = 1; d < domainsPerHost; d++) {
    lines.push(
      `  domain guest${d} {`,
      '    vcpus = 1',
      `    pin   = [${d}]`,
      '    vif eth0 { model = netfront; bridge = xenbr0; grants = policy }',
      '  }'
    );
  }
  return [
    ...lines,
    '}',
    `peer client${h} { rate = 10 Gbps }`,
    `link { ends = [client${h}, server${h}.eth0] }`,
    `flow rx${h} { from = client${h}; to = server${h}.guest1.eth0${h === 1 ? '; rate = load' : ''} }`,
    ''
  ];
}

export interface NamedEdit {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** All of them at once. */
  readonly everywhere?: true;
}

/** What people do to such a file, beside typing digits. */
export function editsOf(text: string): readonly NamedEdit[] {
  const start = text.indexOf('host server20 {');
  const block = text.slice(start, text.indexOf('\n}\n', start) + 3);
  const after = 'peer client20 ';
  const pasted = block.replace('server20', 'pasted').split('\n').slice(0, 196).join('\n');
  return [
    { name: 'a policy that all hosts name', from: 'mode = copy; pool = 1024', to: 'mode = copy; pool = 512' },
    { name: 'a param that all hosts read', from: 'policy = copied', to: 'policy = kept' },
    { name: 'a param that one flow reads', from: 'load = 1 Gbps\n', to: 'load = 2 Gbps\n' },
    { name: 'a brace opened', from: '    vcpus = 1', to: '    { vcpus = 1' },
    { name: 'a closing brace deleted', from: 'grants = policy }', to: 'grants = policy ' },
    { name: 'a bracket opened', from: 'pin   = [', to: 'pin   = [[' },
    { name: 'a string opened', from: 'model = netfront', to: 'model = "netfront' },
    { name: 'a comment opened', from: 'model = netfront', to: '/*model = netfront' },
    { name: 'a new name', from: after, to: `peer fresh { rate = 1 Gbps }\n${after}` },
    { name: 'a new name within a host', from: '  bridge xenbr0', to: '  nic eth7 { rate = 1 Gbps }\n  bridge xenbr0' },
    { name: '200 lines pasted', from: after, to: `${pasted}\n  }\n}\n${after}` },
    { name: 'a host deleted', from: block, to: '' },
    { name: 'a host commented out', from: block, to: block.replace(/^(?=.)/gm, '// ') },
    { name: 'a host renamed', from: 'server20', to: 'machine20', everywhere: true },
    { name: 'a param renamed that all hosts read', from: 'policy', to: 'chosen', everywhere: true }
  ];
}
