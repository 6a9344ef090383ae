/** Runs a plan on worker threads, with progress and an orderly end on a signal. */
import * as os from 'node:os';
import * as path from 'node:path';
import { replicationsOf, runPlan } from '../simulator/run/plan.ts';
import type { WorkHooks } from '../simulator/run/work.ts';
import type { Plan } from '../topology/plan.ts';
import type { RunResult } from '../topology/result.ts';
import type { LineOf } from '../simulator/run/result.ts';
import { nodeThreads } from './node-threads.ts';
import { Pool } from './pool.ts';
import { ProgressLine } from './progress-line.ts';
import type { StopSignal } from './stop.ts';

export interface ThreadOptions {
  /** Replications at once; the number of processors when absent. */
  readonly jobs?: number;
  readonly quiet: boolean;
  readonly signal: StopSignal;
}

export interface SimulateOptions extends ThreadOptions {
  readonly version: string;
  readonly lineOf: LineOf;
}

/** The result of a plan; `incomplete` when the signal came before the end. */
export function simulatePlan(plan: Plan, { version, lineOf, ...options }: SimulateOptions): Promise<RunResult> {
  return onThreads(plan, replicationsOf(plan), options, hooks => runPlan(plan, { version, lineOf, ...hooks }));
}

/**
 * Has work done on threads that all know the plan.
 * @param replications how many there are at most: more threads than that are not started
 */
export async function onThreads<Outcome>(
  plan: Plan,
  replications: number,
  { jobs, quiet, signal }: ThreadOptions,
  work: (hooks: WorkHooks) => Promise<Outcome>
): Promise<Outcome> {
  const threads = Math.max(1, Math.min(jobs ?? os.availableParallelism(), replications));
  const pool = new Pool(plan, threads, nodeThreads(path.join(__dirname, 'worker.js')));
  const line = new ProgressLine(process.stderr, quiet);
  const forget = signal.onStop(() => pool.end());
  try {
    return await work({
      jobs: threads,
      shouldStop: () => signal.stopped,
      perform: (task, hooks) => pool.perform(task, hooks),
      onProgress: progress => line.show(progress)
    });
  } finally {
    forget();
    line.clear();
    pool.end();
  }
}
