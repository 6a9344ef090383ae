/** Predictions over the ranges of assumed costs as text. */
import { formatParameters, formatQuantity } from '../../topology/quantity.ts';
import type { Prediction } from '../../simulator/run/ranges.ts';
import { table } from './table.ts';
import type { Palette } from './table.ts';

export interface FilePrediction {
  readonly file: string;
  readonly prediction: Prediction;
}

export function predictionReport(predictions: readonly FilePrediction[], palette: Palette): string {
  return predictions
    .filter(({ prediction }) => prediction.rows.length > 0)
    .map(({ file, prediction }) => {
      const head = ['claim', 'at', 'published', 'median', '5 %', '95 %', 'within tolerance'];
      const rows = prediction.rows.map(row => [
        `${row.experiment} ${row.claim}`,
        formatParameters(row.parameters, row.dimensions),
        formatQuantity(row.claimed, row.dimension),
        formatQuantity(row.median, row.dimension),
        formatQuantity(row.low, row.dimension),
        formatQuantity(row.high, row.dimension),
        row.shareWithin === undefined ? '–' : formatQuantity(row.shareWithin, 'ratio')
      ]);
      const lines = table([head, ...rows], ['left', 'left', 'right', 'right', 'right', 'right', 'right'], '  ');
      const title = `\npredicted over the ranges of ${prediction.ranges.length} assumed costs, ${file}: ${prediction.accepted} of ${prediction.draws} draws meet the fits\n`;
      return `${title}${lines.map((line, at) => (at === 0 ? palette.dim(line) : line)).join('\n')}\n`;
    })
    .join('');
}
