/** `xnet explain CODE`: what a finding means. */
import { explained } from '../../docs/diagnostics.ts';
import { dataPalette, writeData } from '../output.ts';
import { EXIT, readArguments, UsageError } from '../usage.ts';

export const help = `usage: xnet explain CODE…

Explains a diagnostic by the code in its brackets: what it means, and the arithmetic behind it where there is any.
Without CODE: all codes.
`;

export function run(args: readonly string[]): number {
  const { files: codes } = readArguments(args, {});
  const palette = dataPalette();
  if (codes.length === 0) {
    const list = Object.entries(explained).sort(([a], [b]) => (a < b ? -1 : 1));
    writeData(list.map(([code, { severity, message }]) => `${palette.bold(code)}  ${severity}: ${message}\n`).join(''));
    return EXIT.fine;
  }
  for (const code of codes) {
    const finding = Object.hasOwn(explained, code) ? explained[code] : undefined;
    if (!finding) throw new UsageError(`there is no diagnostic ${code}; \`xnet explain\` lists them`);
    const formula = finding.formula === undefined ? '' : `\n  ${finding.formula}\n`;
    writeData(`${palette.bold(code)} (${finding.severity})\n\n  ${finding.message}\n\n  ${finding.explanation}\n${formula}`);
  }
  return EXIT.fine;
}
