/** The reference is what the tables say, names everything in them, and its links lead somewhere. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, root } from '../../src/build/options.mjs';
import { codesWithoutTopic } from '../../src/docs/diagnostics.ts';
import { anchor } from '../../src/docs/markdown.ts';
import { referencePages } from '../../src/docs/pages.ts';
import { interopFindings } from '../../src/interop/explanations.ts';
import { findings } from '../../src/language/diagnostics/table.ts';
import { measures, plainFunctions } from '../../src/language/schema/functions.ts';
import { operations } from '../../src/language/schema/operations.ts';
import { kindNames, kinds } from '../../src/language/schema/schema.ts';
import { UNITS } from '../../src/language/syntax/units.ts';

const pages = referencePages();
const headings = (text: string): Set<string> =>
  new Set(Array.from(withoutFences(text).matchAll(/^#+ (.+)$/gm), match => anchor(match[1] ?? '')));
const withoutFences = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

describe('the reference', () => {
  for (const [file, text] of Object.entries(pages)) {
    it(`${file} is what \`npm run docs\` writes`, () => {
      const there = fs.readFileSync(path.join(root, file), 'utf8').split('\n');
      const now = text.split('\n');
      const first = Math.max(there.length, now.length) - 1;
      const at = now.findIndex((line, number) => line !== there[number]);
      assert.equal(there[at < 0 ? first : at], now[at < 0 ? first : at], `line ${at + 1}; run \`npm run docs -- reference\``);
    });
  }

  it('explains every finding under its code', () => {
    assert.deepEqual(codesWithoutTopic(), []);
    const found = headings(pages['docs/reference/diagnostics.md']!);
    for (const code of Object.keys(findings)) assert.ok(found.has(code), code);
  });

  it('explains what imports and comparisons say, under codes that mean nothing else', () => {
    const found = headings(pages['docs/reference/diagnostics.md']!);
    for (const [code, { explanation }] of Object.entries(interopFindings)) {
      assert.ok(found.has(code), code);
      assert.ok(!Object.hasOwn(findings, code), `${code} is also a finding of the language`);
      assert.match(explanation, /[.`]$/, code);
    }
  });

  it('names every kind, property, operation, function and unit', () => {
    const named = (page: string, name: string): void =>
      assert.ok(pages[`docs/reference/${page}.md`]!.includes(`\`${name}\``), `${page}: ${name}`);
    for (const kind of kindNames) {
      named('kinds', kind);
      if (kind !== 'costs') for (const property of Object.keys(kinds[kind].properties)) named('kinds', property);
    }
    for (const operation of Object.keys(operations)) named('operations', operation);
    for (const name of [...Object.keys(plainFunctions), ...Object.keys(measures)]) named('functions', name);
    for (const { name, per } of UNITS.values()) if (per === undefined) named('units', name);
  });

  it('has nothing in it that was not there to be shown', () => {
    for (const [file, text] of Object.entries(pages)) assert.doesNotMatch(text, /undefined|NaN|\[object/, file);
  });
});

describe('the docs', () => {
  const files = filesBelow('docs', '.md');

  it('link to pages and headings that exist', () => {
    let links = 0;
    for (const file of files) {
      const text = withoutFences(fs.readFileSync(path.join(root, file), 'utf8'));
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
        const [page, fragment] = target.split('#') as [string, string?];
        const there = page === '' ? file : path.join(path.dirname(file), page);
        assert.ok(fs.existsSync(path.join(root, there)), `${file}: ${target}`);
        if (fragment !== undefined)
          assert.ok(headings(fs.readFileSync(path.join(root, there), 'utf8')).has(fragment), `${file}: ${target}`);
        links++;
      }
    }
    assert.ok(links > 50);
  });

  it('travel in the package, since findings link to them', () => {
    assert.ok(fs.readFileSync(path.join(root, '.vscodeignore'), 'utf8').split(/\r?\n/).includes('!docs/**/*.md'));
  });

  it('are all in the index', () => {
    const index = fs.readFileSync(path.join(root, 'docs/README.md'), 'utf8');
    for (const file of files) {
      const page = path.relative('docs', file).split(path.sep).join('/');
      if (page !== 'README.md') assert.ok(index.includes(`(${page})`), page);
    }
  });
});
