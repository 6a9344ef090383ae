// Bundles everything a person runs into dist/: `node src/build/build.mjs [--production] [--watch]`.
// Development builds keep source maps; `--production` (what `npm run package` ships) is minified and has none.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { common, root } from './options.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  ...common,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  define: { XNET_VERSION: JSON.stringify(version) }
};

/** @typedef {import('esbuild').BuildOptions & { name: string, entry: string, executable?: boolean }} Bundle */

/**
 * In the extension host `vscode` is provided; everything else travels in the bundle.
 * @type {readonly Bundle[]}
 */
const bundles = [
  { name: 'extension', entry: 'src/extension/extension.ts', external: ['vscode'] },
  { name: 'server', entry: 'src/server/main.ts' },
  { name: 'worker', entry: 'src/cli/worker.ts' },
  { name: 'xnet', entry: 'src/cli/main.ts', banner: { js: '#!/usr/bin/env node' }, executable: true },
  { name: 'webview', entry: 'webview/main.ts', platform: 'browser', format: 'iife', target: 'chrome128' }
];

const dist = path.join(root, 'dist');
fs.rmSync(dist, { recursive: true, force: true });

for (const { name, entry, executable, ...options } of bundles) {
  /** @type {import('esbuild').BuildOptions} */
  const settings = { ...shared, ...options, entryPoints: { [name]: entry }, outdir: dist };
  if (watch) {
    await (await esbuild.context({ ...settings, logLevel: 'info' })).watch();
    continue;
  }
  try {
    await esbuild.build(settings);
  } catch {
    process.exitCode = 1; // esbuild has said why; the other bundles are of use all the same
    continue;
  }
  if (executable) fs.chmodSync(path.join(dist, `${name}.js`), 0o755);
  console.log(`dist/${name}.js ${(fs.statSync(path.join(dist, `${name}.js`)).size / 1024).toFixed(0)} KiB`);
}
