/** Findings the way compilers print them. */
import type { Severity } from '../../language/analysis.ts';
import type { Lines } from '../places.ts';
import type { PlacedDiagnostic } from '../protocol.ts';
import type { Palette } from './table.ts';

export interface DiagnosticStyle {
  readonly palette: Palette;
  /** Shows the line with a squiggle, related places and fixes: on a terminal. */
  readonly withSource: boolean;
  readonly nameOf: (uri: string) => string;
  readonly lines: Lines;
}

const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };

/** `file:6:30: error: message [code]`, and on a terminal what it is about. */
export function printDiagnostic(diagnostic: PlacedDiagnostic, style: DiagnosticStyle): string {
  const { palette } = style;
  const paint = { error: palette.red, warning: palette.yellow, information: palette.cyan, hint: palette.dim }[diagnostic.severity];
  const head =
    `${palette.bold(`${placeOf(diagnostic, style)}:`)} ${paint(`${WORDS[diagnostic.severity]}:`)} ` +
    `${diagnostic.message} ${palette.dim(`[${diagnostic.code}]`)}`;
  if (!style.withSource) return head;
  return [
    head,
    ...excerpt(diagnostic, style, paint),
    ...(diagnostic.related ?? []).map(({ uri, start, message }) => {
      const { line, column } = style.lines.at(uri, start);
      return `  ${style.nameOf(uri)}:${line}:${column}: ${message}`;
    }),
    ...(diagnostic.fixes ?? []).map(({ title }) => `  ${palette.green('fix:')} ${title}`)
  ].join('\n');
}

/** `2 errors and 1 warning`; empty when there is nothing. */
export function tally(diagnostics: readonly PlacedDiagnostic[]): string {
  const counts = (['error', 'warning'] as const).flatMap(severity => {
    const count = diagnostics.filter(one => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return counts.join(' and ');
}

/** A finding about an option has no place in a file: `option:set` is `--set`. */
function placeOf({ uri, line, column }: PlacedDiagnostic, { nameOf }: DiagnosticStyle): string {
  const option = /^option:(.*)$/.exec(uri)?.[1];
  return option === undefined ? `${nameOf(uri)}:${line}:${column}` : `--${option}`;
}

const LONGEST_LINE = 160;

function excerpt(
  { uri, line, column, endLine, endColumn }: PlacedDiagnostic,
  { lines, palette }: DiagnosticStyle,
  paint: (text: string) => string
): string[] {
  const source = lines.of(uri)?.line(line);
  if (source === undefined || column > LONGEST_LINE) return [];
  const shown = source.slice(0, LONGEST_LINE);
  const end = Math.min(endLine > line ? shown.length + 1 : endColumn, LONGEST_LINE);
  // Tabs stay tabs, so that the squiggle lands under what it means whatever their width.
  const before = shown.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const gutter = `${line}`.padStart(5);
  return [
    `${palette.dim(`${gutter} |`)} ${shown}`,
    `${palette.dim(`${' '.repeat(gutter.length)} |`)} ${before}${paint(`^${'~'.repeat(Math.max(0, end - column - 1))}`)}`
  ];
}
