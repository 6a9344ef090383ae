/** What a value may be: words, names of fitting kinds, params, functions, units. */
import { candidates, follow, isFailed, namesInScope } from '../../program/lookup.ts';
import type { NameScope } from '../../program/lookup.ts';
import type { NamedSymbol, Shape } from '../../program/symbols.ts';
import { cycleComponents, hardwareNames, measures, plainFunctions } from '../../schema/completion.ts';
import type { MeasureRow, TargetName } from '../../schema/functions.ts';
import { kinds } from '../../schema/schema.ts';
import type { KindName, QuantityName, ValueType, WordSet } from '../../schema/types.ts';
import { UNITS } from '../../syntax/units.ts';
import { parseExpression } from '../../syntax/parser.ts';
import { declarationMarkdown, functionMarkdown, paramMarkdown, signatureText, specialMarkdown, unitMarkdown } from '../markdown.ts';
import type { Completion } from '../types.ts';
import type { CursorContext, Lexeme } from './context.ts';
import { item } from './item.ts';

export function scopeOf(context: CursorContext): NameScope {
  return { unit: context.unit, shape: context.shape };
}

/** The values a property's type takes. */
export function typedItems(context: CursorContext, type: ValueType): readonly Completion[] {
  switch (type.kind) {
    case 'either':
      return unique(
        inOrderOfUse(
          context,
          type.options.flatMap(option => typedItems(context, option))
        )
      );
    case 'word':
      return [...wordItems(context, type.words), ...paramItems(context, 60)];
    case 'oneOf':
      return [...type.texts.map((text, i) => item(context, 'value', text, { rank: 10 + i })), ...paramItems(context, 60)];
    case 'boolean':
      return [...['true', 'false'].map((text, i) => item(context, 'value', text, { rank: 10 + i })), ...paramItems(context, 60)];
    case 'reference':
      return [...referenceItems(context, type.kinds), ...paramItems(context, 60)];
    case 'list':
      return [item(context, 'value', '[…]', { insert: '[$1]', snippet: true, rank: 30, retrigger: true }), ...typedItems(context, type.of)];
    case 'measure':
      return measureItems(context);
    case 'string':
      return [];
    default:
      return [...paramItems(context, 20), ...functionItems(context), indexItem(context)].filter(each => each !== undefined);
  }
}

/** Where words and things both fit (`backend`), the words are for `virtio` alone: things come first everywhere else. */
function inOrderOfUse(context: CursorContext, items: readonly Completion[]): readonly Completion[] {
  if (!items.some(each => each.kind === 'reference') || modelOf(context) === 'virtio') return items;
  return items.map(each => (each.kind === 'word' ? { ...each, rank: each.rank + 20 } : each));
}

/** The model that the block around the cursor names. */
function modelOf({ declarations }: CursorContext): string | undefined {
  for (const member of declarations.at(-1)?.body?.members ?? []) {
    if (member.kind === 'property' && member.name.text === 'model' && member.value?.kind === 'reference') return member.value.first.text;
  }
  return undefined;
}

function unique(items: readonly Completion[]): readonly Completion[] {
  const seen = new Set<string>();
  return items.filter(each => !seen.has(each.label) && seen.add(each.label));
}

export function wordItems(context: CursorContext, words: WordSet): readonly Completion[] {
  return Object.entries(words.words).map(([word, doc], i) =>
    item(context, 'word', word, { detail: words.name, documentation: doc, rank: 10 + i / 100 })
  );
}

export function paramItems(context: CursorContext, rank: number): readonly Completion[] {
  const seen = new Set<string>();
  const items: Completion[] = [];
  for (const symbol of namesInScope(scopeOf(context))) {
    if (symbol.symbol !== 'param' || seen.has(symbol.name)) continue;
    seen.add(symbol.name);
    items.push(item(context, 'param', symbol.name, { detail: 'param', documentation: paramMarkdown(context.analysis, symbol), rank }));
  }
  return items;
}

function indexItem(context: CursorContext): Completion | undefined {
  const inArray = context.declarations.some(declaration => declaration.count !== undefined);
  return inArray ? item(context, 'keyword', 'index', { documentation: specialMarkdown.index, rank: 25 }) : undefined;
}

