/**
 * What the extension host pays before the extension does anything: loading its bundle, as it is shipped, where `vscode` is a stand-in.
 * Against a bundle of nothing, which is what Node asks for any. Each is loaded by processes of its own, in turns.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { median } from './measure.ts';

const rounds = 9;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xnet-activation-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const bundles: Readonly<Record<string, string>> = {
  extension: path.join(folder, 'extension.js'),
  nothing: path.join(folder, 'nothing.js')
};
esbuild.buildSync({
  entryPoints: { extension: 'src/extension/extension.ts' },
  outdir: folder,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  loader: { '.xnet': 'text' },
  define: { XNET_VERSION: '"0"', XNET_EXAMPLES: '[]' },
  logLevel: 'warning'
});
fs.writeFileSync(bundles['nothing']!, 'exports.activate = () => {};\n');

/** Whatever may be asked of `vscode` while modules are loaded, classes to extend and constants to read: all capitalised names of the bundle. */
const loader = path.join(folder, 'loader.js');
fs.writeFileSync(
  loader,
  `const Module = require('node:module');
  const anything = () => new Proxy(class {}, { get: (of, key) => (key in of || typeof key === 'symbol' ? of[key] : anything()) });
  const load = Module._load;
  const names = require('node:fs').readFileSync(process.argv[2], 'utf8').match(/(?<=\\.)[A-Z][A-Za-z]+/g) ?? [];
  const vscode = Object.fromEntries(names.map(name => [name, anything()]));
  Module._load = function (name, ...more) { return name === 'vscode' ? vscode : load.call(this, name, ...more); };
  const before = process.cpuUsage();
  require(process.argv[2]);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);`
);

const times = new Map<string, number[]>(Object.keys(bundles).map(name => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, file] of Object.entries(bundles)) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [loader, file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    times.get(name)!.push(Number(stdout));
  }
}
console.log(`activation: loading the extension's bundle, medians of processor time over ${rounds} processes`);
const least = median(times.get('nothing')!);
for (const [name, all] of times) {
  const size = fs.statSync(bundles[name]!).size / 1024;
  const ratio = median(all) / least;
  console.log(
    `  ${name.padEnd(12)} ${size.toFixed(0).padStart(6)} KiB  ${median(all).toFixed(1).padStart(8)} ms  ${ratio.toFixed(1).padStart(6)} × nothing`
  );
}
