/** Arrivals from a file: what it says, when it says it, round and round; and what is wrong with a file. */
import { strict as assert } from 'node:assert';
import { analyse } from '../../../src/language/analyse.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import type { Topology } from '../../../src/topology/model.ts';
import { assertWithin, goodput } from '../support.ts';

const FILE = 'file:///here/main.xnet';

const wires = (flow: string): string => `
peer a { rate = 10 Gbps }
peer b { rate = 10 Gbps }
link l { ends = [a, b]; delay = 5 us }
flow f { from = a; to = b; arrival = trace; trace = "arrivals.txt"; ${flow} }
`;

const analysis = (text: string, trace: string | undefined) =>
  analyse(FILE, {
    read: uri => (uri === FILE ? text : uri === 'file:///here/arrivals.txt' ? trace : undefined),
    resolve: (from, specifier) => new URL(specifier, from).href
  });

function topology(flow: string, trace: string): Topology {
  const { diagnostics, topology: found } = analysis(wires(flow), trace);
  assert.deepEqual(
    diagnostics.filter(each => each.severity === 'error').map(each => each.message),
    []
  );
  return found!;
}

const run = (flow: string, trace: string, duration = 1.001): Observation =>
  simulate(topology(flow, trace), { duration, warmup: 0.001, seed: 1, replication: 0, events: [] });

/** 10 ms a round: 1,000 bytes, then 200, then 3,000 in three packets. */
const ROUND = '# seconds bytes\n0.004 1000\n0.001 200\n\n0.005, 3000 # large\n';

describe('traces', function () {
  this.timeout(20_000);

  it('every arrival comes at its time with its size, and the file begins anew', () => {
    const seen = run('transport = udp; start = 0 s', ROUND);
    assert.ok(Math.abs(seen.flows[0]!.latency!.count - 300) <= 3);
    assertWithin(goodput(seen), (4200 * 8) / 0.01, 0.01, 'goodput');
    assertWithin(goodput(estimate(topology('transport = udp', ROUND))), (4200 * 8) / 0.01, 1e-6, 'estimate');
  });

  it('the estimate has as many packets as the simulation, however they differ in size', () => {
    const packets = ({ flows: [flow], seconds }: Observation): number => flow!.packets / seconds;
    for (const trace of [ROUND, '0.001 100\n0.001 1400\n']) {
      assertWithin(packets(estimate(topology('transport = udp', trace))), packets(run('transport = udp; start = 0 s', trace)), 0.01, trace);
    }
  });

  it('the estimate says that it knows of no bursts', () => {
    const notes = (flow: string): readonly string[] => estimate(topology(flow, ROUND)).notes.filter(note => /bursts/.test(note));
    assert.match(notes('transport = udp')[0] ?? '', /^estimate: f comes in bursts/);
    assert.deepEqual(notes('transport = udp; rate = 0 bps'), []);
  });

  it('the first arrival comes after its own time', () => {
    const at = (duration: number): number => run('transport = udp; start = 0 s', '0.1 100', duration).flows[0]!.packets;
    assert.deepEqual([0.09, 0.15, 0.25].map(at), [0, 1, 2]);
  });

  it('streams take arrivals in turn', () => {
    const seen = run('transport = udp; streams = 2', '0.001 100\n0.001 300\n', 2.001);
    assertWithin(goodput(seen), (400 * 8) / 0.002, 0.01, 'goodput');
    const found = run('transport = udp; streams = 5', '0.001 100\n0.001 300\n', 2.001);
    assertWithin(goodput(found), goodput(seen), 0.01, 'more streams than lines');
  });

  it('a rate is the pace of the replay, and none is silence', () => {
    assertWithin(goodput(run('transport = udp; rate = 8 Mbps', ROUND)), 8e6, 0.01, 'goodput');
    assert.equal(run('transport = udp; rate = 0 bps', ROUND).flows[0]!.sent, 0);
  });

  it('requests are answered, messages and finite transfers end', () => {
    const seen = run('transport = rpc; response = 500 B; start = 0 s', '0.001 100\n');
    assertWithin(seen.flows[0]!.latency!.count, 1000, 0.01, 'answers');
    const job = run('transport = udp; bytes = 42 KB; start = 0 s', ROUND, 5).flows[0]!.jobSeconds!;
    assertWithin(job, 0.1, 0.01, 'ten rounds');
    assertWithin(run('transport = rpc; bytes = 42 KB; start = 0 s', ROUND, 5).flows[0]!.jobSeconds!, 0.1, 0.01, 'ten rounds of requests');
  });

  it('the same file gives the same run', () => {
    assert.equal(run('transport = udp', ROUND).fingerprint, run('transport = udp', ROUND).fingerprint);
  });

  for (const [what, trace, said, line] of [
    ['no file', undefined, /cannot be read/, undefined],
    ['nothing in it', '# only words\n\n', /no arrivals/, undefined],
    ['a word', '0.1 100\r\n  0.1 many # of them\r\n', /line 2/, '0.1 many'],
    ['a column too many', '\uFEFF1 2 3\n', /line 1/, '1 2 3'],
    ['a time before the last', '# one\n\n-1 100', /line 3/, '-1 100'],
    ['half a byte', '1 0.5\n', /line 1/, '1 0.5'],
    ['no time at all', '0 100\n0 200\n', /one time/, undefined]
  ] as const) {
    it(`${what}: an error at the file's name, which leads to the line`, () => {
      const text = wires('transport = udp');
      const [found] = analysis(text, trace).diagnostics.filter(each => each.code === 'bad-trace');
      const [there] = found?.related ?? [];
      assert.equal(there && trace?.slice(there.start, there.end), line);
      assert.equal(there?.uri, line === undefined ? undefined : 'file:///here/arrivals.txt');
      assert.match(found?.message ?? 'nothing was said', said);
      assert.equal(text.slice(found!.start, found!.end), '"arrivals.txt"');
    });
  }

  it('a file that has changed is read anew when the text is', () => {
    const text = wires('transport = udp');
    const files = new Map([[FILE, text]]);
    const provider = { read: (uri: string) => files.get(uri), resolve: (_from: string, path: string) => path };
    const before = analyse(FILE, provider);
    assert.ok(before.diagnostics.some(each => each.code === 'bad-trace'));
    files.set('arrivals.txt', '1 100');
    const after = analyse(FILE, provider, before);
    assert.ok(after.diagnostics.every(each => each.code !== 'bad-trace'));
    assert.equal(after.topology!.flows[0]!.arrivals!.length, 1);
  });

  it('lines end as they do anywhere, and a byte order mark is none of the first number', () => {
    assertWithin(goodput(run('transport = udp', '\uFEFF0.01 100\r\n0.01 300\r\n')), (400 * 8) / 0.02, 0.02, 'goodput');
  });
});
