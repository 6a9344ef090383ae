/** Starts the built command the way a shell does. */
import { spawn, spawnSync } from 'node:child_process';
import * as path from 'node:path';

/** `npm run build` puts it there; `XNET_CLI` names another build. */
export const cli = path.resolve(process.env['XNET_CLI'] ?? 'dist/xnet.js');
export const fixtures = path.resolve('test/cli/fixtures');
export const fixture = (name: string): string => path.join(fixtures, name);

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command to its end, in the folder of the fixtures. */
export function xnet(args: readonly string[], input?: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: fixtures,
    encoding: 'utf8',
    input: input ?? '',
    maxBuffer: 1 << 28
  });
  return { status, out: stdout, err: stderr };
}

/** Runs the command and sends it a signal as soon as it says something on standard error. */
export function interrupted(args: readonly string[], signal: NodeJS.Signals): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: fixtures, timeout: 30_000, killSignal: 'SIGKILL' });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (err === '') child.kill(signal);
      err += text;
    });
    child.on('error', reject);
    child.on('close', status => resolve({ status, out, err }));
  });
}
