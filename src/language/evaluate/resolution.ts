/**
 * What a reference means where it stands, before any number is known: an enumeration word, a path over shapes, a param, an index,
 * or a finding. Resolved once per place and expected type, however many array elements evaluate it.
 */
import type { Fix } from '../analysis.ts';
import type { Code } from '../diagnostics/table.ts';
import type { Extra, Place, Values } from '../diagnostics/reporter.ts';
import { candidates, follow, isFailed, namesInScope, targetName } from '../program/lookup.ts';
import type { FailedPath, NameScope, Path } from '../program/lookup.ts';
import { nearest } from '../program/suggest.ts';
import { pathOf } from '../program/symbols.ts';
import type { NamedSymbol, ParamSymbol, Shape } from '../program/symbols.ts';
import type { TargetName } from '../schema/functions.ts';
import { withArticle } from '../schema/schema.ts';
import type { ValueType, WordSet } from '../schema/types.ts';
import type { Reference } from '../syntax/tree.ts';
import { either } from '../values/show.ts';
import { kindsText } from './describe.ts';

/** What a place admits. Without `kinds` any declaration will do; without `values` no property or number. */
export interface Admits {
  readonly words?: WordSet;
  readonly kinds?: readonly TargetName[];
  /** Numbers and property values may be read. */
  readonly values: boolean;
  /** What stands here when nothing is found: `bridge`, `param`. */
  readonly what: string;
}

export interface Finding {
  readonly code: Code;
  readonly place: Place;
  readonly values: Values;
  readonly extra: Extra;
}

export type Resolution =
  | { readonly kind: 'word'; readonly word: string; readonly words: WordSet }
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'param'; readonly param: ParamSymbol }
  | { readonly kind: 'index' }
  | { readonly kind: 'bottleneck' }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly partial?: FailedPath };

interface Cached {
  readonly shape: Shape | undefined;
  readonly admits: Admits;
  readonly resolution: Resolution;
}

export interface Resolver {
  resolve(reference: Reference, admits: Admits, scope: NameScope): Resolution;
  /** Every meaning a reference was given so far; empty for one that was never evaluated. */
  meanings(reference: Reference): readonly Resolution[];
  /** All meanings of all references so far. */
  all(): Iterable<Resolution>;
}

export function createResolver(): Resolver {
  const known = new Map<Reference, Cached[]>();
  /** References of a template that lands in many places are found by the place. */
  const crowded = new Map<Reference, Map<Shape | undefined, Cached[]>>();

  function cachedAt(reference: Reference, all: readonly Cached[], shape: Shape | undefined): readonly Cached[] {
    if (all.length < 8) return all;
    let places = crowded.get(reference);
    if (places === undefined) {
      crowded.set(reference, (places = new Map()));
      for (const each of all) note(places, each);
    }
    return places.get(shape) ?? [];
  }

  function note(places: Map<Shape | undefined, Cached[]>, cached: Cached): void {
    const list = places.get(cached.shape);
    if (list === undefined) places.set(cached.shape, [cached]);
    else list.push(cached);
  }

  return {
    resolve(reference, admits, scope) {
      let all = known.get(reference);
      if (all === undefined) known.set(reference, (all = []));
      for (const each of cachedAt(reference, all, scope.shape))
        if (each.shape === scope.shape && each.admits === admits) return each.resolution;
      const cached: Cached = { shape: scope.shape, admits, resolution: resolveReference(reference, admits, scope) };
      all.push(cached);
      const places = crowded.get(reference);
      if (places !== undefined) note(places, cached);
      return cached.resolution;
    },
    meanings: reference => (known.get(reference) ?? []).map(each => each.resolution),
    *all() {
      for (const cached of known.values()) for (const each of cached) yield each.resolution;
    }
  };
}

/** Kinds whose word is no singular noun. */
export function nounOf(kind: string): string {
  return ({ grants: 'grant policy', costs: 'cost block', cpu: 'CPU' } as Readonly<Record<string, string>>)[kind] ?? kind;
}

const admitsByType = new Map<ValueType, Admits>();

