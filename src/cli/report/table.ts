/** Plain text tables and marks for terminals. */

/** Text columns of equal width: `left` for words, `right` for numbers. The last column is never padded. */
export function table(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[], indent = ''): string[] {
  const widths = alignment.map((_, column) => Math.max(0, ...rows.map(row => widthOf(row[column] ?? ''))));
  return rows.map(
    row =>
      indent +
      alignment
        .map((side, column) => {
          const cell = row[column] ?? '';
          const padding = ' '.repeat(widths[column]! - widthOf(cell));
          return side === 'right' ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd()
  );
}

/** Characters as a terminal counts them; escape sequences take no room. */
export function widthOf(text: string): number {
  return [...text.replace(ESCAPES, '')].length;
}

// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const ESCAPES = /\u001b\[[0-9;]*m/g;

/** Colours, or nothing where the output is no terminal or `NO_COLOR` is set. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const painted =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;
const unpainted = (text: string): string => text;

export const PLAIN: Palette = { bold: unpainted, dim: unpainted, red: unpainted, yellow: unpainted, green: unpainted, cyan: unpainted };
const COLOURED: Palette = {
  bold: painted(1),
  dim: painted(2),
  red: painted(31),
  yellow: painted(33),
  green: painted(32),
  cyan: painted(36)
};

export function paletteFor(stream: { readonly isTTY?: boolean }): Palette {
  return stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' ? COLOURED : PLAIN;
}
