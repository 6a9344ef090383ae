/** Dependencies between the rooms point one way, and the pure rooms stay pure. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, root } from '../../src/build/options.mjs';

/** What each room may import from, beside itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  topology: [],
  costs: [],
  language: ['topology', 'costs'],
  simulator: ['topology'],
  interop: ['topology', 'simulator', 'language'],
  advice: ['topology', 'language', 'simulator'],
  docs: ['topology', 'language', 'simulator', 'advice'],
  server: ['topology', 'language', 'simulator', 'interop', 'advice'],
  cli: ['topology', 'language', 'simulator', 'interop', 'advice', 'docs', 'server'],
  extension: ['topology', 'language', 'simulator', 'interop', 'docs', 'cli', 'webview']
};
const pure = ['topology', 'costs', 'language', 'simulator', 'interop', 'advice', 'docs'];

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function importsOf(room: string): Import[] {
  return filesBelow(`src/${room}`, '.ts').flatMap(file => {
    const source = fs.readFileSync(path.join(root, file), 'utf8');
    const found = source.matchAll(/^(?:import|export)\b[^;'"]*?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm);
    return Array.from(found, match => ({ file, specifier: match[1] ?? match[2] ?? '' }));
  });
}

/** Room a relative import leads to: `language`, `webview`, … */
function roomOf({ file, specifier }: Import): string {
  const target = path.relative(root, path.resolve(root, path.dirname(file), specifier)).split(path.sep);
  return (target[0] === 'src' ? target[1] : target[0]) ?? '';
}

describe('the rooms of the house', () => {
  for (const [room, others] of Object.entries(allowed)) {
    it(`${room} imports ${others.length === 0 ? 'no other room' : `from ${others.join(', ')} only`}`, () => {
      for (const entry of importsOf(room).filter(({ specifier }) => specifier.startsWith('.'))) {
        const target = roomOf(entry);
        assert.ok(target === room || others.includes(target), `${entry.file} imports ${entry.specifier}`);
      }
    });
  }

  for (const room of pure) {
    it(`${room} knows neither Node nor an editor`, () => {
      for (const { file, specifier } of importsOf(room)) assert.doesNotMatch(specifier, /^node:|^vscode/, file);
    });
  }
});
