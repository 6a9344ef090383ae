/** `xnet collect DIR`: the pieces of a sweep as one result. */
import { collectPlan } from '../../simulator/run/sweep.ts';
import type { Unit } from '../../simulator/run/sweep.ts';
import { RESULT_FORMATS, sayOutcome, writeResult } from '../outcome.ts';
import { say } from '../output.ts';
import { planArguments, shellWord } from '../sweep/batch.ts';
import { isDamaged, readFolder, SweepFolder } from '../sweep/folder.ts';
import type { FolderContent } from '../sweep/folder.ts';
import { planOf } from '../sweep/identity.ts';
import type { SweepIdentity } from '../sweep/identity.ts';
import { EXIT, formatOf, readArguments, text, UsageError } from '../usage.ts';

export const help = `usage: xnet collect DIR [--format text|json|csv|junit] [--output PATH] [--quiet]

Puts together what \`xnet sweep\` left in DIR: the result that \`xnet run\` of the whole would have given, but for its times.
Expectations are decided here. The topology is not needed any more: what it said is in DIR.

  --format   text|json|csv|junit, as for \`xnet run\`
  --output PATH   writes the result to a file
  --quiet         no verdict

Status: 0 fine, 1 an expectation failed or was inconclusive, or DIR has pieces of different sources, 2 wrong usage,
3 pieces are missing or damaged: they are named, and the result has what is there.
`;

/** Missing pieces that are named one by one. */
const NAMED = 20;

export function run(args: readonly string[], version: string): number {
  const given = readArguments(args, {
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const format = formatOf(given, RESULT_FORMATS);
  const [folder, ...more] = given.files;
  if (folder === undefined || more.length > 0) throw new UsageError(`collect takes one DIR, not ${given.files.length || 'none'}`);
  const content = readFolder(folder);
  if (!content) throw new UsageError(`cannot read ${folder}`);
  const identity = onlySweep(folder, content, version);
  if (!identity) return EXIT.findings;
  const planned = planOf(identity);
  if (!planned) {
    say(`${folder}: ${identity.file} has errors, so it has no result`);
    return EXIT.findings;
  }

  const pieces = new SweepFolder(folder, identity.sweep);
  const { result, missing } = collectPlan(
    planned.plan,
    unit => {
      const piece = pieces.find(unit);
      if (isDamaged(piece)) say(`damaged: ${piece.file} (${unit.index} ${unit.id}): ${piece.why}`);
      return isDamaged(piece) ? undefined : piece;
    },
    { version, lineOf: planned.lineOf }
  );
  sayMissing(missing, identity, folder);
  writeResult(result, format, text(given.values['output']));
  return sayOutcome(result, given.values['quiet'] === true);
}

/** What the folder is of; undefined, and said, when that is not one thing that this version can read. */
function onlySweep(folder: string, { sweeps, damaged, strays }: FolderContent, version: string): SweepIdentity | undefined {
  for (const { file, why } of damaged) say(`damaged: ${file}: ${why}`);
  if (sweeps.length === 0 && damaged.length === 0 && strays.length === 0) throw new UsageError(`there is no sweep in ${folder}`);
  if (sweeps.length > 1 || strays.length > 0) {
    say(`${folder} has pieces of different sources, which do not make one result:`);
    for (const { identity, pieces } of sweeps) {
      const short = identity.sweep.slice(0, 16);
      say(
        `  ${short}*  ${pieces} piece${pieces === 1 ? '' : 's'} of ${inWords([identity.file, ...planArguments(identity.options)])}, xnet ${identity.tool.version}`
      );
    }
    for (const stray of strays) say(`  ${stray}  of a source that is not described here`);
    say('Keep one of them: move the others away.');
    return undefined;
  }
  const identity = sweeps[0]?.identity;
  if (identity && identity.tool.version !== version) {
    say(`${folder} was made by xnet ${identity.tool.version}, and this is ${version}: results of different versions are not mixed`);
    return undefined;
  }
  return identity;
}

function sayMissing(missing: readonly Unit[], identity: SweepIdentity, folder: string): void {
  if (missing.length === 0) return;
  for (const { index, id } of missing.slice(0, NAMED)) say(`missing: ${index} ${id}`);
  if (missing.length > NAMED) say(`missing: ${missing.length - NAMED} more`);
  const command = inWords(['xnet', 'sweep', identity.file, ...planArguments(identity.options), '--output', folder]);
  say(`${missing.length} unit${missing.length === 1 ? ' is' : 's are'} missing; to do only these: ${command}`);
}

const inWords = (words: readonly string[]): string => words.map(shellWord).join(' ');
