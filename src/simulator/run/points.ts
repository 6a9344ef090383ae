/** What was observed at every point of a plan, and how an expectation finds another point or experiment. */
import type { Experiment, ParameterValue, Plan, Point, ReadElsewhere } from '../../topology/plan.ts';
import type { Observation } from '../observation.ts';
import { formatParameters } from '../../topology/quantity.ts';

/** One point with its replications, in their order. */
export interface ObservedPoint {
  readonly experiment: Experiment;
  readonly point: Point;
  readonly observations: readonly Observation[];
}

/** A reading that is not there, and why: the words after "inconclusive". */
export interface Missing {
  readonly missing: string;
}

export const isMissing = (value: object | number | undefined): value is Missing => typeof value === 'object' && 'missing' in value;

/** All points of a run, by experiment and parameters. */
export class ObservedPoints {
  private readonly byExperiment = new Map<string, { readonly experiment: Experiment; readonly points: Map<string, ObservedPoint> }>();

  /** @param observations per experiment, per point, in replication order; empty where nothing was run */
  constructor(plan: Plan, observations: readonly (readonly (readonly Observation[])[])[]) {
    plan.experiments.forEach((experiment, e) => {
      const points = new Map<string, ObservedPoint>();
      experiment.points.forEach((point, p) =>
        points.set(keyOf(point.parameters, experiment.varies), { experiment, point, observations: observations[e]?.[p] ?? [] })
      );
      this.byExperiment.set(experiment.name, { experiment, points });
    });
  }

  /** The point a reading means: `here` itself, or the one that `read` names. */
  find(here: ObservedPoint, read: ReadElsewhere | undefined): ObservedPoint | Missing {
    const found = this.locate(here, read);
    if (isMissing(found) || found.observations.length > 0) return found;
    return { missing: `${describe(found)} was not run` };
  }

  /** Everything observed anywhere in this run. */
  *observations(): Generator<Observation> {
    for (const { points } of this.byExperiment.values()) {
      for (const { observations } of points.values()) yield* observations;
    }
  }

  private locate(here: ObservedPoint, read: ReadElsewhere | undefined): ObservedPoint | Missing {
    if (!read) return here;
    const there = this.byExperiment.get(read.experiment ?? here.experiment.name);
    if (!there) return { missing: `experiment ${read.experiment} is not part of this run` };
    const parameters: Record<string, ParameterValue> = {};
    for (const name of there.experiment.varies) {
      const value = read.parameters[name] ?? here.point.parameters[name];
      if (value === undefined) return { missing: `experiment ${there.experiment.name} varies ${name}, and no value of it is given here` };
      parameters[name] = value;
    }
    for (const [name, value] of Object.entries(read.parameters)) {
      if (!there.experiment.varies.includes(name) && here.point.parameters[name] !== value) {
        return { missing: `${formatParameters({ [name]: value })} is not part of this run` };
      }
    }
    return (
      there.points.get(keyOf(parameters, there.experiment.varies)) ?? {
        missing: `${formatParameters(parameters, there.experiment.dimensions)} is not a point of experiment ${there.experiment.name}`
      }
    );
  }
}

/** The values of the varied parameters as they count: numbers without the noise of their last bits. */
export function keyOf(parameters: Readonly<Record<string, ParameterValue>>, varies: readonly string[]): string {
  return JSON.stringify(
    varies.map(name => {
      const value = parameters[name] ?? null;
      return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
    })
  );
}

/** `baseline at guests = 4`. */
export function describe({ experiment, point }: ObservedPoint): string {
  const parameters = formatParameters(point.parameters, experiment.dimensions);
  return parameters === '' ? experiment.name : `${experiment.name} at ${parameters}`;
}
