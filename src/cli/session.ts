/** The worker's side of the protocol: answers requests, one at a time, in the order in which they come. */
import { estimate } from '../simulator/analytic/estimate.ts';
import { UnreachableError } from '../simulator/model/routes.ts';
import { simulate } from '../simulator/packet/simulate.ts';
import { InternalError } from '../simulator/run/internal-error.ts';
import { estimatePlan, replicationsOf, runPlan } from '../simulator/run/plan.ts';
import { perform } from '../simulator/run/task.ts';
import type { PlanOptions } from '../language/analysis.ts';
import { record } from '../simulator/recording/record.ts';
import type { Plan } from '../topology/plan.ts';
import { isolationPlan, scenesOf, scorePlaces } from './isolation.ts';
import { Pool } from './pool.ts';
import { hasErrors, prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type {
  FailedReply,
  RecordRequest,
  RunRequest,
  ScenesRequest,
  ScoreRequest,
  Source,
  WorkerReply,
  WorkerRequest
} from './protocol.ts';
import { recordingPlaces } from './recording-places.ts';
import type { Disk } from './texts.ts';
import type { StartThread } from './thread.ts';

/** Progress is sent this often at most, milliseconds. */
const PROGRESS_EVERY = 100;

type Post = (reply: WorkerReply) => void;

/** What a worker has around it. */
export interface Surroundings {
  /** Of xnet, for results. */
  readonly version: string;
  readonly disk: Disk;
  /** Starts another worker like this one, which takes replications. */
  readonly startThread: StartThread;
}

/** @param post sends an answer */
export function startSession(post: Post, around: Surroundings): (request: WorkerRequest) => void {
  const runs = new Map<number, Stopping>();
  let plan: Plan | undefined;
  let queue = Promise.resolve();

  async function answer(request: WorkerRequest): Promise<void> {
    switch (request.kind) {
      case 'stop':
        return;
      case 'plan':
        plan = request.plan;
        return;
      case 'task': {
        const { id, task } = request;
        if (!plan) throw new InternalError('a task came before its plan', JSON.stringify(task));
        const tell = seldom((fraction: number, packets: number) => post({ kind: 'advance', id, fraction, packets }));
        const observation = perform(plan, task, simulate, { onProgress: tell });
        // Undefined only for a task that was asked to stop; a pool ends the thread instead.
        if (observation) post({ kind: 'observation', id, observation });
        return;
      }
      case 'places': {
        const prepared = read(request.id, request.source, post, around);
        const ready = prepared && planned(request.id, prepared, prepared.plan, post);
        if (ready) post({ kind: 'places', id: request.id, places: recordingPlaces(ready) });
        return;
      }
      case 'record':
        recordReplication(request, plan, post, around);
        return;
      case 'run':
        await runFile(request, post, around, stoppingOf(request.id));
        return;
      case 'scenes': {
        const ready = isolationPlanOf(request, post, around);
        if (ready) post({ kind: 'scenes', id: request.id, scenes: scenesOf(ready) });
        return;
      }
      case 'score':
        scoreFile(request, post, around);
    }
  }

  function stoppingOf(id: number): Stopping {
    const known = runs.get(id) ?? new Stopping();
    runs.set(id, known);
    return known;
  }

  return request => {
    // A stop overtakes what is queued: it is about the request that is being answered.
    if (request.kind === 'stop') {
      stoppingOf(request.id).stop();
      return;
    }
    const id = request.kind === 'plan' ? -1 : request.id;
    queue = queue.then(() => answer(request)).catch((error: unknown) => post(failure(id, error)));
  };
}

/** Whether a run was told to stop, and what is to happen then. */
class Stopping {
  stopped = false;
  private act = (): void => {};

  onStop(act: () => void): void {
    this.act = act;
  }

  stop(): void {
    this.stopped = true;
    this.act();
  }
}

async function runFile(request: RunRequest, post: Post, around: Surroundings, stopping: Stopping): Promise<void> {
  const { id, mode, source, options } = request;
  const { version, startThread } = around;
  const prepared = read(id, source, post, around, options);
  const plan = prepared && planned(id, prepared, prepared.plan, post);
  if (!plan) return;
  const lineOf = (origin: { uri: string; start: number }) => prepared.lines.of(origin.uri)?.place(origin.start).line;
  if (mode === 'estimate') {
    post({ kind: 'result', id, result: estimatePlan(plan, estimate, { version, lineOf }) });
    return;
  }
  const jobs = Math.max(1, Math.min(request.jobs ?? 1, replicationsOf(plan)));
  const pool = new Pool(plan, jobs, startThread);
  stopping.onStop(() => pool.end());
  try {
    const result = await runPlan(plan, {
      version,
      lineOf,
      jobs,
      shouldStop: () => stopping.stopped,
      perform: (task, hooks) => pool.perform(task, hooks),
      onProgress: seldom(progress => post({ kind: 'progress', id, progress }))
    });
    post({ kind: 'result', id, result });
  } finally {
    pool.end();
  }
}

/** Records on this thread: who wants it to stop ends the thread. */
function recordReplication(request: RecordRequest, sent: Plan | undefined, post: Post, around: Surroundings): void {
  const { id, source, options, wish } = request;
  const prepared = source && read(id, source, post, around, options);
  if (source && !prepared) return;
  const plan = prepared ? planned(id, prepared, prepared.plan, post) : sent;
  if (!plan) {
    if (!source) throw new InternalError('a recording was asked for before its plan', JSON.stringify(wish));
    return;
  }
  const onProgress = seldom((fraction: number, packets: number) => post({ kind: 'advance', id, fraction, packets }));
  const recordings = record(plan, { ...wish, version: around.version }, { onProgress });
  if (recordings) post({ kind: 'recorded', id, recordings });
}

/** What could be scored in a file; undefined when that was refused. */
function isolationPlanOf({ id, source }: ScenesRequest | ScoreRequest, post: Post, around: Surroundings): Plan | undefined {
  const prepared = read(id, source, post, around);
  return prepared && planned(id, prepared, isolationPlan(prepared), post);
}

function scoreFile(request: ScoreRequest, post: Post, around: Surroundings): void {
  const { id, experiment: name, victim, points } = request;
  const plan = isolationPlanOf(request, post, around);
  if (!plan) return;
  const refuse = (message: string): void => post({ kind: 'failed', id, reason: 'refused', message });
  const scene = scenesOf(plan).find(({ experiment }) => name === undefined || experiment === name);
  const experiment = plan.experiments.find(one => one.name === scene?.experiment);
  if (!scene || !experiment)
    return refuse(name === undefined ? 'there is no flow to protect' : `there is no experiment ${name} with a flow to protect`);
  const found = scene.victims.find(({ flow }) => victim === undefined || flow === victim);
  if (!found) return refuse(`there is no flow ${victim} in ${scene.experiment}`);
  const places = found.places.filter(({ point }) => points === undefined || points.includes(point));
  if (places.length === 0) return refuse(`none of these points of ${scene.experiment} has the flow ${found.flow}`);
  const score = scorePlaces(experiment, found.flow, places, { onProgress: seldom(progress => post({ kind: 'scoring', id, progress })) });
  // Undefined only when it was asked to stop; who wants that ends the thread.
  if (score) post({ kind: 'score', id, score, places: places.map(({ label }) => label) });
}

/** Reads and checks a file and posts its findings; undefined when that was refused. */
function read(id: number, source: Source, post: Post, { disk }: Surroundings, options?: PlanOptions): Prepared | undefined {
  const prepared = prepare(source, disk, options);
  if (prepared) post({ kind: 'diagnostics', id, diagnostics: prepared.diagnostics });
  else post({ kind: 'failed', id, reason: 'missing', message: `${source.file} cannot be read` });
  return prepared;
}

/** The plan, where there is one; otherwise why there is none is posted. */
function planned(id: number, prepared: Prepared, plan: Plan | undefined, post: Post): Plan | undefined {
  if (!plan) post({ kind: 'failed', id, reason: 'errors', message: errorsInWords(prepared) });
  return plan;
}

/** Leaves out what comes too soon after the last one. */
function seldom<Arguments extends readonly unknown[]>(tell: (...of: Arguments) => void): (...of: Arguments) => void {
  let told = 0;
  return (...of) => {
    const now = Date.now();
    if (now - told < PROGRESS_EVERY) return;
    told = now;
    tell(...of);
  };
}

function errorsInWords({ diagnostics }: Prepared): string {
  const errors = diagnostics.filter(one => one.severity === 'error');
  const first = errors[0];
  if (!first || !hasErrors(diagnostics)) return 'there is nothing to run';
  return errors.length === 1 ? first.message : `${first.message} (and ${errors.length - 1} more)`;
}

function failure(id: number, error: unknown): FailedReply {
  if (error instanceof UnreachableError) return { kind: 'failed', id, reason: 'refused', message: error.message };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const report = error instanceof InternalError ? `${error.report}\n\n${stack ?? ''}` : (stack ?? message);
  return { kind: 'failed', id, reason: 'internal', message, report };
}
