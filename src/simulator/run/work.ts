/** Works through points replication by replication. Who does one (this thread, or a pool) is the caller's business. */
import type { Observation } from '../observation.ts';
import type { PointRun } from './point-run.ts';
import { ProgressMeter } from './progress.ts';
import type { RunProgress } from './progress.ts';
import type { Task, TaskHooks } from './task.ts';

export interface WorkHooks {
  /** Does one replication. Undefined: it was stopped before its end. */
  readonly perform: (task: Task, hooks: TaskHooks) => Promise<Observation | undefined> | Observation | undefined;
  /** Replications that were done before, elsewhere: they count and are not done again. */
  readonly find?: (task: Task) => Observation | undefined;
  /** Only these replications; all when absent. */
  readonly wanted?: (task: Task) => boolean;
  /** How many replications may be under way at once; 1 when absent. */
  readonly jobs?: number;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Asked before every replication, and handed into it. */
  readonly shouldStop?: () => boolean;
  /** Milliseconds since the epoch; the wall clock when absent. */
  readonly clock?: () => number;
}

/**
 * Does the replications of points that are needed, on as many workers as there are. True when it was stopped before the end.
 * @throws InternalError when a replication's packets do not add up
 */
export async function workThrough(points: readonly PointRun[], hooks: WorkHooks): Promise<boolean> {
  const clock = hooks.clock ?? Date.now;
  const meter = new ProgressMeter(
    points.reduce((total, point) => total + point.count(hooks.wanted), 0),
    clock()
  );
  let stopped = false;
  let next = 0;
  const stop = (): boolean => (stopped ||= hooks.shouldStop?.() ?? false);
  const take = (): { point: PointRun; task: Task } | undefined => {
    for (; next < points.length; next++) {
      const task = points[next]!.take(hooks.wanted);
      if (task) return { point: points[next]!, task };
    }
    return undefined;
  };
  const work = async (): Promise<void> => {
    for (let job = take(); job; job = take()) {
      // Asked only when there is something left to do: a stop after the last replication changes nothing.
      if (stop()) return;
      const { point, task } = job;
      const report = () => hooks.onProgress?.(meter.now(clock(), point.label));
      const found = hooks.find?.(task);
      const observation =
        found ??
        (await hooks.perform(task, {
          onProgress: (fraction, packets) => {
            meter.advance(task, fraction, packets);
            report();
          },
          shouldStop: stop
        }));
      if (!observation) {
        stopped = true;
        return;
      }
      const spared = point.keep(task, observation);
      meter.finish(task, found ? 0 : observation.conservation.sent);
      meter.skip(spared);
      report();
    }
  };
  const guarded = () =>
    work().catch((error: unknown) => {
      // The others end after what they are at; what went wrong is told at once.
      stopped = true;
      throw error;
    });
  await Promise.all(Array.from({ length: Math.max(1, hooks.jobs ?? 1) }, guarded));
  return stopped;
}
