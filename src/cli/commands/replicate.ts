/** `xnet replicate [FILE…]`: published claims beside simulation. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { estimate } from '../../simulator/analytic/estimate.ts';
import { UnreachableError } from '../../simulator/model/routes.ts';
import { operands } from '../../simulator/run/each.ts';
import { predict } from '../../simulator/run/ranges.ts';
import type { Measure, Plan } from '../../topology/plan.ts';
import type { ExperimentResult } from '../../topology/result.ts';
import { predictionReport } from '../report/prediction.ts';
import type { FilePrediction } from '../report/prediction.ts';
import { dataPalette, say, writeData, writeJson } from '../output.ts';
import { publishedLines, verdictOf } from '../report/published.ts';
import type { ClaimsOf } from '../report/published.ts';
import { aboutOf, replicationPage } from '../report/replication.ts';
import type { Replicated } from '../report/replication.ts';
import { simulatePlan } from '../simulate.ts';
import type { SimulateOptions } from '../simulate.ts';
import { StopSignal } from '../stop.ts';
import { EXIT, formatOf, readArguments, text, UsageError, wholeNumber } from '../usage.ts';
import { planFile } from './planned.ts';

export const help = `usage: xnet replicate [FILE…] [--ranges N] [--jobs N] [--format text|json|markdown] [--output PATH] [--quiet]

Runs the experiments that have published claims and lays each claim beside what came out: published and simulated value with
its interval, error, verdict, and whether the number was fitted or predicted. Without FILE: every file below ./examples.
As Markdown it is the page docs/replication.md, which says of every example what was published.

  --ranges N   also draws every assumed cost N times from its range, keeps the draws that meet the fitted claims, and says as
               median and 5 to 95 % interval what they predict (by the estimator)

Status: 0 every claim with a tolerance was reached, 1 one was missed or a file has errors, 2 wrong usage, 3 stopped by a signal.
`;

export async function run(args: readonly string[], version: string): Promise<number> {
  const given = readArguments(args, {
    ranges: { type: 'string' },
    jobs: { type: 'string', short: 'j' },
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const format = formatOf(given, ['text', 'json', 'markdown']);
  const output = text(given.values['output']);
  const quiet = given.values['quiet'] === true;
  const jobs = wholeNumber(given.values['jobs'], '--jobs', 1, 256);
  const draws = wholeNumber(given.values['ranges'], '--ranges', 1, 100_000);
  const files = given.files.length > 0 ? given.files : allExamples();

  const signal = new StopSignal();
  const examples: Awaited<ReturnType<typeof replicate>>[] = [];
  let stopped = false;
  for (const file of files) {
    const example = await replicate(file, { version, jobs, draws, quiet, signal });
    examples.push(example);
    stopped = signal.stopped;
    if (stopped) break;
  }
  const claims = examples.flatMap(({ file, experiments }) => experiments.map(experiment => ({ file, experiment })));
  const predictions = examples.flatMap(({ file, prediction }) => (prediction ? [{ file, prediction }] : []));
  if (format === 'json') writeJson(document(claims, predictions), output);
  else if (format === 'markdown') writeData(replicationPage('npm run docs -- replication', examples), output);
  else writeData(report(claims, output) + predictionReport(predictions, dataPalette(output)), output);
  if (stopped) say('stopped before the end; what was finished is written');
  const missed = rowsOf(claims).some(({ verdict }) => verdict === 'missed' || verdict === 'not observed');
  const errors = examples.some(({ trouble }) => trouble !== undefined);
  return stopped ? EXIT.stopped : errors || missed ? EXIT.findings : EXIT.fine;
}

interface ReplicateOptions extends Omit<SimulateOptions, 'lineOf'> {
  /** Draws from the ranges of assumed costs; none when absent. */
  readonly draws?: number;
}

