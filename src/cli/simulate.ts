/** Runs a plan on worker threads, with progress and an orderly end on a signal. */
import * as os from 'node:os';
import * as path from 'node:path';
import { replicationsOf, runPlan } from '../simulator/run/plan.ts';
import type { Plan } from '../topology/plan.ts';
import type { RunResult } from '../topology/result.ts';
import type { LineOf } from '../simulator/run/result.ts';
import { nodeThreads } from './node-threads.ts';
import { Pool } from './pool.ts';
import { ProgressLine } from './progress-line.ts';
import type { StopSignal } from './stop.ts';

export interface SimulateOptions {
  readonly version: string;
  readonly lineOf: LineOf;
  /** Replications at once; the number of processors when absent. */
  readonly jobs?: number;
  readonly quiet: boolean;
  readonly signal: StopSignal;
}

/** The result of a plan; `incomplete` when the signal came before the end. */
export async function simulatePlan(plan: Plan, { version, lineOf, jobs, quiet, signal }: SimulateOptions): Promise<RunResult> {
  const threads = Math.max(1, Math.min(jobs ?? os.availableParallelism(), replicationsOf(plan)));
  const pool = new Pool(plan, threads, nodeThreads(path.join(__dirname, 'worker.js')));
  const line = new ProgressLine(process.stderr, quiet);
  const forget = signal.onStop(() => pool.end());
  try {
    return await runPlan(plan, {
      version,
      lineOf,
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