function functionItems(context: CursorContext): readonly Completion[] {
  return Object.keys(plainFunctions).map(name =>
    item(context, 'function', name, {
      detail: signatureText(name),
      documentation: functionMarkdown(name),
      insert: `${name}($1)`,
      snippet: true,
      rank: 70
    })
  );
}

export function measureItems(context: CursorContext): readonly Completion[] {
  const items = Object.keys(measures).map(name =>
    item(context, 'function', name, {
      detail: signatureText(name),
      documentation: functionMarkdown(name),
      insert: `${name}($1)`,
      snippet: true,
      rank: 20,
      retrigger: true
    })
  );
  return [
    ...items,
    item(context, 'keyword', 'bottleneck', { documentation: specialMarkdown.bottleneck, rank: 21 }),
    ...paramItems(context, 60),
    ...functionItems(context)
  ];
}

/** Names of fitting kinds that a first name reaches, and hosts (or others) on the way to one. */
export function referenceItems(context: CursorContext, wanted: readonly TargetName[]): readonly Completion[] {
  const seen = new Set<string>();
  const items: Completion[] = [];
  let order = 0;
  for (const symbol of namesInScope(scopeOf(context))) {
    order++;
    if (symbol.symbol !== 'shape' || symbol.template || symbol.key.includes('@') || seen.has(symbol.key) || isItself(context, symbol))
      continue;
    const fits = wanted.includes(symbol.kind) || (symbol.kind === 'cpu' && wanted.includes('core'));
    if (!fits && !leadsTo(symbol.kind, wanted)) continue;
    seen.add(symbol.key);
    items.push(shapeItem(context, symbol, fits ? 10 + preference(symbol, context) + Math.min(order, 900) / 1000 : 40, fits));
  }
  return items;
}

function isItself(context: CursorContext, shape: Shape): boolean {
  return shape === context.shape;
}

/** Driver and control domains first where a back-end is asked for. */
function preference(shape: Shape, context: CursorContext): number {
  if (shape.kind !== 'domain' || context.row?.kind === 'flow') return 0;
  const role = shape.properties().get('role')?.member.value;
  return role?.kind === 'reference' && ['driver', 'control', 'native'].includes(role.first.text) ? 0 : 5;
}

function leadsTo(kind: KindName, wanted: readonly TargetName[], depth = 0): boolean {
  if (depth > 4) return false;
  if (kind === 'cpu' && wanted.includes('core')) return true;
  return kinds[kind].contains.some(inner => wanted.includes(inner) || leadsTo(inner, wanted, depth + 1));
}

function shapeItem(context: CursorContext, shape: Shape, rank: number, fits: boolean): Completion {
  const array = shape.count !== undefined;
  return item(context, 'reference', shape.key, {
    detail: `${shape.kind}${array ? ' array' : ''}`,
    documentation: declarationMarkdown(context.analysis, shape),
    rank,
    ...(fits ? {} : { insert: `${shape.key}.`, retrigger: true })
  });
}

/** Bases of a declaration: templates of its kind first, then declarations of it. */
export function baseItems(context: CursorContext, kind: string): readonly Completion[] {
  const items: Completion[] = [];
  for (const symbol of namesInScope(scopeOf(context))) {
    if (symbol.symbol !== 'shape' || symbol.kind !== kind || symbol.key.includes('@')) continue;
    items.push(
      item(context, 'reference', symbol.key, {
        detail: symbol.template ? `template ${kind}` : kind,
        documentation: declarationMarkdown(context.analysis, symbol),
        rank: symbol.template ? 10 : 20
      })
    );
  }
  return unique(items);
}

/** What may follow a dot: the text before it is read as a reference. */
export function memberAccessItems(
  context: CursorContext,
  wanted: readonly TargetName[] | undefined,
  properties: boolean
): readonly Completion[] {
  const text = referenceText(context.segment);
  const { expression } = parseExpression(text);
  if (expression.kind !== 'reference') return [];
  for (const symbol of candidates(expression.first.text, scopeOf(context))) {
    const shape = shapeBehind(symbol, expression);
    if (shape === undefined) continue;
    const children = [...shape.children().values()].filter(child => !child.template && !child.key.includes('@'));
    const inner = children
      .filter(child => wanted === undefined || wanted.includes(child.kind) || leadsTo(child.kind, wanted))
      .map(child => shapeItem(context, child, wanted?.includes(child.kind) === true ? 10 : 20, true));
    const hardware = hardwareNames(shape.kind).map(({ name, doc }) =>
      item(context, 'property', name, { documentation: doc, insert: `${name}[`, rank: 30 })
    );
    const rows = properties
      ? Object.values(shape.row.properties).map(row =>
          item(context, 'property', row.name, { detail: shape.kind, documentation: row.doc, rank: 40 })
        )
      : [];
    return [...inner, ...hardware, ...rows];
  }
  return [];
}

