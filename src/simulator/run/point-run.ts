/** The replications of one point: which are handed out, which are in, which count, and when there are enough. */
import type { Experiment, Plan } from '../../topology/plan.ts';
import { formatParameters } from '../../topology/quantity.ts';
import type { Observation } from '../observation.ts';
import { narrowEnough } from '../statistics/summary.ts';
import { InternalError } from './internal-error.ts';
import { totalGoodput } from './result.ts';
import type { Task } from './task.ts';

/** With `precision`, a point never stops on fewer: two that happen to agree prove little. */
const FEWEST_REPLICATIONS = 3;

/** Every point of a plan, nothing of it done. */
export function pointRuns(plan: Plan): PointRun[] {
  return plan.experiments.flatMap((experiment, e) => experiment.points.map((_, p) => new PointRun(plan, experiment, e, p)));
}

/** The replications of one point: which are handed out, which are in, which count. */
export class PointRun {
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

  /** How many replications it asks for at most. */
  count(wanted: (task: Task) => boolean = () => true): number {
    return Array.from({ length: this.experiment.repeat }, (_, replication) => this.task(replication)).filter(wanted).length;
  }

  /** The next replication that is needed, and wanted. */
  take(wanted: (task: Task) => boolean = () => true): Task | undefined {
    while (this.handedOut < this.needed) {
      const task = this.task(this.handedOut++);
      if (wanted(task)) return task;
    }
    return undefined;
  }

  private task(replication: number): Task {
    return { experiment: this.experimentIndex, point: this.pointIndex, replication };
  }

  /**
   * Takes in a replication; answers how many that were still to be handed out are not needed any more.
   * @throws InternalError when its packets do not add up
   */
  keep(task: Task, observation: Observation): number {
    checkConservation(observation, this, task);
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
