/** What stands at an offset. */
import type { FullAnalysis } from '../analyse.ts';
import { candidates } from '../program/lookup.ts';
import type { FileUnit, ImportEdge, ParamSymbol, Shape } from '../program/symbols.ts';
import { actions, measures, plainFunctions } from '../schema/functions.ts';
import { kindRow, propertyRow } from '../schema/schema.ts';
import type { KindRow, PropertyRow, WordSet } from '../schema/types.ts';
import type { Call, Declaration, Name, Property, Quantity, Reference, Span } from '../syntax/tree.ts';
import { UNITS } from '../syntax/units.ts';
import type { Unit } from '../syntax/units.ts';
import { meaningOf, partsOf, shapeOf } from './meaning.ts';
import { pathAt, touches } from './nodes.ts';
import type { Node, Surroundings } from './nodes.ts';

export type SymbolAt = { readonly span: Span } & (
  | { readonly kind: 'kind'; readonly row: KindRow; readonly template: boolean }
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'property'; readonly row: PropertyRow; readonly owner: KindRow; readonly shape?: Shape; readonly property?: Property }
  | { readonly kind: 'declaration'; readonly shape: Shape; readonly declaring: boolean }
  | { readonly kind: 'param'; readonly param: ParamSymbol; readonly declaring: boolean }
  | { readonly kind: 'word'; readonly words: WordSet; readonly word: string }
  | { readonly kind: 'unit'; readonly unit: Unit; readonly quantity: Quantity }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'action'; readonly name: string }
  | { readonly kind: 'import'; readonly edge: ImportEdge }
  | { readonly kind: 'hardware'; readonly name: string; readonly shape: Shape }
  | { readonly kind: 'index' }
  | { readonly kind: 'bottleneck' }
  | { readonly kind: 'component'; readonly word: string }
);

/** The unit of a file that belongs to an analysis; undefined for any other. */
export function unitOf(analysis: FullAnalysis, uri: string): FileUnit | undefined {
  return analysis.program.units.get(uri);
}

