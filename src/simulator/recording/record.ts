/** Records a replication: a trace of what cores and queues did, and captures of what vifs sent and received. */
import type { Plan } from '../../topology/plan.ts';
import { formatParameters } from '../../topology/quantity.ts';
import { toPicoseconds, toSeconds } from '../kernel/time.ts';
import type { Observer, Scene } from '../packet/observer.ts';
import { simulateWatched } from '../packet/simulate.ts';
import type { Task, TaskHooks } from '../run/task.ts';
import { addressesOf } from './addresses.ts';
import type { Address } from './addresses.ts';
import { CaptureRecorder } from './capture.ts';
import { chromeTrace } from './chrome-trace.ts';
import { writePcapng } from './pcapng.ts';
import { TraceRecorder } from './trace.ts';
import { describeRecorded } from './window.ts';
import type { Window } from './window.ts';

export interface RecordingWish {
  readonly task: Task;
  readonly trace: boolean;
  /** Qualified names of vifs that are captured. */
  readonly captures: readonly string[];
  /** Simulated seconds from the end of the warm-up on; to the end of the run when absent. */
  readonly seconds?: number;
  readonly version: string;
}

/** A file to be written. */
export interface Recording {
  readonly kind: 'trace' | 'capture';
  /** Of a capture. */
  readonly vif?: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** What was recorded and what was left out, a sentence each. */
  readonly about: readonly string[];
}

/** Some 30 MB of JSON. */
const MOST_EVENTS = 250_000;
/** Some 60 MB of headers. */
const MOST_PACKETS = 500_000;
/** Bytes: all headers; payload is not simulated. */
const SNAP_LENGTH = 96;

/**
 * Undefined when it was stopped before its end.
 * @throws UnreachableError when a flow has no way
 */
export function record(plan: Plan, wish: RecordingWish, hooks: TaskHooks = {}): Recording[] | undefined {
  const experiment = plan.experiments[wish.task.experiment]!;
  const point = experiment.points[wish.task.point]!;
  const { duration, seed } = experiment;
  const end = toPicoseconds(duration);
  const from = Math.min(toPicoseconds(experiment.warmup), end - 1);
  const until = wish.seconds === undefined ? end : Math.min(end, from + toPicoseconds(wish.seconds));
  const window = (most: number): Window => ({ from, until, most });
  let scene!: Scene;
  let trace: TraceRecorder | undefined;
  const addresses = addressesOf(point.topology);
  let captures: readonly { readonly vif: string; readonly recorder: CaptureRecorder }[] = [];
  let stopped = false;
  const { onProgress, shouldStop } = hooks;
  const observation = simulateWatched(
    point.topology,
    {
      seed,
      replication: wish.task.replication,
      duration,
      warmup: experiment.warmup,
      events: point.events,
      onProgress: onProgress && ((seconds, packets) => onProgress(Math.min(1, seconds / toSeconds(until)), packets)),
      shouldStop: shouldStop && (() => (stopped ||= shouldStop()))
    },
    given => {
      scene = given;
      trace = wish.trace ? new TraceRecorder(scene, window(MOST_EVENTS)) : undefined;
      captures = wish.captures.map(vif => ({ vif, recorder: new CaptureRecorder(scene, vif, addresses, window(MOST_PACKETS)) }));
      return together([...(trace ? [trace] : []), ...captures.map(({ recorder }) => recorder)]);
    }
  );
  if (stopped) return undefined;
  const parameters = formatParameters(point.parameters, experiment.dimensions);
  const of = `${experiment.name}${parameters === '' ? '' : ` at ${parameters}`}, replication ${wish.task.replication + 1}, seed ${seed}`;
  // A run whose transfers are all done ends before its time.
  const ended = Math.min(end, from + toPicoseconds(observation.seconds));
  const recordings: Recording[] = [];
  if (trace) {
    trace.end(Math.min(until, ended));
    const about = [
      of,
      describeRecorded({ window: trace.window, count: trace.events.length, ended: trace.ended, full: trace.full }, 'events', end)
    ];
    const text = chromeTrace(scene.system, trace.events, {
      tool: `xnet ${wish.version}`,
      source: { file: plan.file, sha256: plan.sha256 },
      experiment: experiment.name,
      parameters: point.parameters,
      replication: wish.task.replication + 1,
      seed,
      about
    });
    recordings.push({ kind: 'trace', content: new TextEncoder().encode(text), about });
  }
  for (const { vif, recorder } of captures) {
    recorder.end(Math.min(until, ended));
    const about = [
      of,
      describeRecorded(
        { window: recorder.window, count: recorder.packets.length, ended: recorder.ended, full: recorder.full },
        'packets',
        end
      ),
      ...recorder.leftOut.map(flow => `${flow} is left out: its messages are no IP packets`)
    ];
    const origin = `${plan.file}, sha256 ${plan.sha256}, xnet ${wish.version}`;
    const content = capture(vif, recorder, addresses, [...about, origin], wish.version);
    recordings.push({ kind: 'capture', vif, content, about });
  }
  return recordings;
}

/** As a file that Wireshark reads. */
function capture(
  vif: string,
  { packets, window, ended }: CaptureRecorder,
  addresses: ReadonlyMap<string, Address>,
  comments: readonly string[],
  version: string
): Uint8Array<ArrayBuffer> {
  return writePcapng({
    application: `xnet ${version}`,
    comments,
    name: vif,
    description: `simulated, as seen inside ${vif.slice(0, vif.lastIndexOf('.'))}; headers only, time stamps are simulated time`,
    ...addresses.get(vif)!,
    snapLength: SNAP_LENGTH,
    hosts: Array.from(addresses, ([name, { ip }]) => [ip, name] as const),
    packets,
    from: Math.floor(window.from / 1000),
    until: Math.floor(ended / 1000)
  });
}

/** Several observers as one; done when all are. */
function together(observers: readonly Observer[]): Observer {
  const each = <Hook extends 'settled' | 'handedOn' | 'dropped' | 'interrupted'>(hook: Hook) =>
    observers.filter(one => one[hook] !== undefined);
  const [settled, handedOn, dropped, interrupted] = [each('settled'), each('handedOn'), each('dropped'), each('interrupted')];
  return {
    settled: now => settled.forEach(one => one.settled!(now)),
    handedOn: (row, step, now) => handedOn.forEach(one => one.handedOn!(row, step, now)),
    dropped: (row, station, now) => dropped.forEach(one => one.dropped!(row, station, now)),
    interrupted: (station, now) => interrupted.forEach(one => one.interrupted!(station, now)),
    get done() {
      return observers.every(one => one.done === true);
    }
  };
}
