/** Where the reference pages that are shipped beside the server explain each finding. */
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Links to the line of a heading: editors open a file at `#L12`, few know anchors of Markdown. Undefined where there is no page. */
export function diagnosticsPage(file: string): (code: string) => string | undefined {
  let lines: ReadonlyMap<string, number> | undefined;
  return code => {
    lines ??= headings(file);
    const line = lines.get(code);
    return line === undefined ? undefined : `${pathToFileURL(file).href}#L${line}`;
  };
}

function headings(file: string): ReadonlyMap<string, number> {
  try {
    const found = fs.readFileSync(file, 'utf8').split('\n').entries();
    return new Map([...found].flatMap(([i, line]) => (line.startsWith('### ') ? [[line.slice(4).replaceAll('`', '').trim(), i + 1]] : [])));
  } catch {
    return new Map();
  }
}
