/** The isolation scorecard as text, and as a page. */
import { page, table as markdownTable } from '../../docs/markdown.ts';
import type { IsolationScore, IsolationTrial, Measured } from '../../simulator/isolation/score.ts';
import { formatQuantity } from '../../topology/quantity.ts';
import { percentage } from './published.ts';
import { table, widthOf, type Palette } from './table.ts';

/** @param point where in the sweep the score was taken, where there are several */
export function isolationReport(score: IsolationScore, palette: Palette, point?: string): string {
  const { alone, trials } = score;
  const rows = trials.map(each => [each.isolated ? palette.green('✓') : palette.red('✗'), each.name, ...cells(each), each.action]);
  const head = ['', 'trial', ...columns, 'what happened beside it'];
  const lines = table(
    [head, ['', 'alone', goodput(alone), '', p99(alone), '', '', ''], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'left'],
    '  '
  );
  return `${point === undefined ? '' : `${point}\n`}${verdict(score)}\n\n${lines.join('\n')}\n${score.notes.map(note => `\n${note}\n`).join('')}`;
}

/** The same in Markdown, with its columns aligned, so that it reads well as it is too. */
export function isolationPage(
  score: IsolationScore,
  of: { readonly file: string; readonly experiment: string; readonly point?: string }
): string {
  const { alone, trials, neighbours, victim } = score;
  const rows = [
    ['alone', '', goodput(alone), '', p99(alone), '', ''],
    ...trials.map(each => [each.name, each.isolated ? 'isolated' : '**leaks**', ...cells(each)])
  ];
  const [head = [], ...body] = padded([['trial', '', ...columns], ...rows]);
  return page(
    `# Isolation of ${victim}`,
    `${of.file}, experiment \`${of.experiment}\`, ${of.point === undefined ? 'at its first point' : `at ${of.point}`}.`,
    `**${verdict(score)}**`,
    markdownTable(head, body),
    trials.map(each => `* ${each.name}: ${each.action}.`).join('\n'),
    neighbours.length === 0 ? '' : `Neighbours on its host: ${neighbours.map(name => `\`${name}\``).join(', ')}.`,
    ...score.notes.map(note => `${note}.`)
  );
}

const columns = ['goodput', 'change', 'p99', 'change', 'leaks through'];

function cells(trial: IsolationTrial): string[] {
  const change = trial.p99Change === undefined ? '–' : percentage(trial.p99Change);
  return [goodput(trial.victim), percentage(trial.goodputChange), p99(trial.victim), change, trial.leaked ?? '–'];
}

function verdict({ victim, trials, limit }: IsolationScore): string {
  const leaks = trials.filter(each => !each.isolated);
  return leaks.length === 0
    ? `${victim} is isolated: nothing its neighbours do moves it by more than ${formatQuantity(limit, 'ratio')}.`
    : `${victim} is not isolated: ${leaks.map(each => `${each.name} leaks through ${each.leaked}`).join('; ')}.`;
}

function padded(rows: readonly (readonly string[])[]): string[][] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => widthOf(row[column] ?? ''))));
  return rows.map(row => row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))));
}

const goodput = (of: Measured): string => formatQuantity(of.goodputBps, 'rate');
const p99 = (of: Measured): string => (of.p99Seconds === undefined ? '–' : formatQuantity(of.p99Seconds, 'time'));
