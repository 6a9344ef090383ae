import assert from 'node:assert/strict';
import { baseName, canonical, resolveImport, specifierFor } from '../../src/server/uris.ts';

describe('URIs', () => {
  for (const [one, other] of [
    ['file:///work/a%28b%29.xnet', 'file:///work/a(b).xnet'],
    ['file:///c%3A/x/a.xnet', 'file:///C:/x/a.xnet'],
    ['file:///work/caf%C3%A9.xnet', 'file:///work/café.xnet'],
    ['file:///work/a%20b.xnet', 'file:///work/a b.xnet'],
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
    ['xnet:costs/xen-2009', 'xnet:costs/xen-2009']
  ] as const) {
    it(`resolves ${specifier}`, () => assert.equal(resolveImport('file:///work/a.xnet', specifier), target));
  }

  for (const [from, to, specifier] of [
    ['file:///work/a.xnet', 'file:///work/b.xnet', './b.xnet'],
    ['file:///work/a.xnet', 'file:///work/sub/b%20c.xnet', './sub/b c.xnet'],
    ['file:///work/sub/a.xnet', 'file:///work/b.xnet', '../b.xnet'],
    ['file:///work/x/y/a.xnet', 'file:///work/z/b.xnet', '../../z/b.xnet'],
    ['file:///work/a.xnet', 'xnet:costs/xen-2009', 'xnet:costs/xen-2009'],
    ['file:///work/a.xnet', 'vscode-vfs://github/b.xnet', undefined],
    ['untitled:Untitled-1', 'file:///work/b.xnet', undefined]
  ] as const) {
    it(`imports ${to} into ${from} as ${specifier}`, () => assert.equal(specifierFor(from, to), specifier));
  }

  it('gives the file that it was made from when resolved again', () => {
    const [from, to] = ['file:///work/x/a.xnet', 'file:///work/we%20%23%20b(1).xnet'];
    assert.equal(resolveImport(from, specifierFor(from, to) ?? ''), canonical(to));
  });

  it('names a file as people read it', () => assert.equal(baseName('file:///work/a%20b.xnet'), 'a b.xnet'));
});
