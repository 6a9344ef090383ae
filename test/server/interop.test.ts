/** Import and export, asked of the server by an extension that does not carry them. */
import * as assert from 'node:assert/strict';
import type { InteropRequests } from '../../src/interop/requests.ts';
import { connect } from './client.ts';
import type { Client } from './client.ts';

const config = `name = "web"\nvcpus = 2\nvif = [ 'bridge=xenbr0,rate=10Mb/s,Mac=1' ]\n`;

describe('import and export on the server', () => {
  let client: Client;
  before(async () => (client = await connect()));
  after(async () => client.close());

  const ask = async <Name extends keyof InteropRequests>(
    name: Name,
    params: InteropRequests[Name]['params']
  ): Promise<InteropRequests[Name]['answer']> => client.connection.sendRequest(name, params);

  it('tells what a file is', async () => {
    assert.equal(await ask('xnet/recognise', { name: 'web.cfg', text: config }), 'Xen xl.cfg');
    assert.equal(await ask('xnet/recognise', { name: 'poem.txt', text: 'no format at all' }), null);
  });

  it('imports, and exports again what it has imported', async () => {
    const imported = await ask('xnet/import', { files: [{ name: 'web.cfg', text: config }] });
    assert.match(imported.text ?? '', /domain web \{/);
    assert.ok(imported.findings.some(({ code, file }) => code === 'vif-unknown-key' && file === 'web.cfg'));
    const formats = await ask('xnet/exportFormats', {});
    assert.deepEqual(
      formats.map(({ format }) => format),
      ['xl', 'libvirt']
    );
    const texts = [['file:///work/web.xnet', imported.text ?? '']] as const;
    const exported = await ask('xnet/export', { format: 'xl', texts, name: 'web.xnet' });
    assert.ok('files' in exported);
    assert.match(exported.files[0]?.text ?? '', /^vif = \[ "bridge=xenbr0,rate=10Mb\/s,Mac=1" \]$/m);
  });

  it('reads imports of the file among the texts, and writes nothing of a file with errors', async () => {
    const guest = 'template domain Guest { vcpus = 1 }\n';
    const host = (base: string): string =>
      `import "./guest.xnet"\nhost h {\n  cpu { cores = 4; clock = 2 GHz }\n  domain g : ${base} { }\n}\n`;
    const request = (base: string): InteropRequests['xnet/export']['params'] => ({
      format: 'libvirt',
      name: 'h.xnet',
      texts: [
        ['file:///work/h.xnet', host(base)],
        ['file:///work/guest.xnet', guest]
      ]
    });
    assert.ok('files' in (await ask('xnet/export', request('Guest'))));
    const refused = await ask('xnet/export', request('Nobody'));
    assert.match('error' in refused ? refused.error : '', /vcpus/);
  });
});
