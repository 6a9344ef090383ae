/** How the result of a run leaves the command: as which format, with which last words, and with which status. */
import type { RunResult } from '../topology/result.ts';
import { dataPalette, say, writeData, writeJson } from './output.ts';
import { csvReport } from './report/csv.ts';
import { junitReport } from './report/junit.ts';
import { paletteFor } from './report/table.ts';
import { textReport, verdictLine } from './report/text.ts';
import { EXIT } from './usage.ts';

export const RESULT_FORMATS = ['text', 'json', 'csv', 'junit'] as const;

export function writeResult(result: RunResult, format: (typeof RESULT_FORMATS)[number], output: string | undefined): void {
  switch (format) {
    case 'json':
      return writeJson(result, output);
    case 'csv':
      return writeData(csvReport(result), output);
    case 'junit':
      return writeData(junitReport(result), output);
    case 'text':
      return writeData(textReport(result, dataPalette(output)), output);
  }
}

/** Says whether the result is whole and what its expectations come to; answers the status. */
export function sayOutcome(result: RunResult, quiet: boolean): number {
  if (result.incomplete) say('stopped before the end; what was finished is written');
  const verdict = verdictLine(result, paletteFor(process.stderr));
  if (verdict !== undefined && !quiet) say(verdict);
  return result.incomplete ? EXIT.stopped : allHold(result) ? EXIT.fine : EXIT.findings;
}

const allHold = ({ experiments }: RunResult): boolean =>
  experiments.every(({ points }) => points.every(({ expectations }) => expectations.every(({ status }) => status === 'pass')));
