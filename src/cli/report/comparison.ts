/** Measurements beside the model, as a table. */
import type { Row } from '../../interop/measured/beside.ts';
import { formatInterval, formatQuantity } from '../../topology/quantity.ts';
import type { ExperimentResult } from '../../topology/result.ts';
import { percentage } from './published.ts';
import { table } from './table.ts';
import type { Palette } from './table.ts';

/** A row per number: what was measured, what the model says, how far apart they are. */
export function comparisonReport(rows: readonly Row[], { name, points }: ExperimentResult, palette: Palette): string {
  const level = points[0]?.level === 'analytic' ? 'estimated' : 'simulated';
  const cells = rows.map(({ what, tool, dimension, measured, model, difference, remark }) => [
    what,
    formatQuantity(measured, dimension),
    model === undefined ? '–' : formatInterval(model, dimension),
    difference === undefined ? '–' : percentage(difference),
    `${tool}${remark === undefined ? '' : `: ${remark}`}`
  ]);
  const [head, ...lines] = table([[name, 'measured', level, 'difference', ''], ...cells], ['left', 'right', 'right', 'right', 'left']);
  return `${[palette.dim(head!), ...lines].join('\n')}\n`;
}