export function symbolAt(analysis: FullAnalysis, uri: string, offset: number): SymbolAt | undefined {
  const unit = unitOf(analysis, uri);
  if (unit === undefined) return undefined;
  analysis.check();
  const path = pathAt(unit.tree, offset);
  for (let i = path.length - 1; i >= 0; i--) {
    const found = symbolOf(analysis, unit, path, i, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function surroundings(path: readonly Node[]): Surroundings {
  const declarations = path.filter((node): node is Declaration => 'kind' in node && node.kind === 'declaration');
  const property = path.findLast((node): node is Property => 'kind' in node && node.kind === 'property');
  return { declarations, ...(property === undefined ? {} : { property }) };
}

function symbolOf(analysis: FullAnalysis, unit: FileUnit, path: readonly Node[], at: number, offset: number): SymbolAt | undefined {
  const node = path[at] as Node;
  if (!('kind' in node)) return argumentSymbol(unit, path, at, offset);
  switch (node.kind) {
    case 'import': {
      if (touches(node.keyword, offset)) return { kind: 'keyword', word: 'import', span: node.keyword };
      const edge = unit.imports.find(each => each.member === node);
      return edge !== undefined && node.path !== undefined && touches(node.path, offset)
        ? { kind: 'import', edge, span: node.path }
        : undefined;
    }
    case 'param':
      if (touches(node.keyword, offset)) return { kind: 'keyword', word: 'param', span: node.keyword };
      if (node.name !== undefined && touches(node.name, offset)) {
        const param = unit.params.find(each => each.member === node);
        if (param !== undefined) return { kind: 'param', param, declaring: true, span: node.name };
      }
      return undefined;
    case 'declaration':
      return declarationSymbol(analysis, node, offset);
    case 'property':
      return touches(node.name, offset) ? propertySymbol(analysis, path.slice(0, at), node) : undefined;
    case 'vary':
      if (touches(node.keyword, offset)) return { kind: 'keyword', word: 'vary', span: node.keyword };
      return node.name !== undefined && touches(node.name, offset) ? paramNamed(unit, node.name) : undefined;
    case 'set':
    case 'expect':
    case 'at':
      return touches(node.keyword, offset) ? { kind: 'keyword', word: node.kind, span: node.keyword } : undefined;
    case 'action':
      return touches(node.name, offset) && Object.hasOwn(actions, node.name.text)
        ? { kind: 'action', name: node.name.text, span: node.name }
        : undefined;
    case 'quantity': {
      const known = touches(node.unit, offset) ? UNITS.get(node.unit.text) : undefined;
      return known === undefined ? undefined : { kind: 'unit', unit: known, quantity: node, span: node };
    }
    case 'call':
      return touches(node.name, offset) && isFunction(node.name.text)
        ? { kind: 'function', name: node.name.text, span: node.name }
        : undefined;
    case 'reference':
      return referenceSymbol(analysis, unit, path, at, node, offset);
    default:
      return undefined;
  }
}

export function isFunction(name: string): boolean {
  return Object.hasOwn(plainFunctions, name) || Object.hasOwn(measures, name) || name === 'each';
}

function declarationSymbol(analysis: FullAnalysis, node: Declaration, offset: number): SymbolAt | undefined {
  if (node.template !== undefined && touches(node.template, offset)) return { kind: 'keyword', word: 'template', span: node.template };
  const row = kindRow(node.keyword.text);
  if (row !== undefined && touches(node.keyword, offset))
    return { kind: 'kind', row, template: node.template !== undefined, span: node.keyword };
  if (node.name === undefined || !touches(node.name, offset)) return undefined;
  const shape = shapeOf(analysis, node);
  return shape === undefined ? undefined : { kind: 'declaration', shape, declaring: true, span: node.name };
}

function propertySymbol(analysis: FullAnalysis, path: readonly Node[], property: Property): SymbolAt | undefined {
  const owner = surroundings(path).declarations.at(-1);
  const kind = owner === undefined ? undefined : kindRow(owner.keyword.text);
  const row = kind === undefined ? undefined : propertyRow(kind, property.name.text);
  if (owner === undefined || kind === undefined || row === undefined) return undefined;
  return { kind: 'property', row, owner: kind, shape: shapeOf(analysis, owner), property, span: property.name };
}

function paramNamed(unit: FileUnit, name: Name): SymbolAt | undefined {
  for (const symbol of candidates(name.text, { unit }))
    if (symbol.symbol === 'param') return { kind: 'param', param: symbol, declaring: false, span: name };
  return undefined;
}

/** `guests = 2`, `experiment = baseline` within a call. */
function argumentSymbol(unit: FileUnit, path: readonly Node[], at: number, offset: number): SymbolAt | undefined {
  const argument = path[at] as Exclude<Node, { kind: string }>;
  if (argument.name === undefined || !touches(argument.name, offset)) return undefined;
  if (argument.name.text === 'experiment') return { kind: 'keyword', word: 'experiment', span: argument.name };
  return paramNamed(unit, argument.name);
}

function referenceSymbol(
  analysis: FullAnalysis,
  unit: FileUnit,
  path: readonly Node[],
  at: number,
  reference: Reference,
  offset: number
): SymbolAt | undefined {
  const special = wordInCall(path, at, reference);
  if (special !== undefined) return special;
  const resolution = meaningOf(analysis, unit, reference, surroundings(path.slice(0, at)));
  if (resolution?.kind === 'word') return { kind: 'word', words: resolution.words, word: resolution.word, span: reference.first };
  if (resolution?.kind === 'index' || resolution?.kind === 'bottleneck') return { kind: resolution.kind, span: reference.first };
  for (const { name, symbol } of partsOf(resolution, reference)) {
    if (!touches(name, offset)) continue;
    switch (symbol.kind) {
      case 'shape':
        return { kind: 'declaration', shape: symbol.shape, declaring: false, span: name };
      case 'param':
        return { kind: 'param', param: symbol.param, declaring: false, span: name };
      case 'property':
        return { kind: 'property', row: symbol.row, owner: symbol.shape.row, shape: symbol.shape, span: name };
      case 'hardware':
        return { kind: 'hardware', name: symbol.name, shape: symbol.shape, span: name };
      case 'index':
        return { kind: 'index', span: name };
    }
  }
  return undefined;
}

/** The quantile of `latency(f, p99)`, the component of `cycles(x, grant_copy)`, the name in `experiment = baseline`. */
export function wordInCall(path: readonly Node[], at: number, reference: Reference): SymbolAt | undefined {
  const argument = path[at - 1];
  const call = path[at - 2];
  if (argument === undefined || 'kind' in argument || call === undefined || !('kind' in call) || call.kind !== 'call') return undefined;
  if (argument.name !== undefined || reference.steps.length > 0) return undefined;
  return detailWord(call, reference);
}

export function detailWord(call: Call, reference: Reference): SymbolAt | undefined {
  const positional = call.arguments.filter(each => each.name === undefined);
  if (positional[1]?.value !== reference) return undefined;
  const detail = Object.hasOwn(measures, call.name.text) ? measures[call.name.text]?.detail : undefined;
  const word = reference.first.text;
  if (detail === 'component') return { kind: 'component', word, span: reference };
  return detail !== undefined && Object.hasOwn(detail.words, word) ? { kind: 'word', words: detail, word, span: reference } : undefined;
}
