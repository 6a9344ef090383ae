/** Findings for machines: `xnet-check/1` and SARIF 2.1.0. */
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '../../language/analysis.ts';
import { findings } from '../../language/diagnostics/table.ts';
import type { Finding } from '../../language/diagnostics/table.ts';
import type { Lines } from '../places.ts';
import type { PlacedDiagnostic } from '../protocol.ts';

/** What one file has, and how places in other files are found. */
export interface CheckedFile {
  /** As the user called it. */
  readonly file: string;
  readonly diagnostics: readonly PlacedDiagnostic[];
  readonly lines: Lines;
}

/** The document that `check --format json` prints; places count from 1. */
export function checkDocument(files: readonly CheckedFile[], nameOf: (uri: string) => string): object {
  return {
    schema: 'xnet-check/1',
    files: files.map(({ file, diagnostics, lines }) => ({
      file,
      diagnostics: diagnostics.map(({ code, severity, message, line, column, endLine, endColumn, related, fixes }) => ({
        code,
        severity,
        message,
        line,
        column,
        endLine,
        endColumn,
        related: (related ?? []).map(other => ({ file: nameOf(other.uri), ...region(other, lines), message: other.message })),
        fixes: (fixes ?? []).map(({ title }) => title)
      }))
    }))
  };
}

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note'
};

/** A SARIF 2.1.0 log with one run: every code that occurs is a rule. */
export function sarifDocument(files: readonly CheckedFile[], nameOf: (uri: string) => string, version: string): object {
  const codes = [...new Set(files.flatMap(({ diagnostics }) => diagnostics.map(one => one.code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'xnet', semanticVersion: version, rules: codes.map(rule) } },
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ file }) => ({ location: { uri: artifactUri(file) } })),
        results: files.flatMap(({ file, diagnostics, lines }) =>
          diagnostics.map(one => ({
            ruleId: one.code,
            ruleIndex: codes.indexOf(one.code),
            level: LEVELS[one.severity],
            message: { text: one.message },
            locations: [physical(file, one)],
            ...(one.related && one.related.length > 0
              ? {
                  relatedLocations: one.related.map((other, id) => ({
                    id,
                    message: { text: other.message },
                    ...physical(nameOf(other.uri), region(other, lines))
                  }))
                }
              : {})
          }))
        )
      }
    ]
  };
}

function rule(code: string): object {
  const finding: Finding | undefined = (findings as Readonly<Record<string, Finding>>)[code];
  if (!finding) return { id: code };
  return {
    id: code,
    shortDescription: { text: finding.message },
    fullDescription: { text: finding.explanation },
    ...(finding.formula === undefined ? {} : { help: { text: finding.formula } }),
    defaultConfiguration: { level: LEVELS[finding.severity] }
  };
}

type Region = Pick<PlacedDiagnostic, 'line' | 'column' | 'endLine' | 'endColumn'>;

function region(place: { readonly uri: string; readonly start: number; readonly end: number }, lines: Lines): Region {
  const start = lines.at(place.uri, place.start);
  const end = lines.at(place.uri, place.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function physical(file: string, { line, column, endLine, endColumn }: Region): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: artifactUri(file) },
      region: { startLine: line, startColumn: column, endLine, endColumn }
    }
  };
}

/** Relative to where the command runs, which is the repository in CI; absolute elsewhere. */
function artifactUri(file: string): string {
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return file;
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return path.normalize(file).split(path.sep).map(encodeURIComponent).join('/');
}
