import assert from 'node:assert/strict';
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver/node';
import { connect, show } from './client.ts';
import type { Client } from './client.ts';
import { at, broken, topology } from './navigation.ts';

for (const [state, prepare, line] of [
  ['of a sound file', (text: string) => text, 0],
  ['of a file with errors', broken, 1]
] as const) {
  describe(`the call hierarchy ${state}`, () => {
    let client: Client;
    beforeEach(async () => {
      client = await connect();
    });
    afterEach(() => client.close());
    const moved = (range: string): string => range.replace(/\d+(?=:)/g, number => String(Number(number) + line));

    const incoming = async (item: CallHierarchyItem | undefined): Promise<readonly CallHierarchyIncomingCall[]> =>
      client.connection.sendRequest('callHierarchy/incomingCalls', { item });
    const prepared = async (marked: string): Promise<CallHierarchyItem | undefined> => {
      const file = client.open('a.xnet', prepare(marked));
      return (await client.connection.sendRequest<CallHierarchyItem[] | null>('textDocument/prepareCallHierarchy', file.at))?.[0];
    };

    it('leads from a driver domain over its vifs to the flows that cross it', async () => {
      const dom0 = await prepared(at('dom0 { role'));
      assert.equal(dom0?.name, 'server.dom0');
      const users = await incoming(dom0);
      assert.deepEqual(
        users.map(({ from }) => `${from.detail} ${from.name}`),
        ['bridge server.xenbr0', 'vif server.guest[*].eth0']
      );
      assert.deepEqual(users[1]?.fromRanges.map(show), [moved('10:42-10:48')]);
      const flows = await incoming(users[1]?.from);
      assert.deepEqual(
        flows.map(({ from, fromRanges }) => [from.name, fromRanges.map(show)]),
        [['rx', [moved('15:30-15:50')]]]
      );
    });

    it('leads from a flow to what it goes through', async () => {
      const flow = await prepared(at('rx { from'));
      const used = await client.connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: flow });
      assert.deepEqual(
        used.map(({ to }) => to.name),
        ['client', 'server.guest[*].eth0']
      );
    });

    it('can be asked for where a thing is named', async () => {
      assert.equal((await prepared(at('xenbr0; grants')))?.name, 'server.xenbr0');
    });

    it('is not there for a param', async () => {
      assert.equal(await prepared(at('guests = 2')), undefined);
    });
  });
}

describe('the call hierarchy of nothing', () => {
  it('is empty when the thing is gone', async () => {
    const client = await connect();
    const file = client.open('a.xnet', at('dom0 { role'));
    const [item] = await client.connection.sendRequest<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', file.at);
    file.type(topology, '');
    assert.deepEqual(await client.connection.sendRequest('callHierarchy/incomingCalls', { item }), []);
    await client.close();
  });
});
