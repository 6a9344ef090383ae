/** `xnet import FILE…`: configurations of other tools as a topology. */
import * as fs from 'node:fs';
import { formatNames, formats } from '../../interop/formats.ts';
import type { FormatName } from '../../interop/formats.ts';
import type { Finding, ForeignFile } from '../../interop/finding.ts';
import { importFiles } from '../../interop/import.ts';
import { say, writeData } from '../output.ts';
import { Lines } from '../places.ts';
import { printDiagnostic } from '../report/diagnostics.ts';
import { paletteFor } from '../report/table.ts';
import { EXIT, readArguments, someFiles, text, UsageError } from '../usage.ts';

const widest = Math.max(...formatNames.map(name => name.length));

export const help = `usage: xnet import FILE… [--format NAME] [--output PATH] [--quiet]

Writes what configurations of other tools say as one topology, ready to be checked and estimated. All files are about one host.
What no file says (the speed of a NIC, the clock) becomes a line marked \`assumed\`; what has no place in .xnet is kept as comments
that \`xnet export\` reads back. FILE may be - for standard input.

  --format NAME   what the files are; recognised from their content when absent:
${formatNames.map(name => `                    ${name.padEnd(widest)}  ${formats[name].title}`).join('\n')}
  --output PATH   writes the topology to a file
  --quiet         no notes, only warnings and errors

Status: 0 fine, 1 a file has errors (what could be read is written all the same), 2 wrong usage.
`;

export function run(args: readonly string[]): number {
  const given = readArguments(args, {
    format: { type: 'string' },
    output: { type: 'string', short: 'o' },
    quiet: { type: 'boolean', short: 'q' }
  });
  const files = someFiles(given, 'import').map(readFile);
  const { text: topology, findings } = importFiles(files, formatGiven(text(given.values['format'])));
  const quiet = given.values['quiet'] === true;
  sayFindings(
    findings.filter(({ severity }) => !quiet || severity !== 'information'),
    files
  );
  if (topology !== undefined) writeData(topology, text(given.values['output']));
  return topology === undefined || findings.some(({ severity }) => severity === 'error') ? EXIT.findings : EXIT.fine;
}

function formatGiven(name: string | undefined): FormatName | undefined {
  const known = formatNames.find(each => each === name);
  if (name !== undefined && known === undefined) throw new UsageError(`--format is one of ${formatNames.join(', ')}, not ${name}`);
  return known;
}

/** A file of another tool; `-` is standard input. */
export function readFile(name: string): ForeignFile {
  try {
    return { name, text: fs.readFileSync(name === '-' ? 0 : name, 'utf8').replace(/^\uFEFF/, '') };
  } catch {
    throw new UsageError(`cannot read ${name}`);
  }
}

/** Findings in foreign files, as compilers print them. */
export function sayFindings(findings: readonly Finding[], files: readonly ForeignFile[]): void {
  const lines = new Lines(uri => files.find(({ name }) => name === uri)?.text);
  const style = { palette: paletteFor(process.stderr), withSource: process.stderr.isTTY === true, nameOf: (uri: string) => uri, lines };
  for (const { file, ...finding } of findings) say(printDiagnostic(lines.place({ ...finding, uri: file }), style));
}