function shapeBehind(symbol: NamedSymbol, reference: Parameters<typeof follow>[0]): Shape | undefined {
  if (symbol.symbol !== 'shape' || symbol.template) return undefined;
  const path = follow(reference, symbol);
  return isFailed(path) || path.target.kind !== 'shape' ? undefined : path.target.shape;
}

/** The tokens of the reference that ends in the dot at the end of a segment, without that dot. */
function referenceText(segment: readonly Lexeme[]): string {
  let i = segment.length - 1;
  let depth = 0;
  let start = i;
  for (i--; i >= 0; i--) {
    const lexeme = segment[i] as Lexeme;
    if (lexeme.text === ']') depth++;
    else if (lexeme.text === '[') depth--;
    if (depth < 0) break;
    if (depth === 0 && lexeme.kind === 'word') {
      start = i;
      if (segment[i - 1]?.text !== '.') break;
    }
  }
  return segment
    .slice(start, -1)
    .map(lexeme => lexeme.text)
    .join('');
}

/** Units of the dimensions a type takes, the usual ones first; all units where nothing is known. */
export function unitItems(context: CursorContext, type: ValueType | undefined, number: number): readonly Completion[] {
  const dimensions = type === undefined ? undefined : dimensionsOf(type);
  const perCost = type?.kind === 'cost';
  return [...UNITS.values()]
    .filter(unit => (dimensions === undefined || dimensions.includes(unit.dimension)) && (unit.per === undefined || perCost))
    .filter(unit => !['µs', 'μs'].includes(unit.name))
    .map((unit, i) =>
      item(context, 'unit', unit.name, {
        detail: unit.dimension,
        documentation: unitMarkdown(number, unit, number * unit.factor),
        rank: (usual.includes(unit.name) ? 10 : 30) + i / 100
      })
    );
}

const usual: readonly string[] = ['Gbps', 'Mbps', 'B', 'KiB', 'MiB', 'us', 'ms', 's', 'GHz', 'MHz', '%', 'cycles', 'Mpps', 'pps'];

function dimensionsOf(type: ValueType): readonly QuantityName[] {
  switch (type.kind) {
    case 'quantity':
      return type.dimensions;
    case 'either':
      return type.options.flatMap(dimensionsOf);
    case 'list':
      return dimensionsOf(type.of);
    case 'cost':
      return type.units.flatMap((unit): QuantityName[] => (unit === 'factor' ? [] : [unit]));
    case 'oneOf':
      return type.texts.some(text => text.includes('B')) ? ['size'] : [];
    case 'claim':
    case 'claims':
      return ['rate', 'packets', 'size', 'time', 'cycles', 'ratio'];
    default:
      return [];
  }
}

/** Arguments of a measure: its targets, `each`, its second argument's words, params that name another point. */
export function argumentItems(context: CursorContext, row: MeasureRow, commas: number): readonly Completion[] {
  if (commas === 0) {
    const each = item(context, 'function', 'each', {
      documentation: functionMarkdown('each'),
      insert: 'each($1)',
      snippet: true,
      rank: 30,
      retrigger: true
    });
    return [...referenceItems(context, row.targets), ...(row.targets.includes('flow') ? [each] : [])];
  }
  const words =
    commas > 1
      ? []
      : row.detail === 'component'
        ? cycleComponents.map(name => item(context, 'component', name, { detail: 'component', rank: 20 }))
        : row.detail === undefined
          ? []
          : wordItems(context, row.detail);
  const named = paramItems(context, 40).map(each => ({ ...each, insertText: `${each.label} = `, detail: 'read another point' }));
  const experiment = item(context, 'keyword', 'experiment', {
    insert: 'experiment = ',
    documentation: 'Reads another experiment at the same params.',
    rank: 41
  });
  return [...words, ...named, experiment];
}
