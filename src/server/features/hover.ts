/** Hover over every kind, property, unit, word, reference, function, cost and finding. */
import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { Diagnostic } from '../../language/analysis.ts';
import { findings } from '../../language/diagnostics/table.ts';
import type { Finding } from '../../language/diagnostics/table.ts';
import { hover as hoverAt } from '../../language/model/hover.ts';
import { markup } from '../markup.ts';
import { toOffset, toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';

export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  start(session) {
    session.connection.onHover(
      session.answer('hover', (file, { position }): Hover | null => {
        const offset = toOffset(file.document, position);
        const found = hoverAt(file.analysis, file.uri, offset);
        const explained = file.analysis.diagnostics.filter(each => each.uri === file.uri && each.start <= offset && offset <= each.end);
        if (found === undefined && explained.length === 0) return null;
        const parts = [...explained.map(each => explanation(session, each)), ...(found === undefined ? [] : [found.markdown])];
        return { contents: contents(session, parts), range: toRange(file.document, found ?? spanOf(file, explained)) };
      })
    );
  }
};

function contents(session: Session, parts: readonly string[]): MarkupContent {
  return markup(parts.join('\n\n---\n\n'), session.client.textDocument?.hover?.contentFormat);
}

function spanOf(file: AskedFile, explained: readonly Diagnostic[]): { readonly start: number; readonly end: number } {
  const [first] = explained;
  return first ?? { start: 0, end: file.document.getText().length };
}

const rows: Readonly<Record<string, Finding>> = findings;

function rowOf(code: string): Finding | undefined {
  return Object.hasOwn(rows, code) ? rows[code] : undefined;
}

/** What the table says of a finding: the message stands in the editor's own hover, so here is why and by which formula. */
function explanation(session: Session, { code }: Diagnostic): string {
  const row = rowOf(code);
  const page = session.pageOf(code);
  const name = page === undefined ? `\`${code}\`` : `[\`${code}\`](${page})`;
  if (row === undefined) return name;
  const formula = row.formula === undefined ? '' : `\n\n\`\`\`text\n${row.formula}\n\`\`\``;
  return `${name}: ${row.explanation}${formula}`;
}
