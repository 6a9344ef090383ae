import assert from 'node:assert/strict';
import type { CodeLens } from 'vscode-languageserver/node';
import { connect, uriOf } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { broken, topology } from './navigation.ts';
import { fakeEstimator } from './observation.ts';

const guests = (text: { readonly hosts: readonly { readonly domains: readonly unknown[] }[] }): number =>
  (text.hosts[0]?.domains.length ?? 1) - 1;
/** 0.5 Gb/s per guest in all, so that the sweep has two ends. */
const estimator = fakeEstimator({ rate: model => (0.5e9 * guests(model)) / model.flows.length });

describe('code lens', () => {
  let client: Client;
  afterEach(() => client.close());

  async function lenses(text: string, options: ClientOptions = {}): Promise<readonly CodeLens[]> {
    client = await connect({ estimator, commands: true, ...options });
    const { textDocument } = client.open('a.xnet', text);
    const found = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
    return Promise.all(
      found.map(lens => (lens.command === undefined ? client.connection.sendRequest<CodeLens>('codeLens/resolve', lens) : lens))
    );
  }

  it('simulates, sweeps and estimates an experiment', async () => {
    const found = await lenses(topology);
    assert.deepEqual(
      found.map(lens => [lens.command?.title, lens.command?.command, lens.command?.arguments]),
      [
        ['▶ Simulate', 'xnet.simulate', [uriOf('a.xnet'), { experiments: ['sweep'], set: { guests: '2' } }]],
        ['▶ Sweep 1..3', 'xnet.simulate', [uriOf('a.xnet'), { experiments: ['sweep'] }]],
        ['≈ 500 Mb/s to 1.5 Gb/s', 'xnet.estimate', [uriOf('a.xnet'), { experiments: ['sweep'] }]]
      ]
    );
    assert.ok(found.every(lens => lens.range.start.line === 16));
  });

  it('settles at the end of a sweep that the param itself is not in', async () => {
    const [simulate] = await lenses(topology.replace('guests = 2', 'guests = 9'));
    assert.deepEqual((simulate?.command?.arguments?.[1] as { set: unknown }).set, { guests: '3' });
  });

  it('only simulates what does not vary', async () => {
    const found = await lenses(topology.replace('vary guests = 1..3', 'vary guests = [2]'));
    assert.deepEqual(
      found.map(lens => lens.command?.title),
      ['▶ Simulate', '≈ 1 Gb/s']
    );
  });

  it('stays over an experiment of a file with errors, without a number', async () => {
    const found = await lenses(broken(topology));
    assert.deepEqual(
      found.slice(0, 3).map(lens => lens.command?.title),
      ['▶ Simulate', '▶ Sweep 1..3', '≈ no estimate']
    );
  });

  it('shows only the number to a client without the commands', async () => {
    const found = await lenses(topology, { commands: false });
    assert.deepEqual(
      found.map(lens => lens.command),
      [{ title: '≈ 500 Mb/s to 1.5 Gb/s', command: '', arguments: [uriOf('a.xnet'), { experiments: ['sweep'] }] }]
    );
  });

  it('can be switched off', async () => {
    assert.deepEqual(await lenses(topology, { settings: { codeLens: { experiments: false } } }), []);
  });

  const results = (stale: boolean) => ({
    uri: 'file:///work/a.xnet',
    experiments: [
      { experiment: 'sweep', title: '= 1 Gb/s', stale },
      { experiment: 'gone', title: '= 2 Gb/s', stale: false }
    ]
  });

  for (const stale of [false, true]) {
    it(`shows what a run found${stale ? ', marked stale' : ''}, over the experiments there are`, async () => {
      await lenses(topology);
      await client.connection.sendNotification('xnet/results', results(stale));
      const found = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf('a.xnet') } });
      const { command, range } = found.at(-1)!;
      assert.equal(found.length, 4);
      assert.deepEqual(
        [command?.title, command?.command, command?.arguments, range.start.line],
        [stale ? '= 1 Gb/s · stale' : '= 1 Gb/s', 'xnet.showResults', [uriOf('a.xnet'), 'sweep'], 16]
      );
    });
  }

  it('shows results alone, or not at all, as the settings say', async () => {
    for (const [codeLens, titles] of [
      [{ experiments: false }, ['= 1 Gb/s']],
      [{ experiments: false, results: false }, []]
    ] as const) {
      await lenses(topology, { settings: { codeLens } });
      await client.connection.sendNotification('xnet/results', results(false));
      const found = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf('a.xnet') } });
      assert.deepEqual(
        found.map(({ command }) => command?.title),
        titles
      );
      await client.close();
    }
  });
});
