/**
 * A plan in pieces: its units (one replication of one point each), by number and by name, so that many processes can do a share
 * each, and the one result that the pieces come to.
 */
import type { ParameterValue, Plan } from '../../topology/plan.ts';
import type { RunResult } from '../../topology/result.ts';
import type { Observation } from '../observation.ts';
import { runResult } from './plan.ts';
import type { Period, Provenance } from './plan.ts';
import { pointRuns } from './point-run.ts';
import type { Task } from './task.ts';

export interface Unit {
  /** Place in the plan, from 0: experiments, then points, then replications. */
  readonly index: number;
  /** Names the unit by what it is, whatever else the plan has: `baseline/guests=2,policy=copy/1`. */
  readonly id: string;
  readonly task: Task;
  readonly experiment: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** From 1. */
  readonly replication: number;
  readonly seed: number;
}

export function unitsOf({ experiments }: Plan): Unit[] {
  const units: Unit[] = [];
  experiments.forEach(({ name, points, repeat, seed }, experiment) =>
    points.forEach(({ parameters }, point) => {
      for (let replication = 0; replication < repeat; replication++) {
        const id = [escaped(name), nameOf(parameters), replication + 1].filter(part => part !== '').join('/');
        const task = { experiment, point, replication };
        units.push({ index: units.length, id, task, experiment: name, parameters, replication: replication + 1, seed });
      }
    })
  );
  return units;
}

const nameOf = (parameters: Unit['parameters']): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${escaped(name)}=${escaped(String(typeof value === 'number' ? Number(value.toPrecision(12)) : value))}`)
    .join(',');

const escaped = (text: string): string => text.replace(/[%/,=]/g, encodeURIComponent);

/**
 * Every n-th unit, so that shares are alike in what they take: neighbours in a plan are replications of one point.
 * @param share from 1 to `of`
 */
export function shareOf(units: readonly Unit[], share: number, of: number): Unit[] {
  return units.filter(({ index }) => index % of === share - 1);
}

/** One unit that was done, and when. */
export interface Piece extends Period {
  readonly observation: Observation;
}

export interface Collected {
  /** As a run of the whole plan would have it; from the first beginning to the last end. Incomplete when units are missing. */
  readonly result: RunResult;
  /** Units that the result needs and that are not there. */
  readonly missing: readonly Unit[];
}

/**
 * Puts pieces together.
 * @throws InternalError when a piece's packets do not add up
 */
export function collectPlan(plan: Plan, find: (unit: Unit) => Piece | undefined, provenance: Provenance): Collected {
  const units = new Map(unitsOf(plan).map(unit => [keyOf(unit.task), unit]));
  const points = pointRuns(plan);
  const missing: Unit[] = [];
  let [started, ended] = [Infinity, 0];
  for (const point of points) {
    for (let task = point.take(); task; task = point.take()) {
      const unit = units.get(keyOf(task))!;
      const piece = find(unit);
      if (piece) {
        point.keep(task, piece.observation);
        started = Math.min(started, piece.started);
        ended = Math.max(ended, piece.started + piece.wallSeconds * 1000);
      } else missing.push(unit);
    }
  }
  const time = Number.isFinite(started) ? { started, wallSeconds: (ended - started) / 1000 } : undefined;
  return { result: runResult(plan, points, provenance, { time, incomplete: missing.length > 0 }), missing };
}

const keyOf = ({ experiment, point, replication }: Task): string => `${experiment}/${point}/${replication}`;
