/** `xnet compare FILE MEASUREMENT…`: what was measured beside what the model says. */
import { collectFindings } from '../../interop/finding.ts';
import { layBeside } from '../../interop/measured/beside.ts';
import { readMeasurement } from '../../interop/measured/read.ts';
import { estimate } from '../../simulator/analytic/estimate.ts';
import { estimatePlan } from '../../simulator/run/plan.ts';
import type { RunResult } from '../../topology/result.ts';
import { asItStands } from '../as-it-stands.ts';
import { dataPalette, say, writeData, writeJson } from '../output.ts';
import { comparisonReport } from '../report/comparison.ts';
import { simulatePlan } from '../simulate.ts';
import { StopSignal } from '../stop.ts';
import { EXIT, formatOf, PLAN_OPTIONS, planOptions, readArguments, text, UsageError } from '../usage.ts';
import { readFile, sayFindings } from './import.ts';
import type { Planned } from './planned.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet compare FILE MEASUREMENT… [--flow NAME] [--simulate] [--experiment NAME] [--set NAME=VALUE]…
                    [--format text|json] [--output PATH] [--quiet]

Lays measurements beside the first point of an experiment. Measurements are told by their content:
  iperf3 --json (and --json-stream)   goodput and loss of a flow
  mpstat -P ALL -o JSON               CPU of the host OS or dom0
  xentop -b -f                        CPU of every domain; the first sample is left out
  ethtool -S                          counters that tell where packets were lost

  --flow NAME   the flow that iperf3 measured; the file's only one when absent
  --simulate    the packet simulator instead of the estimator

Status: 0 compared, 1 a file has errors, 2 wrong usage, 3 stopped before the end. How far apart they are decides nothing.
`;

export async function run(args: readonly string[], version: string): Promise<number> {
  const given = readArguments(args, {
    ...PLAN_OPTIONS,
    flow: { type: 'string' },
    simulate: { type: 'boolean' },
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const format = formatOf(given, ['text', 'json']);
  const output = text(given.values['output']);
  const quiet = given.values['quiet'] === true;
  const [file, ...names] = given.files;
  if (file === undefined || names.length === 0) throw new UsageError('compare takes a FILE and at least one MEASUREMENT');
  const measured = names.map(readFile);
  const findings = collectFindings();
  const observations = measured.flatMap(each => readMeasurement(each, findings) ?? []);
  sayFindings(
    findings.found.filter(({ severity }) => !quiet || severity !== 'information'),
    measured
  );
  const hasErrors = findings.found.some(({ severity }) => severity === 'error');
  if (observations.length === 0) return EXIT.findings;
  const planned = planFile(file, planOptions(given), quiet, prepared => asItStands(prepared, { duration: 1, warmup: 0 }));
  if (!planned) return EXIT.findings;
  const result = await resultOf(planned, { version, quiet, simulates: given.values['simulate'] === true });
  const point = result.experiments[0]?.points[0];
  if (result.incomplete === true || point === undefined) return EXIT.stopped;
  const flow = flowOf(
    text(given.values['flow']),
    [...new Set(point.flows.map(each => each.flow))],
    observations.some(({ throughput }) => throughput !== undefined)
  );
  const rows = layBeside(observations, point, flow);
  if (format === 'json')
    writeJson(
      { schema: 'xnet-compare/1', file, experiment: result.experiments[0]!.name, parameters: point.parameters, level: point.level, rows },
      output
    );
  else writeData(comparisonReport(rows, result.experiments[0]!, dataPalette(output)), output);
  if (result.experiments[0]!.points.length > 1 && !quiet) say('compared with the first point of the sweep; --set chooses another');
  return hasErrors ? EXIT.findings : EXIT.fine;
}

interface Options {
  readonly version: string;
  readonly quiet: boolean;
  readonly simulates: boolean;
}

async function resultOf({ plan, lineOf }: Planned, { version, quiet, simulates }: Options): Promise<RunResult> {
  const [first] = plan.experiments;
  const one = { ...plan, experiments: first === undefined ? [] : [first] };
  if (!simulates) return estimatePlan(one, estimate, { version, lineOf });
  const atPoint = { ...one, experiments: one.experiments.map(experiment => ({ ...experiment, points: experiment.points.slice(0, 1) })) };
  return simulatePlan(atPoint, { version, lineOf, quiet, signal: new StopSignal() });
}

/** @throws UsageError when iperf3 measured one flow of several and nobody says which */
function flowOf(wanted: string | undefined, flows: readonly string[], isNeeded: boolean): string | undefined {
  if (wanted !== undefined && !flows.includes(wanted))
    throw new UsageError(`--flow: there is no flow ${wanted}; there are ${flows.join(', ')}`);
  if (wanted !== undefined || flows.length === 1) return wanted ?? flows[0];
  if (isNeeded && flows.length > 1) throw new UsageError(`--flow says which flow was measured: ${flows.join(', ')}`);
  return undefined;
}
