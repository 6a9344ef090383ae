// Makes xnet-VERSION.vsix (`npm run package [-- --out FILE]`): the bundles, media, examples and the readme; no sources.
// `--no-build` packs the bundles that are there.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { root } from './options.mjs';

const limitBytes = 3 * 1024 * 1024;

const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const outFlag = process.argv.indexOf('--out');
const vsix = path.resolve(outFlag < 0 ? path.join(root, `xnet-${version}.vsix`) : process.argv[outFlag + 1]);

const builds = !process.argv.includes('--no-build');
if (builds) {
  const build = spawnSync(process.execPath, [path.join(root, 'src/build/build.mjs'), '--production'], { stdio: 'inherit', cwd: root });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

// Everything is in the bundles, so no dependency folder travels along.
await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });

const sources = (await listFiles({ cwd: root, packageManager: PackageManager.None })).filter(file =>
  /^(src|webview|test)\/|\.(ts|map)$/.test(file)
);
if (sources.length > 0) {
  console.error(`sources would be shipped: ${sources.join(', ')}`);
  process.exit(1);
}
const { size } = fs.statSync(vsix);
console.log(`${path.relative(process.cwd(), vsix)} ${(size / 1024).toFixed(0)} KiB`);
// What is there may be a development build, which nobody publishes.
if (builds && size > limitBytes) {
  console.error(`the package is larger than ${limitBytes} bytes`);
  process.exit(1);
}
