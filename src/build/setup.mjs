// What the other scripts need on the machine. Node built-ins only: it runs before `npm ci` has.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';

/**
 * Runs a program with its output shown.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet`: output is shown only when it fails.
 * @returns {boolean} whether it ended with status 0
 */
export function run(program, args, { cwd = root, env = process.env, quiet = false } = {}) {
  const done = spawnSync(program, args, { cwd, env, stdio: quiet ? 'pipe' : 'inherit', encoding: 'utf8', shell: isWindows });
  if (quiet && done.status !== 0) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}\n`);
  return done.status === 0;
}

/** Nothing but the packages: no audit, no advertisements, no install scripts. */
export const npmEnvironment = {
  ...process.env,
  npm_config_loglevel: 'error',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  npm_config_ignore_scripts: 'true'
};

/** Installs node_modules when they are absent or older than the lock file. Throws when that fails. */
export function installDependencies() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (fs.existsSync(installed) && isSameLock(lock, installed)) return;
  console.log('Installing the development packages (npm ci)…');
  if (!run('npm', ['ci', '--ignore-scripts'], { env: npmEnvironment })) throw new Error('`npm ci` failed: see above.');
}

/**
 * npm keeps a copy of the lock beside the packages, without the root entry and with what this platform did not need left out.
 * @param {string} lock
 * @param {string} installed
 */
function isSameLock(lock, installed) {
  const wanted = JSON.parse(fs.readFileSync(lock, 'utf8')).packages;
  const present = JSON.parse(fs.readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(([place, entry]) => place === '' || entry.optional || present[place]?.version === entry.version);
}

/**
 * Path of a program on PATH, or undefined.
 * @param {string} name
 */
export function onPath(name) {
  const endings = isWindows ? (process.env.PATHEXT ?? '.EXE').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const candidate = path.join(folder, name + ending);
      if (folder !== '' && fs.existsSync(candidate)) return candidate;
    }
  }
  return undefined;
}

/**
 * Installs Debian packages when the machine lets us.
 * @param {readonly string[]} packages
 * @returns {boolean} whether they are installed now
 */
function aptInstall(packages) {
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) return false;
  console.log(`Installing ${packages.join(', ')} (apt-get)…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    run('apt-get', ['update', '-qq'], { env, quiet: true }) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, quiet: true })
  );
}

/** Path of a Chromium to drive; installed through apt when absent and we are root. Throws a clear sentence otherwise. */
export function findChromium() {
  const find = () =>
    process.env.CHROMIUM ?? ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(found => found !== undefined);
  const found = find() ?? (aptInstall(['chromium', 'fonts-dejavu-core']) ? find() : undefined);
  if (found !== undefined) return found;
  throw new Error('The tests drive a Chromium, and there is none: install the package `chromium`, or set CHROMIUM to the path of one.');
}

/** Path of ripgrep, which an older VS Code needs to list files; installed through apt when absent and we are root. */
export function findRipgrep() {
  return onPath('rg') ?? (aptInstall(['ripgrep']) ? onPath('rg') : undefined);
}
