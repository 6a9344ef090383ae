/** `xnet isolation FILE`: what neighbours can do to a flow. */
import { dataPalette, say, writeData, writeJson } from '../output.ts';
import { isolationPlan, scorePlaces, victimsOf } from '../isolation.ts';
import { isolationPage, isolationReport } from '../report/isolation.ts';
import { EXIT, formatOf, oneFile, PLAN_OPTIONS, planOptions, readArguments, text, UsageError, wholeNumber } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet isolation FILE [--victim FLOW] [--experiment NAME] [--set NAME=VALUE]… [--seed N] [--repeat N] [--format text|json|markdown] [--output PATH]

Runs a flow alone, then beside neighbours on its host that flood the network, hog their CPU, thrash the caches, and while a
driver domain crashes; reports what each does to the flow's throughput and 99th percentile, and names what leaked.
It does so at every point of the experiment (the file's first when none is named; a file without any as it stands); --set keeps
a parameter at one value.

  --victim FLOW   the flow to protect; the file's first when absent
  --repeat N      replications of each trial, 3 when absent

Status: 0 isolated within 5 %, 1 something leaked or the file has errors, 2 wrong usage.
`;

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
  const format = formatOf(given, ['text', 'json', 'markdown']);
  const output = text(given.values['output']);
  const repeat = wholeNumber(given.values['repeat'], '--repeat', 1, 1000);
  const file = oneFile(given, 'isolation');
  const planned = planFile(file, planOptions(given), given.values['quiet'] === true, isolationPlan);
  const experiment = planned?.plan.experiments[0];
  if (!experiment) return EXIT.findings;
  const victims = victimsOf(experiment);
  const wanted = text(given.values['victim']);
  if (victims.length === 0) {
    say(`${file}: there is no flow in ${experiment.name}, so there is nothing to protect`);
    return EXIT.findings;
  }
  const victim = victims.find(({ flow }) => wanted === undefined || flow === wanted);
  if (!victim) throw new UsageError(`--victim: there is no flow ${wanted}; there are ${victims.map(({ flow }) => flow).join(', ')}`);
  const score = scorePlaces(experiment, victim.flow, victim.places, { repeat });
  if (!score) return EXIT.stopped;
  const scores = score.points ?? [score];
  const places = victim.places.map(({ label }) => label);
  if (format === 'json') writeJson(score, output);
  else if (format === 'markdown') writeData(isolationPage(score, { file, experiment: experiment.name, places }), output);
  else {
    const palette = dataPalette(output);
    writeData(scores.map((each, at) => isolationReport(each, palette, scores.length > 1 ? places[at] : undefined)).join('\n'), output);
  }
  return scores.every(each => each.trials.every(trial => trial.isolated)) ? EXIT.fine : EXIT.findings;
}
