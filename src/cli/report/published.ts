/** Claims of publications beside what came out. */
import { formatInterval, formatMeasured, formatParameters, formatQuantity } from '../../simulator/run/quantity.ts';
import type { ExperimentResult, PublishedResult } from '../../topology/result.ts';
import { table } from './table.ts';
import type { Palette } from './table.ts';

export interface ClaimsOf {
  readonly experiment: ExperimentResult;
  /** Written before the claim's name where several files or experiments share a table. */
  readonly prefix?: string;
}

export type PublishedRow = PublishedResult['rows'][number];
export type ClaimVerdict = 'reached' | 'missed' | 'no tolerance' | 'not observed';

export function verdictOf(row: PublishedRow): ClaimVerdict {
  if (row.missing !== undefined) return 'not observed';
  if (row.within === undefined) return 'no tolerance';
  return row.within ? 'reached' : 'missed';
}

/** Claim, simulated value with its interval, error, verdict, and whether the number was fitted or predicted. */
export function publishedTable(claims: readonly ClaimsOf[], palette: Palette): string[] {
  const paint: Readonly<Record<ClaimVerdict, (text: string) => string>> = {
    reached: palette.green,
    missed: palette.red,
    'no tolerance': palette.dim,
    'not observed': palette.yellow
  };
  const rows = claims.flatMap(({ experiment, prefix }) =>
    experiment.published.flatMap(claim =>
      claim.rows.map(row => {
        const verdict = verdictOf(row);
        return [
          `${prefix === undefined ? '' : `${prefix} `}${claim.name}`,
          claim.of,
          formatParameters(row.parameters, experiment.dimensions),
          formatQuantity(row.claimed, claim.dimension),
          row.missing === undefined ? formatInterval(row.observed, claim.dimension) : '–',
          row.missing === undefined ? percentage(row.error) : '–',
          paint[verdict](verdict),
          claim.use,
          `${claim.source} (${claim.standing})`
        ];
      })
    )
  );
  if (rows.length === 0) return [];
  const head = ['claim', 'of', 'at', 'published', 'simulated', 'error', 'verdict', 'use', 'source'];
  const lines = table([head, ...rows], ['left', 'left', 'left', 'right', 'right', 'right', 'left', 'left', 'left'], '  ');
  return lines.map((line, at) => (at === 0 ? palette.dim(line) : line));
}

/** `+3.1 %`: with its sign, because too high and too low are different mistakes. */
export function percentage(error: number): string {
  const size = formatMeasured(Math.abs(error), 'ratio');
  return error > 0 ? `+${size}` : error < 0 ? `−${size}` : size;
}
