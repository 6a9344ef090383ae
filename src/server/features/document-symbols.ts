/** The outline of a file. */
import { SymbolKind } from 'vscode-languageserver';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { documentSymbols as outlineOf } from '../../language/model/outline.ts';
import type { OutlineItem, OutlineKind } from '../../language/model/types.ts';
import { toRange } from '../positions.ts';
import type { Feature } from '../session.ts';

export const documentSymbols: Feature = {
  capabilities: () => ({ documentSymbolProvider: { label: 'xnet' } }),
  start(session) {
    session.connection.onDocumentSymbol(
      session.answer('document symbols', ({ analysis, uri, document }): DocumentSymbol[] | SymbolInformation[] => {
        const items = outlineOf(analysis, uri);
        if (session.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true) {
          return items.map(item => nested(document, item));
        }
        return flat(document, session.workspace.clientUri(uri), items, undefined);
      })
    );
  }
};

/** The pictures that editors have; nothing else of the kind's meaning is meant. */
export const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  import: SymbolKind.File,
  param: SymbolKind.Variable,
  template: SymbolKind.Interface,
  host: SymbolKind.Module,
  cpu: SymbolKind.Constant,
  hypervisor: SymbolKind.Constant,
  nic: SymbolKind.Field,
  engine: SymbolKind.Constant,
  domain: SymbolKind.Class,
  vif: SymbolKind.Field,
  bridge: SymbolKind.Operator,
  grants: SymbolKind.Key,
  router: SymbolKind.Module,
  metarouter: SymbolKind.Class,
  metalink: SymbolKind.Field,
  switch: SymbolKind.Module,
  peer: SymbolKind.Module,
  link: SymbolKind.Operator,
  costs: SymbolKind.Enum,
  flow: SymbolKind.Event,
  experiment: SymbolKind.Method,
  published: SymbolKind.Constant,
  property: SymbolKind.Property,
  statement: SymbolKind.String,
  unknown: SymbolKind.Null
};

function nested(document: TextDocument, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name || '…',
    detail: item.detail,
    kind: symbolKinds[item.kind],
    range: toRange(document, item),
    selectionRange: toRange(document, item.selection),
    children: item.children.map(child => nested(document, child))
  };
}

function flat(document: TextDocument, uri: string, items: readonly OutlineItem[], container: string | undefined): SymbolInformation[] {
  return items.flatMap(item => [
    {
      name: item.name || '…',
      kind: symbolKinds[item.kind],
      location: { uri, range: toRange(document, item) },
      ...(container === undefined ? {} : { containerName: container })
    },
    ...flat(document, uri, item.children, item.name)
  ]);
}
