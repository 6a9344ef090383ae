/** Traces and captures on request: which replication they are of, and where they are written. */
import * as path from 'node:path';
import type { Recording, RecordingWish } from '../simulator/recording/record.ts';
import type { Task } from '../simulator/run/task.ts';
import type { Plan, Point } from '../topology/plan.ts';
import { formatParameters } from '../topology/quantity.ts';
import { nodeThreads } from './node-threads.ts';
import { say, writeBytes } from './output.ts';
import { errorOf } from './pool.ts';
import { ProgressLine } from './progress-line.ts';
import type { StopSignal } from './stop.ts';
import { text, UsageError } from './usage.ts';
import type { Arguments } from './usage.ts';

export const RECORDING_OPTIONS = {
  trace: { type: 'string' },
  pcap: { type: 'string', multiple: true },
  'trace-seconds': { type: 'string' }
} as const;

export interface RecordingRequest {
  readonly trace?: string;
  /** Path by vif. */
  readonly captures: ReadonlyMap<string, string>;
  readonly seconds?: number;
}

/** `--trace`, `--pcap` and `--trace-seconds`; undefined when nothing is to be recorded. @throws UsageError */
export function recordingRequest({ values }: Arguments): RecordingRequest | undefined {
  const trace = text(values['trace']);
  const captures = new Map<string, string>();
  for (const given of (values['pcap'] ?? []) as readonly string[]) {
    const [, vif, file] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
    if (vif === undefined || file === undefined)
      throw new UsageError(`--pcap takes VIF=PATH, as server.guest.eth0=guest.pcapng, not ${given}`);
    if (captures.has(vif)) throw new UsageError(`--pcap names ${vif} twice`);
    captures.set(vif, file);
  }
  const files = [...(trace === undefined ? [] : [trace]), ...captures.values()];
  const seconds = text(values['trace-seconds']);
  if (files.length === 0) {
    if (seconds !== undefined) throw new UsageError('--trace-seconds goes with --trace or --pcap');
    return undefined;
  }
  if (files.some(file => file === '-' || file === '')) throw new UsageError('a trace or capture goes to a file: name one');
  if (new Set(files.map(file => path.resolve(file))).size < files.length) throw new UsageError('a trace and captures need a file each');
  if (seconds !== undefined && !(Number(seconds) > 0 && Number(seconds) < Infinity))
    throw new UsageError(`--trace-seconds takes simulated seconds above 0, as 0.005, not ${seconds}`);
  return { trace, captures, ...(seconds === undefined ? {} : { seconds: Number(seconds) }) };
}

/**
 * The replication that is recorded: the first, at the first point that has all the vifs, of the experiment that was asked for.
 * @param named experiments that were asked for by name
 * @throws UsageError when no point has the vifs
 */
export function recordedTask(plan: Plan, named: readonly string[] | undefined, vifs: readonly string[]): Task {
  const wanted = plan.experiments.flatMap(({ name }, at) => (named === undefined || named.includes(name) ? [at] : []));
  for (const experiment of wanted) {
    const point = plan.experiments[experiment]!.points.findIndex(each => vifs.every(vif => vifsOf(each).includes(vif)));
    if (point >= 0) return { experiment, point, replication: 0 };
  }
  const known = new Set(wanted.flatMap(at => plan.experiments[at]!.points.flatMap(vifsOf)));
  const unknown = vifs.filter(vif => !known.has(vif));
  if (unknown.length === 0) throw new UsageError(vifs.length === 0 ? 'there is nothing to run' : `no point has all of ${vifs.join(', ')}`);
  const some = [...known].slice(0, 8).join(', ');
  throw new UsageError(
    `--pcap: there is no vif ${unknown[0]}; there ${known.size === 1 ? 'is' : 'are'} ${some}${known.size > 8 ? ', …' : ''}`
  );
}

const vifsOf = ({ topology }: Point): string[] =>
  topology.hosts.flatMap(({ domains }) => domains.flatMap(({ vifs }) => vifs.map(({ name }) => name)));

/** `baseline at guests = 2`. */
export function describeTask({ experiments }: Plan, { experiment, point }: Task): string {
  const { name, points, dimensions } = experiments[experiment]!;
  const parameters = formatParameters(points[point]!.parameters, dimensions);
  return parameters === '' ? name : `${name} at ${parameters}`;
}

/** Simulates the replication once more, on a thread, with somebody watching; false when the signal came before the end. */
export async function writeRecordings(
  plan: Plan,
  task: Task,
  { trace, captures, seconds }: RecordingRequest,
  { quiet, signal }: { readonly quiet: boolean; readonly signal: StopSignal }
): Promise<boolean> {
  const wish = { task, trace: trace !== undefined, captures: [...captures.keys()], ...(seconds === undefined ? {} : { seconds }) };
  const recordings = await recordOnThread(plan, wish, quiet, signal);
  if (!recordings) return false;
  for (const { kind, vif, content, about } of recordings) {
    const file = kind === 'trace' ? trace! : captures.get(vif!)!;
    writeBytes(content, file);
    if (!quiet) say(`${file}: ${about.join('; ')}`);
  }
  return true;
}

async function recordOnThread(
  plan: Plan,
  wish: Omit<RecordingWish, 'version'>,
  quiet: boolean,
  signal: StopSignal
): Promise<readonly Recording[] | undefined> {
  if (signal.stopped) return undefined;
  const line = new ProgressLine(process.stderr, quiet);
  const label = `recording ${describeTask(plan, wish.task)}`;
  let finish = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const thread = nodeThreads(path.join(__dirname, 'worker.js'))({
        failed: reject,
        reply(reply) {
          if (reply.kind === 'recorded') resolve(reply.recordings);
          else if (reply.kind === 'failed') reject(errorOf(reply));
          else if (reply.kind === 'advance') line.show({ done: 0, total: 1, fraction: reply.fraction, packetsPerSecond: 0, label });
        }
      });
      const forget = signal.onStop(() => resolve(undefined));
      finish = () => {
        forget();
        thread.end();
      };
      thread.post({ kind: 'plan', plan });
      thread.post({ kind: 'record', id: 0, wish });
    });
  } finally {
    line.clear();
    finish();
  }
}
