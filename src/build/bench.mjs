// Runs every benchmark below test/bench: `npm run bench [part of a path]`.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { common, filesBelow, root } from './options.mjs';

const wanted = process.argv.slice(2);
const files = filesBelow('test/bench', '.bench.ts').filter(file => wanted.every(part => file.includes(part)));
if (files.length === 0) {
  console.error(`no benchmark below test/bench matches ${wanted.join(' ')}`.trimEnd());
  process.exit(2);
}
const outdir = path.join(root, 'out', `bench-${process.pid}`);
process.on('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));
await esbuild.build({ ...common, entryPoints: files, outdir, outbase: 'test/bench', packages: 'external', sourcemap: 'inline' });
let failed = 0;
for (const file of filesBelow(path.relative(root, outdir), '.js')) {
  const run = spawnSync(process.execPath, ['--enable-source-maps', file], { stdio: 'inherit', cwd: root });
  if (run.status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
