/** What can be scored for isolation in a file, and the score: the same for the command and for the editor's worker. */
import { scoreIsolation } from '../simulator/isolation/score.ts';
import type { IsolationOptions, IsolationScore } from '../simulator/isolation/score.ts';
import { simulate } from '../simulator/packet/simulate.ts';
import type { Experiment, Plan } from '../topology/plan.ts';
import { asItStands } from './as-it-stands.ts';
import type { Prepared } from './prepare.ts';

/** Beyond this a change is a leak. */
const limit = 0.05;
const usualRepeat = 3;
/** Simulated seconds of a file that has no experiment to say so. */
const usualTimes = { duration: 0.3, warmup: 0.05 };

/** An experiment, at its first point, and the flows that can be the victim there. */
export interface Scene {
  readonly experiment: string;
  readonly victims: readonly string[];
}

/** Adds to a file without experiments the topology as it stands. */
export const isolationPlan = (prepared: Prepared): Plan | undefined => prepared.plan ?? asItStands(prepared, usualTimes);

export function scenesOf(plan: Plan): Scene[] {
  return plan.experiments.flatMap(experiment => {
    const victims = victimsOf(experiment);
    return victims.length === 0 ? [] : [{ experiment: experiment.name, victims }];
  });
}

/** Flows at the first point of an experiment, each once. */
export const victimsOf = (experiment: Experiment): string[] => [
  ...new Set(experiment.points[0]?.topology.flows.map(({ flow }) => flow) ?? [])
];

export type Scoring = Pick<IsolationOptions, 'victim' | 'shouldStop' | 'onProgress'> & {
  /** Replications of each trial, 3 when absent. */
  readonly repeat?: number;
};

/**
 * Scores an experiment at its first point; undefined when it was stopped before the end.
 * @throws Error in words when there is no flow, or none of that name
 */
export function scoreExperiment(
  experiment: Experiment,
  { repeat = usualRepeat, shouldStop, ...options }: Scoring
): IsolationScore | undefined {
  const { seed, duration, warmup } = experiment;
  const topology = experiment.points[0]?.topology;
  if (!topology) throw new Error('the experiment has no points');
  // What comes back after a stop is not a score, so a stop is remembered.
  let stopped = false;
  const score = scoreIsolation(
    topology,
    { ...options, seed, duration, warmup, repeat, limit, shouldStop: () => (stopped ||= shouldStop?.() ?? false) },
    simulate
  );
  return stopped ? undefined : score;
}
