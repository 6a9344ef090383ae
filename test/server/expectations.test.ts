/** `expect` lines as tests: where they stand, whose they are, on files with errors, over imports. */
import assert from 'node:assert/strict';
import type { Range } from 'vscode-languageserver/node';
import { connect, uriOf } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { broken, topology } from './navigation.ts';

interface Placed {
  readonly uri: string;
  readonly range: Range;
}
type Answer = readonly (Placed & { readonly name: string; readonly expectations: readonly (Placed & { readonly text: string })[] })[];

const measured = `experiment first {
  duration = 1 s
  expect throughput(rx)   >=
    2 Gbps
  expect bottleneck == server.dom0
}
template experiment quick { duration = 10 ms; expect loss(rx) < 1 % }
experiment second : quick { expect latency(rx) < 1 ms }
experiment silent { duration = 1 s }
`;

describe('expectations as tests', () => {
  let client: Client;
  afterEach(() => client.close());

  async function asked(path: string, text: string | undefined, options: ClientOptions = {}): Promise<Answer | null> {
    client = await connect(options);
    if (text !== undefined) client.open(path, text);
    return client.connection.sendRequest<Answer | null>('xnet/expectations', { textDocument: { uri: uriOf(path) } });
  }

  const names = (answer: Answer | null) => answer?.map(({ name, expectations }) => [name, expectations.map(({ text }) => text)]);
  const lines = (answer: Answer | null) => answer?.map(each => each.expectations.map(({ range }) => range.start.line));

  it('are told by experiment, inherited ones first, as results call them', async () => {
    assert.deepEqual(names(await asked('a.xnet', measured)), [
      ['first', ['throughput(rx) >= 2 Gbps', 'bottleneck == server.dom0']],
      ['second', ['loss(rx) < 1 %', 'latency(rx) < 1 ms']],
      ['silent', []]
    ]);
  });

  it('stand where they are written', async () => {
    const answer = await asked('a.xnet', measured);
    assert.deepEqual(lines(answer), [[2, 4], [6, 7], []]);
    assert.deepEqual(answer?.[0]?.range, { start: { line: 0, character: 11 }, end: { line: 0, character: 16 } });
    assert.deepEqual(answer?.[0]?.expectations[0]?.range, { start: { line: 2, character: 2 }, end: { line: 3, character: 10 } });
  });

  it('stand in the file they are inherited from, which nobody has opened', async () => {
    const files = { 'base.xnet': measured };
    const answer = await asked('a.xnet', 'import "./base.xnet"\nexperiment mine : quick { }\n', { files });
    assert.deepEqual(names(answer), [['mine', ['loss(rx) < 1 %']]]);
    assert.equal(answer?.[0]?.uri, uriOf('a.xnet'));
    assert.equal(answer?.[0]?.expectations[0]?.uri, uriOf('base.xnet'));
  });

  const damaged: Readonly<Record<string, string>> = {
    'a block that is not closed': measured.replace('dom0\n}', 'dom0\n'),
    'an unknown property': `host server { nothing = 1 }\n${measured}`,
    'a line that is being typed': measured.replace('bottleneck == server.dom0', 'bottleneck == server.dom0\n  expect '),
    'a topology with errors': `${broken(topology)}\n${measured}`
  };
  for (const [damage, text] of Object.entries(damaged)) {
    it(`stay in a file with errors: ${damage}`, async () => {
      const answer = names(await asked('a.xnet', text)) ?? [];
      for (const wanted of [
        ['first', ['throughput(rx) >= 2 Gbps', 'bottleneck == server.dom0']],
        ['second', ['loss(rx) < 1 %', 'latency(rx) < 1 ms']]
      ])
        assert.ok(
          answer.some(each => JSON.stringify(each) === JSON.stringify(wanted)),
          JSON.stringify(answer)
        );
    });
  }

  it('are found in a file that only the client can read, and nowhere in one that is not there', async () => {
    const remote = { 'memfs:/a.xnet': measured };
    assert.equal((await asked('memfs:/a.xnet', undefined, { remote }))?.length, 3);
    assert.equal(await client.connection.sendRequest('xnet/expectations', { textDocument: { uri: 'memfs:/b.xnet' } }), null);
  });

  it('are said to have changed to who has asked: after typing, and after a file was written', async () => {
    await asked('a.xnet', undefined, { files: { 'a.xnet': 'experiment one { expect 1 > 0 }\n' } });
    const told = () => new Promise<void>(resolve => client.connection.onNotification('xnet/expectationsChanged', resolve));
    const again = () => client.connection.sendRequest<Answer>('xnet/expectations', { textDocument: { uri: uriOf('a.xnet') } });
    const written = told();
    await client.write('a.xnet', 'experiment two { expect 1 > 0 }\n');
    await written;
    assert.deepEqual(names(await again()), [['two', ['1 > 0']]]);
    const typed = told();
    client.open('a.xnet', 'experiment two { expect 1 > 0 }\n').type('1 > 0', '2 > 1');
    await typed;
    assert.deepEqual(names(await again()), [['two', ['2 > 1']]]);
  });

  it('an experiment that is its own base has no end of them', async () => {
    assert.ok(Array.isArray(await asked('a.xnet', 'experiment a : b { expect 1 > 0 }\nexperiment b : a { expect 2 > 0 }\n')));
  });
});
