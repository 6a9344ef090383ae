import assert from 'node:assert/strict';
import type { InlayHint } from 'vscode-languageserver/node';
import { connect } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { fakeEstimator } from './observation.ts';

const source = `param q = 8
grants copied { mode = copy }
host server {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 8; pin = [0]; reserved_grants = 0 }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest {
    vcpus = 8
    reserved_grants = 0
    vif eth[8] { model = netfront; bridge = xenbr0; grants = copied; queues = q }
  }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest.eth[1] } // in
flow paced {
  from = client
  to   = server.guest.eth[2]
  rate = 1 Gbps
}
`;

const estimator = fakeEstimator({
  bottleneck: () => ({ resource: 'server.cpu[0]', domain: 'server.dom0', utilization: 1 }),
  cores: { 'server.cpu[0]': 1 }
});

describe('inlay hints', () => {
  let client: Client;
  afterEach(() => client.close());

  /** Each line with its hints in brackets, lines without one left out. */
  async function hinted(text: string, options: ClientOptions = {}): Promise<readonly string[]> {
    client = await connect({ estimator, ...options });
    const { textDocument, document } = client.open('a.xnet', text);
    const end = document.positionAt(text.length);
    const range = { start: { line: 0, character: 0 }, end };
    const hints = (await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range })) ?? [];
    const lines = text.split('\n');
    const shown = hints.map(({ position: { line, character }, label }) => `${lines[line]?.slice(0, character).trim()} [${String(label)}]`);
    return shown;
  }

  it('say what written numbers come to', async () => {
    assert.deepEqual(await hinted(source), [
      'grants copied { mode = copy } [514 grants/queue, 65 of 64 frames]',
      'domain dom0 { role = driver; vcpus = 8; pin = [0] [≈ 100 % busy]',
      'domain guest { [32,906 grants, 65 of 64 frames]',
      'vif eth[8] { model = netfront; bridge = xenbr0; grants = copied; queues = q [→ 7 to 8 effective]',
      'flow rx { from = client; to = server.guest.eth[1] } // in [≈ 1 Gb/s, limited by server.dom0]',
      'flow paced { [≈ 1 Gb/s, as offered]'
    ]);
  });

  it('say that all queues come up when they do', async () => {
    const lines = await hinted(source.replace('q = 8', 'q = 2'));
    assert.ok(lines.some(line => line.endsWith('queues = q [→ 2 come up]')));
  });

  it('are there while the file has errors', async () => {
    const lines = await hinted(`${source}\nflow broken { form = client }\nhost`);
    assert.ok(lines.some(line => line.startsWith('flow rx')));
  });

  it('of one kind can be switched off', async () => {
    const lines = await hinted(source, { settings: { hints: { flows: false, grants: false } } });
    assert.deepEqual(
      lines.filter(line => /grants\/|Gb\/s|frames/.test(line)),
      []
    );
    assert.equal(lines.length, 2);
  });

  it('are left out when there is nothing to estimate', async () => {
    const lines = await hinted('peer client { rate = 10 Gbps }', {
      estimator: () => {
        throw new Error('no way');
      }
    });
    assert.deepEqual(lines, []);
    assert.deepEqual(client.errors, []);
  });

  it('explain the sum', async () => {
    client = await connect({ estimator });
    const { textDocument } = client.open('a.xnet', source);
    const range = { start: { line: 8, character: 0 }, end: { line: 9, character: 0 } };
    const [hint] = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
    assert.match(JSON.stringify(hint?.tooltip), /10 fixed \+ \(8 vifs, 64 queues\) × 514 per queue = 32,906/);
  });
});
