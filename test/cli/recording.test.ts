import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fixture, interrupted, xnet } from './xnet.ts';

const timeless = (text: string): string => text.replace(/"startedAt": "[^"]*"/, '').replace(/"wallSeconds": [\d.e-]+/, '');
const FILE = 'two-guests.xnet';

describe('xnet run --trace and --pcap', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-recording-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);

  it('write their files beside the same result, and say what they are of', () => {
    const plain = ['run', FILE, '--experiment', 'baseline', '--format', 'json'];
    const wishes = [
      '--trace',
      at('t.json'),
      '--pcap',
      `server.guest[2].eth0=${at('a.pcapng')}`,
      '--pcap',
      `server.guest[1].eth0=${at('b.pcapng')}`
    ];
    const { status, out, err } = xnet([...plain, ...wishes]);
    assert.equal(status, 0, err);
    assert.equal(timeless(out), timeless(xnet(plain).out));
    // The first point has one guest: the second one's vif is there from the next point on.
    assert.match(err, /t\.json: baseline at guests = 2, replication 1, seed 1; 20 ms from 10 ms on, [\d,]+ events$/m);
    assert.match(err, /a\.pcapng: baseline at guests = 2, replication 1, seed 1; 20 ms from 10 ms on, [\d,]+ packets$/m);
    const { traceEvents, otherData } = JSON.parse(fs.readFileSync(at('t.json'), 'utf8'));
    assert.ok(traceEvents.length > 1000);
    assert.equal(otherData.source.sha256, JSON.parse(out).source.sha256);
    for (const name of ['a.pcapng', 'b.pcapng']) assert.equal(fs.readFileSync(at(name)).readUInt32LE(0), 0x0a0d0d0a);
  });

  it('are the same bytes twice, and others with another seed', () => {
    const [first, again, other] = ['1', '1', '2'].map((seed, number) => {
      const file = at(`${number}.pcapng`);
      const wish = ['--pcap', `server.guest[1].eth0=${file}`, '--trace-seconds', '0.005', '--quiet'];
      assert.equal(xnet(['run', FILE, '--experiment', 'baseline', '--seed', seed, ...wish]).err, '');
      return fs.readFileSync(file).toString('latin1');
    });
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  it('standard input is read once', () => {
    const { status } = xnet(['run', '-', '--experiment', 'baseline', '--trace', at('t.json')], fs.readFileSync(fixture(FILE), 'utf8'));
    assert.equal(status, 0);
    assert.ok(fs.existsSync(at('t.json')));
  });

  it('a run that is stopped has none, and says so', async () => {
    const { status, err } = await interrupted(['run', 'endless.xnet', '--trace', at('t.json')], 'SIGINT');
    assert.equal(status, 3);
    assert.match(err, /no trace or capture is written/);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  const wrong: [readonly string[], RegExp][] = [
    [['--pcap', 'server.guest[1].eth0'], /--pcap takes VIF=PATH/],
    [['--pcap', 'nosuch=x.pcapng'], /there is no vif nosuch; there are server\.guest\[1\]\.eth0, server\.guest\[2\]\.eth0/],
    [['--pcap', 'a=x', '--pcap', 'a=y'], /--pcap names a twice/],
    [['--trace', 'x', '--pcap', 'a=./x'], /a file each/],
    [['--trace', '-'], /goes to a file/],
    [['--trace-seconds', '1'], /goes with --trace or --pcap/],
    [['--trace', 'x', '--trace-seconds', '0'], /--trace-seconds takes simulated seconds above 0/],
    [['--trace', path.join('no', 'such', 'place')], /cannot write/]
  ];
  for (const [options, said] of wrong) {
    it(`${options.join(' ')} is wrong usage, told before anything runs`, () => {
      const { status, out, err } = xnet(['run', FILE, ...options]);
      assert.deepEqual([status, out], [2, '']);
      assert.match(err, said);
    });
  }
});