/** What a property's type admits where a bare word or a path stands. */
export function admitsOf(type: ValueType): Admits {
  let admits = admitsByType.get(type);
  if (admits === undefined) admitsByType.set(type, (admits = admitsOfOptions(type.kind === 'either' ? type.options : [type])));
  return admits;
}

function admitsOfOptions(options: readonly ValueType[]): Admits {
  const words = options.find(option => option.kind === 'word');
  const references = options.filter(option => option.kind === 'reference');
  const kinds = references.flatMap(option => option.kinds);
  return {
    words: words?.kind === 'word' ? words.words : undefined,
    kinds,
    values: options.some(option => !['word', 'reference'].includes(option.kind)),
    what: kinds.length > 0 ? either(kinds.map(nounOf)) : words !== undefined ? 'word or param' : 'param'
  };
}

function resolveReference(reference: Reference, admits: Admits, scope: NameScope): Resolution {
  const name = reference.first.text;
  const bare = reference.steps.length === 0;
  if (bare && admits.words !== undefined && Object.hasOwn(admits.words.words, name))
    return { kind: 'word', word: name, words: admits.words };
  if (bare && name === 'index') return { kind: 'index' };
  if (bare && name === 'bottleneck') return { kind: 'bottleneck' };

  let misfit: Path | undefined;
  let failure: FailedPath | undefined;
  let param: ParamSymbol | undefined;
  for (const symbol of candidates(name, scope)) {
    if (symbol.symbol === 'param') {
      param ??= symbol;
      continue;
    }
    if (symbol.template) continue;
    const path = follow(reference, symbol);
    if (isFailed(path)) {
      if (failure === undefined || path.parts.length > failure.parts.length) failure = path;
    } else if (fits(path, admits)) {
      return { kind: 'path', path };
    } else {
      misfit ??= path;
    }
  }
  if (param !== undefined && bare) return { kind: 'param', param };
  if (bare && admits.words?.open === true) return { kind: 'word', word: name, words: admits.words };
  const finding =
    failure !== undefined && (misfit === undefined || failure.parts.length >= misfit.parts.length)
      ? failedFinding(reference, failure, admits, scope)
      : misfit !== undefined
        ? misfitFinding(reference, misfit, admits, scope)
        : unknownFinding(reference, admits, scope);
  return { kind: 'finding', finding, partial: failure };
}

function fits(path: Path, admits: Admits): boolean {
  const target = targetName(path.target);
  if (target === 'property' || target === 'number') return admits.values;
  return admits.kinds === undefined || admits.kinds.includes(target);
}

function misfitFinding(reference: Reference, path: Path, admits: Admits, scope: NameScope): Finding {
  const target = targetName(path.target);
  const found = target === 'property' ? 'a property' : target === 'number' ? 'a number' : withArticle(target);
  const expected =
    admits.kinds !== undefined && admits.kinds.length > 0
      ? kindsText(admits.kinds)
      : admits.words !== undefined
        ? wordList(admits.words)
        : 'a value';
  return {
    code: 'wrong-kind',
    place: { uri: scope.unit.uri, start: reference.start, end: reference.end },
    values: { name: textOf(reference), found, expected },
    extra: { related: relatedDeclaration(path.target.shape), fixes: renameFixes(reference, admits, scope) }
  };
}

function failedFinding(reference: Reference, failure: FailedPath, admits: Admits, scope: NameScope): Finding {
  const { step, within } = failure;
  const uri = scope.unit.uri;
  if (step.kind !== 'member') {
    return {
      code: 'not-an-element',
      place: { uri, start: step.start, end: step.end },
      values: { name: pathOf(within) },
      extra: { related: relatedDeclaration(within) }
    };
  }
  const name = step.name;
  if (name === undefined) {
    return {
      code: 'unknown-name',
      place: { uri, start: step.start, end: step.end },
      values: { what: 'member', name: '', where: ` in \`${pathOf(within)}\`` },
      extra: {}
    };
  }
  const last = reference.steps[reference.steps.length - 1] === step;
  const names = [...within.children().values()].filter(child => !child.template && child.name !== undefined).map(child => child.key);
  const what = last && admits.kinds !== undefined && admits.kinds.length > 0 && !admits.values ? admits.what : 'member';
  return {
    code: 'unknown-name',
    place: { uri, start: name.start, end: name.end },
    values: { what, name: name.text, where: ` in ${within.row.kind} \`${pathOf(within)}\`` },
    extra: {
      related: relatedDeclaration(within),
      fixes: replacements(nearest(name.text, names), { uri, start: name.start, end: name.end })
    }
  };
}

