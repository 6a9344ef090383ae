/** The topology preview over the protocol: the picture, its patches, the error flag, and the ways between picture and text. */
import assert from 'node:assert/strict';
import type { Location } from 'vscode-languageserver/node';
import type { Diagram, Loads } from '../../src/diagram/graph.ts';
import { patched } from '../../src/diagram/patch.ts';
import { methods } from '../../src/diagram/protocol.ts';
import type { ChangedParams, Mark, Picture } from '../../src/diagram/protocol.ts';
import { bridged } from '../diagram/made.ts';
import { connect, show } from './client.ts';
import type { Client, Opened } from './client.ts';

const guests = 'domain guest[2] { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0 } }';
const source = bridged(guests, 'flow rx { from = client; to = server.guest[*].eth0 }');

describe('the topology preview', () => {
  let client: Client;
  let heard: ChangedParams[];
  let wake: () => void = () => undefined;

  beforeEach(async () => {
    client = await connect();
    heard = [];
    client.connection.onNotification(methods.changed, (params: ChangedParams) => {
      heard.push(params);
      wake();
    });
  });
  afterEach(async () => {
    await client.close();
    assert.deepEqual(client.errors, []);
  });

  const look = ({ textDocument }: Opened) => client.connection.sendRequest<Picture | null>(methods.open, { textDocument });
  const declaration = (opened: Opened, id: string) =>
    client.connection.sendRequest<Location | null>(methods.declaration, { textDocument: opened.textDocument, id });
  const at = (opened: Opened) => client.connection.sendRequest<Mark>(methods.at, { ...opened.at, root: opened.uri });

  /** The next change that satisfies a condition; what came before it stays in `heard`. */
  async function change(isWanted: (params: ChangedParams) => boolean): Promise<ChangedParams> {
    for (;;) {
      const found = heard.find(isWanted);
      if (found !== undefined) return found;
      await new Promise<void>(resolve => (wake = resolve));
    }
  }

  it('is given whole when it is opened, then estimated', async () => {
    const picture = await look(client.open('a.xnet', source));
    assert.equal(picture?.errors, 0);
    assert.ok(picture?.diagram.nodes.some(({ id }) => id === 'server.guest[2].eth0'));
    const { loads = {} } = await change(params => params.loads !== undefined);
    assert.ok(between(loads, 'server.dom0') && between(loads, 'server.eth0') && between(loads, 'wire'), JSON.stringify(loads));
  });

  it('follows the text in patches', async () => {
    const opened = client.open('a.xnet', source);
    const { diagram, revision } = (await look(opened)) as Picture;
    opened.type('peer client', 'peer other { rate = 1 Gbps }\npeer client');
    const changed = await change(({ patch }) => patch !== undefined);
    assert.deepEqual(
      changed.patch?.nodes.put.map(({ id }) => id),
      ['other']
    );
    assert.ok(changed.revision > revision);
    assert.ok(
      (patched(diagram, changed.patch as NonNullable<ChangedParams['patch']>) satisfies Diagram).nodes.some(({ id }) => id === 'other')
    );
  });

  it('says that there is an error and leaves the picture as it is, until the error is gone', async () => {
    const opened = client.open('a.xnet', source);
    await look(opened);
    opened.type('domain dom0 {', 'domain dom0 { vcpus = = ');
    const broken = await change(({ errors }) => errors !== undefined);
    assert.ok((broken.errors ?? 0) > 0);
    assert.equal(broken.patch, undefined);
    opened.type('vcpus = = ', '');
    const mended = await change(({ errors }) => errors === 0);
    assert.equal(mended.patch, undefined);
    assert.ok(heard.every(({ patch }) => patch === undefined));
  });

  it('sends nothing when only white space and comments change', async () => {
    const opened = client.open('a.xnet', source);
    await look(opened);
    await change(({ loads }) => loads !== undefined);
    opened.type('peer client', '\n\n  // the other end\n  peer client');
    // A change that does count, behind it: whatever the first one caused would have come before.
    opened.type('rate = 10 Gbps }\nlink', 'rate = 1 Gbps }\nlink');
    const counted = await change(({ patch }) => patch !== undefined);
    assert.deepEqual(
      counted.patch?.nodes.put.map(({ id }) => id),
      ['client']
    );
    assert.equal(heard.filter(({ patch, errors }) => patch !== undefined || errors !== undefined).length, 1);
  });

  it('leads from a thing to its declaration, also in moved text', async () => {
    const opened = client.open('a.xnet', `\n${source}`);
    await look(opened);
    const places: readonly [id: string, text: string][] = [
      ['server', 'server'],
      ['server.guest[2]', 'guest'],
      ['server.guest[1].eth0', 'eth0'],
      ['wire', 'wire'],
      ['server.eth0–server.xenbr0', 'xenbr0'],
      ['flow rx', 'rx']
    ];
    for (const [id, text] of places) {
      const place = await declaration(opened, id);
      assert.equal(place?.uri, opened.uri);
      assert.equal(place === null ? '' : opened.document.getText(place.range), text, id);
    }
    const before = await declaration(opened, 'client');
    opened.type('peer client', '\n\npeer client');
    const after = await declaration(opened, 'client');
    assert.notEqual(before && show(before.range), after && show(after.range));
    assert.equal(await declaration(opened, 'nowhere'), null);
  });

  const cursors: readonly [where: string, text: string, mark: Mark][] = [
    ['a domain', source.replace('domain dom0 {', 'domain dom0 { | '), { ids: ['server.dom0'] }],
    ['an array', source.replace('guest[2] {', 'gu|est[2] {'), { ids: ['server.guest[1]', 'server.guest[2]'] }],
    [
      'a vif of an array',
      source.replace('model = netfront', 'model = net|front'),
      { ids: ['server.guest[1].eth0', 'server.guest[2].eth0'] }
    ],
    ['what is in the host and is no thing', source.replace('kind = xen', 'kind = |xen'), { ids: ['server'] }],
    ['a link', source.replace('delay = 5 us', 'delay = |5 us'), { ids: ['wire'] }],
    ['a flow', source.replace('flow rx {', 'flow rx { |'), { ids: [], flow: 'rx' }],
    ['an end of a flow', source.replace('from = client', 'from = cl|ient'), { ids: ['client'], flow: 'rx' }],
    ['a bridge that is named', source.replace('bridge = xenbr0', 'bridge = xen|br0'), { ids: ['server.xenbr0'] }],
    ['nothing', `|${source}`, { ids: [] }]
  ];
  for (const [where, text, mark] of cursors) {
    it(`knows what the cursor is in: ${where}`, async () => {
      const opened = client.open('a.xnet', text);
      await look(opened);
      assert.deepEqual(await at(opened), mark);
    });
  }

  it('is told nobody any more once it is closed', async () => {
    const opened = client.open('a.xnet', source);
    const other = client.open('b.xnet', source);
    await look(opened);
    await look(other);
    await client.connection.sendNotification(methods.close, { textDocument: opened.textDocument });
    opened.type('peer client', 'peer more { rate = 1 Gbps }\npeer client');
    other.type('peer client', 'peer more { rate = 1 Gbps }\npeer client');
    await change(({ uri, patch }) => uri === other.uri && patch !== undefined);
    assert.ok(!heard.some(({ uri, patch }) => uri === opened.uri && patch !== undefined));
  });

  it('has no picture of a file that is not there', async () => {
    assert.equal(await client.connection.sendRequest(methods.open, { textDocument: { uri: 'file:///work/none.xnet' } }), null);
  });
});

function between(loads: Loads, id: string): boolean {
  const load = loads[id];
  return load !== undefined && load > 0 && load <= 1;
}
