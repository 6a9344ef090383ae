/** Pieces of Markdown that every page is made of. */

/** Said at the top of what nobody should edit. */
export const generated = (by: string): string => `<!-- Made by \`${by}\`; edit what it is made from. -->`;

/** Blocks with an empty line between them, and one line end at the end of the page. */
export function page(...blocks: readonly (string | undefined)[]): string {
  return `${blocks.filter(block => block !== undefined && block !== '').join('\n\n')}\n`;
}

/** A table; none at all without rows. Columns of numbers are aligned to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignment: readonly ('left' | 'right')[] = []
): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const rule = head.map((_, column) => (alignment[column] === 'right' ? '---:' : '---'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A bar would end the cell, a line break the row. */
const cell = (text: string): string => text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');

export const code = (text: string): string => `\`${text}\``;

export const codes = (texts: readonly string[]): string => texts.map(code).join(' ');

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** The fragment under which a heading is found: lower case, spaces as hyphens, marks left out. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
