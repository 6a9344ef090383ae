/** A sweep as an array job of Slurm: a script for `sbatch`. */
import type { Batch } from './batch.ts';
import { jobName, planArguments, shellWord } from './batch.ts';

/** Slurm's MaxArraySize is 1001 where nobody has changed it: tasks 0 to 1000. Larger sweeps give every task several units. */
const MOST_TASKS = 1000;

export function slurmScript(batch: Batch): string {
  const { file, folder, units, options, version } = batch;
  const sharded = units > MOST_TASKS;
  const share = sharded ? `--shard "$SLURM_ARRAY_TASK_ID/${MOST_TASKS}"` : '--index "$SLURM_ARRAY_TASK_ID"';
  const rest = [...planArguments(options), '--output', folder, '--jobs', '1', '--quiet'].map(shellWord).join(' ');
  return `#!/bin/bash
# ${units} unit${units === 1 ? '' : 's'} of ${oneLine(file)}, for xnet ${version}. Submit it with sbatch in the folder where it was made, which every
# node must see; when all tasks have ended, put the pieces together: xnet collect ${oneLine(shellWord(folder))}
# XNET says what starts xnet, when that is not on the PATH: XNET='node /opt/xnet/dist/xnet.js'
#SBATCH --job-name=${jobName(file)}
#SBATCH --array=${sharded ? `1-${MOST_TASKS}` : `0-${units - 1}`}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
# At its time limit a task ends in order; submitting again does only what is missing.
#SBATCH --signal=B:TERM@30
set -eu
exec \${XNET:-xnet} sweep ${share} ${rest} -- ${shellWord(file)}
`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
