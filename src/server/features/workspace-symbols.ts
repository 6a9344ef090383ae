/** Every named thing of the workspace, by a part of its name. */
import type { SymbolInformation } from 'vscode-languageserver';
import { documentSymbols as outlineOf } from '../../language/model/outline.ts';
import type { OutlineItem } from '../../language/model/types.ts';
import { toRange } from '../positions.ts';
import type { Feature, Session } from '../session.ts';
import { symbolKinds } from './document-symbols.ts';

const maxAnswers = 500;

export const workspaceSymbols: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  start(session) {
    session.connection.onWorkspaceSymbol(
      session.answerAny('workspace symbols', ({ query }, token): SymbolInformation[] => {
        const found: SymbolInformation[] = [];
        for (const uri of session.workspace.roots()) {
          if (token.isCancellationRequested || found.length >= maxAnswers) break;
          found.push(...symbolsOf(session, uri, query));
        }
        return found.slice(0, maxAnswers);
      })
    );
  }
};

function symbolsOf({ workspace }: Session, uri: string, query: string): readonly SymbolInformation[] {
  const document = workspace.document(uri);
  if (document === undefined) return [];
  const collect = (items: readonly OutlineItem[], containers: readonly string[]): SymbolInformation[] =>
    items.flatMap(item => {
      const own = item.kind === 'statement' || item.kind === 'import' || !matches(item.name, query) ? [] : [item];
      return [
        ...own.map(each => ({
          name: each.name,
          kind: symbolKinds[each.kind],
          location: { uri: workspace.clientUri(uri), range: toRange(document, each.selection) },
          ...(containers.length === 0 ? {} : { containerName: containers.join('.') })
        })),
        ...collect(item.children, [...containers, item.name])
      ];
    });
  return collect(outlineOf(workspace.analysis(uri), uri), []);
}

/** The letters of the query in this order, whatever stands between: editors rank, servers only leave out. */
export function matches(name: string, query: string): boolean {
  const letters = query.toLowerCase();
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === letters[at]) at++;
  return at >= letters.length;
}
