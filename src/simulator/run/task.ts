/** The smallest piece of a run that can be done on its own: one replication of one point. */
import type { Plan, ScheduledEvent } from '../../topology/plan.ts';
import type { Topology } from '../../topology/model.ts';
import type { Observation } from '../observation.ts';

/** Indices into the plan's experiments and the experiment's points; replications count from 0. */
export interface Task {
  readonly experiment: number;
  readonly point: number;
  readonly replication: number;
}

export interface EngineOptions {
  readonly seed: number;
  readonly replication: number;
  /** Seconds. */
  readonly duration: number;
  readonly warmup: number;
  readonly events: readonly ScheduledEvent[];
  /** How far it is: simulated seconds and packets handled since the start. */
  readonly onProgress?: (simulatedSeconds: number, packets: number) => void;
  /** Asked now and then; when it answers true the engine returns early, and what it returns is thrown away. */
  readonly shouldStop?: () => boolean;
}

/** An engine that simulates one replication. */
export type Engine = (topology: Topology, options: EngineOptions) => Observation;

/** An engine that computes the means at once. */
export type Estimator = (topology: Topology) => Observation;

export interface TaskHooks {
  /** Fraction of the replication done, 0…1, and packets so far. */
  readonly onProgress?: (fraction: number, packets: number) => void;
  readonly shouldStop?: () => boolean;
}

/** Simulates one task; undefined when it was stopped before its end. */
export function perform(plan: Plan, task: Task, engine: Engine, hooks: TaskHooks = {}): Observation | undefined {
  const experiment = plan.experiments[task.experiment]!;
  const point = experiment.points[task.point]!;
  const { onProgress, shouldStop } = hooks;
  let stopped = shouldStop?.() ?? false;
  if (stopped) return undefined;
  const observation = engine(point.topology, {
    seed: experiment.seed,
    replication: task.replication,
    duration: experiment.duration,
    warmup: experiment.warmup,
    events: point.events,
    onProgress: onProgress && ((seconds, packets) => onProgress(seconds / experiment.duration, packets)),
    // An engine that returns early returns half an observation: remembered here, so that it is never taken for a whole one.
    shouldStop: shouldStop && (() => (stopped ||= shouldStop()))
  });
  return stopped ? undefined : observation;
}
