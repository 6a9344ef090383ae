/** `xnet check FILE…`: what is wrong with files. */
import { dataPalette, say, writeData, writeJson } from '../output.ts';
import { check, hasErrors } from '../prepare.ts';
import type { PlacedDiagnostic } from '../protocol.ts';
import { checkDocument, sarifDocument } from '../report/check.ts';
import type { CheckedFile } from '../report/check.ts';
import { printDiagnostic, tally } from '../report/diagnostics.ts';
import { disk, nameOf, uriOf } from '../sources.ts';
import { EXIT, formatOf, readArguments, someFiles, UsageError } from '../usage.ts';

export const help = `usage: xnet check FILE… [--format text|json|sarif]

Checks topologies and everything they import. FILE may be - for standard input.

  --format text    file:line:col: error: message [code]  (the default)
           json    {"schema": "xnet-check/1", …}, places count from 1
           sarif   SARIF 2.1.0, for code scanning in CI

Status: 0 clean or warnings only, 1 errors, 2 wrong usage.
`;

export function run(args: readonly string[], version: string): number {
  const given = readArguments(args, { format: { type: 'string' } });
  const format = formatOf(given, ['text', 'json', 'sarif']);
  const files = someFiles(given, 'check');
  const named = new Map(files.map(file => [uriOf(file), file]));
  const name = (uri: string) => nameOf(uri, named);

  const checked = checkAll([...named], name);
  const all = checked.flatMap(({ diagnostics }) => diagnostics);
  if (format === 'json') writeJson(checkDocument(checked, name));
  else if (format === 'sarif') writeJson(sarifDocument(checked, name, version));
  else printAll(checked, name);
  return hasErrors(all) ? EXIT.findings : EXIT.fine;
}

/** Every file that was named, and every imported one that has findings; each finding once, with the file it is in. */
function checkAll(files: readonly (readonly [uri: string, file: string])[], name: (uri: string) => string): CheckedFile[] {
  const byUri = new Map<string, CheckedFile & { readonly diagnostics: PlacedDiagnostic[]; readonly seen: Set<string> }>();
  for (const [uri, file] of files) {
    const outcome = check({ uri, file }, disk);
    if (!outcome) throw new UsageError(`cannot read ${file}`);
    const entry = (of: string) => {
      if (!byUri.has(of)) byUri.set(of, { file: name(of), diagnostics: [], lines: outcome.lines, seen: new Set() });
      return byUri.get(of)!;
    };
    entry(uri);
    for (const diagnostic of outcome.diagnostics) {
      const { diagnostics, seen } = entry(diagnostic.uri);
      const key = `${diagnostic.code} ${diagnostic.start} ${diagnostic.end} ${diagnostic.message}`;
      if (!seen.has(key)) diagnostics.push(diagnostic);
      seen.add(key);
    }
  }
  return [...byUri.values()].map(({ file, diagnostics, lines }) => ({ file, diagnostics, lines }));
}

function printAll(checked: readonly CheckedFile[], name: (uri: string) => string): void {
  const palette = dataPalette();
  const withSource = process.stdout.isTTY === true;
  for (const { diagnostics, lines } of checked) {
    writeData(diagnostics.map(one => `${printDiagnostic(one, { palette, withSource, nameOf: name, lines })}\n`).join(''));
  }
  if (!process.stderr.isTTY) return;
  const count = tally(checked.flatMap(({ diagnostics }) => diagnostics));
  say(count === '' ? 'no problems' : count);
}
