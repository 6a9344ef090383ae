/** The isolation scorecard as text. */
import type { IsolationScore, Measured } from '../../simulator/isolation/score.ts';
import { formatQuantity } from '../../simulator/run/quantity.ts';
import { percentage } from './published.ts';
import { table, type Palette } from './table.ts';

export function isolationReport(score: IsolationScore, palette: Palette): string {
  const { victim, alone, trials, limit } = score;
  const leaks = trials.filter(each => !each.isolated);
  const verdict =
    leaks.length === 0
      ? `${victim} is isolated: nothing its neighbours do moves it by more than ${formatQuantity(limit, 'ratio')}.`
      : `${victim} is not isolated: ${leaks.map(each => `${each.name} leaks through ${each.leaked}`).join('; ')}.`;
  const rows = trials.map(each => [
    each.isolated ? palette.green('✓') : palette.red('✗'),
    each.name,
    goodput(each.victim),
    percentage(each.goodputChange),
    p99(each.victim),
    each.p99Change === undefined ? '–' : percentage(each.p99Change),
    each.leaked ?? '–',
    each.action
  ]);
  const head = ['', 'trial', 'goodput', 'change', 'p99', 'change', 'leaks through', 'what happened beside it'];
  const lines = table(
    [head, ['', 'alone', goodput(alone), '', p99(alone), '', '', ''], ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'left'],
    '  '
  );
  return `${verdict}\n\n${lines.join('\n')}\n${score.notes.map(note => `\n${note}`).join('')}`;
}

const goodput = (of: Measured): string => formatQuantity(of.goodputBps, 'rate');
const p99 = (of: Measured): string => (of.p99Seconds === undefined ? '–' : formatQuantity(of.p99Seconds, 'time'));
