/** What can be scored for isolation in a file, and the score: the same for the command and for the editor's worker. */
import { scoreIsolation } from '../simulator/isolation/score.ts';
import type { IsolationOptions, IsolationScore } from '../simulator/isolation/score.ts';
import { simulate } from '../simulator/packet/simulate.ts';
import type { Experiment, Plan, Point } from '../topology/plan.ts';
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

/** A score, and where in the sweep it was taken. */
export interface PointScore extends IsolationScore {
  readonly parameters: Point['parameters'];
}

/** What a whole experiment comes to: its first point, and where it has several, all of them. */
export interface ExperimentScore extends IsolationScore {
  readonly points?: readonly PointScore[];
}

/**
 * Scores an experiment at every point that has the victim; undefined when it was stopped before the end.
 * @throws Error in words when there is no flow, or none of that name
 */
export function scorePoints(experiment: Experiment, scoring: Scoring & { readonly victim: string }): ExperimentScore | undefined {
  const points = experiment.points.filter(point => point.topology.flows.some(({ flow }) => flow === scoring.victim));
  const scores: IsolationScore[] = [];
  for (const point of points) {
    const score = scoreExperiment(experiment, scoring, point);
    if (!score) return undefined;
    scores.push(score);
  }
  const [first] = scores;
  if (!first) throw new Error(`there is no flow ${scoring.victim}`);
  if (scores.length === 1) return first;
  return { ...first, points: scores.map((score, at) => ({ ...score, parameters: points[at]!.parameters })) };
}

/**
 * Scores an experiment at one point, its first when none is given; undefined when it was stopped before the end.
 * @throws Error in words when there is no flow, or none of that name
 */
export function scoreExperiment(
  experiment: Experiment,
  { repeat = usualRepeat, shouldStop, ...options }: Scoring,
  point = experiment.points[0]
): IsolationScore | undefined {
  const { seed, duration, warmup } = experiment;
  const topology = point?.topology;
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
