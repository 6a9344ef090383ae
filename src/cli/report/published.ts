/** Claims of publications beside what came out. */
import { formatInterval, formatMeasured, formatParameters, formatQuantity } from '../../topology/quantity.ts';
import type { ExperimentResult, PublishedResult } from '../../topology/result.ts';
import { changingParameters } from './sweep.ts';
import { table } from './table.ts';
import type { Palette } from './table.ts';

export interface ClaimsOf {
  readonly experiment: ExperimentResult;
  /** Written before the claim's name where several files or experiments are reported together. */
  readonly prefix?: string;
}

export type PublishedRow = PublishedResult['rows'][number];
export type ClaimVerdict = 'reached' | 'missed' | 'no tolerance' | 'not observed';

export function verdictOf(row: PublishedRow): ClaimVerdict {
  if (row.missing !== undefined) return 'not observed';
  if (row.within === undefined) return 'no tolerance';
  return row.within ? 'reached' : 'missed';
}

/** Per claim: what it is about, whether it was fitted or predicted, its source, and a line per claimed number. */
export function publishedLines(claims: readonly ClaimsOf[], palette: Palette): string[] {
  const blocks = claims.flatMap(({ experiment, prefix }) =>
    experiment.published
      .filter(claim => claim.rows.length > 0)
      .map(claim => [
        `${palette.bold(`${prefix ?? ''}${claim.name}`)}  ${claim.of}  ${palette.cyan(claim.use)}`,
        `  ${palette.dim(`${claim.source} (${claim.standing})`)}`,
        ...claimTable(claim, experiment, palette)
      ])
  );
  return blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block]));
}

function claimTable(claim: PublishedResult, experiment: ExperimentResult, palette: Palette): string[] {
  const paint: Readonly<Record<ClaimVerdict, (text: string) => string>> = {
    reached: palette.green,
    missed: palette.red,
    'no tolerance': palette.dim,
    'not observed': palette.yellow
  };
  const rows = claim.rows.map(row => {
    const verdict = verdictOf(row);
    const seen = row.missing === undefined;
    return [
      formatParameters(changingParameters(experiment, row.parameters), experiment.dimensions),
      formatQuantity(row.claimed, claim.dimension),
      seen ? formatInterval(row.observed, claim.dimension) : '–',
      seen ? percentage(row.error) : '–',
      `${paint[verdict](verdict)}${seen ? '' : `: ${row.missing}`}`
    ];
  });
  const lines = table([['at', 'published', 'simulated', 'error', ''], ...rows], ['left', 'right', 'right', 'right', 'left'], '    ');
  return lines.map((line, at) => (at === 0 ? palette.dim(line) : line));
}

/** `+3.1 %`: with its sign, because too high and too low are different mistakes. */
export function percentage(error: number): string {
  const size = formatMeasured(Math.abs(error), 'ratio');
  return error > 0 ? `+${size}` : error < 0 ? `−${size}` : size;
}
