/** Files of the machine the server runs on. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Files } from './files.ts';

/** Larger files are no topologies; reading one must not hold up the editor. */
const maxBytes = 32 * 1024 * 1024;
/** A workspace of a home folder must not be read for minutes. */
const maxFolders = 20_000;
const maxFiles = 2_000;
const notOurs = new Set(['node_modules', 'dist', 'out', 'coverage']);

/** @param elsewhere answers for what is on no disk, e.g. a virtual workspace */
export function diskFiles(elsewhere: Pick<Files, 'fetch' | 'list'>): Files {
  return {
    read(uri) {
      if (!uri.startsWith('file:')) return uri.includes('://') ? 'later' : undefined;
      try {
        const file = fileURLToPath(uri);
        const { size } = fs.statSync(file);
        return size > maxBytes ? undefined : fs.readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
    fetch: uri => elsewhere.fetch(uri),
    list: folder => (folder.startsWith('file:') ? list(folder) : elsewhere.list(folder))
  };
}

async function list(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [fileURLToPath(folder)];
  for (let seen = 0; waiting.length > 0 && seen < maxFolders && found.length < maxFiles; seen++) {
    const here = waiting.shift() as string;
    const entries = await fs.promises.readdir(here, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && !notOurs.has(entry.name)) waiting.push(path.join(here, entry.name));
      else if (entry.isFile() && entry.name.endsWith('.xnet')) found.push(pathToFileURL(path.join(here, entry.name)).href);
    }
  }
  return found.slice(0, maxFiles).sort();
}
