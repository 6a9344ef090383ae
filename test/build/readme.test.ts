/** What the readme promises is there. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from '../../src/build/options.mjs';
import { analyse } from '../../src/language/analyse.ts';

const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

describe('the readme', () => {
  it('shows a topology of five lines that has no errors', () => {
    const source = /```xnet\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    assert.equal(source.trim().split('\n').length, 5);
    const uri = 'file:///readme.xnet';
    const { diagnostics } = analyse(uri, { read: asked => (asked === uri ? source : undefined), resolve: (_from, specifier) => specifier });
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      []
    );
  });

  it('links to files that exist', () => {
    const links = Array.from(readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g), match => match[1] ?? '');
    assert.ok(links.length >= 3);
    for (const link of links) assert.ok(fs.existsSync(path.join(root, link)), link);
  });

  it('says why each package is there', () => {
    for (const name of Object.keys(manifest.dependencies)) assert.ok(readme.includes(`\`${name}\``), name);
  });

  it('names scripts that exist', () => {
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(script in manifest.scripts, script);
  });
});
