/** Dependencies between the rooms point one way, and the pure rooms stay pure. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, root } from '../../src/build/options.mjs';
import { mayImport, pureRooms } from '../../src/build/rooms.mjs';

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
  it('are all known', () => {
    const folders = fs.readdirSync(path.join(root, 'src')).filter(folder => folder !== 'build');
    for (const folder of folders) assert.ok(folder in mayImport, `src/${folder}: say in src/build/rooms.mjs what it may import`);
  });

  for (const [room, others] of Object.entries(mayImport)) {
    it(`${room} imports ${others.length === 0 ? 'no other room' : `from ${others.join(', ')} only`}`, () => {
      for (const entry of importsOf(room).filter(({ specifier }) => specifier.startsWith('.'))) {
        const target = roomOf(entry);
        assert.ok(target === room || others.includes(target), `${entry.file} imports ${entry.specifier}`);
      }
    });
  }

  for (const room of pureRooms) {
    it(`${room} knows neither Node nor an editor`, () => {
      for (const { file, specifier } of importsOf(room)) assert.doesNotMatch(specifier, /^node:|^vscode/, file);
    });
  }
});
