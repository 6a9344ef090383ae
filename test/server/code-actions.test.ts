import assert from 'node:assert/strict';
import type { CodeAction, CreateFile, TextDocumentEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connect, uriOf } from './client.ts';
import type { Client, ClientOptions, Opened } from './client.ts';
import { at, broken, topology } from './navigation.ts';
import { fakeEstimator } from './observation.ts';

/** Multi-queue and kept grants are faster, and how much is in the fake's hand. */
const estimator = fakeEstimator({
  rate: ({ hosts }) => {
    const vif = hosts[0]?.domains.flatMap(domain => domain.vifs)[0];
    return 1e9 * (vif?.model === 'multiqueue' ? 1.52 : 1) * (vif?.grants?.mode === 'reuse' ? 1.38 : 1);
  }
});

describe('code actions', () => {
  let client: Client;
  let file: Opened;
  afterEach(() => client.close());

  async function offered(
    marked: string,
    options: ClientOptions & { readonly only?: readonly string[] } = {}
  ): Promise<readonly CodeAction[]> {
    client = await connect({ estimator, ...options });
    file = client.open('a.xnet', marked);
    const { textDocument, position } = file.at;
    const context = { diagnostics: [], ...(options.only === undefined ? {} : { only: options.only }) };
    return client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: { start: position, end: position },
      context
    });
  }

  function applied(action: CodeAction | undefined): string {
    const changes = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    const own = changes.find(change => change.textDocument?.uri === file.uri);
    return TextDocument.applyEdits(file.document, (own?.edits ?? []) as never);
  }

  it('mend a misspelt word, in preference to anything else', async () => {
    const actions = await offered('peer client { |raet = 10 Gbps }');
    const [first] = actions;
    assert.equal(first?.title, 'Change to `rate`');
    assert.equal(first?.isPreferred, true);
    assert.deepEqual(
      first?.diagnostics?.map(each => each.code),
      ['unknown-property']
    );
    assert.equal(applied(first), 'peer client { rate = 10 Gbps }');
  });

  it('add what is missing', async () => {
    const actions = await offered('peer |client { }');
    assert.equal(applied(actions.find(each => each.title === 'Add `rate`')), 'peer client { rate = 10 Gbps }');
  });

  it('mend a unit', async () => {
    const actions = await offered('peer client { rate = 10 |kbps }');
    assert.ok(
      actions.some(each => each.kind === 'quickfix' && applied(each) === 'peer client { rate = 10 Kbps }'),
      actions.map(each => each.title).join()
    );
  });

  it('measure another model and another policy', async () => {
    const source = `grants kept { mode = reuse }\n${topology}`;
    const models = await offered(source.replace('model = netfront', 'model = |netfront'), { only: ['refactor.rewrite'] });
    assert.ok(
      models.some(each => each.title === 'Switch model to multiqueue: +52 % (estimated)'),
      models.map(each => each.title).join()
    );
    await client.close();
    const policies = await offered(source.replace('grants = copied', '|grants = copied'), { only: ['refactor.rewrite'] });
    const reuse = policies.find(each => each.title === 'Switch grants to kept: +38 % (estimated)');
    assert.equal(applied(reuse), source.replace('grants = copied', 'grants = kept'));
  });

  it('measure a mode, and change the param where one chooses it', async () => {
    const source = topology.replace('param guests = 2', 'param guests = 2\nparam how = copy').replace('mode = copy', 'mode = |how');
    const actions = await offered(source, { only: ['refactor'] });
    const reuse = actions.find(each => each.title.startsWith('Switch mode to reuse: +38 %'));
    assert.match(applied(reuse), /param how = reuse\n/);
  });

  it('offer nothing that would not check', async () => {
    const actions = await offered(at('netfront'), { only: ['refactor.rewrite'] });
    assert.ok(
      actions.every(each => !/sriov/.test(each.title)),
      'the NIC has no virtual functions'
    );
  });

  it('come by kind when only one is asked for', async () => {
    const actions = await offered('peer client { rate = |1500 Mbps }', { only: ['refactor.extract'] });
    assert.deepEqual([...new Set(actions.map(each => each.kind))], ['refactor.extract']);
  });

  it('make new files where the client can', async () => {
    const marked = `param guests = 2\n${topology.slice(topology.indexOf('host')).replace('host server', 'host |server').replace('; grants = copied', '')}`;
    const [move] = (await offered(marked)).filter(each => each.kind === 'refactor.move');
    const [create] = (move?.edit?.documentChanges ?? []) as CreateFile[];
    assert.deepEqual([create?.kind, create?.uri], ['create', uriOf('server.xnet')]);
    await client.close();
    const fewer = await offered(marked, { capabilities: {} });
    assert.deepEqual(
      fewer.filter(each => each.kind === 'refactor.move'),
      []
    );
  });

  it('are there in a file with errors', async () => {
    const actions = await offered(broken(at('10 Gbps }\nlink')));
    assert.ok(actions.some(each => each.title.startsWith('Extract param')));
  });

  it('mend everything that is sure at once, when asked to', async () => {
    const marked = '|peer a { raet = 10 kbps }\nflow f { }\n';
    const [all] = await offered(marked, { only: ['source.fixAll'] });
    assert.equal(applied(all), 'peer a { rate = 10 Kbps }\nflow f { }\n');
    await client.close();
    assert.ok((await offered(marked)).every(each => each.kind !== 'source.fixAll'));
  });
});
