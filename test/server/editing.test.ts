import assert from 'node:assert/strict';
import type { FoldingRange, SelectionRange, SignatureHelp, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connect } from './client.ts';
import type { Client } from './client.ts';
import { broken, topology } from './navigation.ts';

describe('formatting', () => {
  let client: Client;
  beforeEach(async () => {
    client = await connect();
  });
  afterEach(() => client.close());
  const options = { tabSize: 4, insertSpaces: false };

  const ugly = 'peer   a {rate=1 Gbps}\npeer   b {rate=1 Gbps}\n';

  it('formats a file', async () => {
    const { textDocument, document } = client.open('a.xnet', ugly);
    const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/formatting', { textDocument, options });
    assert.equal(TextDocument.applyEdits(document, edits), 'peer a { rate = 1 Gbps }\npeer b { rate = 1 Gbps }\n');
  });

  it('formats the lines of a range only', async () => {
    const { textDocument, document } = client.open('a.xnet', ugly);
    const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 5 } };
    const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/rangeFormatting', { textDocument, range, options });
    assert.equal(TextDocument.applyEdits(document, edits), 'peer   a {rate=1 Gbps}\npeer b { rate = 1 Gbps }\n');
  });

  it('leaves what is broken as it is', async () => {
    const text = 'peer a { rate = }\nhost {{{ \n"\n';
    const { textDocument, document } = client.open('a.xnet', text);
    const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/formatting', { textDocument, options });
    assert.match(TextDocument.applyEdits(document, edits), /^peer a \{ rate = \}/);
  });

  for (const [what, typed, marked, expected] of [
    ['the line above a break', '\n', 'peer   a {\n  rate=1 Gbps\n|\n}', 'peer   a {\n  rate = 1 Gbps\n\n}'],
    ['the block that a brace closes', '}', 'peer   a {\n    rate=1 Gbps\n}|\npeer   b { }', 'peer a {\n  rate = 1 Gbps\n}\npeer   b { }'],
    ['the line of a semicolon', ';', 'peer a { rate=1 Gbps;|}\n', 'peer a { rate = 1 Gbps;}\n'],
    ['nothing within a comment', '\n', '/* a   =b\n|', '/* a   =b\n'],
    ['nothing at a brace within a string', '}', 'import   "}|"', 'import   "}"']
  ] as const) {
    it(`formats on type: ${what}`, async () => {
      const file = client.open('a.xnet', marked);
      const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/onTypeFormatting', { ...file.at, ch: typed, options });
      assert.equal(TextDocument.applyEdits(file.document, edits), expected);
    });
  }
});

