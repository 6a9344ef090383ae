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
import { pathOf, rootOf } from '../program/symbols.ts';
import type { NamedSymbol, ParamSymbol, Shape } from '../program/symbols.ts';
import type { TargetName } from '../schema/functions.ts';
import { withArticle } from '../schema/schema.ts';
import type { ValueType, WordSet } from '../schema/types.ts';
import type { Member, Reference } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
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
  /** What is wrong is said where the reference stands by then. */
  | { readonly kind: 'finding'; finding(): Finding; readonly partial?: FailedPath };

interface Cached {
  readonly shape: Shape | undefined;
  readonly admits: Admits;
  readonly resolution: Resolution;
}

export interface Resolver {
  resolve(reference: Reference, admits: Admits, scope: NameScope): Resolution;
  /** What a reference would mean where nobody evaluates it; not held to be a meaning that it was given. */
  guess(reference: Reference, admits: Admits, scope: NameScope): Resolution;
  /** Notes where a `: base` leads, seen from the shape it is a base of. */
  foundBase(reference: Reference, landing: Shape, path: Path): void;
  /** Where a `: base` leads; undefined when it leads nowhere, or was not followed. */
  baseOf(reference: Reference): Path | undefined;
  /** Every meaning a reference was given so far, by place of the shape it was read for; empty for one that was never evaluated. */
  meanings(reference: Reference): readonly Resolution[];
  /** The meaning a reference was given for a shape, findings apart. */
  meaningFor(reference: Reference, shape: Shape): Resolution | undefined;
  /** All meanings of all references so far. */
  all(): Iterable<Resolution>;
  /** Forgets what was found for shapes within these top-level ones, and what references in these members or properties were found to mean. */
  forget(roots: ReadonlySet<Shape>, members: Iterable<Member>): void;
}

/** What a base admits is its own business: see `findBase`. */
const base: Admits = { values: false, what: 'base' };

export function createResolver(): Resolver {
  const known = new Map<Reference, Cached[]>();
  /** References of a template that lands in many places are found by the place. */
  const crowded = new Map<Reference, Map<Shape | undefined, Cached[]>>();
  const readFor = new Map<Shape, Set<Reference>>();

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

  function add(reference: Reference, cached: Cached): void {
    const all = known.get(reference);
    if (all === undefined) known.set(reference, [cached]);
    else all.push(cached);
    const places = crowded.get(reference);
    if (places !== undefined) note(places, cached);
    if (cached.shape === undefined) return;
    const root = rootOf(cached.shape);
    const references = readFor.get(root);
    if (references === undefined) readFor.set(root, new Set([reference]));
    else references.add(reference);
  }

  function lookUp(reference: Reference, admits: Admits, shape: Shape | undefined): Resolution | undefined {
    const all = known.get(reference);
    if (all === undefined) return undefined;
    return cachedAt(reference, all, shape).find(each => each.shape === shape && each.admits === admits)?.resolution;
  }

  function inOrder(reference: Reference): readonly Cached[] {
    const all = known.get(reference) ?? [];
    return all.length < 2 ? all : [...all].sort((a, b) => placeOf(a) - placeOf(b));
  }

  return {
    resolve(reference, admits, scope) {
      const before = lookUp(reference, admits, scope.shape);
      if (before !== undefined) return before;
      const resolution = resolveReference(reference, admits, scope);
      add(reference, { shape: scope.shape, admits, resolution });
      return resolution;
    },
    guess: (reference, admits, scope) => lookUp(reference, admits, scope.shape) ?? resolveReference(reference, admits, scope),
    foundBase(reference, landing, path) {
      add(reference, { shape: landing, admits: base, resolution: { kind: 'path', path } });
    },
    baseOf(reference) {
      if (known.get(reference)?.some(each => each.admits === base) !== true) return undefined;
      const found = inOrder(reference).find(each => each.admits === base)?.resolution;
      return found?.kind === 'path' ? found.path : undefined;
    },
    meanings: reference => inOrder(reference).map(each => each.resolution),
    meaningFor(reference, shape) {
      const all = cachedAt(reference, known.get(reference) ?? [], shape);
      return all.find(each => each.shape === shape && each.resolution.kind !== 'finding')?.resolution;
    },
    *all() {
      for (const cached of known.values()) for (const each of cached) yield each.resolution;
    },
    forget(roots, members) {
      for (const member of members) {
        walk(member, node => {
          if (node.kind !== 'reference') return;
          known.delete(node);
          crowded.delete(node);
        });
      }
      for (const root of roots) {
        for (const reference of readFor.get(root) ?? []) {
          const all = known.get(reference);
          if (all === undefined) continue;
          const others = all.filter(each => each.shape === undefined || rootOf(each.shape) !== root);
          crowded.delete(reference);
          if (others.length === 0) known.delete(reference);
          else known.set(reference, others);
        }
        readFor.delete(root);
      }
    }
  };
}

/** Where the top-level shape stands that something was found for. */
function placeOf({ shape }: Cached): number {
  return shape === undefined ? -1 : rootOf(shape).own.declaration.start;
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
  // A word alone where a list of words is asked for is told that it wants brackets.
  const words =
    options.find(option => option.kind === 'word') ??
    options.flatMap(option => (option.kind === 'list' && option.of.kind === 'word' ? [option.of] : []))[0];
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
  const [failed, fit] = [failure, misfit];
  const finding = (): Finding =>
    failed !== undefined && (fit === undefined || failed.parts.length >= fit.parts.length)
      ? failedFinding(reference, failed, admits, scope)
      : fit !== undefined
        ? misfitFinding(reference, fit, admits, scope)
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
    edits: [{ uri: place.uri, start: place.start, end: place.end, newText: name }],
    meant: name,
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
