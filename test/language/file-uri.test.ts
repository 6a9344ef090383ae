/** One spelling per file, whoever spells it, and the file that an import means. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { canonical, resolveImport } from '../../src/language/program/file-uri.ts';

describe('URIs of files', () => {
  for (const [one, other] of [
    ['file:///work/a%28b%29.xnet', 'file:///work/a(b).xnet'],
    ['file:///c%3A/x/a.xnet', 'file:///C:/x/a.xnet'],
    ['file:///work/caf%C3%A9.xnet', 'file:///work/café.xnet'],
    ['file:///work/a%20b.xnet', 'file:///work/a b.xnet'],
    ['file:///work/a%40b.xnet', 'file:///work/a@b.xnet'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['vscode-vfs://github/x/y/a.xnet', 'vscode-vfs://github/x/y/a.xnet']
  ] as const) {
    it(`spells ${other} as it spells ${one}`, () => assert.equal(canonical(other), canonical(one)));
  }

  it('leaves alone what is no URI', () => {
    for (const text of ['', 'a.xnet', '%%%', 'xnet:costs/xen-2009']) assert.equal(canonical(text), text);
  });

  for (const [specifier, target] of [
    ['./rack.xnet', 'file:///work/rack.xnet'],
    ['../lib/rack.xnet', 'file:///lib/rack.xnet'],
    ['rack #1?.xnet', 'file:///work/rack%20%231%3F.xnet'],
    ['.\\lib\\rack.xnet', 'file:///work/lib/rack.xnet'],
    ['100%.xnet', 'file:///work/100%25.xnet'],
    ['./a%20b.xnet', 'file:///work/a%2520b.xnet'],
    ['./機架.xnet', 'file:///work/%E6%A9%9F%E6%9E%B6.xnet'],
    ['xnet:costs/xen-2009', 'xnet:costs/xen-2009']
  ] as const) {
    it(`resolves ${specifier}`, () => assert.equal(resolveImport('file:///work/a.xnet', specifier), target));
  }

  it('gives up on a path from nowhere, and changes nothing then', () => {
    assert.equal(resolveImport('untitled:Untitled-1', './rack.xnet'), './rack.xnet');
  });

  it('finds a file beside by its name, whatever the name is', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter(text => !/[/\\\t\r\n]|^\.{1,2}$|\p{Cs}/u.test(text) && text.trim() === text);
    fc.assert(
      fc.property(name, file => {
        const uri = resolveImport('vscode-vfs://github/x/a.xnet', `./${file}`);
        assert.equal(decodeURIComponent(uri), `vscode-vfs://github/x/${file}`);
        assert.equal(canonical(uri), uri);
      })
    );
  });
});
