/** `xnet fmt FILE…`: writes files in the one format. */
import * as fs from 'node:fs';
import { diagnostic } from '../../language/diagnostics/reporter.ts';
import type { Code } from '../../language/diagnostics/table.ts';
import { format } from '../../language/format/format.ts';
import { parse } from '../../language/syntax/parser.ts';
import { say, writeData } from '../output.ts';
import { Lines } from '../places.ts';
import { printDiagnostic } from '../report/diagnostics.ts';
import { paletteFor } from '../report/table.ts';
import { EXIT, readArguments, someFiles, UsageError } from '../usage.ts';

export const help = `usage: xnet fmt FILE… [--check]

Writes files in the one format and prints the names of those that changed. With - the text comes from standard input and goes to
standard output. Only white space changes. A file with syntax errors is left as it is.

  --check   changes nothing; prints the names of the files that are not formatted

Status: 0 fine, 1 a file has syntax errors or (with --check) is not formatted, 2 wrong usage.
`;

export function run(args: readonly string[]): number {
  const given = readArguments(args, { check: { type: 'boolean' } });
  const checkOnly = given.values['check'] === true;
  let status: number = EXIT.fine;
  for (const file of someFiles(given, 'fmt')) {
    const outcome = formatFile(file, checkOnly);
    if (outcome === 'changed') writeData(file === '-' && !checkOnly ? '' : `${file}\n`);
    if (outcome === 'faulty' || (checkOnly && outcome === 'changed')) status = EXIT.findings;
  }
  return status;
}

function formatFile(file: string, checkOnly: boolean): 'same' | 'changed' | 'faulty' {
  const text = readExactly(file);
  if (text === undefined) {
    say(`${file}: this is no UTF-8 text; left as it is`);
    return 'faulty';
  }
  const faulty = saySyntaxErrors(file, text);
  const formatted = faulty ? text : format(text);
  if (file === '-' && !checkOnly) writeData(formatted);
  else if (!checkOnly && formatted !== text) write(file, formatted);
  return faulty ? 'faulty' : formatted === text ? 'same' : 'changed';
}

/** The text of a file; undefined when writing it back would not give the same bytes. */
function readExactly(file: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file === '-' ? 0 : file);
  } catch {
    throw new UsageError(`cannot read ${file}`);
  }
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

function write(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

function saySyntaxErrors(file: string, text: string): boolean {
  const { problems } = parse(text);
  const lines = new Lines(() => text);
  const style = { palette: paletteFor(process.stderr), withSource: process.stderr.isTTY === true, nameOf: () => file, lines };
  for (const { code, values, start, end } of problems) {
    say(printDiagnostic(lines.place(diagnostic(code as Code, { uri: file, start, end }, values)), style));
  }
  return problems.length > 0;
}
