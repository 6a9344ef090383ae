/** The isolation scorecard as text, and as a page. */
import { page, table as markdownTable } from '../../docs/markdown.ts';
import type { IsolationScore, IsolationTrial, Measured } from '../../simulator/isolation/score.ts';
import { formatQuantity } from '../../topology/quantity.ts';
import type { ExperimentScore, PointScore } from '../isolation.ts';
import { percentage } from './published.ts';
import { table, widthOf, type Palette } from './table.ts';

/** @param point where in the sweep the score was taken, where there are several */
export function isolationReport(score: IsolationScore, palette: Palette, point?: string): string {
  const { alone, trials } = score;
  const rows = trials.map(each => [
    each.isolated ? palette.green('✓') : palette.red('✗'),
    each.name,
    ...numbers(each),
    each.leaked ?? '–',
    each.action
  ]);
  const head = ['', 'trial', ...measured, 'leaks through', 'what happened beside it'];
  const lines = table(
    [head, ['', 'alone', goodput(alone), '', p99(alone), '', '', ''], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'left'],
    '  '
  );
  return `${point === undefined ? '' : `${point}\n`}${verdict(score)}\n\n${lines.join('\n')}\n${score.notes.map(note => `\n${note}\n`).join('')}`;
}

/**
 * The same in Markdown, with its columns aligned, so that it reads well as it is too. Where there are several points, what leaked
 * at which comes first.
 */
export function isolationPage(
  score: ExperimentScore,
  of: { readonly file: string; readonly experiment: string; readonly places: readonly string[] }
): string {
  const title = `# Isolation of ${score.victim}`;
  const where = `${of.file}, experiment \`${of.experiment}\``;
  const { points } = score;
  if (!points) return page(title, of.places[0] ? `${where}, at ${of.places[0]}.` : `${where}.`, ...scorecard(score));
  const sections = points.flatMap((point, at) => [`## ${of.places[at]}`, ...scorecard(point)]);
  return page(
    title,
    `${where}, at ${points.length} points.`,
    `**${overallVerdict(points)}**`,
    leaksByPoint(points, of.places),
    ...sections
  );
}

function scorecard(score: IsolationScore): string[] {
  const { alone, trials, neighbours, notes } = score;
  const rows = [['alone', goodput(alone), '', p99(alone), '', ''], ...trials.map(each => [each.name, ...numbers(each), outcome(each)])];
  return [
    `**${verdict(score)}**`,
    alignedTable(['trial', ...measured, 'outcome'], rows),
    trials.map(each => `* ${each.name}: ${each.action}.`).join('\n'),
    neighbours.length === 0 ? '' : `Neighbours on its host: ${neighbours.map(name => `\`${name}\``).join(', ')}.`,
    ...notes.map(note => `${note}.`)
  ];
}

/** A row for each point, a column for each trial that any of them had. */
function leaksByPoint(points: readonly PointScore[], places: readonly string[]): string {
  const names = [...new Set(points.flatMap(({ trials }) => trials.map(({ name }) => name)))];
  const cellOf = ({ trials }: PointScore, name: string): string => {
    const trial = trials.find(each => each.name === name);
    return trial ? outcome(trial) : '–';
  };
  return alignedTable(
    ['at', ...names],
    points.map((point, at) => [places[at] ?? '', ...names.map(name => cellOf(point, name))])
  );
}

function overallVerdict(points: readonly PointScore[]): string {
  const { victim, limit } = points[0]!;
  const leaking = points.filter(isLeaking).length;
  const bound = formatQuantity(limit, 'ratio');
  return leaking === 0
    ? `${victim} is isolated at every point: nothing its neighbours do moves it by more than ${bound}.`
    : `${victim} is not isolated at ${leaking === points.length ? 'any' : `${leaking}`} of ${points.length} points.`;
}

const isLeaking = ({ trials }: IsolationScore): boolean => trials.some(each => !each.isolated);

const measured = ['goodput', 'change', 'p99', 'change'];

function numbers(trial: IsolationTrial): string[] {
  const change = trial.p99Change === undefined ? '–' : percentage(trial.p99Change);
  return [goodput(trial.victim), percentage(trial.goodputChange), p99(trial.victim), change];
}

const outcome = ({ isolated, leaked }: IsolationTrial): string => (isolated ? 'isolated' : `**leaks** through ${leaked}`);

function verdict({ victim, trials, limit }: IsolationScore): string {
  const leaks = trials.filter(each => !each.isolated);
  return leaks.length === 0
    ? `${victim} is isolated: nothing its neighbours do moves it by more than ${formatQuantity(limit, 'ratio')}.`
    : `${victim} is not isolated: ${leaks.map(each => `${each.name} leaks through ${each.leaked}`).join('; ')}.`;
}

function alignedTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  const [first = [], ...rest] = padded([head, ...body]);
  return markdownTable(first, rest);
}

function padded(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => widthOf(row[column] ?? ''))));
  return rows.map(row => row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))));
}

const goodput = (of: Measured): string => formatQuantity(of.goodputBps, 'rate');
const p99 = (of: Measured): string => (of.p99Seconds === undefined ? '–' : formatQuantity(of.p99Seconds, 'time'));
