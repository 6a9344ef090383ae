/** Offsets to LSP positions and back. Both count UTF-16 units, the one from the start of the text, the other from that of the line. */
import type { Location, LocationLink, Position, Range, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../language/syntax/tree.ts';

export function toRange(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** A position beyond the end of its line or of the text comes to that end. */
export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

export function toSpan(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

export function toEdit(document: TextDocument, edit: Span & { readonly newText: string }): TextEdit {
  return { range: toRange(document, edit), newText: edit.newText };
}

/** `uri` is the file as the client calls it. */
export function toLocation(uri: string, document: TextDocument, span: Span): Location {
  return { uri, range: toRange(document, span) };
}

export function toLink(origin: Range, uri: string, document: TextDocument, target: Span, selection: Span): LocationLink {
  return {
    originSelectionRange: origin,
    targetUri: uri,
    targetRange: toRange(document, target),
    targetSelectionRange: toRange(document, selection)
  };
}
