/** What can be scored for isolation in a file, and the score: the same for the command and for the editor's worker. */
import { scoreIsolation } from '../simulator/isolation/score.ts';
import type { IsolationOptions, IsolationProgress, IsolationScore } from '../simulator/isolation/score.ts';
import { simulate } from '../simulator/packet/simulate.ts';
import type { Experiment, Plan, Point } from '../topology/plan.ts';
import { formatParameters } from '../topology/quantity.ts';
import { asItStands } from './as-it-stands.ts';
import type { Prepared } from './prepare.ts';
import { changingParameters } from './report/sweep.ts';

/** Beyond this a change is a leak. */
const limit = 0.05;
const usualRepeat = 3;
/** Simulated seconds of a file that has no experiment to say so. */
const usualTimes = { duration: 0.3, warmup: 0.05 };

/** An experiment, and the flows that can be the victim in it. */
export interface Scene {
  readonly experiment: string;
  readonly victims: readonly Victim[];
}

export interface Victim {
  readonly flow: string;
  /** Where in the sweep it can be protected: the points that have the flow. */
  readonly places: readonly Place[];
}

/** A point of an experiment, as people name it. */
export interface Place {
  /** Its number among the experiment's points. */
  readonly point: number;
  /** `path = netfront, guests = 4`: what changes along the sweep. */
  readonly label: string;
}

/** Adds to a file without experiments the topology as it stands. */
export const isolationPlan = (prepared: Prepared): Plan | undefined => prepared.plan ?? asItStands(prepared, usualTimes);

export function scenesOf(plan: Plan): Scene[] {
  return plan.experiments.flatMap(experiment => {
    const victims = victimsOf(experiment);
    return victims.length === 0 ? [] : [{ experiment: experiment.name, victims }];
  });
}

/** Flows of an experiment, each once, in the order in which they come. */
export function victimsOf(experiment: Experiment): Victim[] {
  const places = new Map<string, Place[]>();
  experiment.points.forEach(({ topology, parameters }, point) => {
    const label = formatParameters(changingParameters(experiment, parameters), experiment.dimensions);
    for (const flow of new Set(topology.flows.map(each => each.flow))) {
      places.set(flow, [...(places.get(flow) ?? []), { point, label }]);
    }
  });
  return [...places].map(([flow, at]) => ({ flow, places: at }));
}

export type Scoring = Pick<IsolationOptions, 'shouldStop' | 'onProgress'> & {
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
 * Scores an experiment at each of some points; undefined when it was stopped before the end.
 * @param places of the victim, at least one
 */
export function scorePlaces(
  experiment: Experiment,
  victim: string,
  places: readonly Place[],
  { repeat = usualRepeat, shouldStop, onProgress = () => {} }: Scoring = {}
): ExperimentScore | undefined {
  const { seed, duration, warmup } = experiment;
  // What comes back after a stop is not a score, so a stop is remembered.
  let stopped = false;
  const stops = (): boolean => (stopped ||= shouldStop?.() ?? false);
  const scores: PointScore[] = [];
  for (const [at, { point, label }] of places.entries()) {
    const { topology, parameters } = experiment.points[point]!;
    const tell = (progress: IsolationProgress): void => onProgress(overall(progress, label, at, places.length));
    const score = scoreIsolation(
      topology,
      { victim, seed, duration, warmup, repeat, limit, shouldStop: stops, onProgress: tell },
      simulate
    );
    if (stopped) return undefined;
    scores.push({ ...score, parameters });
  }
  const { parameters: _, ...first } = scores[0]!;
  return scores.length === 1 ? first : { ...first, points: scores };
}

/** How far one of several points is, among all of them: every point takes about as many trials as every other. */
function overall({ done, total, fraction, label }: IsolationProgress, place: string, at: number, points: number): IsolationProgress {
  return {
    done: at * total + done,
    total: points * total,
    fraction: (at + fraction) / points,
    label: points === 1 ? label : `${place}: ${label}`
  };
}
