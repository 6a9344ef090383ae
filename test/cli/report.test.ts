import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PlacedDiagnostic } from '../../src/cli/protocol.ts';
import { LineIndex, Lines } from '../../src/cli/places.ts';
import { lineOf } from '../../src/cli/progress-line.ts';
import { csvReport } from '../../src/cli/report/csv.ts';
import { printDiagnostic, tally } from '../../src/cli/report/diagnostics.ts';
import { junitReport } from '../../src/cli/report/junit.ts';
import { sentence } from '../../src/cli/report/sentence.ts';
import { PLAIN, table } from '../../src/cli/report/table.ts';
import { textReport, verdictLine } from '../../src/cli/report/text.ts';
import type { Observation } from '../../src/simulator/observation.ts';
import { runPlan } from '../../src/simulator/run/plan.ts';
import type { Experiment, Expectation } from '../../src/topology/plan.ts';
import type { RunResult } from '../../src/topology/result.ts';
import { compare, constant, experiment, flow, measure, observation, plan, point } from '../simulator/run/fakes.ts';

/** Compares with a file that was read by eye. `UPDATE_GOLDEN=1` writes it anew, to be read again. */
function matchesGolden(name: string, text: string): void {
  const file = path.resolve('test/cli/golden', name);
  if (process.env['UPDATE_GOLDEN']) fs.writeFileSync(file, text);
  assert.equal(text, fs.readFileSync(file, 'utf8'));
}

/** A result without times of its own. */
async function resultOf(of: Experiment, observe: (p: number, r: number) => Observation): Promise<RunResult> {
  const result = await runPlan(plan(of), {
    version: '1.2.3',
    clock: () => 0,
    perform: ({ point: p, replication: r }) => observe(p, r),
    lineOf: ({ start }) => start
  });
  return { ...result, wallSeconds: 1.5 };
}

const expectation = (text: string, bound: number, line: number): Expectation => ({
  text,
  expression: compare(measure('throughput', 'rx'), '>=', constant(bound, 'rate')),
  origin: { uri: 'test.xnet', start: line, end: line }
});

const sweep = (): Promise<RunResult> => {
  const expectations = [expectation('throughput(rx) >= 2.5 Gbps', 2.5e9, 4), expectation('throughput(rx) >= 3 Gbps', 3e9, 5)];
  const points = [1, 2].map(guests => point({ guests }, expectations));
  const claim = {
    name: 'table-2',
    text: 'throughput(rx)',
    dimension: 'rate' as const,
    source: 'Somebody 2009, table 2',
    standing: 'read' as const,
    use: 'predicted' as const,
    value: 2.9e9,
    tolerance: { value: 0.05, relative: true },
    of: points.map(() => measure('throughput', 'rx'))
  };
  return resultOf(experiment({ repeat: 3, points, published: [claim] }), (p, r) =>
    observation({ flows: p === 0 ? [flow('rx', 2.9 + r * 0.02)] : [1, 2, 3, 4, 5].map(n => flow(`rx[${n}]`, 0.5 + n / 20)) })
  );
};

describe('the text report', () => {
  it('is an answer, a table per point, verdicts and claims', async () => {
    matchesGolden('sweep.txt', textReport(await sweep(), PLAIN));
  });

  it('says what was stopped', async () => {
    assert.match(textReport({ ...(await sweep()), incomplete: true }, PLAIN), /\n\nStopped before the end: this is what was finished\.\n$/);
  });

  it('counts verdicts', async () => {
    assert.equal(verdictLine(await sweep(), PLAIN), '4 expectations: 3 passed, 1 failed');
    const none = await resultOf(experiment({ repeat: 1 }), () => observation());
    assert.equal(verdictLine(none, PLAIN), undefined);
  });

  const sentences: [string, Partial<Observation>, RegExp][] = [
    [
      'saturated',
      {},
      /^rx gets 2\.90 Gb\/s; server\.dom0 \(server\.cpu\[0\]\) is saturated at 99\.8 %, mostly by grant copy \(80 %\) and bridge \(20 %\)\.$/
    ],
    [
      'a device',
      { bottleneck: { resource: 'server.eth0', utilization: 0.999, explanation: '' } },
      /; server\.eth0 is saturated at 99\.9 %\.$/
    ],
    [
      'idle',
      { bottleneck: { resource: 'wire', utilization: 0.3, explanation: '' } },
      /; nothing is saturated, the busiest is wire at 30 %\.$/
    ],
    ['several', { flows: [flow('rx[1]', 1), flow('rx[2]', 1)] }, /^The 2 members of rx get 2\.00 Gb\/s together; /],
    ['losses', { flows: [flow('rx', 1, { sent: 1000, lost: 100 })] }, /^rx gets 1\.00 Gb\/s, losing 10 % of the packets; /],
    ['silence', { flows: [flow('rx', 0, { packets: 0, bytes: 0, sent: 0, latency: undefined })] }, /^rx gets nothing through; /],
    ['no flows', { flows: [] }, /^No traffic flows here\.$/]
  ];
  for (const [what, changes, said] of sentences) {
    it(`the sentence: ${what}`, async () => {
      const { conservation: _, ...own } = observation(changes);
      const result = await resultOf(experiment({ repeat: 1 }), () => ({
        ...own,
        conservation: { sent: 1, delivered: 1, dropped: 0, inFlight: 0 }
      }));
      assert.match(sentence(result.experiments[0]!.points[0]!), said);
    });
  }
});

