/** The replication report as a page: every published claim beside what the simulator says. The same sources give the same bytes. */
import { anchor, code, generated, page, table } from '../../docs/markdown.ts';
import { formatInterval, formatParameters, formatQuantity } from '../../topology/quantity.ts';
import type { Prediction } from '../../simulator/run/ranges.ts';
import type { ExperimentResult, PublishedResult } from '../../topology/result.ts';
import { percentage, verdictOf } from './published.ts';
import type { ClaimVerdict, PublishedRow } from './published.ts';
import { changingParameters } from './sweep.ts';

/** What came of one example. */
export interface Replicated {
  /** As a link from the page leads to it, and the name people know it by. */
  readonly link: string;
  readonly name: string;
  /** The comment that the file begins with, paragraph by paragraph. */
  readonly about: readonly string[];
  /** The experiments that claim something. */
  readonly experiments: readonly ExperimentResult[];
  readonly prediction?: Prediction;
  /** Why nothing came of it. */
  readonly trouble?: string;
}

type Use = PublishedResult['use'];
const uses: readonly Use[] = ['fitted', 'predicted'];
const verdicts: readonly ClaimVerdict[] = ['reached', 'missed', 'no tolerance', 'not observed'];

export function replicationPage(by: string, examples: readonly Replicated[]): string {
  const claiming = examples.filter(example => example.trouble !== undefined || numbersOf(example).length > 0);
  const others = examples.filter(example => !claiming.includes(example));
  return page(
    generated(by),
    '# Replication',
    'Published numbers beside what the simulator makes of them. A **fitted** number decided a cost, so it says nothing about the model; a **predicted** one was compared with the model ' +
      'as it stood. Nothing is hidden: what is missed stays here with its gap. Each number is *read* in its publication, *derived* from it by arithmetic, or *unverified*. ' +
      'What the costs are and where they are from is in [costs](costs.md).',
    summary(claiming.flatMap(numbersOf)),
    table(
      ['example', ...uses.flatMap(use => [`${use}: reached`, 'missed']), 'no tolerance', 'not observed'],
      claiming.map(example => exampleCells(example, numbersOf(example))),
      ['left', 'right', 'right', 'right', 'right', 'right', 'right']
    ),
    ...claiming.flatMap(examplePart),
    ...(others.length === 0
      ? []
      : ['## Examples that claim nothing', ...others.map(({ name, link, about }) => `[${name}](${link}): ${about[0] ?? ''}`)])
  );
}

/** The paragraphs of the comment that a file begins with. */
export function aboutOf(text: string): string[] {
  const paragraphs: string[][] = [[]];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const words = /^\s*\/{2,3}(.*)$/.exec(line)?.[1]?.trim();
    if (words === undefined) {
      if (line.trim() === '' && paragraphs.length === 1 && paragraphs[0]!.length === 0) continue;
      break;
    }
    if (words === '') paragraphs.push([]);
    else paragraphs.at(-1)!.push(words);
  }
  return paragraphs.map(lines => lines.join(' ')).filter(text => text !== '');
}

interface ClaimedNumber {
  readonly use: Use;
  readonly verdict: ClaimVerdict;
}

function numbersOf({ experiments }: Replicated): ClaimedNumber[] {
  return experiments.flatMap(({ published }) => published.flatMap(({ use, rows }) => rows.map(row => ({ use, verdict: verdictOf(row) }))));
}

function summary(numbers: readonly ClaimedNumber[]): string {
  const count = (use: Use, verdict: ClaimVerdict): string =>
    String(numbers.filter(one => one.use === use && one.verdict === verdict).length);
  return table(
    [`${numbers.length} claimed numbers`, ...verdicts],
    uses.map(use => [use, ...verdicts.map(verdict => count(use, verdict))]),
    ['left', 'right', 'right', 'right', 'right']
  );
}

function exampleCells({ name, trouble }: Replicated, numbers: readonly ClaimedNumber[]): string[] {
  const count = (verdict: ClaimVerdict, use?: Use): string =>
    shown(numbers.filter(one => one.verdict === verdict && (use === undefined || one.use === use)).length);
  const linked = `[${name}](#${anchor(name)})${trouble === undefined ? '' : ' (not run)'}`;
  return [linked, ...uses.flatMap(use => [count('reached', use), count('missed', use)]), count('no tolerance'), count('not observed')];
}

const shown = (count: number): string => (count === 0 ? '' : String(count));

function examplePart({ name, link, about, experiments, prediction, trouble }: Replicated): string[] {
  const claims = experiments.flatMap(experiment => experiment.published.map(claim => ({ experiment, claim })));
  return [
    `## ${name}`,
    ...about,
    `[The file](${link}).`,
    trouble ?? '',
    table(
      ['claim', 'at', 'published', 'simulated', 'error', 'verdict', 'use', 'source'],
      claims.flatMap(({ experiment, claim }) => claim.rows.map((row, at) => claimCells(experiment, claim, row, at === 0))),
      ['left', 'left', 'right', 'right', 'right']
    ),
    prediction === undefined || prediction.rows.length === 0 ? '' : predictionPart(prediction)
  ];
}

/** What is the same for all numbers of a claim stands beside the first. */
function claimCells(experiment: ExperimentResult, claim: PublishedResult, row: PublishedRow, isFirst: boolean): string[] {
  const { dimension } = claim;
  const seen = row.missing === undefined;
  return [
    isFirst ? `**${experiment.name}** ${claim.name}: ${code(claim.of)}` : '',
    formatParameters(changingParameters(experiment, row.parameters), experiment.dimensions),
    formatQuantity(row.claimed, dimension),
    seen ? formatInterval(row.observed, dimension) : '–',
    seen ? percentage(row.error) : '–',
    seen ? emphasized(verdictOf(row)) : `not observed: ${row.missing}`,
    isFirst ? claim.use : '',
    isFirst ? `${claim.source} (${claim.standing})` : ''
  ];
}

const emphasized = (verdict: ClaimVerdict): string => (verdict === 'missed' ? '**missed**' : verdict);

function predictionPart({ draws, accepted, ranges, rows }: Prediction): string {
  const said =
    `What is predicted over the ranges of ${ranges.length} assumed costs, by the estimator: median, and 5 to 95 % of the ` +
    `${accepted} draws of ${draws} that meet the fitted claims.`;
  const cells = rows.map(row => [
    `**${row.experiment}** ${row.claim}`,
    formatParameters(row.parameters, row.dimensions),
    formatQuantity(row.claimed, row.dimension),
    formatQuantity(row.median, row.dimension),
    `${formatQuantity(row.low, row.dimension)} to ${formatQuantity(row.high, row.dimension)}`,
    row.shareWithin === undefined ? '' : formatQuantity(row.shareWithin, 'ratio')
  ]);
  const head = ['claim', 'at', 'published', 'median', '5 to 95 %', 'within tolerance'];
  return `${said}\n\n${table(head, cells, ['left', 'left', 'right', 'right', 'right', 'right'])}`;
}
