/** Where each declaration and param is named, over all files of an analysis. Built once, when first asked for. */
import type { FullAnalysis } from '../analyse.ts';
import { candidates } from '../program/lookup.ts';
import type { FileUnit, ParamSymbol, Shape } from '../program/symbols.ts';
import type { Argument, Call, Declaration, Name, ParamMember } from '../syntax/tree.ts';
import { meaningOf, partsOf, shapeOf } from './meaning.ts';
import { childrenOf, references as referencesIn } from './nodes.ts';
import type { Node } from './nodes.ts';
import { detailWord, isFunction, symbolAt } from './symbol.ts';
import type { Occurrence } from './types.ts';

type Key = Declaration | ParamMember;
type Index = ReadonlyMap<Key, readonly Occurrence[]>;

const indexes = new WeakMap<FullAnalysis, Index>();

function indexOf(analysis: FullAnalysis): Index {
  let index = indexes.get(analysis);
  if (index === undefined) indexes.set(analysis, (index = build(analysis)));
  return index;
}

function build(analysis: FullAnalysis): Index {
  const index = new Map<Key, Occurrence[]>();
  const add = (keys: readonly Key[], unit: FileUnit, name: Name, more: Partial<Occurrence> = {}): void => {
    const occurrence: Occurrence = { uri: unit.uri, start: name.start, end: name.end, declaration: false, write: false, ...more };
    for (const key of keys) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [occurrence]);
      else list.push(occurrence);
    }
  };
  for (const unit of analysis.program.units.values()) {
    const details = new Set<Node>();
    walk(unit.tree, node => {
      if (!('kind' in node)) return;
      if (node.kind === 'declaration' && node.name !== undefined) {
        const shape = shapeOf(analysis, node);
        add(shape === undefined ? [node] : keysOf(shape), unit, node.name, { declaration: true });
      } else if (node.kind === 'param' && node.name !== undefined) {
        add([node], unit, node.name, { declaration: true });
      } else if (node.kind === 'vary' && node.name !== undefined) {
        const param = paramNamed(unit, node.name.text);
        if (param !== undefined) add([param.member], unit, node.name, { write: true });
      } else if (node.kind === 'call' && isFunction(node.name.text)) {
        namedArguments(analysis, unit, node, add, details);
      }
    });
    for (const [reference, around] of referencesIn(unit.tree)) {
      if (details.has(reference)) continue;
      const written = around.member?.kind === 'set' && around.member.target === reference;
      for (const { name, symbol } of partsOf(meaningOf(analysis, unit, reference, around), reference)) {
        if (symbol.kind === 'shape') add(keysOf(symbol.shape), unit, name);
        else if (symbol.kind === 'param') add([symbol.param.member], unit, name, { write: written });
      }
    }
  }
  return index;
}

function namedArguments(
  analysis: FullAnalysis,
  unit: FileUnit,
  call: Call,
  add: (keys: readonly Key[], unit: FileUnit, name: Name) => void,
  details: Set<Node>
): void {
  for (const argument of call.arguments) {
    if (argument.value.kind === 'reference' && detailWord(call, argument.value) !== undefined) details.add(argument.value);
    if (argument.name === undefined) continue;
    if (argument.name.text === 'experiment') experimentArgument(analysis, argument, unit, add, details);
    const param = paramNamed(unit, argument.name.text);
    if (param !== undefined) add([param.member], unit, argument.name);
  }
}

function experimentArgument(
  analysis: FullAnalysis,
  argument: Argument,
  unit: FileUnit,
  add: (keys: readonly Key[], unit: FileUnit, name: Name) => void,
  details: Set<Node>
): void {
  const { value } = argument;
  if (value.kind !== 'reference') return;
  const shape = analysis.program.root.shapes.find(each => each.kind === 'experiment' && each.key === value.first.text);
  if (shape === undefined) return;
  details.add(value);
  add(keysOf(shape), unit, value.first);
}

function keysOf(shape: Shape): readonly Key[] {
  return shape.sources.map(source => source.declaration);
}

function paramNamed(unit: FileUnit, name: string): ParamSymbol | undefined {
  for (const symbol of candidates(name, { unit })) if (symbol.symbol === 'param') return symbol;
  return undefined;
}

export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

/** All places that name the symbol at an offset, its declaration included, by file and place. */
export function references(analysis: FullAnalysis, uri: string, offset: number): readonly Occurrence[] {
  const keys = keysAt(analysis, uri, offset);
  const index = indexOf(analysis);
  const found = new Map<string, Occurrence>();
  // Own and inherited declarations of one name belong together: following them all keeps a rename whole.
  const open = [...keys];
  const seen = new Set<Key>(open);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const occurrence of index.get(key) ?? []) found.set(`${occurrence.uri} ${occurrence.start}`, occurrence);
    for (const other of partners(analysis, key)) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return [...found.values()].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.start - b.start));
}

function partners(analysis: FullAnalysis, key: Key): readonly Key[] {
  if (key.kind === 'param') return [];
  const shape = shapeOf(analysis, key);
  return shape === undefined ? [] : keysOf(shape);
}

function keysAt(analysis: FullAnalysis, uri: string, offset: number): readonly Key[] {
  const symbol = symbolAt(analysis, uri, offset);
  if (symbol?.kind === 'param') return [symbol.param.member];
  return symbol?.kind === 'declaration' ? keysOf(symbol.shape) : [];
}

/** Whether anything names the declaration apart from itself. */
export function isUsed(analysis: FullAnalysis, key: Key): boolean {
  return (indexOf(analysis).get(key) ?? []).some(occurrence => !occurrence.declaration);
}
