import assert from 'node:assert/strict';
import type { CompletionItem, CompletionList, TextEdit } from 'vscode-languageserver/node';
import { withoutTabStops } from '../../src/server/features/completion.ts';
import { connect } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { at, broken, topology } from './navigation.ts';

describe('completion', () => {
  let client: Client;
  afterEach(() => client.close());

  async function completed(marked: string, options: ClientOptions = {}, triggerCharacter?: string): Promise<readonly CompletionItem[]> {
    client = await connect(options);
    const file = client.open('a.xnet', marked);
    const context = triggerCharacter === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter };
    const list = await client.connection.sendRequest<CompletionList>('textDocument/completion', { ...file.at, context });
    return [...list.items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  }

  const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(item => item.label);

  it('offers driver domains first for a back-end', async () => {
    const items = await completed(topology.replace('bridge = xenbr0; grants', 'backend = |; bridge = xenbr0; grants'));
    assert.equal(labels(items)[0], 'dom0');
  });

  it('inserts required members as a snippet', async () => {
    const items = await completed(`${topology}\nfl|`);
    const flow = items.find(item => item.label === 'flow');
    assert.equal(flow?.insertTextFormat, 2);
    assert.match((flow?.textEdit as TextEdit).newText, /from[\s\S]*to/);
  });

  it('writes snippets out for a client that has none', async () => {
    const items = await completed(`${topology}\nfl|`, { capabilities: {} });
    const flow = items.find(item => item.label === 'flow');
    assert.equal(flow?.insertTextFormat, 1);
    assert.doesNotMatch((flow?.textEdit as TextEdit).newText, /\$/);
  });

  it('documents items', async () => {
    const items = await completed(at('vcpus = 1 }'));
    assert.match(JSON.stringify(items.find(item => item.label === 'memory')?.documentation), /Memory/);
  });

  it('replaces the word that is being typed', async () => {
    const items = await completed('peer client { ra|te = 10 Gbps }');
    const rate = items.find(item => item.label === 'rate');
    assert.deepEqual((rate?.textEdit as TextEdit).range, { start: { line: 0, character: 14 }, end: { line: 0, character: 18 } });
  });

  it('answers in a file with errors', async () => {
    assert.ok(labels(await completed(broken(topology.replace('model = netfront', 'model = |')))).includes('netfront'));
  });

  it('offers the files of the workspace and the shipped libraries within an import', async () => {
    const files = { 'rack.xnet': 'param a = 1', 'lib/nics.xnet': 'param b = 1', 'used.xnet': '' };
    client = await connect({ files });
    await client.diagnostics('rack.xnet', () => true).catch(() => undefined);
    const file = client.open('a.xnet', 'import "./used.xnet"\nimport "|"\n');
    const list = await client.connection.sendRequest<CompletionList>('textDocument/completion', file.at);
    assert.deepEqual(
      labels(list.items).filter(label => label.startsWith('.')),
      ['./rack.xnet', './lib/nics.xnet']
    );
    assert.ok(labels(list.items).includes('xnet:costs/xen-2009'));
  });

  it('does not pop up at a blank that nothing must follow', async () => {
    assert.deepEqual(await completed('host server { |', {}, ' '), []);
    await client.close();
    assert.ok((await completed('peer client { rate = 10 | }', {}, ' ')).length > 0);
  });

  it('asks again behind what needs a value, where the client can', async () => {
    const items = await completed('peer client { | }');
    assert.ok(items.every(item => item.command === undefined));
  });
});

describe('a snippet nobody steps through', () => {
  for (const [snippet, text] of [
    ['vcpus = ${2:1}\n$0', 'vcpus = 1\n'],
    ['model = ${2|netfront,multiqueue|}', 'model = netfront'],
    ['expect ${1:throughput(${2:rx}) >= ${3:1 Gbps}}', 'expect throughput(rx) >= 1 Gbps'],
    ['plain', 'plain']
  ] as const) {
    it(`is ${JSON.stringify(text)}`, () => assert.equal(withoutTabStops(snippet), text));
  }
});
