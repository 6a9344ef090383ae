/** The units of a sweep, for people and for programs. */
import type { Unit } from '../../simulator/run/sweep.ts';
import type { Plan } from '../../topology/plan.ts';
import type { SweepIdentity } from '../sweep/identity.ts';
import { table } from './table.ts';

type IsThere = (unit: Unit) => boolean;

export function sweepPlanDocument(plan: Plan, { sweep, tool }: SweepIdentity, units: readonly Unit[], isThere: IsThere): object {
  return {
    schema: 'xnet-sweep-plan/1',
    tool,
    source: { file: plan.file, sha256: plan.sha256 },
    sweep,
    units: units.map(unit => {
      const { index, id, experiment, parameters, replication, seed } = unit;
      return { index, id, experiment, parameters, replication, seed, done: isThere(unit) };
    })
  };
}

export function sweepPlanText(plan: Plan, units: readonly Unit[], isThere: IsThere): string {
  const rows = units.map(unit => [String(unit.index), unit.id, String(unit.seed), isThere(unit) ? 'done' : '']);
  const early = plan.experiments.filter(({ precision }) => precision !== undefined).map(({ name }) => name);
  const notes = early.map(name => `${name} asks for a precision: when it is reached earlier, its later replications are not needed`);
  return [...table([['index', 'unit', 'seed', ''], ...rows], ['right', 'left', 'right', 'left']), ...notes, ''].join('\n');
}
