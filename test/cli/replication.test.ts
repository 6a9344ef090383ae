import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { aboutOf } from '../../src/cli/report/replication.ts';
import { xnet } from './xnet.ts';

const args = ['replicate', 'two-guests.xnet', 'neighbours.xnet', 'errors.xnet', '--quiet', '--format', 'markdown'];

describe('xnet replicate --format markdown', function () {
  this.timeout(60_000);

  it('lays each claimed number beside what came out, with what it is for and where it is from', () => {
    const { status, out } = xnet(args);
    assert.equal(status, 1);
    assert.match(out, /^\| 2 claimed numbers \| reached \| missed \|/m);
    assert.match(
      out,
      /^\| \*\*baseline\*\* claim: `throughput\(rx\)` \| guests = 1 \| 2\.9 Gb\/s \| 2\.\d+ Gb\/s.* \| [+−][\d.]+ % \| reached \| predicted \| a test \(\w+\) \|$/m
    );
    assert.match(out, /^\| {2}\| guests = 2 \| 2\.9 Gb\/s \|.*\| reached \| {2}\| {2}\|$/m);
  });

  it('says of every example what it is about, also of those that claim nothing or have errors', () => {
    const { out } = xnet(args);
    assert.match(out, /^## two-guests\n\nSmall and quick: two guests behind a driver domain\.\n/m);
    assert.match(out, /^## errors\n[^]*It has errors, so it was not run\./m);
    assert.match(out, /^## Examples that claim nothing\n\n\[neighbours\]\([^)]*neighbours\.xnet\): A service and a neighbour/m);
  });

  it('gives the same bytes with any number of jobs, and says nothing of times', () => {
    const outs = [1, 2].map(jobs => xnet([...args, '--ranges', '20', '--jobs', String(jobs)]).out);
    assert.equal(outs[0], outs[1]);
    assert.match(outs[0]!, /^What is predicted over the ranges of \d+ assumed costs/m);
    assert.doesNotMatch(outs[0]!, /\d{4}-\d\d-\d\d|wall/);
  });

  it('writes into a file', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-replication-'));
    const file = path.join(folder, 'page.md');
    assert.equal(xnet(['replicate', 'two-guests.xnet', '--quiet', '--format', 'markdown', '--output', file]).out, '');
    assert.match(fs.readFileSync(file, 'utf8'), /^<!-- .* -->\n\n# Replication\n/);
    fs.rmSync(folder, { recursive: true });
  });
});

describe('what a file is about', () => {
  for (const [text, about] of [
    ['/// One.\n/// Still one.\n///\n/// Two.\nimport "x"\n', ['One. Still one.', 'Two.']],
    ['\uFEFF\r\n// One.\r\n\r\n// Not any more.\r\n', ['One.']],
    ['host a { } // late\n', []],
    ['', []]
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual(aboutOf(text), about));
  }
});