describe('folding', () => {
  let client: Client;
  afterEach(() => client.close());

  async function folded(text: string): Promise<readonly string[]> {
    client = await connect();
    const { textDocument } = client.open('a.xnet', text);
    const ranges = await client.connection.sendRequest<FoldingRange[]>('textDocument/foldingRange', { textDocument });
    return ranges.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`);
  }

  it('folds blocks, lists, imports and comments', async () => {
    const text = `// first
// second
import "./a.xnet"
import "./b.xnet"
/* one
   two */
peer client {
  rate = 10 Gbps
}
link { ends = [
  a,
  b
] }
peer short { rate = 1 Gbps }
`;
    assert.deepEqual(await folded(text), ['0-1 comment', '2-3 imports', '4-5 comment', '6-7', '9-12', '9-11']);
  });

  it('folds what is never closed up to where it is taken to end', async () => {
    const ranges = await folded('host a {\n  domain b {\n    vcpus = 1\n');
    assert.ok(ranges.length >= 1);
    for (const range of ranges) assert.match(range, /^[01]-[123]/);
  });
});

describe('expanding the selection', () => {
  let client: Client;
  afterEach(() => client.close());

  async function expanded(marked: string): Promise<readonly string[]> {
    client = await connect();
    const { textDocument, cursors, document } = client.open('a.xnet', marked);
    const [range] = await client.connection.sendRequest<SelectionRange[]>('textDocument/selectionRange', {
      textDocument,
      positions: cursors
    });
    const texts: string[] = [];
    for (let each: SelectionRange | undefined = range; each !== undefined; each = each.parent) texts.push(document.getText(each.range));
    return texts;
  }

  it('goes from the word outwards', async () => {
    assert.deepEqual(await expanded('/// Doc.\npeer a { rate = 1|0 Gbps * 2 }\n'), [
      '10',
      '10 Gbps',
      '10 Gbps * 2',
      'rate = 10 Gbps * 2',
      '{ rate = 10 Gbps * 2 }',
      'peer a { rate = 10 Gbps * 2 }',
      '/// Doc.\npeer a { rate = 10 Gbps * 2 }',
      '/// Doc.\npeer a { rate = 10 Gbps * 2 }\n'
    ]);
  });

  it('goes through the inside of a string', async () => {
    assert.deepEqual((await expanded('import "./ra|ck.xnet"')).slice(0, 2), ['./rack.xnet', '"./rack.xnet"']);
  });

  it('answers at the end, in an empty file and in a broken one', async () => {
    for (const text of ['|', 'peer a {|', 'peer a { rate = (|']) {
      const texts = await expanded(text);
      assert.ok(texts.length > 0);
      await client.close();
    }
  });
});

describe('signature help', () => {
  let client: Client;
  afterEach(() => client.close());

  async function helped(marked: string): Promise<SignatureHelp | null> {
    client = await connect();
    const file = client.open('a.xnet', marked);
    return client.connection.sendRequest<SignatureHelp | null>('textDocument/signatureHelp', file.at);
  }

  it('tells which argument is being typed', async () => {
    const help = await helped(topology.replace('throughput(rx, guests = 2)', 'latency(rx, |'));
    assert.match(help?.signatures[0]?.label ?? '', /^latency\(/);
    assert.equal(help?.activeParameter, 1);
  });

  it('tells the form of a statement', async () => {
    const help = await helped(broken(topology.replace('vary guests = 1..3', 'vary |')));
    assert.match(help?.signatures[0]?.label ?? '', /^vary PARAM/);
  });

  it('has nothing to tell elsewhere', async () => {
    assert.equal(await helped('peer a { rate = | }'), null);
  });
});

describe('semantic tokens', () => {
  let client: Client;
  afterEach(() => client.close());

  interface Tokens {
    readonly resultId?: string;
    readonly data?: number[];
    readonly edits?: { start: number; deleteCount: number; data?: number[] }[];
  }

  it('mark each word by what it is', async () => {
    client = await connect();
    const { textDocument, document } = client.open('a.xnet', topology);
    const { legend } = client.initialized.capabilities.semanticTokensProvider as { legend: { tokenTypes: string[] } };
    const { data = [] } = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/full', { textDocument });
    const words = decode(data).map(({ line, character, length, type }) => {
      const start = { line, character };
      return `${document.getText({ start, end: { line, character: character + length } })}:${legend.tokenTypes[type]}`;
    });
    for (const expected of [
      'param:keyword',
      'guests:parameter',
      'host:type',
      'server:variable',
      'vcpus:property',
      'netfront:enumMember',
      'throughput:function'
    ]) {
      assert.ok(words.includes(expected), `${expected} in ${words.join(' ')}`);
    }
  });

  it('of a range are those of the file that stand in it', async () => {
    client = await connect();
    const { textDocument } = client.open('a.xnet', topology);
    const all = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/full', { textDocument });
    const range = { start: { line: 6, character: 0 }, end: { line: 8, character: 0 } };
    const some = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/range', { textDocument, range });
    assert.deepEqual(
      decode(some.data ?? []),
      decode(all.data ?? []).filter(each => each.line === 6 || each.line === 7)
    );
  });

  it('change by as much as the text did', async () => {
    client = await connect();
    const file = client.open('a.xnet', broken(topology));
    const { textDocument } = file;
    const before = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/full', { textDocument });
    file.type('cores = 4', 'cores  = 4');
    const delta = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: before.resultId
    });
    const after = await client.connection.sendRequest<Tokens>('textDocument/semanticTokens/full', { textDocument });
    const data = [...(before.data ?? [])];
    for (const { start, deleteCount, data: inserted = [] } of [...(delta.edits ?? [])].reverse())
      data.splice(start, deleteCount, ...inserted);
    assert.ok(delta.edits !== undefined);
    assert.deepEqual(data, after.data);
  });
});

function decode(data: readonly number[]): readonly { line: number; character: number; length: number; type: number }[] {
  const tokens = [];
  let [line, character] = [0, 0];
  for (let i = 0; i + 4 < data.length; i += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(i, i + 5);
    character = down === 0 ? character + right : right;
    line += down;
    tokens.push({ line, character, length, type });
  }
  return tokens;
}
