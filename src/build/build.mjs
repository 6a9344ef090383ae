// Bundles everything a person runs into dist/: `node src/build/build.mjs [--production] [--watch]`.
// Development builds keep source maps; `--production` (what `npm run package` ships) is minified and has none.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { common, filesBelow, root } from './options.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  ...common,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  define: { XNET_VERSION: JSON.stringify(version), XNET_EXAMPLES: JSON.stringify(examples()) }
};

/** Everything that runs in a browser may rely on what VS Code itself asks of one. */
const inBrowser = /** @type {const} */ ({ platform: 'browser', target: 'chrome128' });

/** @returns {string[]} paths below `examples/`, with slashes */
function examples() {
  return filesBelow('examples', '.xnet').map(file => file.split(path.sep).slice(1).join('/'));
}

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
  { name: 'webview', entry: 'webview/main.ts', format: 'iife', ...inBrowser },
  { name: 'topology', entry: 'webview/topology/main.ts', format: 'iife', ...inBrowser },
  // Unchanged and alone in its bundle: its licence asks that whoever gets it is told where its source is.
  {
    name: 'layout',
    entry: 'webview/topology/layout-worker.ts',
    format: 'iife',
    banner: { js: '/* elkjs, https://github.com/kieler/elkjs, EPL-2.0 (https://www.eclipse.org/legal/epl-2.0) */' },
    ...inBrowser
  },
  // The same for an extension host in a browser, which loads CommonJS; its workers are plain scripts.
  { name: 'web/extension', entry: 'src/extension/web.ts', external: ['vscode'], ...inBrowser },
  { name: 'web/server', entry: 'src/server/browser.ts', format: 'iife', ...inBrowser },
  { name: 'web/worker', entry: 'src/cli/web-worker.ts', format: 'iife', ...inBrowser }
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
