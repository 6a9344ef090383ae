// What every bundle shares. `.xnet` files (cost libraries, gallery topologies) are carried as text.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { root } from './setup.mjs';

export { root };

/** @type {import('esbuild').BuildOptions} */
export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'linked',
  loader: { '.xnet': 'text' },
  logLevel: 'warning',
  absWorkingDir: root
};

/**
 * Every file below a folder whose name ends so, as paths from the root; none when there is no such folder.
 * @param {string} folder
 * @param {string} ending
 * @returns {string[]}
 */
export function filesBelow(folder, ending) {
  const here = path.join(root, folder);
  if (!fs.existsSync(here)) return [];
  /** @type {string[]} */
  const found = [];
  for (const entry of fs.readdirSync(here, { withFileTypes: true })) {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(below, ending));
    else if (entry.name.endsWith(ending)) found.push(below);
  }
  return found.sort();
}
