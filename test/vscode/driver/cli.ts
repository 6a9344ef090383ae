/** The same question to the command line: what the panel shows is held against it. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { root } from '../../../src/build/setup.mjs';
import type { RunResult } from '../../../src/topology/result.ts';

export function runOnCommandLine(command: 'run' | 'estimate', file: string, ...options: string[]): RunResult {
  const program = path.join(root, 'dist/xnet.js');
  const done = spawnSync(process.execPath, [program, command, file, '--format', 'json', ...options], { encoding: 'utf8' });
  if (done.stdout === '') throw new Error(`xnet ${command} ${file} ended with status ${done.status}:\n${done.stderr}`);
  return JSON.parse(done.stdout);
}
