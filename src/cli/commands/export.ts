/** `xnet export FILE`: a topology as configurations of other tools, and a report of what they cannot say. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ExportedFile, Loss } from '../../interop/export/loss.ts';
import { exporters, exportFormats } from '../../interop/export.ts';
import type { ExportFormat } from '../../interop/export.ts';
import { say, writeData } from '../output.ts';
import type { Lines } from '../places.ts';
import { check, hasErrors } from '../prepare.ts';
import { printDiagnostic, tally } from '../report/diagnostics.ts';
import { paletteFor } from '../report/table.ts';
import { disk, nameOf, uriOf } from '../sources.ts';
import { EXIT, oneFile, readArguments, text, UsageError } from '../usage.ts';

export const help = `usage: xnet export FILE --format ${exportFormats.join('|')} [--output DIR] [--quiet]

Writes the topology, at the default values of its params, as configurations of other tools. Every property that has no place there
is named: on standard error, and in DIR/lost.txt. FILE may be - for standard input.

${exportFormats.map(name => `  --format ${name.padEnd(8)} ${exporters[name].title}`).join('\n')}
  --output DIR      writes the files there; without it they go to standard output, one behind the other
  --quiet           no report on standard error

Status: 0 fine, 1 the file has errors, 2 wrong usage.
`;

export function run(args: readonly string[]): number {
  const given = readArguments(args, {
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const format = formatGiven(text(given.values['format']));
  const file = oneFile(given, 'export');
  const uri = uriOf(file);
  const checked = check({ uri, file }, disk);
  if (!checked) throw new UsageError(`cannot read ${file}`);
  const { analysis, diagnostics, lines } = checked;
  const named = (each: string): string => nameOf(each, new Map([[uri, file]]));
  if (hasErrors(diagnostics)) {
    const style = { palette: paletteFor(process.stderr), withSource: process.stderr.isTTY === true, nameOf: named, lines };
    for (const one of diagnostics) if (one.severity === 'error') say(printDiagnostic(one, style));
    say(`${file}: ${tally(diagnostics)}; not exported`);
    return EXIT.findings;
  }
  const { files, losses } = exporters[format].write(analysis, path.basename(named(uri)));
  const report = losses.map(loss => lossLine(loss, lines, named));
  const folder = text(given.values['output']);
  if (folder === undefined) writeData(concatenated(files));
  else for (const each of [...files, { name: 'lost.txt', text: lostText(report, file, format) }]) writeBelow(folder, each);
  if (given.values['quiet'] !== true) for (const line of report) say(line);
  return EXIT.fine;
}

function formatGiven(name: string | undefined): ExportFormat {
  const known = exportFormats.find(each => each === name);
  if (known === undefined)
    throw new UsageError(`--format is one of ${exportFormats.join(', ')}${name === undefined ? '' : `, not ${name}`}`);
  return known;
}

function lossLine({ what, why, origin }: Loss, lines: Lines, named: (uri: string) => string): string {
  const place = origin && lines.at(origin.uri, origin.start);
  return `${place ? `${named(origin.uri)}:${place.line}:${place.column}: ` : ''}lost: ${what}: ${why}`;
}

function lostText(report: readonly string[], file: string, format: ExportFormat): string {
  return [`What ${file} says and ${exporters[format].title} cannot:`, ...report, ''].join('\n');
}

const concatenated = (files: readonly ExportedFile[]): string =>
  files.length === 1 ? files[0]!.text : files.map(({ name, text: content }) => `# ==> ${name} <==\n${content}`).join('\n');

function writeBelow(folder: string, { name, text: content }: ExportedFile): void {
  const target = path.join(folder, ...name.split('/'));
  try {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  } catch (error) {
    throw new UsageError(`cannot write ${target}: ${(error as Error).message}`);
  }
}
