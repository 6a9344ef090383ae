// `npm start [folder]`: installs what is missing, builds, and opens VS Code on examples/ with the extension loaded:
// the desktop's when `code` is on PATH, else a real VS Code from npm in the browser, on 127.0.0.1 alone.
// XNET_START=web asks for the latter.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { installDependencies, onPath, root, run } from './setup.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'examples'));
// Something to look at from the start.
const first = path.join(folder, 'first.xnet');
const file = fs.existsSync(first) ? first : undefined;

installDependencies();
if (!run(process.execPath, [path.join(root, 'src/build/build.mjs')])) process.exit(1);

const desktop = process.env.XNET_START === 'web' ? undefined : onPath('code');
if (desktop === undefined || !openDesktop(desktop)) await serveInBrowser();

/**
 * @param {string} code
 * @returns {boolean} whether it opened: it refuses, for one, to run as root
 */
function openDesktop(code) {
  console.log(`Opening VS Code on ${folder} with xnet loaded.`);
  return run(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder, ...(file === undefined ? [] : [file])]);
}

async function serveInBrowser() {
  const { flavours, installVSCode } = await import('./vscode/install.mjs');
  const { installExtension, makeProfile, startServer, workbenchAddress } = await import('./vscode/server.mjs');
  const vscode = installVSCode(flavours[0] ?? 'node20');
  const settings = { 'workbench.startupEditor': 'none', 'git.enabled': false };
  const profile = makeProfile(path.join(root, '.vscode-test/start'), { keep: true, settings });
  const vsix = path.join(profile, 'xnet.vsix');
  if (!run(process.execPath, [path.join(root, 'src/build/package.mjs'), '--no-build', '--out', vsix], { quiet: true })) process.exit(1);
  installExtension(vscode, profile, vsix);

  // Whoever asks us to end while the server starts is heard as well.
  /** @type {import('./vscode/server.mjs').RunningServer | undefined} */
  let server;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await server?.stop();
    process.exit(0);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => void end());
  // npm, when ended, does not always say so to what it runs.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) setInterval(() => void (process.ppid !== parent && end()), 500).unref();
  server = await startServer(vscode, profile);
  if (ending) await server.stop();
  console.log(`\nVS Code with xnet: ${workbenchAddress(server, folder, { file })}\nCtrl+C ends it.`);
  await server.exited;
  if (!ending) console.error('The VS Code server ended.');
  await end();
}
