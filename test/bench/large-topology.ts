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
