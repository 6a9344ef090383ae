import assert from 'node:assert/strict';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  Location,
  LocationLink,
  SymbolInformation
} from 'vscode-languageserver/node';
import { connect, show, uriOf } from './client.ts';
import type { Client } from './client.ts';
import { at, broken, topology } from './navigation.ts';

for (const [state, prepare, line] of [
  ['of a sound file', (text: string) => text, 0],
  ['of a file with errors', broken, 1]
] as const) {
  describe(`navigation ${state}`, () => {
    let client: Client;
    beforeEach(async () => {
      client = await connect();
    });
    afterEach(() => client.close());
    const moved = (range: string): string => range.replace(/\d+(?=:)/g, number => String(Number(number) + line));

    it('goes to the definition, with the name to mark', async () => {
      const file = client.open('a.xnet', prepare(at('xenbr0; grants')));
      const [link] = await client.connection.sendRequest<LocationLink[]>('textDocument/definition', file.at);
      assert.equal(link?.targetUri, file.uri);
      assert.equal(link && show(link.targetSelectionRange), moved('7:9-7:15'));
      assert.equal(link?.originSelectionRange && show(link.originSelectionRange), moved('10:42-10:48'));
    });

    it('finds references, with and without the declaration', async () => {
      const file = client.open('a.xnet', prepare(at('guests = 2')));
      for (const [includeDeclaration, expected] of [
        [true, ['0:6-0:12', '8:15-8:21', '18:7-18:13', '19:24-19:30']],
        [false, ['8:15-8:21', '18:7-18:13', '19:24-19:30']]
      ] as const) {
        const found = await client.connection.sendRequest<Location[]>('textDocument/references', {
          ...file.at,
          context: { includeDeclaration }
        });
        assert.deepEqual(
          found.map(each => show(each.range)),
          expected.map(moved)
        );
      }
    });

    it('highlights, writes told from reads', async () => {
      const file = client.open('a.xnet', prepare(at('guests]')));
      const found = await client.connection.sendRequest<DocumentHighlight[]>('textDocument/documentHighlight', file.at);
      assert.deepEqual(
        found.map(({ range, kind }) => `${show(range)} ${kind}`),
        [`${moved('0:6-0:12')} 3`, `${moved('8:15-8:21')} 2`, `${moved('18:7-18:13')} 3`, `${moved('19:24-19:30')} 2`]
      );
    });

    it('outlines', async () => {
      const file = client.open('a.xnet', prepare(topology));
      const symbols = await client.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
        textDocument: file.textDocument
      });
      const server = symbols.find(symbol => symbol.name === 'server');
      assert.deepEqual(
        server?.children?.map(child => child.name),
        ['cpu', 'hypervisor', 'eth0', 'dom0', 'xenbr0', 'guest']
      );
      for (const symbol of symbols) assert.ok(symbol.range.start.line <= symbol.selectionRange.start.line);
    });

    it('finds symbols of the workspace by letters of their names', async () => {
      client.open('a.xnet', prepare(topology));
      const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'gst' });
      assert.deepEqual(
        found.map(({ name, containerName }) => [name, containerName]),
        [
          ['guest', 'server'],
          ['guests', undefined]
        ].reverse()
      );
    });
  });
}

describe('navigation across files', () => {
  let client: Client;
  afterEach(() => client.close());
  const rack = 'param guests = 2\ngrants copied { mode = copy }\n';
  const user = (path: string): string => `import "${path}"\npeer p[guests] { rate = 1 Gbps }\n`;

  it('finds references in files that import the declaration, open or not', async () => {
    client = await connect({ files: { 'rack.xnet': rack, 'sub/closed.xnet': user('../rack.xnet'), 'other.xnet': 'param guests = 3' } });
    client.open('open.xnet', user('./rack.xnet'));
    const file = client.open('rack.xnet', rack.replace('guests', '|guests'));
    const found = await client.connection.sendRequest<Location[]>('textDocument/references', {
      ...file.at,
      context: { includeDeclaration: true }
    });
    assert.deepEqual(
      found.map(each => `${each.uri} ${show(each.range)}`),
      [`${uriOf('open.xnet')} 1:7-1:13`, `${uriOf('rack.xnet')} 0:6-0:12`, `${uriOf('sub/closed.xnet')} 1:7-1:13`]
    );
  });

  it('links the path of an import to its file, where there is one', async () => {
    client = await connect({ files: { 'rack.xnet': rack } });
    const file = client.open('a.xnet', 'import "./rack.xnet"\nimport "./missing.xnet"\nimport "xnet:costs/xen-2009"\n');
    const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: file.textDocument });
    assert.deepEqual(
      links.map(link => [show(link.range), link.target]),
      [['0:8-0:19', uriOf('rack.xnet')]]
    );
  });

  it('goes from an import to the file', async () => {
    client = await connect({ files: { 'rack.xnet': rack } });
    const file = client.open('a.xnet', 'import "./|rack.xnet"\n');
    const [link] = await client.connection.sendRequest<LocationLink[]>('textDocument/definition', file.at);
    assert.equal(link?.targetUri, uriOf('rack.xnet'));
  });

  it('opens shipped libraries where the client can show them', async () => {
    const source = 'import "xnet:costs/xen-2009"\nhost h { costs = |xen_2009 }\n';
    client = await connect({ libraries: true });
    const file = client.open('a.xnet', source);
    const [link] = await client.connection.sendRequest<LocationLink[]>('textDocument/definition', file.at);
    assert.equal(link?.targetUri, 'xnet:costs/xen-2009');
    const text = await client.connection.sendRequest<string>('xnet/library', { uri: link?.targetUri });
    assert.match(text, /costs xen_2009/);
    const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: file.textDocument });
    assert.deepEqual(
      links.map(each => each.target),
      ['xnet:costs/xen-2009']
    );
    await client.close();
    client = await connect();
    const other = client.open('a.xnet', source);
    assert.deepEqual(await client.connection.sendRequest('textDocument/definition', other.at), []);
  });
});
