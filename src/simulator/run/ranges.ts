/**
 * How much a predicted number depends on what nobody measured: blind draws of every assumed cost from its range.
 *
 * A draw takes one value for each assumed operation, uniformly from its range, everywhere the operation is used. Draws that
 * miss a fitted claim are rejected; what is left says what the model predicts, as a median and an interval, and how often the
 * published tolerance is met. The estimator does the sums: it agrees with the simulator, and hundreds of draws take seconds.
 */
import type { Cost } from '../../topology/model.ts';
import type { Experiment, ParameterValue, Plan } from '../../topology/plan.ts';
import type { ExperimentResult, PublishedResult } from '../../topology/result.ts';
import { stream } from '../kernel/random.ts';
import { estimatePlan } from './plan.ts';
import { costBlocksOf, repriced } from './priced.ts';
import type { Estimator } from './task.ts';

export interface RangeOptions {
  readonly draws: number;
  readonly seed: number;
  readonly version: string;
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface PredictedRow {
  readonly experiment: string;
  readonly claim: string;
  readonly of: string;
  readonly dimension: PublishedResult['dimension'];
  /** Those that change along the sweep, and what they are shown in. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly dimensions: Experiment['dimensions'];
  readonly claimed: number;
  readonly median: number;
  /** 5th and 95th percentile of the draws that meet the fits. */
  readonly low: number;
  readonly high: number;
  /** Share of those draws within the claim's tolerance; absent without one. */
  readonly shareWithin?: number;
}

export interface Prediction {
  readonly draws: number;
  readonly accepted: number;
  /** Operations that were drawn, with their ranges. */
  readonly ranges: readonly { readonly operation: string; readonly value: number; readonly range: readonly [number, number] }[];
  readonly rows: readonly PredictedRow[];
}

/** Predicted claims of a plan as medians and intervals over the ranges of its assumed costs. */
export function predict(plan: Plan, estimate: Estimator, options: RangeOptions): Prediction {
  const ranges = rangesOf(plan);
  const samples = new Map<
    string,
    { row: Omit<PredictedRow, 'median' | 'low' | 'high' | 'shareWithin'>; values: number[]; within: number; judged: boolean }
  >();
  let [draws, accepted] = [0, 0];
  for (; draws < options.draws && !options.shouldStop?.(); draws++) {
    const result = estimatePlan(withCosts(plan, drawn(ranges, options.seed, draws)), estimate, { version: options.version });
    const claims = result.experiments.flatMap(experiment => experiment.published.map(claim => ({ experiment, claim })));
    const missesFit = claims.some(({ claim }) => claim.use === 'fitted' && claim.rows.some(row => row.within === false));
    options.onProgress?.(draws + 1, options.draws);
    if (missesFit) continue;
    accepted++;
    for (const { experiment, claim } of claims) {
      if (claim.use !== 'predicted') continue;
      for (const row of claim.rows) {
        if (row.missing !== undefined) continue;
        const key = `${experiment.name} ${claim.name} ${JSON.stringify(row.parameters)}`;
        const sample = samples.get(key) ?? {
          row: {
            experiment: experiment.name,
            claim: claim.name,
            of: claim.of,
            dimension: claim.dimension,
            parameters: changing(experiment, row.parameters),
            dimensions: experiment.dimensions,
            claimed: row.claimed
          },
          values: [],
          within: 0,
          judged: row.within !== undefined
        };
        sample.values.push(row.observed.mean);
        if (row.within === true) sample.within++;
        samples.set(key, sample);
      }
    }
  }
  const rows = [...samples.values()].map(({ row, values, within, judged }): PredictedRow => ({
    ...row,
    median: percentile(values, 0.5),
    low: percentile(values, 0.05),
    high: percentile(values, 0.95),
    ...(judged ? { shareWithin: within / values.length } : {})
  }));
  return { draws, accepted, ranges: [...ranges].map(([operation, { value, range }]) => ({ operation, value, range: range! })), rows };
}

/** What a reader has to be told: parameters that are not the same at every point. */
function changing({ points }: Pick<ExperimentResult, 'points'>, parameters: PredictedRow['parameters']): PredictedRow['parameters'] {
  return Object.fromEntries(Object.entries(parameters).filter(([name, value]) => points.some(point => point.parameters[name] !== value)));
}

/** Assumed operations with a range, of every cost block that a host of the plan uses. */
function rangesOf(plan: Plan): Map<string, Cost> {
  const found = new Map<string, Cost>();
  for (const costs of costBlocksOf(plan)) {
    for (const [operation, cost] of Object.entries(costs.operations)) {
      if (cost.standing === 'assumed' && cost.range && !found.has(operation)) found.set(operation, cost);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One value per operation: a uniform share of its range, from a stream of the operation's own. */
function drawn(ranges: ReadonlyMap<string, Cost>, seed: number, draw: number): ReadonlyMap<string, number> {
  return new Map(
    [...ranges].map(([operation, { range }]) => {
      const [low, high] = range!;
      return [operation, low + (high - low) * stream(seed, draw, operation, 'range').uniform()];
    })
  );
}

function withCosts(plan: Plan, values: ReadonlyMap<string, number>): Plan {
  return repriced(plan, (name, cost) =>
    cost.standing === 'assumed' && cost.range && values.has(name) ? { ...cost, value: values.get(name)! } : cost
  );
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!) * (at - below);
}
