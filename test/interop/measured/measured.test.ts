import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collectFindings } from '../../../src/interop/finding.ts';
import type { Finding } from '../../../src/interop/finding.ts';
import { layBeside } from '../../../src/interop/measured/beside.ts';
import type { Observation } from '../../../src/interop/measured/observation.ts';
import { readMeasurement } from '../../../src/interop/measured/read.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { estimatePlan } from '../../../src/simulator/run/plan.ts';
import { analysed } from '../support.ts';

function read(text: string): { observation?: Observation; findings: readonly Finding[] } {
  const findings = collectFindings();
  return { observation: readMeasurement({ name: 'm', text }, findings), findings: findings.found };
}

const interval = (bytes: number, omitted = false): object => ({
  streams: [],
  sum: { seconds: 1, bytes, bits_per_second: bytes * 8, omitted }
});
const tcp = {
  start: { test_start: { protocol: 'TCP', num_streams: 4, reverse: 1, duration: 10 } },
  intervals: [interval(1e9, true), interval(2e9)],
  end: {
    streams: [{ sender: { mean_rtt: 250 } }, { sender: { mean_rtt: 350 } }],
    sum_sent: { bits_per_second: 9.5e9, retransmits: 12 },
    sum_received: { bits_per_second: 9.4e9, seconds: 10 },
    cpu_utilization_percent: { host_total: 40 }
  }
};

describe('iperf3', () => {
  it('goodput is what the receiver got', () => {
    const { observation } = read(JSON.stringify(tcp));
    assert.deepEqual(observation?.throughput, {
      bitsPerSecond: 9.4e9,
      transport: 'tcp',
      streams: 4,
      seconds: 10,
      retransmits: 12,
      isReverse: true,
      roundTrip: 0.0003
    });
  });

  it('of datagrams, what was not lost', () => {
    const { observation } = read(
      JSON.stringify({
        start: { test_start: { protocol: 'UDP', num_streams: 1 } },
        intervals: [],
        end: { sum: { bits_per_second: 1e9, lost_percent: 25, seconds: 5 } }
      })
    );
    assert.equal(observation?.throughput?.bitsPerSecond, 0.75e9);
    assert.equal(observation?.throughput?.lossRatio, 0.25);
  });

  it('without an end, the intervals that are not omitted', () => {
    const { observation, findings } = read(JSON.stringify({ ...tcp, end: {} }));
    assert.equal(observation?.throughput?.bitsPerSecond, 16e9);
    assert.match(findings[0]!.message, /no `end`.*1 interval .*1 omitted/);
  });

  it('as a stream of lines', () => {
    const lines = [
      { event: 'start', data: tcp.start },
      ...tcp.intervals.map(data => ({ event: 'interval', data })),
      { event: 'end', data: tcp.end }
    ];
    assert.equal(read(lines.map(line => JSON.stringify(line)).join('\n')).observation?.throughput?.bitsPerSecond, 9.4e9);
  });

  it('numbers of old versions', () => {
    assert.equal(
      read('{"start":{},"intervals":[],"end":{"sum_received":{"bits_per_second":9.50062e+08}}}').observation?.throughput?.bitsPerSecond,
      950_062_000
    );
  });

  const refused: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    ['cut short', JSON.stringify(tcp).slice(0, -30), /cut short/],
    ['cut short in the first line', '{"start":', /cut short/],
    ['not JSON in the middle', '{"start": oops, "end": {}}', /stops being JSON/],
    ['a failed run', '{"start":{},"error":"unable to connect"}', /unable to connect/],
    ['only omitted intervals', JSON.stringify({ start: {}, intervals: [interval(1, true)], end: {} }), /no measurement/],
    ['nothing', '', /empty/],
    ['something else', 'hello', /none of iperf3/]
  ];
  for (const [what, text, says] of refused) {
    it(`${what}: refused in words`, () => {
      const { observation, findings } = read(text);
      assert.equal(observation, undefined);
      assert.equal(findings.at(-1)!.severity, 'error');
      assert.match(findings.at(-1)!.message, says);
    });
  }

  it('says that its CPU is not compared', () => assert.ok(read(JSON.stringify(tcp)).findings.some(({ code }) => code === 'measured-cpu')));
});

const HEADER =
  '      NAME  STATE   CPU(sec) CPU(%)     MEM(k) MEM(%)  MAXMEM(k) MAXMEM(%) VCPUS NETS NETTX(k) NETRX(k) VBDS   VBD_OO   VBD_RD   VBD_WR  VBD_RSECT  VBD_WSECT SSID';