function unknownFinding(reference: Reference, admits: Admits, scope: NameScope): Finding {
  const { first } = reference;
  const place: Place = { uri: scope.unit.uri, start: first.start, end: first.end };
  const bare = reference.steps.length === 0;
  const fixed = bare && admits.values ? subtraction(first.text, scope) : undefined;
  const fixes = renameFixes(reference, admits, scope);
  if (fixed !== undefined && (fixed.known || fixes.length === 0)) {
    return {
      code: 'hyphen-name',
      place,
      values: { name: first.text, fixed: fixed.text },
      extra: { fixes: [{ title: `Write \`${fixed.text}\``, edits: [{ ...place, newText: fixed.text }], preferred: true }, ...fixes] }
    };
  }
  if (bare && admits.values && scope.shape !== undefined && Object.hasOwn(scope.shape.row.properties, first.text)) {
    return { code: 'sibling-property', place, values: { name: first.text }, extra: {} };
  }
  if (bare && admits.words !== undefined && Object.keys(admits.words.words).length > 0 && (admits.kinds ?? []).length === 0) {
    return { code: 'unknown-word', place, values: { name: first.text, words: wordList(admits.words) }, extra: { fixes } };
  }
  return {
    code: 'unknown-name',
    place,
    values: { what: bare ? admits.what : 'block', name: first.text, where: '' },
    extra: { fixes }
  };
}

/** `a-b` is one name; whether `a - b` was meant shows in what its parts are. */
function subtraction(name: string, scope: NameScope): { readonly text: string; readonly known: boolean } | undefined {
  const parts = name.split('-');
  if (parts.length < 2 || parts.includes('')) return undefined;
  const known = parts.some(part => /^\d/.test(part) || part === 'index' || !candidates(part, scope).next().done);
  return { text: parts.join(' - '), known };
}

function wordList(words: WordSet): string {
  return Object.keys(words.words)
    .map(word => `\`${word}\``)
    .join(', ');
}

/** Names of fitting kinds (and words, and params) that look like the written first name. */
function renameFixes(reference: Reference, admits: Admits, scope: NameScope): Fix[] {
  const bare = reference.steps.length === 0;
  const names: string[] = bare && admits.words !== undefined ? Object.keys(admits.words.words) : [];
  for (const symbol of namesInScope(scope))
    if (suggestible(symbol, bare, admits)) names.push(symbol.symbol === 'param' ? symbol.name : symbol.key);
  return replacements(nearest(reference.first.text, names), {
    uri: scope.unit.uri,
    start: reference.first.start,
    end: reference.first.end
  });
}

function suggestible(symbol: NamedSymbol, bare: boolean, admits: Admits): boolean {
  if (symbol.symbol === 'param') return bare;
  if (symbol.template || (symbol.name === undefined && symbol.row.naming !== 'once')) return false;
  return !bare || admits.kinds === undefined || admits.kinds.includes(symbol.kind);
}

export function replacements(names: readonly string[], place: Place): Fix[] {
  return names.map((name, i) => ({
    title: `Change to \`${name}\``,
    edits: [{ ...place, newText: name }],
    ...(i === 0 && names.length === 1 ? { preferred: true } : {})
  }));
}

function relatedDeclaration(shape: Shape): Extra['related'] {
  const { declaration, unit } = shape.own;
  const at = declaration.name ?? declaration.keyword;
  return [{ uri: unit.uri, start: at.start, end: at.end, message: `\`${pathOf(shape)}\` is declared here` }];
}

/** A reference as messages print it; the insides of brackets are left out. */
export function textOf(reference: Reference): string {
  return (
    reference.first.text +
    reference.steps.map(step => (step.kind === 'member' ? `.${step.name?.text ?? ''}` : step.kind === 'all' ? '[*]' : '[…]')).join('')
  );
}
