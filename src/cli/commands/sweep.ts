/** `xnet sweep FILE`: a run in pieces, on this machine or on many. */
import * as path from 'node:path';
import { pointRuns } from '../../simulator/run/point-run.ts';
import { shareOf, unitsOf } from '../../simulator/run/sweep.ts';
import type { Piece, Unit } from '../../simulator/run/sweep.ts';
import type { Task } from '../../simulator/run/task.ts';
import { workThrough } from '../../simulator/run/work.ts';
import type { Plan } from '../../topology/plan.ts';
import { say, writeData, writeJson } from '../output.ts';
import { sweepPlanDocument, sweepPlanText } from '../report/sweep-plan.ts';
import { onThreads } from '../simulate.ts';
import type { ThreadOptions } from '../simulate.ts';
import { StopSignal } from '../stop.ts';
import { isDamaged, readFolder, SweepFolder } from '../sweep/folder.ts';
import { identify } from '../sweep/identity.ts';
import type { SweepIdentity } from '../sweep/identity.ts';
import { kubernetesManifest } from '../sweep/kubernetes.ts';
import { slurmScript } from '../sweep/slurm.ts';
import { EXIT, formatOf, oneFile, oneOf, PLAN_OPTIONS, planOptions, readArguments, text, UsageError, wholeNumber } from '../usage.ts';
import type { Arguments } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet sweep FILE [--plan] [--index K | --shard I/N] [--engine local|slurm|kubernetes]
                  [--experiment NAME]… [--set NAME=VALUE]… [--seed N] [--output DIR] [--jobs N] [--quiet]

Runs a file in pieces: a unit is one replication at one point of one experiment, and leaves one file in DIR. What is there
already, of the same source, is not done again. \`xnet collect DIR\` then gives the result that \`xnet run\` would have given.

  --plan              prints the units and does nothing
  --format text|json  of that plan
  --index K           only this unit, counted from 0
  --shard I/N         only the I-th of N shares, counted from 1
  --engine local      on this machine  (the default)
           slurm      prints a script for sbatch, one array task per unit
           kubernetes prints an Indexed Job with the topology in a ConfigMap
  --image NAME        of the Job's containers, with xnet as entry point (default: xnet:VERSION)
  --claim NAME        of the volume where the Job's pieces go (default: xnet-sweep)
  --output DIR        where pieces go (default: the name of FILE with .sweep, in this folder)
  --jobs N            units at once (default: the number of processors)
  --experiment, --set and --seed choose as for \`xnet run\`

Status: 0 all units of the share are there, 1 the file has errors, 2 wrong usage, 3 stopped by a signal, with what was
finished in DIR. Expectations are decided by \`xnet collect\`.
`;

const ENGINES = ['local', 'slurm', 'kubernetes'] as const;