const dom0 = (percent: number): string =>
  `  Domain-0 -----r       1234  ${percent}    4194304   12.5   no limit       n/a     4    0        0        0    0        0        0        0          0          0    0`;
const guest = (percent: number): string =>
  `     web-1 --b---         12   ${percent}    1048576    3.1    1049600       3.1     2    1     4200      900    1        0        0        0          0          0   11`;

describe('other tools', () => {
  it('xentop: words in columns, and the first sample has no time behind it', () => {
    const { observation } = read([HEADER, dom0(0), guest(0), HEADER, dom0(80), guest(50.5), HEADER, dom0(90), guest(49.5), ''].join('\n'));
    assert.deepEqual(
      observation?.domains.map(each => ({ ...each, cores: Number(each.cores.toFixed(9)) })),
      [
        { name: 'Domain-0', cores: 0.85, samples: 2 },
        { name: 'web-1', cores: 0.5, samples: 2 }
      ]
    );
    assert.match(read([HEADER, dom0(0)].join('\n')).findings[0]!.message, /-i 2/);
  });

  it('mpstat: stolen time is no work', () => {
    const load = (cpu: string, idle: number, steal: number): object => ({ cpu, usr: 1, idle, iowait: 5, steal });
    const text = JSON.stringify({
      sysstat: {
        hosts: [
          {
            nodename: 'h',
            'number-of-cpus': 4,
            statistics: [{ 'cpu-load': [load('all', 50, 20), load('0', 0, 0)] }, { 'cpu-load': [load('all', 30, 20)] }]
          }
        ]
      }
    });
    const { machine } = read(text).observation!;
    assert.deepEqual(
      [machine!.name, machine!.cpus, Number(machine!.cores.toFixed(9)), Number(machine!.stolen.toFixed(9))],
      ['h', 4, 1.4, 0.8]
    );
  });

  it('ethtool: counters above zero that mean something', () => {
    const { observation } = read(
      'NIC statistics:\n     rx_packets: 99\n     rx_out_of_buffer: 7\n     rx_discards_phy: 0\n     outbound_pci_stalled_wr: 3\n'
    );
    assert.deepEqual(
      observation?.counters.map(({ name, packets }) => [name, packets]),
      [
        ['rx_out_of_buffer', 7],
        ['outbound_pci_stalled_wr', 3]
      ]
    );
  });

  it('none throws on any text', () => {
    const start = fc.constantFrom('', '{"start":', '{"sysstat":', HEADER, 'NIC statistics:\n', '{"event":"start"}\n');
    fc.assert(fc.property(start, fc.string(), fc.json(), (head, text, json) => void [read(head + text), read(head + json + '}')]));
  });
});

describe('measurements beside a result', () => {
  const source = `
    host server {
      cpu { cores = 4; clock = 3 GHz }
      hypervisor { kind = xen }
      nic eth0 { rate = 10 Gbps }
      domain dom0 { role = driver; vcpus = 1 }
      bridge xenbr0 { domain = dom0; uplink = eth0 }
      domain web[2] { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0 } }
    }
    peer client { rate = 10 Gbps }
    link { ends = [client, server.eth0] }
    flow rx { from = client; to = server.web[*].eth0 }
    experiment one { duration = 1 s }`;
  const point = estimatePlan(analysed(source).plan({}).plan!, estimate, { version: 'test', lineOf: () => undefined }).experiments[0]!
    .points[0]!;

  it('a flow is the sum of its members, a domain is found by the name the tool has for it', () => {
    const samples = [HEADER, dom0(0), guest(0), HEADER, dom0(90), guest(10), guest(10).replace('web-1', 'other')].join('\n');
    const rows = layBeside([read(JSON.stringify(tcp)).observation!, read(samples).observation!], point, 'rx');
    assert.deepEqual(
      rows.map(({ what }) => what),
      ['throughput(rx)', 'utilization(server.dom0)', 'utilization(server.web[1])', 'utilization(other)']
    );
    const [throughput, driver, , other] = rows;
    assert.equal(throughput!.model!.mean, point.flows[0]!.goodputBps.mean + point.flows[1]!.goodputBps.mean);
    assert.equal(throughput!.difference, (throughput!.model!.mean - 9.4e9) / 9.4e9);
    assert.equal(driver!.model!.mean, point.domains.find(({ name }) => name === 'server.dom0')!.cpuUtilization.mean);
    assert.equal(other!.model, undefined);
    assert.match(other!.remark!, /no domain of this name/);
  });
});
