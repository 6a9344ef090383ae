/** Traces and captures on request: which replication they are of, and where they are written. */
import * as path from 'node:path';
import type { Recording, RecordingWish } from '../simulator/recording/record.ts';
import type { Plan } from '../topology/plan.ts';
import { nodeThreads } from './node-threads.ts';
import { say, writeBytes } from './output.ts';
import { errorOf } from './pool.ts';
import { ProgressLine } from './progress-line.ts';
import { recordingPlaces } from './recording-places.ts';
import type { RecordingPlace } from './recording-places.ts';
import type { StopSignal } from './stop.ts';
import { text, UsageError } from './usage.ts';
import type { Arguments } from './usage.ts';

export const RECORDING_OPTIONS = {
  trace: { type: 'string' },
  pcap: { type: 'string', multiple: true },
  'trace-seconds': { type: 'string' }
} as const;

/** Vifs that a refusal names. */
const MENTIONED = 8;

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
export function recordedPlace(plan: Plan, named: readonly string[] | undefined, vifs: readonly string[]): RecordingPlace {
  const wanted = recordingPlaces(plan).filter(({ task }) => named === undefined || named.includes(plan.experiments[task.experiment]!.name));
  const found = wanted.find(place => vifs.every(vif => place.vifs.includes(vif)));
  if (found) return found;
  const known = [...new Set(wanted.flatMap(place => place.vifs))];
  const unknown = vifs.find(vif => !known.includes(vif));
  if (unknown === undefined) throw new UsageError(vifs.length === 0 ? 'there is nothing to run' : `no point has all of ${vifs.join(', ')}`);
  const some = known.length === 0 ? 'none' : known.slice(0, MENTIONED).join(', ');
  throw new UsageError(
    `--pcap: there is no vif ${unknown}; there ${known.length > 1 ? 'are' : 'is'} ${some}${known.length > MENTIONED ? ', …' : ''}`
  );
}

/** Simulates the replication once more, on a thread, with somebody watching; false when the signal came before the end. */
export async function writeRecordings(
  plan: Plan,
  place: RecordingPlace,
  { trace, captures, seconds }: RecordingRequest,
  { quiet, signal }: { readonly quiet: boolean; readonly signal: StopSignal }
): Promise<boolean> {
  const wish = {
    task: place.task,
    trace: trace !== undefined,
    captures: [...captures.keys()],
    ...(seconds === undefined ? {} : { seconds })
  };
  const recordings = await recordOnThread(plan, wish, `recording ${place.label}`, { quiet, signal });
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
  label: string,
  { quiet, signal }: { readonly quiet: boolean; readonly signal: StopSignal }
): Promise<readonly Recording[] | undefined> {
  if (signal.stopped) return undefined;
  const line = new ProgressLine(process.stderr, quiet);
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
