// Bundles tests and runs them with mocha: `node src/build/unit.mjs [part of a path]… [-- mocha options]`.
// Without a path: everything below test/ except the folders that need a browser or a built command.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { common, filesBelow, root } from './options.mjs';

const split = process.argv.indexOf('--');
const wanted = process.argv.slice(2, split < 0 ? undefined : split);
const mochaOptions = split < 0 ? [] : process.argv.slice(split + 1);

const slow = ['test/vscode/', 'test/cli/', 'test/webview/'];
// These run inside VS Code's extension host, not here.
const elsewhere = 'test/vscode/exthost/';
const files = filesBelow('test', '.test.ts')
  .filter(file => !file.startsWith(elsewhere))
  .filter(file => (wanted.length > 0 ? wanted.some(part => file.includes(part)) : !slow.some(folder => file.startsWith(folder))));
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`);
  process.exit(2);
}
const outdir = path.join(root, 'out', `unit-${process.pid}`);
process.on('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));
await esbuild.build({
  ...common,
  entryPoints: files,
  outdir,
  outbase: 'test',
  outExtension: { '.js': '.cjs' },
  packages: 'external',
  sourcemap: 'inline',
  // The scripts of this folder ask where they are; bundled into a test they are still here.
  define: { 'import.meta.dirname': JSON.stringify(import.meta.dirname) }
});
// Unit tests share nothing, so every core takes files; what drives a window or a command goes one by one.
const jobs = wanted.length === 0 ? os.availableParallelism() : 1;
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const reporter = path.join(root, 'src/build/reporter.cjs');
const run = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    mocha,
    '--recursive',
    // No test measures time; a machine shared with a browser may be slow.
    '--timeout',
    '60000',
    '--extension',
    'cjs',
    '--require',
    path.join(root, 'src/build/chance.cjs'),
    '--reporter',
    reporter,
    ...(jobs > 1 ? ['--parallel', '--jobs', String(jobs)] : []),
    ...mochaOptions,
    outdir
  ],
  { stdio: 'inherit', cwd: root }
);
process.exit(run.status ?? 1);
