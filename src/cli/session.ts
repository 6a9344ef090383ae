/** The worker's side of the protocol: answers requests, one at a time, in the order in which they come. */
import { estimate } from '../simulator/analytic/estimate.ts';
import { UnreachableError } from '../simulator/model/routes.ts';
import { simulate } from '../simulator/packet/simulate.ts';
import { InternalError } from '../simulator/run/internal-error.ts';
import { estimatePlan, runPlan } from '../simulator/run/plan.ts';
import { perform } from '../simulator/run/task.ts';
import type { PlanOptions } from '../language/analysis.ts';
import type { Plan } from '../topology/plan.ts';
import { isolationPlan, scenesOf, scoreExperiment } from './isolation.ts';
import { hasErrors, prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import type { FailedReply, RunRequest, ScenesRequest, ScoreRequest, Source, WorkerReply, WorkerRequest } from './protocol.ts';

/** Progress is sent this often at most, milliseconds. */
const PROGRESS_EVERY = 100;

type Post = (reply: WorkerReply) => void;

/** @param post sends an answer; @param version of xnet, for results */
export function startSession(post: Post, version: string): (request: WorkerRequest) => void {
  const stopped = new Set<number>();
  let plan: Plan | undefined;
  let stopFlag: Int32Array | undefined;
  let queue = Promise.resolve();

  const isStopped = (id: number): boolean => stopped.has(id) || (stopFlag !== undefined && Atomics.load(stopFlag, 0) !== 0);

  async function answer(request: WorkerRequest): Promise<void> {
    switch (request.kind) {
      case 'stop':
        return;
      case 'plan':
        plan = request.plan;
        stopFlag = request.stopFlag && new Int32Array(request.stopFlag);
        return;
      case 'task': {
        const { id, task } = request;
        if (!plan) throw new InternalError('a task came before its plan', JSON.stringify(task));
        const tell = seldom((fraction: number, packets: number) => post({ kind: 'advance', id, fraction, packets }));
        const observation = perform(plan, task, simulate, { shouldStop: () => isStopped(id), onProgress: tell });
        post({ kind: 'observation', id, ...(observation ? { observation } : {}) });
        return;
      }
      case 'run':
        stopFlag = request.stopFlag && new Int32Array(request.stopFlag);
        await runFile(request, post, version, () => isStopped(request.id));
        return;
      case 'scenes': {
        const ready = isolationPlanOf(request, post);
        if (ready) post({ kind: 'scenes', id: request.id, scenes: scenesOf(ready) });
        return;
      }
      case 'score':
        stopFlag = request.stopFlag && new Int32Array(request.stopFlag);
        scoreFile(request, post, () => isStopped(request.id));
    }
  }

  return request => {
    // A stop overtakes what is queued: it is about the request that is being answered.
    if (request.kind === 'stop') {
      stopped.add(request.id);
      return;
    }
    const id = request.kind === 'plan' ? -1 : request.id;
    queue = queue.then(() => answer(request)).catch((error: unknown) => post(failure(id, error)));
  };
}

async function runFile(request: RunRequest, post: Post, version: string, shouldStop: () => boolean): Promise<void> {
  const { id, mode, source, options } = request;
  const prepared = read(id, source, post, options);
  const plan = prepared && planned(id, prepared, prepared.plan, post);
  if (!plan) return;
  const lineOf = (origin: { uri: string; start: number }) => prepared.lines.of(origin.uri)?.place(origin.start).line;
  if (mode === 'estimate') {
    post({ kind: 'result', id, result: estimatePlan(plan, estimate, { version, lineOf }) });
    return;
  }
  const result = await runPlan(plan, {
    version,
    lineOf,
    shouldStop,
    async perform(task, hooks) {
      // Lets messages in between replications: a stop, where the flag cannot be shared.
      await new Promise(resolve => setTimeout(resolve, 0));
      return perform(plan, task, simulate, hooks);
    },
    onProgress: seldom(progress => post({ kind: 'progress', id, progress }))
  });
  post({ kind: 'result', id, result });
}

/** What could be scored in a file; undefined when that was refused. */
function isolationPlanOf({ id, source }: ScenesRequest | ScoreRequest, post: Post): Plan | undefined {
  const prepared = read(id, source, post);
  return prepared && planned(id, prepared, isolationPlan(prepared), post);
}

function scoreFile(request: ScoreRequest, post: Post, shouldStop: () => boolean): void {
  const { id, experiment: name, victim } = request;
  const plan = isolationPlanOf(request, post);
  if (!plan) return;
  const refuse = (message: string): void => post({ kind: 'failed', id, reason: 'refused', message });
  const scene = scenesOf(plan).find(({ experiment }) => name === undefined || experiment === name);
  const experiment = plan.experiments.find(one => one.name === scene?.experiment);
  if (!scene || !experiment)
    return refuse(name === undefined ? 'there is no flow to protect' : `there is no experiment ${name} with a flow to protect`);
  if (victim !== undefined && !scene.victims.includes(victim)) return refuse(`there is no flow ${victim} in ${scene.experiment}`);
  const score = scoreExperiment(experiment, {
    victim,
    shouldStop,
    onProgress: seldom(progress => post({ kind: 'scoring', id, progress }))
  });
  post(score ? { kind: 'score', id, score } : { kind: 'failed', id, reason: 'stopped', message: 'stopped before the end' });
}

/** Reads and checks a file and posts its findings; undefined when that was refused. */
function read(id: number, source: Source, post: Post, options?: PlanOptions): Prepared | undefined {
  const prepared = prepare(source, options);
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
