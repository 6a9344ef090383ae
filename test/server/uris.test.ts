import assert from 'node:assert/strict';
import { baseName, canonical, resolveImport, specifierFor } from '../../src/server/uris.ts';

describe('specifiers of imports', () => {
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
