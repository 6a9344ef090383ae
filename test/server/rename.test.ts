import assert from 'node:assert/strict';
import type { LinkedEditingRanges, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connect, show, uriOf } from './client.ts';
import type { Client, ClientOptions } from './client.ts';
import { at, broken, topology } from './navigation.ts';

describe('rename', () => {
  let client: Client;
  afterEach(() => client.close());

  async function renamed(marked: string, newName: string, options: ClientOptions = {}): Promise<Readonly<Record<string, string>>> {
    client = await connect(options);
    for (const path of Object.keys(options.files ?? {})) await client.diagnostics(path);
    const file = client.open('a.xnet', marked);
    const edit = await client.connection.sendRequest<WorkspaceEdit>('textDocument/rename', { ...file.at, newName });
    const texts: Record<string, string> = {};
    for (const { textDocument, edits } of (edit.documentChanges ?? []) as TextDocumentEdit[]) {
      const text =
        textDocument.uri === file.uri
          ? file.document.getText()
          : Object.entries(options.files ?? {}).find(([path]) => uriOf(path) === textDocument.uri)?.[1];
      texts[textDocument.uri] = TextDocument.applyEdits(TextDocument.create(textDocument.uri, 'xnet', 0, text ?? ''), edits as never);
    }
    return texts;
  }

  it('changes every place that names the thing', async () => {
    const texts = await renamed(at('guests]'), 'count');
    assert.equal(texts[uriOf('a.xnet')], topology.replaceAll('guests', 'count'));
  });

  it('changes every file that names it, open or not', async () => {
    const other = 'import "./a.xnet"\npeer q[n] { rate = 1 Gbps }\n';
    const texts = await renamed('param |n = 2\n', 'count', { files: { 'closed.xnet': other } });
    assert.deepEqual(texts, { [uriOf('a.xnet')]: 'param count = 2\n', [uriOf('closed.xnet')]: other.replace('[n]', '[count]') });
  });

  it('works in a file with errors', async () => {
    const texts = await renamed(broken(at('xenbr0; grants')), 'br1');
    assert.equal(texts[uriOf('a.xnet')], broken(topology.replaceAll('xenbr0', 'br1')));
  });

  for (const [why, marked, name, options, reason] of [
    ['a clash in the file', at('client {'), 'rx', {}, /already/],
    [
      'a clash in a file that imports it',
      'param |n = 2\n',
      'taken',
      { files: { 'b.xnet': 'import "./a.xnet"\nparam taken = 1\n' } },
      /b\.xnet already/
    ],
    ['what is no name', at('client {'), '1st', {}, /not a name/],
    ['a reserved word', at('client {'), 'index', {}, /reserved/],
    ['a name of a shipped library', 'import "xnet:costs/xen-2009"\nhost h { costs = |xen_2009 }', 'mine', {}, /shipped library/]
  ] as const) {
    it(`refuses ${why}`, async () => {
      await assert.rejects(renamed(marked, name, options), reason);
    });
  }

  it('prepares: the word and its place, or nothing', async () => {
    client = await connect();
    const file = client.open('a.xnet', at('guests]'));
    const prepared = await client.connection.sendRequest<{ range: never; placeholder: string }>('textDocument/prepareRename', file.at);
    assert.equal(prepared.placeholder, 'guests');
    const keyword = client.open('b.xnet', '|host server { }');
    assert.equal(await client.connection.sendRequest('textDocument/prepareRename', keyword.at), null);
  });

  it('links a param with its overrides for editing in place', async () => {
    client = await connect();
    const file = client.open('a.xnet', at('guests = 2'));
    const linked = await client.connection.sendRequest<LinkedEditingRanges>('textDocument/linkedEditingRange', file.at);
    assert.deepEqual(linked.ranges.map(show), ['0:6-0:12', '8:15-8:21', '18:7-18:13', '19:24-19:30']);
    const other = client.open('b.xnet', at('xenbr0'));
    assert.equal(await client.connection.sendRequest('textDocument/linkedEditingRange', other.at), null);
  });
});

describe('renaming files', () => {
  let client: Client;
  afterEach(() => client.close());

  async function moved(files: Readonly<Record<string, string>>, moves: readonly (readonly [string, string])[]): Promise<readonly string[]> {
    client = await connect({ files });
    for (const path of Object.keys(files)) await client.diagnostics(path);
    const edit = await client.connection.sendRequest<WorkspaceEdit | null>('workspace/willRenameFiles', {
      files: moves.map(([from, to]) => ({ oldUri: uriOf(from), newUri: uriOf(to) }))
    });
    const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    return changes.map(
      ({ textDocument, edits }) =>
        `${textDocument.uri.slice('file:///work/'.length)}: ${edits.map(each => ('newText' in each ? each.newText : '')).join()}`
    );
  }

  const files = { 'rack.xnet': 'param raet = broken', 'a.xnet': 'import "./rack.xnet"\nhots', 'sub/b.xnet': 'import "../rack.xnet"\nhots' };

  it('updates the imports of a renamed file', async () => {
    assert.deepEqual(await moved(files, [['rack.xnet', 'shelf.xnet']]), ['a.xnet: "./shelf.xnet"', 'sub/b.xnet: "../shelf.xnet"']);
  });

  it('updates the imports in a moved file', async () => {
    assert.deepEqual(await moved(files, [['a.xnet', 'deep/er/a.xnet']]), ['a.xnet: "../../rack.xnet"']);
  });

  it('follows a moved folder', async () => {
    assert.deepEqual(await moved(files, [['sub', 'far/sub']]), ['sub/b.xnet: "../../rack.xnet"']);
  });

  it('changes nothing when both move together', async () => {
    assert.deepEqual(
      await moved(files, [
        ['rack.xnet', 'x/rack.xnet'],
        ['a.xnet', 'x/a.xnet'],
        ['sub', 'x/sub']
      ]),
      []
    );
  });

  it('checks the file under its new name without being told by a watcher', async () => {
    client = await connect({ files: { 'a.xnet': 'peer p { raet = 1 Gbps }', 'b.xnet': 'peer q { raet = 1 Gbps }' } });
    await client.diagnostics('a.xnet', found => found.length > 0);
    const files = [{ oldUri: uriOf('a.xnet'), newUri: uriOf('gone.xnet') }];
    await client.connection.sendNotification('workspace/didRenameFiles', { files });
    await client.diagnostics('a.xnet', found => found.length === 0);
    await client.connection.sendNotification('workspace/didCreateFiles', { files: [{ uri: uriOf('a.xnet') }] });
    await client.diagnostics('a.xnet', found => found.length > 0);
  });
});
