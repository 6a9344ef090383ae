// Writes the generated pages below docs/: `npm run docs [-- part…]`, where a part is `reference`, `costs` or `replication`; all
// of them when none is named. `--check` writes nothing and fails when a page is not what would be written.
// Replication simulates every example: minutes. It says what the published claims come out as, with this source tree.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { common, filesBelow, root } from './options.mjs';

const outdir = path.join(root, 'out', `docs-${process.pid}`);
process.on('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));

/** @returns {Promise<typeof import('../docs/pages.ts')>} */
async function bundledPages() {
  await esbuild.build({ ...common, sourcemap: false, entryPoints: { pages: 'src/docs/pages.ts' }, outdir });
  return createRequire(import.meta.url)(path.join(outdir, 'pages.js'));
}

/** @returns {ReadonlyMap<string, string>} texts of the examples, by path from the root with slashes */
function examples() {
  return new Map(
    filesBelow('examples', '.xnet').map(file => [file.split(path.sep).join('/'), fs.readFileSync(path.join(root, file), 'utf8')])
  );
}

/** What the command line says about every example. */
async function replication() {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const entryPoints = { xnet: 'src/cli/main.ts', worker: 'src/cli/worker.ts' };
  await esbuild.build({ ...common, sourcemap: false, entryPoints, outdir, define: { XNET_VERSION: JSON.stringify(version) } });
  const file = path.join(outdir, 'replication.md');
  const args = ['replicate', '--format', 'markdown', '--ranges', '200', '--jobs', '2', '--quiet', '--output', file];
  const { status } = spawnSync(process.execPath, [path.join(outdir, 'xnet.js'), ...args], { stdio: 'inherit', cwd: root });
  // A claim that is missed (status 1) belongs on the page; anything beyond that is a failure to make it.
  if (status === null || status > 1) throw new Error(`xnet replicate ended with status ${status}`);
  return fs.readFileSync(file, 'utf8');
}

/** @type {Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>>} */
const parts = {
  reference: async () => (await bundledPages()).referencePages(),
  costs: async () => (await bundledPages()).costPages(examples()),
  replication: async () => ({ 'docs/replication.md': await replication() })
};

/**
 * @param {string} file path from the root
 * @param {string} text
 * @returns {boolean} false when the page that is there reads otherwise
 */
function isCurrent(file, text) {
  const there = fs.existsSync(path.join(root, file)) ? fs.readFileSync(path.join(root, file), 'utf8').split('\n') : [];
  const now = text.split('\n');
  const first = now.findIndex((line, at) => line !== there[at]);
  if (first < 0 && there.length === now.length) return true;
  const at = first < 0 ? now.length : first;
  console.error(`${file}:${at + 1} is not what \`npm run docs\` writes`);
  console.error(`  there: ${there[at] ?? '(nothing)'}\n  now:   ${now[at] ?? '(nothing)'}`);
  return false;
}

const wanted = process.argv.slice(2).filter(argument => argument !== '--check');
const checks = process.argv.includes('--check');
const unknown = wanted.find(name => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`there is no part ${unknown}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
for (const [name, make] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [file, text] of Object.entries(await make())) {
    if (checks) {
      if (!isCurrent(file, text)) process.exitCode = 1;
      continue;
    }
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
    console.log(`${file} ${(text.length / 1024).toFixed(0)} KiB`);
  }
}
