import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { xnet } from './xnet.ts';

describe('xnet fmt', function () {
  this.timeout(60_000);
  const untidy = 'peer   client{rate=10 Gbps}\n\n\n\n// kept\npeer other {   rate = 1Gbps }\n';
  const tidy = xnet(['fmt', '-'], untidy).out;
  let folder: string;

  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const file = (name: string, text: string | Buffer): string => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const content = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');

  it('formats standard input to standard output', () => {
    assert.match(tidy, /peer client \{/);
    assert.match(tidy, /rate = 1 Gbps/);
    assert.match(tidy, /\/\/ kept/);
    assert.deepEqual(xnet(['fmt', '-'], tidy), { status: 0, out: tidy, err: '' });
  });

  it('writes files and names those that changed', () => {
    const [one, two] = [file('one.xnet', untidy), file('two.xnet', tidy)];
    assert.deepEqual(xnet(['fmt', one, two]), { status: 0, out: `${one}\n`, err: '' });
    assert.equal(content('one.xnet'), tidy);
    assert.deepEqual(xnet(['fmt', one, two]), { status: 0, out: '', err: '' });
  });

  it('--check changes nothing and ends with 1 when something would change', () => {
    const [one, two] = [file('one.xnet', untidy), file('two.xnet', tidy)];
    assert.deepEqual(xnet(['fmt', '--check', one, two]), { status: 1, out: `${one}\n`, err: '' });
    assert.equal(content('one.xnet'), untidy);
    assert.equal(xnet(['fmt', '--check', two]).status, 0);
    assert.deepEqual(xnet(['fmt', '--check', '-'], untidy), { status: 1, out: '-\n', err: '' });
  });

  it('leaves a file with syntax errors as it is, and goes on with the others', () => {
    const [broken, one] = [file('broken.xnet', 'peer   client { rate = = }\n'), file('one.xnet', untidy)];
    const { status, out, err } = xnet(['fmt', broken, one]);
    assert.deepEqual([status, out], [1, `${one}\n`]);
    assert.match(err, /broken\.xnet:1:\d+: error: /);
    assert.equal(content('broken.xnet'), 'peer   client { rate = = }\n');
  });

  it('does not touch what is no UTF-8', () => {
    const bytes = Buffer.from([0x70, 0xff, 0xfe, 0x0a]);
    const { status, err } = xnet(['fmt', file('latin.xnet', bytes)]);
    assert.equal(status, 1);
    assert.match(err, /no UTF-8/);
    assert.deepEqual(fs.readFileSync(path.join(folder, 'latin.xnet')), bytes);
  });

  it('keeps a byte order mark and CRLF', () => {
    const { out } = xnet(['fmt', '-'], '\ufeffpeer a { rate = 1 Gbps }\r\npeer b   { rate = 1 Gbps }\r\n');
    assert.ok(out.startsWith('\ufeff'));
    assert.equal(out.match(/\r\n/g)!.length, 2);
  });

  it('a missing file is wrong usage', () => assert.equal(xnet(['fmt', path.join(folder, 'missing.xnet')]).status, 2));
});
