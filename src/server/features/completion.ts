/** Completion: what may stand at the cursor, what fits first; snippets where the client takes them. */
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { completions } from '../../language/model/completion/completions.ts';
import type { Completion, CompletionKind } from '../../language/model/types.ts';
import { markup } from '../markup.ts';
import { toOffset, toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';
import { importPaths } from '../import-paths.ts';

const itemKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  kind: CompletionItemKind.Class,
  property: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  param: CompletionItemKind.Variable,
  unit: CompletionItemKind.Unit,
  function: CompletionItemKind.Function,
  statement: CompletionItemKind.Keyword,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  component: CompletionItemKind.EnumMember
};

export const completion: Feature = {
  capabilities: () => ({
    completionProvider: { triggerCharacters: ['.', ' ', '=', '[', '(', ',', ':', '"', '/'], resolveProvider: false }
  }),
  start(session) {
    session.connection.onCompletion(
      session.answer('completion', (file, { position, context }): CompletionList => {
        const offset = toOffset(file.document, position);
        if (context?.triggerCharacter === ' ' && !asksForMore(file.document.getText().slice(0, offset)))
          return { isIncomplete: false, items: [] };
        const found = [...completions(file.analysis, file.uri, offset), ...importPaths(session.workspace, file.analysis, file.uri, offset)];
        return { isIncomplete: false, items: found.map((each, i) => toItem(session, file, each, i)) };
      })
    );
  }
};

/** A blank asks for completion only where something must follow it. */
function asksForMore(before: string): boolean {
  return /(?:[=,([:\d]|\b(?:import|vary|set|expect|at|to|step|of|within)) $/.test(before.slice(-12));
}

function toItem(session: Session, { document }: AskedFile, each: Completion, order: number): CompletionItem {
  const supports = session.client.textDocument?.completion?.completionItem ?? {};
  const snippet = each.snippet && supports.snippetSupport === true;
  const newText = each.snippet && !snippet ? withoutTabStops(each.insertText) : each.insertText;
  return {
    label: each.label,
    kind: itemKinds[each.kind],
    sortText: String(order).padStart(5, '0'),
    textEdit: { range: toRange(document, each.replace), newText: newText.replaceAll('\n', lineBreak(document)) },
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(each.filterText === undefined ? {} : { filterText: each.filterText }),
    ...(each.detail === undefined ? {} : { detail: each.detail }),
    ...(each.documentation === undefined ? {} : { documentation: markup(each.documentation, supports.documentationFormat) }),
    ...(order === 0 && supports.preselectSupport === true ? { preselect: true } : {}),
    ...(each.retrigger === true && session.knowsCommands ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } } : {})
  };
}

function lineBreak(document: TextDocument): string {
  return /^[^\n]*\r\n/.test(document.getText()) ? '\r\n' : '\n';
}

/** What a snippet inserts when nobody steps through it. */
export function withoutTabStops(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:((?:[^${}]|\$(?!\{)|\$\{[^}]*\})*)\}/g, (_, inner: string) => withoutTabStops(inner))
    .replace(/\$\{?\d+\}?/g, '');
}
