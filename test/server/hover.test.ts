import assert from 'node:assert/strict';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { connect, show } from './client.ts';
import type { Client } from './client.ts';
import { at, broken } from './navigation.ts';

describe('hover', () => {
  let client: Client;
  afterEach(() => client.close());

  async function hovered(marked: string, documentation?: string): Promise<{ text: string; range: string } | null> {
    client = await connect({ documentation });
    const file = client.open('a.xnet', marked);
    const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', file.at);
    return hover && { text: (hover.contents as MarkupContent).value, range: hover.range ? show(hover.range) : '' };
  }

  for (const [what, marked, expected] of [
    ['a kind', at('bridge xenbr0'), /bridge/],
    ['a property', at('vcpus'), /Virtual CPUs/],
    ['a unit', at('GHz'), /Hz/],
    ['a word', at('netfront'), /front-end/],
    ['a reference', at('copied }'), /grants copied/],
    ['a function', at('throughput'), /Goodput/],
    ['a param in a broken file', broken(at('guests]')), /guests = 2/]
  ] as const) {
    it(`tells of ${what}`, async () => {
      const hover = await hovered(marked);
      assert.match(hover?.text ?? '', expected);
    });
  }

  it('explains a finding, and links the page that does', async () => {
    const hover = await hovered('peer client { |raet = 1 Gbps }', 'file:///ext/diagnostics.md');
    assert.match(hover?.text ?? '', /^\[`unknown-property`\]\(file:\/\/\/ext\/diagnostics\.md#unknown-property\): /);
    assert.equal(hover?.range, '0:14-0:18');
  });

  it('has nothing to say of a blank', async () => {
    assert.equal(await hovered('peer client { rate = 1 Gbps }\n\n|\n'), null);
  });
});