export async function run(args: readonly string[], version: string): Promise<number> {
  const given = readArguments(args, {
    ...PLAN_OPTIONS,
    seed: { type: 'string' },
    plan: { type: 'boolean' },
    index: { type: 'string' },
    shard: { type: 'string' },
    engine: { type: 'string' },
    image: { type: 'string' },
    claim: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    jobs: { type: 'string', short: 'j' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const { values } = given;
  const listed = values['plan'] === true;
  const format = formatOf(given, ['text', 'json']);
  const engine = oneOf(values['engine'], '--engine', ENGINES);
  const [image, claim] = [text(values['image']), text(values['claim'])];
  refuseIdle(given, { listed, engine });
  const jobs = wholeNumber(values['jobs'], '--jobs', 1, 256);
  const share = readShare(given);
  const file = oneFile(given, 'sweep');
  const folder = text(values['output']) ?? `${path.basename(file === '-' ? 'stdin' : file, '.xnet')}.sweep`;
  const quiet = values['quiet'] === true;
  const signal = new StopSignal();
  const options = planOptions(given);
  const planned = planFile(file, options, quiet);
  if (!planned) return EXIT.findings;

  const { plan, uri, texts } = planned;
  const all = unitsOf(plan);
  const units = share(all);
  const identity = identify({ file, uri, texts }, options, version);
  const pieces = new SweepFolder(folder, identity.sweep);
  if (listed) {
    const isThere = (unit: Unit): boolean => !isMissing(pieces, unit);
    if (format === 'json') writeJson(sweepPlanDocument(plan, identity, units, isThere));
    else writeData(sweepPlanText(plan, units, isThere));
    return EXIT.fine;
  }
  if (engine !== 'local') {
    const batch = { file, folder, units: all.length, options, version };
    if (all.length === 0) throw new UsageError(`${file} has nothing to run`);
    if (engine === 'slurm' && file === '-') throw new UsageError('tasks of Slurm cannot read standard input: name a FILE');
    writeData(engine === 'slurm' ? slurmScript(batch) : kubernetesManifest(batch, identity, { image, claim }));
    return EXIT.fine;
  }
  warnOfOthers(folder, identity);
  pieces.begin(identity);
  const { done, there, stopped } = await sweepUnits(plan, units, pieces, { jobs, quiet, signal });
  if (!quiet || stopped) say(summary({ units: units.length, done, there, stopped, folder }));
  return stopped ? EXIT.stopped : EXIT.fine;
}

/** Options that would be without effect are more likely a mistake. */
function refuseIdle({ values }: Arguments, { listed, engine }: { listed: boolean; engine: (typeof ENGINES)[number] }): void {
  const refuse = (options: readonly string[], why: string): void => {
    const idle = options.find(name => values[name] !== undefined);
    if (idle !== undefined) throw new UsageError(`--${idle} ${why}`);
  };
  if (!listed) refuse(['format'], 'goes with --plan');
  if (engine !== 'kubernetes') refuse(['image', 'claim'], 'goes with --engine kubernetes');
  if (engine !== 'local' && !listed) refuse(['index', 'shard', 'jobs'], `is what the ${engine} tasks are given; leave it out`);
}

/** `--index` or `--shard`: which of the units. */
function readShare({ values }: Arguments): (units: readonly Unit[]) => readonly Unit[] {
  const [index, shard] = [values['index'], text(values['shard'])];
  if (index !== undefined && shard !== undefined) throw new UsageError('--index and --shard exclude each other');
  if (index !== undefined) {
    wholeNumber(index, '--index', 0, Number.MAX_SAFE_INTEGER);
    return units => [units[wholeNumber(index, '--index', 0, units.length - 1)!]!];
  }
  if (shard === undefined) return units => units;
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(shard) ?? [];
  if (part === undefined || !(Number(part) >= 1 && Number(part) <= Number(of)))
    throw new UsageError(`--shard takes I/N with I from 1 to N, as 2/8, not ${shard}`);
  return units => shareOf(units, Number(part), Number(of));
}

function isMissing(pieces: SweepFolder, unit: Unit): boolean {
  const piece = pieces.find(unit);
  return piece === undefined || isDamaged(piece);
}

function warnOfOthers(folder: string, { sweep }: SweepIdentity): void {
  const others = readFolder(folder)?.sweeps.filter(({ identity }) => identity.sweep !== sweep) ?? [];
  for (const { identity, pieces } of others) {
    say(
      `${folder} also has ${pieces} piece${pieces === 1 ? '' : 's'} of another source (${identity.file}, ${identity.sweep.slice(0, 16)}), ` +
        `which xnet collect will refuse to mix: remove ${identity.sweep.slice(0, 16)}* or give --output`
    );
  }
}

/** Does what is not there yet. A replication that `precision` makes unnecessary is not done. */
async function sweepUnits(
  plan: Plan,
  units: readonly Unit[],
  pieces: SweepFolder,
  options: ThreadOptions
): Promise<{ readonly done: number; readonly there: number; readonly stopped: boolean }> {
  const byTask = new Map(units.map(unit => [keyOf(unit.task), unit]));
  const found = new Map<string, Piece>();
  for (const unit of units) {
    const piece = pieces.find(unit);
    if (isDamaged(piece)) say(`${piece.file}: ${piece.why}; done again`);
    else if (piece) found.set(keyOf(unit.task), piece);
  }
  const left = units.length - found.size;
  if (left === 0) return { done: 0, there: found.size, stopped: false };
  let done = 0;
  const stopped = await onThreads(plan, left, options, hooks =>
    workThrough(pointRuns(plan), {
      ...hooks,
      wanted: task => byTask.has(keyOf(task)),
      find: task => found.get(keyOf(task))?.observation,
      perform: async (task, taskHooks) => {
        const started = Date.now();
        const observation = await hooks.perform(task, taskHooks);
        if (!observation) return undefined;
        pieces.keep(byTask.get(keyOf(task))!, { observation, started, wallSeconds: (Date.now() - started) / 1000 });
        done++;
        return observation;
      }
    })
  );
  return { done, there: found.size, stopped };
}

const keyOf = ({ experiment, point, replication }: Task): string => `${experiment}/${point}/${replication}`;

function summary(of: { units: number; done: number; there: number; stopped: boolean; folder: string }): string {
  const { units, done, there, stopped, folder } = of;
  const counts = [
    `${done} done`,
    ...(there > 0 ? [`${there} there already, skipped`] : []),
    ...(!stopped && units > done + there ? [`${units - done - there} not needed for the precision asked`] : [])
  ];
  const rest = stopped ? 'stopped before the end; what was finished is kept' : `put together by: xnet collect ${folder}`;
  return `${units} unit${units === 1 ? '' : 's'}: ${counts.join(', ')}; ${rest}`;
}
