// Everything there is to test, from a clean checkout on: `npm test [part of a step's name]…`.
// A step that fails does not keep the others from running. The last line says `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findChromium, installDependencies, root } from './setup.mjs';
import { flavours, installVSCode } from './vscode/install.mjs';

/**
 * @typedef {{ passed: number, failed: number, pending?: number }} Counts
 * @typedef {{ name: string, command: readonly string[], env?: NodeJS.ProcessEnv, counts?: boolean }} Step
 *   `counts`: it says itself how many tests it ran; otherwise it is one.
 */

const node = process.execPath;
const unit = path.join(root, 'src/build/unit.mjs');

/** @type {readonly Step[]} */
const steps = [
  { name: 'build', command: [node, path.join(root, 'src/build/build.mjs')] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'unit', command: [node, unit], counts: true },
  { name: 'cli', command: [node, unit, 'test/cli/'], counts: true },
  { name: 'webview', command: [node, unit, 'test/webview/'], counts: true },
  // Simulates every example and holds the committed report against what comes out.
  { name: 'replication', command: [node, path.join(root, 'src/build/docs.mjs'), '--check', 'costs', 'replication'] },
  ...flavours.map(flavour => ({
    name: `extension host (${flavour})`,
    command: [node, path.join(root, 'src/build/exthost.mjs'), flavour],
    counts: true
  })),
  { name: 'package', command: [node, path.join(root, 'src/build/package.mjs'), '--out', path.join(root, 'out/xnet.vsix')] },
  ...flavours.map(flavour => ({
    name: `ui (${flavour})`,
    command: [node, unit, 'test/vscode/ui/'],
    env: { XNET_VSCODE: flavour },
    counts: true
  }))
];

/**
 * Runs one step and says how many of its tests passed and failed.
 * @param {Step} step
 * @returns {Counts}
 */
function runStep({ name, command, env = {}, counts = false }) {
  console.log(`\n━━ ${name}`);
  const summary = path.join(root, 'out', 'summary.json');
  fs.mkdirSync(path.dirname(summary), { recursive: true });
  fs.rmSync(summary, { force: true });
  const [program = node, ...args] = command;
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, XNET_TEST_SUMMARY: summary },
    shell: process.platform === 'win32'
  });
  if (!counts) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  /** @type {Counts} */
  const { passed, failed } = fs.existsSync(summary) ? JSON.parse(fs.readFileSync(summary, 'utf8')) : { passed: 0, failed: 0 };
  // A suite that ended badly without a failing test (it crashed, or found nothing to run) has failed as a whole.
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}

/** Whatever cannot be installed is said now, in a sentence; the steps that need it then fail. */
function setUp() {
  const needs = [installDependencies, findChromium, ...flavours.map(flavour => () => installVSCode(flavour))];
  for (const need of needs) {
    try {
      need();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
}

setUp();
const wanted = process.argv.slice(2);
const chosen = steps.filter(step => wanted.length === 0 || wanted.some(part => step.name.includes(part)));
/** @type {(Counts & { name: string, seconds: number })[]} */
const results = [];
for (const step of chosen) {
  const started = performance.now();
  results.push({ name: step.name, ...runStep(step), seconds: (performance.now() - started) / 1000 });
}

console.log('\n━━ summary');
for (const { name, passed, failed, seconds } of results) {
  console.log(`${failed === 0 ? '✔' : '✖'} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
