/** `xnet import`, `xnet export` and `xnet compare` the way a shell starts them. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { xnet } from './xnet.ts';

const config = `name = "web"\nvcpus = 2\nvif = [ 'bridge=xenbr0,Mac=1' ]\non_crash = "destroy"\n`;

describe('xnet import', () => {
  it('writes a topology that is clean and can be estimated', () => {
    const imported = xnet(['import', '-'], config);
    assert.equal(imported.status, 0, imported.err);
    assert.match(imported.err, /^-:3:24: warning: unknown vif key `Mac`.* \[vif-unknown-key\]$/m);
    assert.doesNotMatch(imported.err, /error/);
    assert.equal(xnet(['check', '-'], imported.out).status, 0);
    assert.equal(xnet(['fmt', '-', '--check'], imported.out).status, 0);
    assert.match(xnet(['estimate', '-'], imported.out).out, /^receiving/m);
  });

  it('writes what it could read of a file with errors, and says so by its status', () => {
    const { status, out, err } = xnet(['import', '-', '--quiet'], `${config}oops(\n`);
    assert.equal(status, 1);
    assert.match(out, /domain web/);
    assert.match(err, /^-:5:5: error: /m);
    assert.doesNotMatch(err, /note:/);
  });

  it('refuses what is nothing it knows', () => {
    assert.equal(xnet(['import', '-'], 'hello').status, 1);
    assert.equal(xnet(['import', '-', '--format', 'docx'], config).status, 2);
    assert.equal(xnet(['import', 'missing.cfg']).status, 2);
    assert.equal(xnet(['import']).status, 2);
  });
});

describe('xnet export', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-export-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  it('writes files and what they lost', () => {
    const imported = xnet(['import', '-', '--quiet'], config).out;
    const { status, err } = xnet(['export', '-', '--format', 'xl', '--output', folder], imported);
    assert.equal(status, 0);
    assert.match(err, /lost: server\.cpu\.clock: /);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['lost.txt', 'web.cfg', 'xl.conf']);
    assert.match(fs.readFileSync(path.join(folder, 'web.cfg'), 'utf8'), /^on_crash = "destroy"$/m);
  });

  it('writes to standard output, and nothing of a file with errors', () => {
    const imported = xnet(['import', '-', '--quiet'], config).out;
    assert.match(xnet(['export', '-', '--format', 'libvirt', '--quiet'], imported).out, /<domain type='xen'>/);
    assert.deepEqual(xnet(['export', '-', '--format', 'xl'], 'host x { }').out, '');
    assert.equal(xnet(['export', '-', '--format', 'xl'], 'host x { }').status, 1);
    assert.equal(xnet(['export', '-'], imported).status, 2);
  });
});

describe('xnet compare', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-compare-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    fs.writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };

  it('lays a measurement beside the estimate', () => {
    const topology = write('web.xnet', xnet(['import', '-', '--quiet'], config).out);
    const measured = write(
      'iperf.json',
      '{"start":{"test_start":{"protocol":"TCP","num_streams":4}},"end":{"sum_received":{"bits_per_second":2e9,"seconds":5}}}'
    );
    const { status, out } = xnet(['compare', topology, measured, '--flow', 'rx', '--format', 'json']);
    assert.equal(status, 0);
    const [row] = JSON.parse(out).rows;
    assert.equal(row.measured, 2e9);
    assert.equal(row.difference, (row.model.mean - 2e9) / 2e9);
    assert.match(xnet(['compare', topology, measured, '--flow', 'rx']).out, /throughput\(rx\)\s+2 Gb\/s/);
    assert.equal(xnet(['compare', topology, measured]).status, 2);
    assert.equal(xnet(['compare', topology, measured, '--flow', 'other']).status, 2);
  });

  it('says where a measurement was cut short', () => {
    const topology = write('web.xnet', xnet(['import', '-', '--quiet'], config).out);
    const { status, err } = xnet(['compare', topology, write('cut.json', '{"start":{"test_start":')]);
    assert.equal(status, 1);
    assert.match(err, /cut\.json:1:24: error: .*cut short/);
  });
});
