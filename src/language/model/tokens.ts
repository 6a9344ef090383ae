/** Semantic tokens: what each word really is, which a grammar of regular expressions cannot know. */
import type { FullAnalysis } from '../analyse.ts';
import type { FileUnit } from '../program/symbols.ts';
import { kindRow, propertyRow } from '../schema/schema.ts';
import { UNITS } from '../syntax/units.ts';
import type { Call, Reference, Span } from '../syntax/tree.ts';
import { meaningOf, partsOf } from './meaning.ts';
import type { Surroundings } from './nodes.ts';
import { references } from './nodes.ts';
import { walk } from './occurrences.ts';
import { detailWord, isFunction, unitOf } from './symbol.ts';
import type { SemanticToken, TokenType } from './types.ts';

/** In order of place; words that mean nothing are left to the grammar. */
export function semanticTokens(analysis: FullAnalysis, uri: string): readonly SemanticToken[] {
  const unit = unitOf(analysis, uri);
  if (unit === undefined) return [];
  const tokens: SemanticToken[] = [];
  const add = (span: Span, type: TokenType, ...modifiers: SemanticToken['modifiers']): void => {
    if (span.end > span.start) tokens.push({ start: span.start, end: span.end, type, modifiers });
  };
  const details = structure(unit, add);
  for (const [reference, around] of references(unit.tree)) {
    if (details.has(reference)) add(reference, 'enumMember');
    else referenceTokens(analysis, unit, reference, around, add);
  }
  return tokens.sort((a, b) => a.start - b.start);
}

type Add = (span: Span, type: TokenType, ...modifiers: SemanticToken['modifiers']) => void;

/** Tokens that the tree alone shows; returns the references that are details of a measure. */
function structure(unit: FileUnit, add: Add): ReadonlySet<Reference> {
  const details = new Set<Reference>();
  walk(unit.tree, node => {
    if (!('kind' in node)) {
      if (node.name !== undefined) add(node.name, node.name.text === 'experiment' ? 'keyword' : 'parameter');
      return;
    }
    switch (node.kind) {
      case 'import':
      case 'vary':
      case 'set':
      case 'expect':
      case 'at':
        add(node.keyword, 'keyword');
        if (node.kind === 'vary' && node.name !== undefined) add(node.name, 'parameter');
        break;
      case 'param':
        add(node.keyword, 'keyword');
        if (node.name !== undefined) add(node.name, 'parameter', 'declaration');
        break;
      case 'declaration':
        if (node.template !== undefined) add(node.template, 'keyword');
        if (kindRow(node.keyword.text) !== undefined) add(node.keyword, 'type', 'defaultLibrary');
        if (node.name !== undefined) add(node.name, 'variable', 'declaration');
        for (const member of node.body?.members ?? []) {
          const row = kindRow(node.keyword.text);
          if (member.kind === 'property' && row !== undefined && propertyRow(row, member.name.text) !== undefined)
            add(member.name, 'property');
        }
        break;
      case 'action':
        add(node.name, 'function');
        break;
      case 'quantity':
        if (UNITS.has(node.unit.text)) add(node.unit, 'unit');
        break;
      case 'call':
        if (isFunction(node.name.text)) add(node.name, 'function', 'defaultLibrary');
        noteDetails(node, details);
        break;
    }
  });
  return details;
}

function noteDetails(call: Call, details: Set<Reference>): void {
  for (const { value } of call.arguments) if (value.kind === 'reference' && detailWord(call, value) !== undefined) details.add(value);
}

function referenceTokens(analysis: FullAnalysis, unit: FileUnit, reference: Reference, around: Surroundings, add: Add): void {
  const resolution = meaningOf(analysis, unit, reference, around);
  if (resolution?.kind === 'word') add(reference.first, 'enumMember');
  else if (resolution?.kind === 'index' || resolution?.kind === 'bottleneck') add(reference.first, 'keyword');
  for (const { name, symbol } of partsOf(resolution, reference)) {
    if (symbol.kind === 'shape') add(name, 'variable');
    else if (symbol.kind === 'param') add(name, 'parameter');
    else if (symbol.kind === 'index') add(name, 'keyword');
    else add(name, 'property');
  }
}
