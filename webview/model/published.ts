/** Published claims beside what came out: claim, simulated value with interval, error, verdict, fitted or predicted. */
import type { PublishedResult } from '../../src/topology/result.ts';
import { change, quantity } from '../format.ts';
import type { Section } from './chart.ts';
import { plural } from './names.ts';
import { describe, type Sweep } from './points.ts';
import { intervalCell, intervalColumn, numberCell, numberColumn, tableOf, textCell, textColumn, type Cell, type Column } from './table.ts';

type Row = PublishedResult['rows'][number];

/** What a row's comparison came to, for the cell and for its icon. */
export type ClaimVerdict = 'pass' | 'fail' | 'none' | 'missing';

export interface ClaimRow {
  readonly claim: PublishedResult;
  readonly row: Row;
  readonly at: string;
  readonly verdict: ClaimVerdict;
}

export function claimRows(sweep: Sweep): readonly ClaimRow[] {
  return sweep.experiment.published.flatMap(claim =>
    claim.rows.map(row => ({ claim, row, at: describe(row.parameters, sweep), verdict: verdictOf(row) }))
  );
}

function verdictOf(row: Row): ClaimVerdict {
  if (row.missing !== undefined) return 'missing';
  return row.within === undefined ? 'none' : row.within ? 'pass' : 'fail';
}

export const verdictWords: Readonly<Record<ClaimVerdict, string>> = {
  pass: 'within tolerance',
  fail: 'outside tolerance',
  none: 'no tolerance stated',
  missing: 'not observed'
};

export function published(sweep: Sweep): Section | undefined {
  const { experiment } = sweep;
  if (experiment.published.length === 0) return undefined;
  const rows = claimRows(sweep);
  const judged = rows.filter(row => row.verdict === 'pass' || row.verdict === 'fail');
  const predicted = rows.filter(row => row.claim.use === 'predicted').length;
  const within = judged.filter(row => row.verdict === 'pass').length;
  const summary =
    `${plural(rows.length, 'published number')}, ${predicted} predicted and ${rows.length - predicted} fitted; ` +
    (judged.length === 0 ? 'no tolerance is stated.' : `${within} of ${judged.length} within tolerance.`);
  return { id: 'published', title: 'Published numbers', summary, table: claimTable(sweep, rows) };
}

function claimTable(sweep: Sweep, rows: readonly ClaimRow[]) {
  const unit = rows[0]?.claim.dimension ?? 'number';
  // Claims of several dimensions share one column: its header then names no unit, and each value is in SI.
  const oneUnit = rows.every(row => row.claim.dimension === unit) ? unit : 'number';
  const columns: Column[] = [
    textColumn('Claim'),
    textColumn('Measure'),
    ...(sweep.axes.length > 0 ? [textColumn('At')] : []),
    numberColumn('Published', oneUnit),
    intervalColumn('Simulated', oneUnit),
    numberColumn('Error', 'ratio'),
    textColumn('Verdict'),
    textColumn('Use'),
    textColumn('Standing'),
    textColumn('Source')
  ];
  return tableOf('Published numbers beside the simulation', columns, rows, ({ claim, row, at, verdict }) => [
    textCell(claim.name),
    textCell(claim.of),
    ...(sweep.axes.length > 0 ? [textCell(at)] : []),
    { text: quantity(row.claimed, claim.dimension), values: [row.claimed] },
    ...observedCells(claim, row),
    verdictCell(verdict, row),
    textCell(claim.use),
    textCell(claim.standing),
    textCell(claim.source)
  ]);
}

function observedCells(claim: PublishedResult, row: Row): Cell[] {
  if (row.missing !== undefined) return [intervalCell(undefined, claim.dimension), numberCell(undefined, 'ratio')];
  return [intervalCell(row.observed, claim.dimension), { text: change(row.error), values: [row.error] }];
}

function verdictCell(verdict: ClaimVerdict, row: Row): Cell {
  const text = row.missing === undefined ? verdictWords[verdict] : `${verdictWords.missing}: ${row.missing}`;
  const status = verdict === 'pass' || verdict === 'fail' ? verdict : 'inconclusive';
  return { ...textCell(text), status };
}
