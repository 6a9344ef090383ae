/** The call hierarchy, over uses: what traffic crosses a domain (vifs, then flows), and what a flow goes through. */
import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range } from 'vscode-languageserver';
import { usedAt, usedBy, usersOf } from '../../language/editor/uses.ts';
import type { Use, Used } from '../../language/editor/uses.ts';
import type { Origin } from '../../topology/model.ts';
import { toOffset, toRange } from '../positions.ts';
import type { Feature, Session } from '../session.ts';
import { symbolKinds } from './document-symbols.ts';

/** Which thing an item is: declared there, in the eyes of the file that was asked about. */
interface ItemData {
  readonly root: string;
  readonly origin: Origin;
}

export const callHierarchy: Feature = {
  capabilities: () => ({ callHierarchyProvider: true }),
  start(session) {
    const { callHierarchy: provider } = session.connection.languages;
    provider.onPrepare(
      session.answer('call hierarchy', (file, { position }): CallHierarchyItem[] | null => {
        const used = usedAt(file.analysis, file.uri, toOffset(file.document, position));
        const item = used === undefined ? undefined : itemOf(session, file.uri, used);
        return item === undefined ? null : [item];
      })
    );
    provider.onIncomingCalls(
      session.answerAny('incoming uses', ({ item }): CallHierarchyIncomingCall[] =>
        grouped(session, item, usersOf, use => use.from).map(({ other, ranges }) => ({ from: other, fromRanges: ranges }))
      )
    );
    provider.onOutgoingCalls(
      session.answerAny('outgoing uses', ({ item }): CallHierarchyOutgoingCall[] =>
        grouped(session, item, usedBy, use => use.to).map(({ other, ranges }) => ({ to: other, fromRanges: ranges }))
      )
    );
  }
};

function itemOf({ workspace }: Session, root: string, { name, kind, origin }: Used): CallHierarchyItem | undefined {
  const document = workspace.document(origin.uri);
  if (document === undefined) return undefined;
  const range = toRange(document, origin);
  const data: ItemData = { root, origin };
  return { name, kind: symbolKinds[kind], detail: kind, uri: workspace.clientUri(origin.uri), range, selectionRange: range, data };
}

function grouped(
  session: Session,
  item: CallHierarchyItem,
  ask: typeof usersOf,
  otherOf: (use: Use) => Used
): readonly { readonly other: CallHierarchyItem; readonly ranges: Range[] }[] {
  const { root, origin } = item.data as ItemData;
  const file = session.file(root);
  if (file === undefined) return [];
  const found = new Map<string, { other: CallHierarchyItem; ranges: Range[] }>();
  for (const use of ask(file.analysis, origin)) {
    const used = otherOf(use);
    const other = itemOf(session, root, used);
    if (other === undefined) continue;
    const key = `${used.origin.uri} ${used.origin.start}`;
    const known = found.get(key) ?? { other, ranges: [] };
    found.set(key, known);
    known.ranges.push(rangeOf(session, use));
  }
  return [...found.values()];
}

/** Where the user says so; its name where that stands in another file, as an inherited property does. */
function rangeOf({ workspace }: Session, { from, at }: Use): Range {
  const place = at !== undefined && at.uri === from.origin.uri ? at : from.origin;
  const document = workspace.document(place.uri);
  return document === undefined ? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } : toRange(document, place);
}