describe('the JUnit report', () => {
  it('has a suite per experiment and a case per expectation and point', async () =>
    matchesGolden('sweep.junit.xml', junitReport(await sweep())));

  it('escapes what XML cannot hold', async () => {
    const only = point({}, [expectation('a < "b" && \u0001 & <c>', 1, 1)]);
    const xml = junitReport(await resultOf(experiment({ name: 'a<b', varies: [], repeat: 1, points: [only] }), () => observation()));
    assert.match(xml, /name="a &lt; &quot;b&quot; &amp;&amp; \ufffd &amp; &lt;c&gt;"/);
    assert.match(xml, /<testsuite name="a&lt;b"/);
  });
});

describe('the CSV report', () => {
  it('has a row per number, quoted as RFC 4180 says', async () => {
    const odd = observation({ drops: [{ where: 'a', reason: 'full, "really"', packets: 3 }] });
    const rows = csvReport(await resultOf(experiment({ repeat: 1 }), () => odd)).split('\r\n');
    assert.equal(rows[0], 'experiment,guests,replications,subject,name,measure,unit,mean,low,high');
    assert.ok(rows.includes('baseline,1,1,drops,a,"full, ""really""",packets,3,,'));
    assert.ok(rows.some(row => /^baseline,1,1,flow,rx,latency p99,s,\d/.test(row)));
    assert.equal(rows.at(-1), '');
  });
});

describe('findings as compilers print them', () => {
  const text = 'host a {\n\tnic eth0 { colour = 3 }\n}\n';
  const lines = new Lines(() => text);
  const at = (start: number, end: number): PlacedDiagnostic =>
    lines.place({
      uri: 'file:///a.xnet',
      start,
      end,
      code: 'unknown-property',
      severity: 'error',
      message: 'nic has no property `colour`',
      related: [{ uri: 'file:///a.xnet', start: 0, end: 4, message: 'in this host' }],
      fixes: [{ title: 'Remove it', edits: [] }]
    });
  const style = { palette: PLAIN, nameOf: () => 'a.xnet', lines };
  const found = at(text.indexOf('colour'), text.indexOf('colour') + 6);

  it('one line where it is no terminal', () => {
    assert.equal(
      printDiagnostic(found, { ...style, withSource: false }),
      'a.xnet:2:13: error: nic has no property `colour` [unknown-property]'
    );
  });

  it('source, squiggle, related places and fixes on a terminal', () => {
    assert.deepEqual(
      printDiagnostic(found, { ...style, withSource: true })
        .split('\n')
        .slice(1),
      ['    2 | \tnic eth0 { colour = 3 }', '      | \t           ^~~~~~', '  a.xnet:1:1: in this host', '  fix: Remove it']
    );
  });

  it('a finding over several lines is underlined to the end of its first', () => {
    const [, , squiggle] = printDiagnostic(at(0, text.length), { ...style, withSource: true }).split('\n');
    assert.equal(squiggle, '      | ^~~~~~~~');
  });

  it('an option has a name instead of a place', () => {
    const option = { ...found, uri: 'option:set' };
    assert.match(printDiagnostic(option, { ...style, withSource: false }), /^--set: error: /);
  });

  it('tallies', () => {
    assert.equal(tally([found, { ...found, severity: 'warning' }, found]), '2 errors and 1 warning');
    assert.equal(tally([]), '');
  });
});

describe('places and tables', () => {
  it('lines and columns count from 1, whatever ends a line', () => {
    const index = new LineIndex('a\r\nbc\rd\n');
    assert.deepEqual(
      [0, 1, 3, 5, 6, 8, 99].map(offset => index.place(offset)),
      [
        { line: 1, column: 1 },
        { line: 1, column: 2 },
        { line: 2, column: 1 },
        { line: 2, column: 3 },
        { line: 3, column: 1 },
        { line: 4, column: 1 },
        { line: 4, column: 1 }
      ]
    );
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(line => index.line(line)),
      ['a', 'bc', 'd', '', '']
    );
  });

  it('columns are as wide as their widest cell, colours apart', () => {
    assert.deepEqual(
      table(
        [
          ['a', '1'],
          ['\u001b[1mbcd\u001b[0m', '22']
        ],
        ['left', 'right']
      ),
      ['a     1', '\u001b[1mbcd\u001b[0m  22']
    );
  });

  it('the progress line', () => {
    const line = lineOf({ done: 12, total: 70, fraction: 0.25, packetsPerSecond: 1.2e6, secondsLeft: 7.4, label: 'baseline, guests = 3' });
    assert.equal(line, '█████░░░░░░░░░░░░░░░ 12 of 70 replications, 1.2 Mpps, 8 s left · baseline, guests = 3');
  });
});
