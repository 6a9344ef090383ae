/** Two runs side by side, a table per kind of thing: what changed, and whether that is more than chance. */
import type { Difference, ExperimentComparison, PointComparison } from '../../src/topology/comparison.ts';
import { formatParameters } from '../../src/topology/quantity.ts';
import { change, percent, shortQuantity } from '../format.ts';
import type { Section } from './chart.ts';
import { plural } from './names.ts';
import { field, intervalCell, intervalColumn, numberColumn, tableOf, textCell, textColumn, type Cell, type Tone } from './table.ts';

const titles: Readonly<Record<Difference['group'], string>> = { flows: 'Flows', domains: 'CPU per domain', resources: 'Resources' };

export const verdictWords: Readonly<Record<Difference['verdict'], string>> = {
  higher: 'higher',
  lower: 'lower',
  same: 'the same',
  open: 'within chance',
  unknown: 'no interval to judge by'
};

export function comparisonSections({ rows }: PointComparison): readonly Section[] {
  return (Object.keys(titles) as Difference['group'][]).map(group => {
    const own = rows.filter(row => row.group === group).sort((a, b) => Number(isCertain(b)) - Number(isCertain(a)));
    const title = titles[group];
    return { id: `compare-${group}`, title, summary: tally(own), ...(own.length === 0 ? {} : { table: differenceTable(title, own) }) };
  });
}

/** `3 of 12 differ for certain.` */
function tally(rows: readonly Difference[]): string {
  if (rows.length === 0) return 'Nothing that both runs have.';
  const certain = rows.filter(isCertain).length;
  const unknown = rows.filter(({ verdict }) => verdict === 'unknown').length;
  const rest = unknown === 0 ? '' : ` ${plural(unknown, 'change')} without intervals cannot be judged.`;
  if (rows.every(({ verdict }) => verdict === 'same')) return 'All the same.';
  return `${certain} of ${plural(rows.length, 'number')} ${certain === 1 ? 'differs' : 'differ'} by more than chance.${rest}`;
}

function differenceTable(title: string, rows: readonly Difference[]) {
  return tableOf(
    `${title}, before and after`,
    [
      textColumn('Name'),
      textColumn('Measure'),
      numberColumn('Change', 'ratio'),
      textColumn('Verdict'),
      // Values of several dimensions share a column: each has its unit beside it, and saves in the SI unit that the measure names.
      intervalColumn('Before', 'number'),
      intervalColumn('After', 'number')
    ],
    rows,
    row => [
      textCell(row.name),
      { text: row.measure, values: [field(row.measure, row.unit)] },
      changeCell(row),
      verdictCell(row),
      intervalCell(row.before, row.unit),
      intervalCell(row.after, row.unit)
    ]
  );
}

function verdictCell(row: Difference): Cell {
  const { verdict } = row;
  const words = textCell(verdictWords[verdict]);
  return verdict === 'higher' || verdict === 'lower' ? { ...words, status: verdict, ...toneOf(row) } : words;
}

function changeCell(row: Difference): Cell {
  const { before, after, verdict } = row;
  if (verdict === 'same') return { text: '±0', values: [0] };
  const ratio = after.mean / before.mean - 1;
  return { text: before.mean === 0 ? 'from none' : change(ratio), values: [before.mean === 0 ? undefined : ratio], ...toneOf(row) };
}

/** Colour only where a change is more than chance, and of good or bad only where one is wished for. */
function toneOf(row: Difference): { readonly tone?: Tone } {
  if (!isCertain(row)) return {};
  return { tone: row.wished === undefined ? 'changed' : row.wished === row.verdict ? 'better' : 'worse' };
}

function isCertain({ verdict }: Difference): boolean {
  return verdict === 'higher' || verdict === 'lower';
}

/** How it was decided, for whoever wants to believe it. */
export function method({ confidence, points }: ExperimentComparison): string {
  const judged = points.reduce(
    (sum, { rows }) => sum + rows.filter(({ verdict }) => verdict !== 'same' && verdict !== 'unknown').length,
    0
  );
  const chance = shortQuantity(1 - confidence, 'ratio');
  return (
    `“Higher” and “lower” exclude chance at ${percent(confidence)} for each number on its own (Welch’s t test on the replications of both runs). ` +
    `Of ${plural(judged, 'number')} judged here, about ${chance} would be called so by chance alone. ` +
    'Runs of one seed share their random numbers, which is not made use of: small changes may stay “within chance”.'
  );
}

/** `guests = 3`, or `the only point`. */
export function pointName({ parameters }: PointComparison, { dimensions }: ExperimentComparison): string {
  return formatParameters(parameters, dimensions) || 'the only point';
}
