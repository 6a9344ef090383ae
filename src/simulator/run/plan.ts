/**
 * Runs a plan: experiments × points × replications, on as many workers as there are, with the same result whatever their number.
 *
 * Who does a replication is the caller's business (`perform`: this thread, or a pool). Here is decided which ones are needed,
 * in which order their results count, and when a point is precise enough.
 */
import type { Experiment, Plan } from '../../topology/plan.ts';
import type { RunResult } from '../../topology/result.ts';
import type { Observation } from '../observation.ts';
import { narrowEnough } from '../statistics/summary.ts';
import { InternalError } from './internal-error.ts';
import { formatParameters } from '../../topology/quantity.ts';
import { ProgressMeter } from './progress.ts';
import type { RunProgress } from './progress.ts';
import { assemble, totalGoodput } from './result.ts';
import type { LineOf } from './result.ts';
import type { Estimator, Task, TaskHooks } from './task.ts';

/** How many replications a plan asks for at most; `precision` may need fewer. */
export function replicationsOf({ experiments }: Plan): number {
  return experiments.reduce((total, { repeat, points }) => total + repeat * points.length, 0);
}

/** What a result says about where it comes from, and how lines are found. */
export interface Provenance {
  readonly version: string;
  readonly lineOf?: LineOf;
}

export interface RunHooks extends Provenance {
  /** Does one replication. Undefined: it was stopped before its end. */
  readonly perform: (task: Task, hooks: TaskHooks) => Promise<Observation | undefined> | Observation | undefined;
  /** How many replications may be under way at once; 1 when absent. */
  readonly jobs?: number;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Asked before every replication, and handed into it. */
  readonly shouldStop?: () => boolean;
  /** Milliseconds since the epoch; the wall clock when absent. */
  readonly clock?: () => number;
}

/** With `precision`, a point never stops on fewer: two that happen to agree prove little. */
const FEWEST_REPLICATIONS = 3;

/**
 * Runs everything a plan asks for.
 * @throws InternalError when a replication's packets do not add up
 */
export async function runPlan(plan: Plan, hooks: RunHooks): Promise<RunResult> {
  const clock = hooks.clock ?? Date.now;
  const started = clock();
  const points = plan.experiments.flatMap((experiment, e) => experiment.points.map((_, p) => new PointRun(plan, experiment, e, p)));
  const meter = new ProgressMeter(replicationsOf(plan), started);

  const stopped = await workThrough(points, hooks, meter, clock);

  const observations = plan.experiments.map((_, e) => points.filter(point => point.experimentIndex === e).map(point => point.finished()));
  return {
    schema: 'xnet-run/1',
    tool: { name: 'xnet', version: hooks.version },
    source: { file: plan.file, sha256: plan.sha256 },
    startedAt: new Date(started).toISOString(),
    wallSeconds: (clock() - started) / 1000,
    ...(stopped ? { incomplete: true } : {}),
    experiments: assemble(plan, observations, hooks.lineOf)
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

/** True when it was stopped before the end. */
async function workThrough(points: readonly PointRun[], hooks: RunHooks, meter: ProgressMeter, clock: () => number): Promise<boolean> {
  let stopped = false;
  let next = 0;
  const stop = (): boolean => (stopped ||= hooks.shouldStop?.() ?? false);
  const take = (): { point: PointRun; task: Task } | undefined => {
    for (; next < points.length; next++) {
      const task = points[next]!.take();
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
      const observation = await hooks.perform(task, {
        onProgress: (fraction, packets) => {
          meter.advance(task, fraction, packets);
          report();
        },
        shouldStop: stop
      });
      if (!observation) {
        stopped = true;
        return;
      }
      checkConservation(observation, point, task);
      meter.finish(task, observation.conservation.sent);
      meter.skip(point.keep(task, observation));
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

/** The replications of one point: which are handed out, which are in, which count. */
class PointRun {
  readonly label: string;
  private readonly observations: (Observation | undefined)[] = [];
  private handedOut = 0;
  private needed: number;

  constructor(
    plan: Plan,
    readonly experiment: Experiment,
    readonly experimentIndex: number,
    private readonly pointIndex: number
  ) {
    this.needed = experiment.repeat;
    const parameters = formatParameters(plan.experiments[experimentIndex]!.points[pointIndex]!.parameters, experiment.dimensions);
    this.label = parameters === '' ? experiment.name : `${experiment.name}, ${parameters}`;
  }

  take(): Task | undefined {
    if (this.handedOut >= this.needed) return undefined;
    return { experiment: this.experimentIndex, point: this.pointIndex, replication: this.handedOut++ };
  }

  /** Takes in a replication; answers how many that were still to be handed out are not needed any more. */
  keep(task: Task, observation: Observation): number {
    this.observations[task.replication] = observation;
    const before = this.needed;
    this.needed = this.enough();
    return Math.max(0, before - Math.max(this.needed, this.handedOut));
  }

  /**
   * The replications that count, in their order. One that finished while an earlier one was still under way, and one that was
   * begun before the point was known to be precise enough, does not count: which those are depends on the number of workers.
   */
  finished(): readonly Observation[] {
    return this.prefix().slice(0, this.needed);
  }

  private prefix(): Observation[] {
    const gap = this.observations.findIndex(one => one === undefined);
    const until = gap < 0 ? this.observations.length : gap;
    return this.observations.slice(0, until) as Observation[];
  }

  /** The smallest number of replications whose total goodput is known to `precision`. */
  private enough(): number {
    const { precision, confidence, repeat } = this.experiment;
    if (precision === undefined) return repeat;
    const goodput = this.prefix().map(totalGoodput);
    for (let count = FEWEST_REPLICATIONS; count <= goodput.length; count++) {
      if (narrowEnough(goodput.slice(0, count), confidence, precision)) return count;
    }
    return repeat;
  }
}

/** Sent = delivered + dropped + in flight, exactly, in every replication. */
function checkConservation({ conservation, fingerprint }: Observation, { label, experiment }: PointRun, { replication }: Task): void {
  const { sent, delivered, dropped, inFlight } = conservation;
  if (sent === delivered + dropped + inFlight && [sent, delivered, dropped, inFlight].every(count => count >= 0)) return;
  throw new InternalError(
    `packets do not add up in ${label}, replication ${replication + 1}`,
    `point: ${label}\nseed: ${experiment.seed}\nreplication: ${replication}\nfingerprint: ${fingerprint >>> 0}\n` +
      `sent: ${sent}\ndelivered: ${delivered}\ndropped: ${dropped}\nin flight: ${inFlight}\n` +
      `missing: ${sent - delivered - dropped - inFlight}`
  );
}
