/** `xnet isolation FILE`: what neighbours can do to a flow. */
import { scoreIsolation } from '../../simulator/isolation/score.ts';
import { simulate } from '../../simulator/packet/simulate.ts';
import { dataPalette, writeData, writeJson } from '../output.ts';
import { isolationReport } from '../report/isolation.ts';
import { EXIT, formatOf, oneFile, PLAN_OPTIONS, planOptions, readArguments, text, UsageError, wholeNumber } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet isolation FILE [--victim FLOW] [--experiment NAME] [--set NAME=VALUE]… [--seed N] [--repeat N] [--format text|json] [--output PATH]

Runs a flow alone, then beside neighbours on its host that flood the network, hog their CPU, thrash the caches, and while a
driver domain crashes; reports what each does to the flow's throughput and 99th percentile, and names what leaked.
The topology is the first point of the experiment (the file's first when none is named).

  --victim FLOW   the flow to protect; the file's first when absent
  --repeat N      replications of each trial, 3 when absent

Status: 0 isolated within 5 %, 1 something leaked or the file has errors, 2 wrong usage.
`;

/** Beyond this a change is a leak. */
const LIMIT = 0.05;

export function run(args: readonly string[]): number {
  const given = readArguments(args, {
    ...PLAN_OPTIONS,
    victim: { type: 'string' },
    seed: { type: 'string' },
    repeat: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
    quiet: { type: 'boolean' }
  });
  const format = formatOf(given, ['text', 'json']);
  const output = text(given.values['output']);
  const repeat = wholeNumber(given.values['repeat'], '--repeat', 1, 1000) ?? 3;
  const planned = planFile(oneFile(given, 'isolation'), planOptions(given), given.values['quiet'] === true);
  const experiment = planned?.plan.experiments[0];
  const point = experiment?.points[0];
  if (!experiment || !point) return EXIT.findings;
  const victim = text(given.values['victim']);
  if (victim !== undefined && !point.topology.flows.some(flow => flow.flow === victim))
    throw new UsageError(`--victim: there is no flow ${victim}`);
  const { seed, duration, warmup } = experiment;
  const score = scoreIsolation(point.topology, { victim, seed, duration, warmup, repeat, limit: LIMIT }, simulate);
  if (format === 'json') writeJson(score, output);
  else writeData(isolationReport(score, dataPalette(output)), output);
  return score.trials.every(trial => trial.isolated) ? EXIT.fine : EXIT.findings;
}
