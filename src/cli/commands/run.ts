/** `xnet run FILE`: simulates a file's experiments and decides their expectations. */
import type { RunResult } from '../../topology/result.ts';
import { dataPalette, say, writeData, writeJson } from '../output.ts';
import { csvReport } from '../report/csv.ts';
import { junitReport } from '../report/junit.ts';
import { paletteFor } from '../report/table.ts';
import { textReport, verdictLine } from '../report/text.ts';
import { simulatePlan } from '../simulate.ts';
import { StopSignal } from '../stop.ts';
import { EXIT, formatOf, oneFile, PLAN_OPTIONS, planOptions, readArguments, text, wholeNumber } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet run FILE [--experiment NAME]… [--set NAME=VALUE]… [--seed N] [--jobs N]
                [--format text|json|csv|junit] [--output PATH] [--quiet]

Simulates the experiments of a file. FILE may be - for standard input.

  --experiment NAME   only this experiment; may be given several times
  --set NAME=VALUE    gives a param a value, or a list or range to sweep: --set guests=1..7 --set policy=reuse
  --seed N            another seed for all experiments
  --jobs N            replications at once (default: the number of processors); the result does not depend on it
  --format text       an answer in a sentence, tables, verdicts  (the default)
           json       {"schema": "xnet-run/1", …}
           csv        one row per number
           junit      expectations as test cases, for CI
  --output PATH       writes the result to a file
  --quiet             no progress and no warnings

Status: 0 fine, 1 the file has errors or an expectation failed or was inconclusive, 2 wrong usage,
3 stopped by a signal, with what was finished written.
`;

export async function run(args: readonly string[], version: string): Promise<number> {
  const given = readArguments(args, {
    ...PLAN_OPTIONS,
    seed: { type: 'string' },
    jobs: { type: 'string', short: 'j' },
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const format = formatOf(given, ['text', 'json', 'csv', 'junit']);
  const output = text(given.values['output']);
  const quiet = given.values['quiet'] === true;
  const jobs = wholeNumber(given.values['jobs'], '--jobs', 1, 256);
  const signal = new StopSignal();
  const planned = planFile(oneFile(given, 'run'), planOptions(given), quiet);
  if (!planned) return EXIT.findings;

  const result = await simulatePlan(planned.plan, { version, lineOf: planned.lineOf, jobs, quiet, signal });
  switch (format) {
    case 'json':
      writeJson(result, output);
      break;
    case 'csv':
      writeData(csvReport(result), output);
      break;
    case 'junit':
      writeData(junitReport(result), output);
      break;
    case 'text':
      writeData(textReport(result, dataPalette(output)), output);
      break;
  }
  if (result.incomplete) say('stopped before the end; what was finished is written');
  const verdict = verdictLine(result, paletteFor(process.stderr));
  if (verdict !== undefined && !quiet) say(verdict);
  return result.incomplete ? EXIT.stopped : allHold(result) ? EXIT.fine : EXIT.findings;
}

const allHold = ({ experiments }: RunResult): boolean =>
  experiments.every(({ points }) => points.every(({ expectations }) => expectations.every(({ status }) => status === 'pass')));
