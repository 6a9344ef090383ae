/**
 * Which assumed costs a headline hangs on: each is made dearer and cheaper by a share, alone, and what the headline does is
 * noted. The estimator does the sums.
 *
 * Headlines are the first and the last number of every claim of a plan, and of an experiment that claims nothing the total
 * goodput at the first and last point of its sweep.
 */
import type { Dimension, ParameterValue, Plan } from '../../topology/plan.ts';
import type { ExperimentResult } from '../../topology/result.ts';
import { estimatePlan } from './plan.ts';
import { costBlocksOf, repriced } from './priced.ts';
import type { Estimator } from './task.ts';

export interface SensitivityOptions {
  /** Relative change of a cost, 0.2 for ±20 %. */
  readonly share: number;
  readonly version: string;
}

export interface Headline {
  readonly experiment: string;
  /** Name of the claim, and what it measures; for an experiment without claims `goodput` of all flows. */
  readonly name: string;
  readonly of: string;
  readonly dimension: Dimension;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** In SI, at the costs as they are. */
  readonly value: number;
  /** By every assumed operation, in order of name: the relative change when it is cheaper, and when it is dearer. */
  readonly effects: readonly { readonly operation: string; readonly cheaper: number; readonly dearer: number }[];
}

type Reading = Omit<Headline, 'effects'>;

/** Headlines of a plan, each with what every assumed cost does to it. */
export function sensitivity(plan: Plan, estimate: Estimator, { share, version }: SensitivityOptions): Headline[] {
  const read = (priced: Plan): ReadonlyMap<string, Reading> =>
    new Map(
      estimatePlan(priced, estimate, { version })
        .experiments.flatMap(readings)
        .map(reading => [keyOf(reading), reading])
    );
  const scaled = (operation: string, factor: number): Plan =>
    repriced(plan, (name, cost) => (name === operation && cost.standing === 'assumed' ? { ...cost, value: cost.value * factor } : cost));
  const base = read(plan);
  const effects = new Map([...base.keys()].map(key => [key, [] as Headline['effects'][number][]]));
  for (const operation of assumedOperations(plan)) {
    const [cheaper, dearer] = [read(scaled(operation, 1 - share)), read(scaled(operation, 1 + share))];
    for (const [key, { value }] of base) {
      const change = (there: ReadonlyMap<string, Reading>): number => (there.get(key)?.value ?? value) / value - 1;
      effects.get(key)!.push({ operation, cheaper: change(cheaper), dearer: change(dearer) });
    }
  }
  return [...base].map(([key, reading]) => ({ ...reading, effects: effects.get(key)! }));
}

/** Operations without a source, of every cost block in use, in order of name. */
export function assumedOperations(plan: Plan): readonly string[] {
  const found = [...costBlocksOf(plan)].flatMap(({ operations }) =>
    Object.entries(operations).flatMap(([name, { standing }]) => (standing === 'assumed' ? [name] : []))
  );
  return [...new Set(found)].sort();
}

function readings(experiment: ExperimentResult): Reading[] {
  if (experiment.published.length === 0) {
    return ends(experiment.points)
      .filter(point => point.totals.goodputBps.mean > 0)
      .map((point): Reading => ({
        experiment: experiment.name,
        name: 'goodput',
        of: 'all flows',
        dimension: 'rate',
        parameters: point.parameters,
        value: point.totals.goodputBps.mean
      }));
  }
  return experiment.published.flatMap(({ name, of, dimension, rows }) => {
    const seen = rows.filter(row => row.missing === undefined && Number.isFinite(row.observed.mean) && row.observed.mean !== 0);
    return ends(seen).map((row): Reading => ({
      experiment: experiment.name,
      name,
      of,
      dimension,
      parameters: row.parameters,
      value: row.observed.mean
    }));
  });
}

const ends = <One>(of: readonly One[]): readonly One[] => (of.length <= 2 ? of : [of[0]!, of.at(-1)!]);
const keyOf = ({ experiment, name, parameters }: Reading): string => JSON.stringify([experiment, name, parameters]);
