/** What a refactoring is given and what it offers. Each stands in a file of its own; `index.ts` lists them. */
import type { FullAnalysis } from '../../analyse.ts';
import type { TextEdit } from '../../analysis.ts';
import type { FileUnit } from '../../program/symbols.ts';
import type { Declaration, Expression, Member, Span } from '../../syntax/tree.ts';
import { pathAt } from '../../syntax/walk.ts';
import type { Node } from '../../syntax/walk.ts';

export type ProposalKind = 'quickfix' | 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite' | 'refactor.move';

export interface Proposal {
  readonly title: string;
  readonly kind: ProposalKind;
  readonly edits: readonly TextEdit[];
  /** Files to make, by URI; none of them exists yet. */
  readonly files?: Readonly<Record<string, string>>;
  /** Codes of findings that it mends. */
  readonly mends?: readonly string[];
}

export interface Selected {
  readonly analysis: FullAnalysis;
  readonly unit: FileUnit;
  /** The cursor or what is marked. */
  readonly span: Span;
  /** Nodes around all of the span, the file first. */
  readonly path: readonly Node[];
  /** Whether a file of that URI is there already. */
  exists(uri: string): boolean;
}

export type Refactoring = (selected: Selected) => readonly Proposal[];

/** Undefined when the file does not belong to the analysis. */
export function select(analysis: FullAnalysis, uri: string, span: Span, exists: (uri: string) => boolean): Selected | undefined {
  const unit = analysis.program.units.get(uri);
  if (unit === undefined) return undefined;
  const around = pathAt(unit.tree, span.start).filter(node => node.start <= span.start && span.end <= node.end);
  return { analysis, unit, span, path: around, exists };
}

/** The innermost declaration whose head (everything before its block) holds the cursor, or the one that is marked as a whole. */
export function declarationAt({ path, span }: Selected): Declaration | undefined {
  const declaration = path.findLast(node => node.kind === 'declaration');
  if (declaration === undefined) return undefined;
  const isInHead = span.start <= (declaration.body?.open.end ?? declaration.end);
  return isInHead ? declaration : undefined;
}

/** The member of the file that holds a place. */
export function topLevelAt({ unit }: Selected, { start, end }: Span): Member | undefined {
  return unit.tree.members.find(member => member.start <= start && end <= member.end);
}

export function textOf({ tree }: FileUnit, { start, end }: Span): string {
  return tree.text.slice(start, end);
}

export function edit(unit: FileUnit, { start, end }: Span, newText: string): TextEdit {
  return { uri: unit.uri, start, end, newText };
}

export function lineBreakOf({ tree }: FileUnit): string {
  return /^[^\n]*\r\n/.test(tree.text) ? '\r\n' : '\n';
}

/** From the first character of the line to the end of its break, when nothing else stands on the lines of the span; else the span itself. */
export function wholeLines({ tree: { text } }: FileUnit, { start, end }: Span): Span {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const rest = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0];
  return text.slice(lineStart, start).trim() === '' && rest !== undefined ? { start: lineStart, end: end + rest.length } : { start, end };
}

/** Where a new declaration goes before a member of the file: before its documentation. */
export function placeBefore({ tree: { text } }: FileUnit, member: Member): number {
  const start = member.doc !== undefined && member.doc.end <= member.start ? member.doc.start : member.start;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  return text.slice(lineStart, start).trim() === '' ? lineStart : start;
}

/** `wanted`, or `wanted2`, `wanted3` … until no file of the analysis has it at its top level. */
export function freeName({ analysis }: Selected, wanted: string): string {
  const taken = (name: string): boolean => [...analysis.program.units.values()].some(({ names }) => names.has(name));
  if (!taken(wanted)) return wanted;
  for (let i = 2; ; i++) if (!taken(`${wanted}${i}`)) return `${wanted}${i}`;
}

/** An expression that stays one thing wherever it is put. */
export function isAtom(expression: Expression): boolean {
  return !['binary', 'unary', 'within', 'range'].includes(expression.kind);
}
