import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../src/build/options.mjs';
import { diagnosticsPage } from '../../src/server/reference.ts';
import { connect, show, uriOf } from './client.ts';
import type { Client, ClientOptions } from './client.ts';

describe('diagnostics', () => {
  let client: Client;
  const start = async (options: ClientOptions = {}): Promise<void> => {
    client = await connect(options);
  };
  afterEach(() => client.close());

  it('come for what is typed, at the token, with code and severity', async () => {
    await start();
    client.open('a.xnet', 'peer client { raet = 10 Gbps }');
    const found = await client.diagnostics('a.xnet');
    const unknown = found.find(each => each.code === 'unknown-property');
    assert.equal(unknown && show(unknown.range), '0:14-0:18');
    assert.equal(unknown?.severity, 1);
    assert.equal(unknown?.source, 'xnet');
  });

  it('go when the text is mended, and carry its version', async () => {
    await start();
    const file = client.open('a.xnet', 'peer client { raet = 10 Gbps }');
    await client.diagnostics('a.xnet', found => found.length > 0);
    file.type('raet', 'rate');
    const found = await client.diagnostics('a.xnet', (_, version) => version === 2);
    assert.deepEqual(
      found.filter(each => each.severity === 1),
      []
    );
  });

  it('name the page that explains them, where there is one', async () => {
    await start({ documentation: 'file:///ext/diagnostics.md' });
    client.open('a.xnet', 'peer client { raet = 10 Gbps }');
    const [first] = (await client.diagnostics('a.xnet')).filter(each => each.code === 'unknown-property');
    assert.deepEqual(first?.codeDescription, { href: 'file:///ext/diagnostics.md#unknown-property' });
  });

  it('point at the other place of a duplicate', async () => {
    await start();
    client.open('a.xnet', 'peer a { rate = 1 Gbps }\npeer a { rate = 1 Gbps }');
    const found = await client.diagnostics('a.xnet');
    const duplicate = found.find(each => each.code === 'duplicate-name');
    assert.deepEqual(
      duplicate?.relatedInformation?.map(each => [each.location.uri, show(each.location.range)]),
      [[uriOf('a.xnet'), '0:5-0:6']]
    );
  });

  it('come for files of the workspace that nobody has opened', async () => {
    await start({ files: { 'lib/closed.xnet': 'peer client { raet = 1 Gbps }' } });
    const found = await client.diagnostics('lib/closed.xnet', each => each.length > 0);
    assert.ok(found.some(each => each.code === 'unknown-property'));
  });

  it('are refreshed in a file when what it imports changes', async () => {
    await start({ files: { 'rack.xnet': 'grants copy { mode = copy }' } });
    client.open('a.xnet', 'import "./rack.xnet"\nparam policy = copied');
    const rack = client.open('rack.xnet', 'grants copy { mode = copy }');
    await client.diagnostics('a.xnet');
    rack.type('grants copy', 'hots copy');
    const broken = await client.diagnostics('rack.xnet', found => found.some(each => each.code === 'unknown-kind'));
    assert.ok(broken.length > 0);
    rack.type('hots', 'grants');
    await client.diagnostics('rack.xnet', found => found.every(each => each.code !== 'unknown-kind'));
  });

  it('follow files that come and go on disk', async () => {
    await start();
    client.open('a.xnet', 'import "./rack.xnet"');
    await client.diagnostics('a.xnet', found => found.some(each => each.code === 'import-not-found'));
    await client.write('rack.xnet', 'grants copy { mode = copy }');
    await client.diagnostics('a.xnet', found => found.every(each => each.code !== 'import-not-found'));
    await client.write('rack.xnet', undefined);
    await client.diagnostics('a.xnet', found => found.some(each => each.code === 'import-not-found'));
  });

  it('are taken back when the file is deleted', async () => {
    await start({ files: { 'gone.xnet': 'peer client { raet = 1 Gbps }' } });
    await client.diagnostics('gone.xnet', found => found.length > 0);
    await client.write('gone.xnet', undefined);
    await client.diagnostics('gone.xnet', found => found.length === 0);
  });

  it('read imports that only the client can read before anything is said', async () => {
    const rack = 'vscode-vfs://github/x/rack.xnet';
    await start({ remote: { [rack]: 'grants copy { mode = copy }' } });
    client.open('vscode-vfs://github/x/a.xnet', 'import "./rack.xnet"\npeer client { raet = 1 Gbps }');
    const found = await client.diagnostics('vscode-vfs://github/x/a.xnet');
    assert.ok(found.every(each => each.code !== 'import-not-found'));
  });

  it('find an open file whose name the editor spells otherwise than an import does', async () => {
    await start();
    client.open('file:///work/a%28b%29.xnet', 'grants copy { mode = copy }');
    client.open('a.xnet', 'import "./a(b).xnet"\npeer client { raet = 1 Gbps }');
    const found = await client.diagnostics('a.xnet');
    assert.ok(found.every(each => each.code !== 'import-not-found'));
  });

  it('call unused only what no importer uses either', async () => {
    await start({ files: { 'user.xnet': 'import "./rack.xnet"\npeer p { rate = speed }\n' } });
    client.open('rack.xnet', 'param speed = 1 Gbps\nparam idle = 2\npeer q { raet = 1 Gbps }\n');
    const found = await client.diagnostics(
      'rack.xnet',
      each => each.some(({ tags }) => tags !== undefined) && !each.some(({ range }) => range.start.line === 0)
    );
    assert.deepEqual(
      found.filter(each => each.tags?.includes(1)).map(each => each.range.start.line),
      [1]
    );
  });

  it('leave out the workspace where settings say so', async () => {
    await start({ files: { 'closed.xnet': 'peer client { raet = 1 Gbps }' }, settings: { diagnostics: { workspace: false } } });
    client.open('a.xnet', 'peer client { raet = 1 Gbps }');
    await client.diagnostics('a.xnet', found => found.length > 0);
    assert.equal(client.shown('closed.xnet'), undefined);
  });
});

describe('the page of a finding', () => {
  const file = path.join(root, 'docs/reference/diagnostics.md');

  it('is the line of its heading', () => {
    const page = diagnosticsPage(file);
    const [, line] = /#L(\d+)$/.exec(page('unknown-property') ?? '') ?? [];
    assert.equal(fs.readFileSync(file, 'utf8').split('\n')[Number(line) - 1], '### unknown-property');
    assert.equal(page('no-such-code'), undefined);
  });

  it('is nowhere when there are no pages', () => {
    assert.equal(diagnosticsPage(path.join(root, 'nowhere.md'))('unknown-property'), undefined);
  });
});