/** Simulates what the claims of a file need. What is wrong with a file does not keep the others from being replicated. */
async function replicate(file: string, { draws, ...options }: ReplicateOptions): Promise<Replicated & { readonly file: string }> {
  const example = { file, link: linkTo(file), name: path.basename(file, '.xnet'), experiments: [] };
  const planned = planFile(file, {}, true);
  const about = aboutOf(fs.readFileSync(file, 'utf8'));
  if (!planned) return { ...example, about, trouble: 'It has errors, so it was not run.' };
  const plan = claimed(planned.plan);
  if (plan.experiments.length === 0) return { ...example, about };
  const { version, signal } = options;
  try {
    const result = await simulatePlan(plan, { ...options, lineOf: planned.lineOf });
    const experiments = result.experiments.filter(one => one.published.length > 0);
    if (draws === undefined) return { ...example, about, experiments };
    const prediction = predict(plan, estimate, { draws, seed: 1, version, shouldStop: () => signal.stopped });
    return { ...example, about, experiments, prediction };
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    say(`${file} cannot be simulated: ${error.message}`);
    return { ...example, about, trouble: `It cannot be simulated: ${error.message}.` };
  }
}

/** From the page in `docs/` to a file. */
const linkTo = (file: string): string => path.relative('docs', file).split(path.sep).join('/');

/** The experiments that have claims, and those that the claims read. */
function claimed(plan: Plan): Plan {
  const own = plan.experiments.filter(one => one.published.length > 0);
  const read = new Set(own.flatMap(({ published }) => published.flatMap(({ of }) => of.flatMap(experimentsRead))));
  return { ...plan, experiments: plan.experiments.filter(one => own.includes(one) || read.has(one.name)) };
}

function experimentsRead(measure: Measure | undefined): string[] {
  if (measure === undefined) return [];
  if (measure.kind !== 'measure' && measure.kind !== 'bottleneck') return operands(measure).flatMap(experimentsRead);
  return measure.read?.experiment === undefined ? [] : [measure.read.experiment];
}

interface ClaimedExperiment {
  readonly file: string;
  readonly experiment: ExperimentResult;
}

function allExamples(): string[] {
  const found = fs.existsSync('examples')
    ? fs
        .readdirSync('examples', { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.xnet'))
        .sort()
    : [];
  if (found.length === 0) throw new UsageError('there is no FILE, and no .xnet file below ./examples');
  return found.map(name => path.join('examples', name));
}

function rowsOf(claims: readonly ClaimedExperiment[]) {
  return claims.flatMap(({ file, experiment }) =>
    experiment.published.flatMap(({ name, of, dimension, source, standing, use, rows }) =>
      rows.map(row => ({
        file,
        experiment: experiment.name,
        claim: name,
        of,
        dimension,
        source,
        standing,
        use,
        ...row,
        verdict: verdictOf(row)
      }))
    )
  );
}

const document = (claims: readonly ClaimedExperiment[], predictions: readonly FilePrediction[]): object => ({
  schema: 'xnet-replicate/1',
  claims: rowsOf(claims),
  ...(predictions.length > 0 ? { predictions: predictions.map(({ file, prediction }) => ({ file, ...prediction })) } : {})
});

function report(claims: readonly ClaimedExperiment[], output: string | undefined): string {
  const prefixed = claims.map(({ file, experiment }): ClaimsOf => ({
    experiment,
    prefix: `${path.basename(file, '.xnet')}/${experiment.name} `
  }));
  const rows = rowsOf(claims);
  if (rows.length === 0) return 'no published claims\n';
  const count = (verdict: string, use?: string) =>
    rows.filter(row => row.verdict === verdict && (use === undefined || row.use === use)).length;
  const sums = (['fitted', 'predicted'] as const).map(use => `${use}: ${count('reached', use)} reached, ${count('missed', use)} missed`);
  return `${publishedLines(prefixed, dataPalette(output)).join('\n')}\n\n${rows.length} claimed numbers; ${sums.join('; ')}\n`;
}
