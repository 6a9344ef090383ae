import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { RunResult } from '../../src/topology/result.ts';
import { fixture, interrupted, xnet } from './xnet.ts';

const result = (...args: readonly string[]): RunResult => JSON.parse(xnet(args).out) as RunResult;
/** Without what differs from run to run. */
const timeless = (text: string): string => text.replace(/"startedAt": "[^"]*"/, '').replace(/"wallSeconds": [\d.e-]+/, '');

describe('xnet run', function () {
  this.timeout(60_000);
  const base = ['run', 'two-guests.xnet', '--format', 'json', '--experiment', 'baseline'];

  it('prints xnet-run/1 and nothing but that on standard output', () => {
    const { status, out, err } = xnet(base);
    assert.equal(status, 0, err);
    const run = JSON.parse(out) as RunResult;
    assert.equal(run.schema, 'xnet-run/1');
    assert.equal(run.source.file, 'two-guests.xnet');
    assert.match(run.source.sha256, /^[0-9a-f]{64}$/);
    assert.ok(Date.parse(run.startedAt!) > 0 && run.wallSeconds! >= 0);
    const [experiment] = run.experiments;
    assert.deepEqual([experiment!.name, experiment!.seed, experiment!.replications], ['baseline', 1, 3]);
    assert.deepEqual(
      experiment!.points.map(point => point.parameters),
      [{ guests: 1 }, { guests: 2 }]
    );
    assert.deepEqual([experiment!.durationSeconds, experiment!.warmupSeconds], [0.03, 0.01]);
    for (const point of experiment!.points) {
      const { sent, delivered, dropped, inFlight } = point.conservation;
      assert.equal(sent, delivered + dropped + inFlight);
      assert.ok(sent > 0);
      assert.equal(point.expectations.length, 2);
      assert.ok(point.expectations[0]!.line! > 30);
      assert.match(point.fingerprint!, /^[0-9a-f]{8}$/);
    }
    assert.doesNotMatch(out, /NaN|Infinity|null/);
    assert.match(err, /^4 expectations: 4 passed\n$/);
  });

  it('gives the same bytes twice, and with one and two jobs', () => {
    const first = timeless(xnet([...base, '--jobs', '1', '--seed', '7']).out);
    assert.equal(timeless(xnet([...base, '--jobs', '1', '--seed', '7']).out), first);
    assert.equal(timeless(xnet([...base, '--jobs', '2', '--seed', '7']).out), first);
    assert.equal(timeless(xnet([...base, '--jobs', '3', '--seed', '7']).out), first);
  });

  it('another seed gives other numbers', () => {
    const prints = ['1', '2'].map(seed => result(...base, '--seed', seed).experiments[0]!.points[0]!.fingerprint);
    assert.notEqual(prints[0], prints[1]);
  });

  it('ends with 1 when an expectation fails, and shows it', () => {
    const { status, out, err } = xnet(['run', 'two-guests.xnet', '--experiment', 'hopeless']);
    assert.equal(status, 1);
    assert.match(out, /✗ throughput\(rx\) >= 9 Gbps {2}.*bound 9 Gb\/s/);
    assert.match(out, /✓ latency\(rx, p99\) < 1 s/);
    assert.match(err, /2 expectations: 1 passed, 1 failed/);
  });

  it('--set fixes a varied param, or sweeps another', () => {
    const fixed = result(...base, '--set', 'guests=2').experiments[0]!;
    assert.equal(fixed.points.length, 1);
    assert.equal(fixed.points[0]!.domains.filter(domain => domain.name.includes('guest')).length, 2);
    const swept = result(...base, '--set', 'guests=1', '--set', 'policy=[copy, reuse]').experiments[0]!;
    assert.deepEqual(
      swept.points.map(point => point.parameters['policy']),
      ['copy', 'reuse']
    );
  });

  const refused: [readonly string[], RegExp][] = [
    [['--set', 'guests=banana'], /^--set: error: /m],
    [['--set', 'nothing=1'], /^--set: error: .*nothing/m],
    [['--experiment', 'none'], /^--experiment: error: .*none/m]
  ];
  for (const [options, said] of refused) {
    it(`${options.join(' ')} is refused the way the language refuses it`, () => {
      const { status, out, err } = xnet(['run', 'two-guests.xnet', ...options]);
      assert.equal(status, 1);
      assert.equal(out, '');
      assert.match(err, said);
    });
  }

  const wrong: [readonly string[], RegExp][] = [
    [['--seed', '-1'], /--seed needs a value; one that begins with a dash is written as in --name=VALUE/],
    [['-j', '-1'], /-j needs a value/],
    [['--seed=-1'], /--seed takes a whole number from 0 to \d+, not -1/],
    [['--jobs', '0'], /--jobs takes a whole number from 1 to 256, not 0/],
    [['--format', 'sarif'], /--format is one of text, json, csv, junit, not sarif/],
    [['--set', 'guests'], /--set takes NAME=VALUE/],
    [['--output', path.join('no', 'such', 'place')], /cannot write no.such.place/],
    [['--output', '.'], /cannot write \.: it is a folder/],
    [['another.xnet'], /run takes one FILE, not 2/]
  ];
  for (const [options, said] of wrong) {
    it(`${options.join(' ')} is wrong usage, told before anything runs`, () => {
      const { status, out, err } = xnet(['run', 'endless.xnet', ...options]);
      assert.deepEqual([status, out], [2, '']);
      assert.match(err, said);
    });
  }

  it('a file with errors is not run', () => {
    const { status, out, err } = xnet(['run', 'errors.xnet']);
    assert.equal(status, 1);
    assert.equal(out, '');
    assert.match(err, /errors\.xnet:4:30: error: .*\[unknown-property\]/);
  });

  it('what cannot be simulated is refused in words, with status 1', () => {
    const apart =
      fs.readFileSync(fixture('quiet.xnet'), 'utf8').replace(/^link .*$/m, '') + 'experiment e { duration = 10 ms; repeat = 2 }\n';
    for (const command of ['run', 'estimate']) {
      const { status, out, err } = xnet([command, '-', '--quiet'], apart);
      assert.deepEqual([status, out], [1, '']);
      assert.match(err, /no link leads from client to server|error: /);
      assert.doesNotMatch(err, /internal error|\n {4}at /);
    }
  });

  it('--output writes the data to a file and nothing to standard output', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-'));
    try {
      const file = path.join(folder, 'result.json');
      const { status, out } = xnet([...base, '--output', file]);
      assert.deepEqual([status, out], [0, '']);
      assert.equal((JSON.parse(fs.readFileSync(file, 'utf8')) as RunResult).schema, 'xnet-run/1');
      const { status: refused, err } = xnet([...base, '--output', path.join(folder, 'no', 'such', 'place')]);
      assert.equal(refused, 2);
      assert.match(err, /cannot write/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('--quiet says nothing', () => assert.equal(xnet([...base, '--quiet']).err, ''));

  it('reads standard input', () => {
    const { status, out } = xnet(
      ['run', '-', '--format', 'json', '--experiment', 'baseline'],
      fs.readFileSync(fixture('two-guests.xnet'), 'utf8')
    );
    assert.equal(status, 0);
    assert.equal((JSON.parse(out) as RunResult).source.file, '-');
  });

  it('csv has one row per number', () => {
    const { out } = xnet(['run', 'two-guests.xnet', '--experiment', 'baseline', '--format', 'csv']);
    const [head, ...rows] = out.trimEnd().split('\r\n');
    assert.equal(head, 'experiment,guests,replications,subject,name,measure,unit,mean,low,high');
    assert.ok(rows.every(row => row.split(',').length === 10));
    assert.equal(rows.filter(row => row.startsWith('baseline,2,3,total,all,goodput,bit/s,')).length, 1);
  });

  it('junit has a case per expectation and point; what failed says why', () => {
    const { status, out } = xnet(['run', 'two-guests.xnet', '--format', 'junit']);
    assert.equal(status, 1);
    assert.match(out, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="xnet" tests="6" failures="1"/);
    assert.equal(out.match(/<testcase /g)!.length, 6);
    assert.match(
      out,
      /<testcase name="throughput\(rx\) &gt;= 1 Gbps \[guests = 1\]" classname="two-guests\.baseline" file="two-guests\.xnet" line="\d+"\/>/
    );
    assert.match(out, /<failure message="[^"]*bound 9 Gb\/s" type="failed">/);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} ends it with 3, writing what was finished`, async () => {
      const { status, out, err } = await interrupted(['run', 'endless.xnet', '--format', 'json'], signal);
      assert.equal(status, 3, err);
      const run = JSON.parse(out) as RunResult;
      assert.deepEqual([run.schema, run.incomplete], ['xnet-run/1', true]);
      assert.match(err, /stopped before the end/);
    });
  }
});

describe('xnet estimate', function () {
  this.timeout(60_000);

  it('prints xnet-estimate/1, means only', () => {
    const { status, out } = xnet(['estimate', 'two-guests.xnet', '--format', 'json']);
    assert.equal(status, 0);
    const estimate = JSON.parse(out) as RunResult;
    assert.equal(estimate.schema, 'xnet-estimate/1');
    assert.deepEqual([estimate.startedAt, estimate.wallSeconds], [undefined, undefined]);
    assert.deepEqual(
      estimate.experiments.map(one => one.points.length),
      [2, 1]
    );
    assert.deepEqual(Object.keys(estimate.experiments[0]!.points[0]!.totals.goodputBps), ['mean']);
    assert.equal(xnet(['estimate', 'two-guests.xnet', '--format', 'json']).out, out);
  });

  it('estimates a file without experiments as it stands', () => {
    const { status, out, err } = xnet(['estimate', 'quiet.xnet']);
    assert.deepEqual([status, err], [0, '']);
    assert.match(out, /rx gets .*b\/s; /);
  });

  it('--set and --experiment choose', () => {
    const { out } = xnet(['estimate', 'two-guests.xnet', '--experiment', 'hopeless', '--set', 'policy=reuse', '--format', 'json']);
    assert.deepEqual(
      (JSON.parse(out) as RunResult).experiments.map(one => one.name),
      ['hopeless']
    );
  });

  it('a file with errors is not estimated', () => {
    const { status, out, err } = xnet(['estimate', 'errors.xnet']);
    assert.deepEqual([status, out], [1, '']);
    assert.match(err, /unknown-property/);
  });
});

describe('xnet replicate', function () {
  this.timeout(60_000);

  it('lays claims beside what came out', () => {
    const { out } = xnet(['replicate', 'two-guests.xnet', '--format', 'json']);
    const { schema, claims } = JSON.parse(out) as {
      schema: string;
      claims: { claim: string; claimed: number; observed: { mean: number }; error: number; use: string; verdict: string }[];
    };
    assert.equal(schema, 'xnet-replicate/1');
    assert.equal(claims.length, 2);
    for (const { claim, claimed, observed, error, use, verdict } of claims) {
      assert.deepEqual([claim, claimed, use], ['claim', 2.9e9, 'predicted']);
      assert.ok(Math.abs(error - (observed.mean / claimed - 1)) < 1e-12);
      assert.equal(verdict, Math.abs(error) <= 0.2 ? 'reached' : 'missed');
    }
  });

  it('as text: claim, published, simulated, error, verdict, fitted or predicted', () => {
    const { out } = xnet(['replicate', 'two-guests.xnet']);
    assert.match(
      out,
      /^two-guests\/baseline claim {2}throughput\(rx\) {2}predicted\n {2}a test \(unverified\)\n {4}at +published +simulated +error\n/
    );
    assert.match(out, /\n {4}guests = 1 +2\.9 Gb\/s .* (reached|missed)\n/);
  });

  it('says when there is nothing to replicate', () => {
    const { status, err } = xnet(['replicate']);
    assert.equal(status, 2);
    assert.match(err, /no \.xnet file below \.\/examples/);
  });
});
