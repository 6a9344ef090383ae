/**
 * Runs a plan: experiments × points × replications, on as many workers as there are, with the same result whatever their number.
 *
 * Which replications are needed, in which order they count and when a point is precise enough is decided in `point-run.ts`.
 */
import type { Plan } from '../../topology/plan.ts';
import type { RunResult } from '../../topology/result.ts';
import { pointRuns } from './point-run.ts';
import type { PointRun } from './point-run.ts';
import { assemble } from './result.ts';
import type { LineOf } from './result.ts';
import type { Estimator } from './task.ts';
import { workThrough } from './work.ts';
import type { WorkHooks } from './work.ts';

/** How many replications a plan asks for at most; `precision` may need fewer. */
export function replicationsOf({ experiments }: Plan): number {
  return experiments.reduce((total, { repeat, points }) => total + repeat * points.length, 0);
}

/** What a result says about where it comes from, and how lines are found. */
export interface Provenance {
  readonly version: string;
  readonly lineOf?: LineOf;
}

export type RunHooks = Provenance & WorkHooks;

/** When a run began and how long it took (unless nothing of it was done), and whether it came to its end. */
export interface Course {
  readonly time?: Period;
  readonly incomplete: boolean;
}

export interface Period {
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly wallSeconds: number;
}

/**
 * Runs everything a plan asks for.
 * @throws InternalError when a replication's packets do not add up
 */
export async function runPlan(plan: Plan, hooks: RunHooks): Promise<RunResult> {
  const clock = hooks.clock ?? Date.now;
  const started = clock();
  const points = pointRuns(plan);
  const incomplete = await workThrough(points, hooks);
  return runResult(plan, points, hooks, { time: { started, wallSeconds: (clock() - started) / 1000 }, incomplete });
}

/** The result of what was done of a plan's points. */
export function runResult(plan: Plan, points: readonly PointRun[], provenance: Provenance, { time, incomplete }: Course): RunResult {
  const observations = plan.experiments.map((_, e) => points.filter(point => point.experimentIndex === e).map(point => point.finished()));
  return {
    schema: 'xnet-run/1',
    tool: { name: 'xnet', version: provenance.version },
    source: { file: plan.file, sha256: plan.sha256 },
    ...(time ? { startedAt: new Date(time.started).toISOString(), wallSeconds: time.wallSeconds } : {}),
    ...(incomplete ? { incomplete: true } : {}),
    experiments: assemble(plan, observations, provenance.lineOf)
  };
}

/** The estimator's answer at every point of a plan, in the same schema; means only. */
export function estimatePlan(plan: Plan, estimate: Estimator, provenance: Provenance): RunResult {
  const observations = plan.experiments.map(({ points }) => points.map(({ topology }) => [estimate(topology)]));
  return {
    schema: 'xnet-estimate/1',
    tool: { name: 'xnet', version: provenance.version },
    source: { file: plan.file, sha256: plan.sha256 },
    experiments: assemble(plan, observations, provenance.lineOf)
  };
}
