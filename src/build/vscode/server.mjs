// Starts and stops a VS Code server on this machine alone: own profile, no gallery, no telemetry, 127.0.0.1.
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {import('./install.mjs').VSCode} VSCode
 * @typedef {{ url: string, port: number, pid: number, exited: Promise<void>, stop(): Promise<void> }} RunningServer
 *   `exited`: the server has ended, whoever ended it; `stop` ends all of its process group
 */

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.tips.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden'
};

/**
 * A clean profile: home, user data, extensions and server configuration in one folder.
 * @param {string} folder emptied first unless `keep`
 * @param {{ settings?: Record<string, unknown>, keep?: boolean }} [options]
 */
export function makeProfile(folder, { settings = {}, keep = false } = {}) {
  if (!keep) fs.rmSync(folder, { recursive: true, force: true });
  for (const part of ['home', 'user-data/User', 'extensions']) fs.mkdirSync(path.join(folder, part), { recursive: true });
  const file = path.join(folder, 'user-data/User/settings.json');
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  // A configuration of our own: otherwise code-server writes one with a password.
  fs.writeFileSync(path.join(folder, 'config.yaml'), 'auth: none\ncert: false\n');
  return folder;
}

/**
 * @param {VSCode} vscode
 * @param {string} profile
 */
const profileArguments = (vscode, profile) => [
  vscode.entry,
  '--config',
  path.join(profile, 'config.yaml'),
  '--user-data-dir',
  path.join(profile, 'user-data'),
  '--extensions-dir',
  path.join(profile, 'extensions')
];

/**
 * @param {string} profile
 * @param {NodeJS.ProcessEnv} extra
 */
function profileEnvironment(profile, extra = {}) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, HOME: path.join(profile, 'home'), EXTENSIONS_GALLERY: '{}', ...extra };
  // Inside a VS Code terminal these would make code-server a client of that window.
  for (const name of Object.keys(env)) if (/^(VSCODE_|XDG_)/.test(name) || name === 'PORT' || name === 'PASSWORD') delete env[name];
  return env;
}

/**
 * Installs a packaged extension into the profile. Throws when VS Code refuses it.
 * @param {VSCode} vscode
 * @param {string} profile
 * @param {string} vsix
 */
export function installExtension(vscode, profile, vsix) {
  return execFileSync(vscode.node, [...profileArguments(vscode, profile), '--install-extension', vsix, '--force'], {
    env: profileEnvironment(profile),
    encoding: 'utf8',
    timeout: 120_000
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts the server and resolves when it answers; throws with its log when it does not within a minute.
 * @param {VSCode} vscode
 * @param {string} profile
 * @param {{ env?: NodeJS.ProcessEnv, testDriver?: boolean, trust?: boolean }} [options]
 *   `env` reaches the extension host; `testDriver` lets a page load an extension under development; `trust`: ask about workspace trust
 * @returns {Promise<RunningServer>}
 */
export async function startServer(vscode, profile, { env = {}, testDriver = false, trust = false } = {}) {
  const port = await freePort();
  const logFile = path.join(profile, 'server.log');
  const log = fs.openSync(logFile, 'w');
  const options = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
  options.push('--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened');
  if (!trust) options.push('--disable-workspace-trust');
  // Newer builds ignore extensionDevelopmentPath in the address of the page without this.
  if (testDriver && vscode.passesOptions) options.push('--vscode-option', 'enable-smoke-test-driver');
  const child = spawn(vscode.node, [...profileArguments(vscode, profile), ...options], {
    env: profileEnvironment(profile, env),
    stdio: ['ignore', log, log],
    detached: true // a process group of its own, so that all of it can be ended and nothing else
  });
  fs.closeSync(log);
  let gone = false;
  /** @type {Promise<void>} */
  const exited = new Promise((/** @type {(value: void) => void} */ resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  }).then(() => void (gone = true));
  const pid = child.pid ?? -1;
  const forget = neverOutlive(pid);
  const stop = async () => {
    await endProcessGroup(pid);
    forget();
  };

  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + 60_000; ; await delay(50)) {
    if (gone || Date.now() > deadline) {
      if (!gone) await stop();
      throw new Error(`VS Code's server ${gone ? 'ended at once' : 'did not start'}:\n${fs.readFileSync(logFile, 'utf8')}`);
    }
    if (await answers(`${url}/healthz`)) return { url, port, pid, exited, stop };
  }
}

/**
 * Ends a process group when this process ends, however it is ended: a group of its own would go on alone.
 * @param {number} leader
 * @returns {() => void} when the group is gone anyway
 */
function neverOutlive(leader) {
  const end = () => {
    try {
      process.kill(-leader, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  // Whoever listens as well knows better how to end.
  const endAsAsked = (/** @type {NodeJS.Signals} */ signal) => {
    if (process.listenerCount(signal) <= 1) process.exit(1);
  };
  process.once('exit', end);
  for (const signal of signals) process.on(signal, endAsAsked);
  return () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, endAsAsked);
  };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/**
 * Ends exactly one process group and waits until all of it is gone.
 * @param {number} leader
 */
export async function endProcessGroup(leader) {
  /** @param {NodeJS.Signals | 0} what */
  const signal = what => {
    try {
      process.kill(-leader, what);
      return true;
    } catch {
      return false;
    }
  };
  signal('SIGTERM');
  for (let waited = 0; waited < 50 && signal(0); waited++) await delay(100);
  signal('SIGKILL');
  for (let waited = 0; waited < 20 && signal(0); waited++) await delay(100);
}

/**
 * Address of the workbench with a folder open.
 * @param {RunningServer} server
 * @param {string} folder
 * @param {{ developmentPath?: string, testsPath?: string, file?: string }} [besides] paths on the server's disk: folders of an
 *   extension and its tests, and a file to open
 */
export function workbenchAddress(server, folder, { developmentPath, testsPath, file } = {}) {
  const address = new URL(`${server.url}/`);
  address.searchParams.set('folder', folder);
  /** @type {(place: string) => string} */
  const remote = place => `vscode-remote://127.0.0.1:${server.port}${place}`;
  /** @type {[string, string][]} */
  const payload = [];
  if (developmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(developmentPath)]);
  if (testsPath !== undefined) payload.push(['extensionTestsPath', remote(testsPath)], ['skipWelcome', 'true']);
  if (file !== undefined) payload.push(['openFile', remote(file)]);
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}
