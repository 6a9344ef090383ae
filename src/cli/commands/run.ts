/** `xnet run FILE`: simulates a file's experiments and decides their expectations. */
import { expectWritable, say } from '../output.ts';
import { RESULT_FORMATS, sayOutcome, writeResult } from '../outcome.ts';
import { RECORDING_OPTIONS, recordedPlace, recordingRequest, writeRecordings } from '../recording.ts';
import { simulatePlan } from '../simulate.ts';
import { StopSignal } from '../stop.ts';
import { EXIT, formatOf, oneFile, PLAN_OPTIONS, planOptions, readArguments, text, wholeNumber } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet run FILE [--experiment NAME]… [--set NAME=VALUE]… [--seed N] [--jobs N]
                [--format text|json|csv|junit] [--output PATH] [--trace PATH] [--pcap VIF=PATH]… [--trace-seconds N] [--quiet]

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
  --trace PATH        writes what cores and queues did, to be opened in Perfetto (https://ui.perfetto.dev)
  --pcap VIF=PATH     writes what a vif sends and receives, to be opened in Wireshark; may be given several times
  --trace-seconds N   only so many simulated seconds of them; otherwise to the end of the run, or 250,000 events of a trace
                      and 500,000 packets of a capture. They are of the first replication at the first point (that has
                      the vifs) of the first experiment (or the one named), from the end of its warm-up on
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
    quiet: { type: 'boolean', short: 'q' },
    ...RECORDING_OPTIONS
  });
  const format = formatOf(given, RESULT_FORMATS);
  const output = text(given.values['output']);
  const quiet = given.values['quiet'] === true;
  const jobs = wholeNumber(given.values['jobs'], '--jobs', 1, 256);
  const recording = recordingRequest(given);
  const options = planOptions(given);
  const signal = new StopSignal();
  const planned = planFile(oneFile(given, 'run'), options, quiet);
  if (!planned) return EXIT.findings;
  for (const file of [output, recording?.trace, ...(recording?.captures.values() ?? [])]) expectWritable(file);
  const recorded = recording && recordedPlace(planned.plan, options.experiments, [...recording.captures.keys()]);

  const result = await simulatePlan(planned.plan, { version, lineOf: planned.lineOf, jobs, quiet, signal });
  writeResult(result, format, output);
  const isWhole = !recorded || (await writeRecordings(planned.plan, recorded, recording, { quiet, signal }));
  if (!isWhole) say('stopped before the end; no trace or capture is written');
  const status = sayOutcome(result, quiet);
  return isWhole ? status : EXIT.stopped;
}
