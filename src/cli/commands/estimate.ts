/** `xnet estimate FILE`: the analytic answer, at once. */
import { estimate } from '../../simulator/analytic/estimate.ts';
import { estimatePlan } from '../../simulator/run/plan.ts';
import { asItStands } from '../as-it-stands.ts';
import { dataPalette, writeData, writeJson } from '../output.ts';
import { textReport } from '../report/text.ts';
import { EXIT, formatOf, oneFile, PLAN_OPTIONS, planOptions, readArguments, text } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet estimate FILE [--experiment NAME]… [--set NAME=VALUE]… [--format text|json] [--output PATH] [--quiet]

Estimates every point of the file's experiments from the same stages and costs that the simulator runs; means only, in
milliseconds. A file without experiments is estimated as it stands. FILE may be - for standard input.

  --experiment NAME   only this experiment; may be given several times
  --set NAME=VALUE    gives a param a value, or a list or range to sweep: --set guests=1..7
  --output PATH       writes the result to a file
  --quiet             no warnings

Status: 0 fine, 1 the file has errors, 2 wrong usage. Expectations are shown, and decide nothing here.
`;

export function run(args: readonly string[], version: string): number {
  const given = readArguments(args, {
    ...PLAN_OPTIONS,
    format: { type: 'string' },
    output: { type: 'string' },
    quiet: { type: 'boolean' }
  });
  const format = formatOf(given, ['text', 'json']);
  const output = text(given.values['output']);
  const planned = planFile(oneFile(given, 'estimate'), planOptions(given), given.values['quiet'] === true, prepared =>
    asItStands(prepared, { duration: 1, warmup: 0 })
  );
  if (!planned) return EXIT.findings;
  const result = estimatePlan(planned.plan, estimate, { version, lineOf: planned.lineOf });
  if (format === 'json') writeJson(result, output);
  else writeData(textReport(result, dataPalette(output)), output);
  return EXIT.fine;
}
