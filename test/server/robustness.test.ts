/** Whatever is typed, every request is answered and the server lives on. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { filesBelow, root } from '../../src/build/options.mjs';
import { connect } from './client.ts';
import type { Client } from './client.ts';

const examples = filesBelow('examples', '.xnet').map(file => fs.readFileSync(path.join(root, file), 'utf8'));

/** Every request about a place. */
async function askEverything(client: Client, uri: string, line: number, character: number): Promise<void> {
  const { connection } = client;
  const textDocument = { uri };
  const position = { line, character };
  const range = { start: position, end: position };
  const options = { tabSize: 2, insertSpaces: true };
  const about = { textDocument, position };
  const requests: readonly (readonly [string, unknown])[] = [
    ['textDocument/hover', about],
    ['textDocument/completion', about],
    ['textDocument/signatureHelp', about],
    ['textDocument/definition', about],
    ['textDocument/references', { ...about, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', about],
    ['textDocument/prepareRename', about],
    ['textDocument/linkedEditingRange', about],
    ['textDocument/prepareCallHierarchy', about],
    ['textDocument/selectionRange', { textDocument, positions: [position] }],
    ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
    ['textDocument/onTypeFormatting', { ...about, ch: '}', options }],
    ['textDocument/documentSymbol', { textDocument }],
    ['textDocument/documentLink', { textDocument }],
    ['textDocument/foldingRange', { textDocument }],
    ['textDocument/formatting', { textDocument, options }],
    ['textDocument/semanticTokens/full', { textDocument }],
    ['textDocument/inlayHint', { textDocument, range: { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } } }],
    ['textDocument/codeLens', { textDocument }],
    ['workspace/symbol', { query: 'e' }]
  ];
  for (const [method, params] of requests) {
    await connection.sendRequest(method, params).catch((error: Error) => assert.fail(`${method}: ${error.message}`));
  }
}

describe('the server under any text', function () {
  this.timeout(60_000);
  let client: Client;
  before(async () => {
    client = await connect();
  });
  after(() => client.close());

  const place = fc.record({ example: fc.nat(examples.length - 1), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(30) });
  let opened = 0;

  async function check(text: string, offset: number): Promise<void> {
    const { document, uri, dispose } = client.open(`${opened++}.xnet`, text.replaceAll('|', '¦'));
    const { line, character } = document.positionAt(offset);
    await askEverything(client, uri, line, character);
    dispose();
    assert.deepEqual(client.errors, []);
  }

  it('answers about examples with a piece cut out, doubled or put elsewhere', () =>
    fc.assert(
      fc.asyncProperty(place, place, fc.constantFrom('cut', 'double', 'move', 'truncate'), async (from, to, change) => {
        const text = examples[from.example] ?? '';
        const at = Math.floor(from.at * text.length);
        const piece = text.slice(at, at + from.length);
        const without = text.slice(0, at) + text.slice(at + from.length);
        const other = Math.floor(to.at * without.length);
        const changed = {
          cut: without,
          double: text.slice(0, at) + piece + text.slice(at),
          move: without.slice(0, other) + piece + without.slice(other),
          truncate: text.slice(0, at)
        }[change];
        await check(changed, at);
      }),
      { numRuns: 25 }
    ));

  it('answers about random Unicode', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(80), (text, offset) => check(text, offset)),
      { numRuns: 25 }
    ));

  it('answers about words of the language in no order', () => {
    const word = fc.constantFrom(...(examples.join('\n').match(/\w+|[{}()[\]=;:,.]|\n/g) ?? []));
    return fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), fc.nat(200), (words, offset) => check(words.join(' '), offset)),
      { numRuns: 25 }
    );
  });

  it('tells a failing feature once, as an error answer, and answers the next request', async () => {
    const failing = await connect({
      estimator: () => {
        throw new Error('caught');
      }
    });
    failing.open('a.xnet', 'peer a { rate = 1 Gbps }');
    const broken = { textDocument: { uri: 'file:///work/a.xnet' }, position: undefined };
    for (let i = 0; i < 3; i++) await assert.rejects(failing.connection.sendRequest('textDocument/hover', broken), /hover failed/);
    assert.equal(failing.errors.length, 1);
    const symbols = await failing.connection.sendRequest<unknown[]>('textDocument/documentSymbol', { textDocument: broken.textDocument });
    assert.equal(symbols.length, 1);
    await failing.close();
  });
});
