/**
 * The shape of the schema table. One row per kind and property; the checker, completion, hover, the reference
 * documentation and the simulator's defaults all read these rows and nothing else.
 *
 * Numbers in rows are in the topology's units: bit/s, bytes, seconds, Hz, ratios (0.05 for 5 %).
 */

import type { Dimension } from '../syntax/units.ts';

export type KindName =
  | 'host'
  | 'cpu'
  | 'hypervisor'
  | 'nic'
  | 'engine'
  | 'domain'
  | 'vif'
  | 'bridge'
  | 'grants'
  | 'router'
  | 'metarouter'
  | 'metalink'
  | 'switch'
  | 'peer'
  | 'link'
  | 'costs'
  | 'flow'
  | 'experiment'
  | 'published';

/** A dimension a property may ask for: one that there are units of. `ratio` is written in % (or as a plain number up to 1). */
export type QuantityName = Dimension;

/** Inclusive bounds. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The lower bound itself is not allowed: a rate must be more than zero. */
  readonly aboveMin?: boolean;
}

export type ValueType =
  | ({ readonly kind: 'quantity'; readonly dimensions: readonly QuantityName[] } & Bounds)
  | ({ readonly kind: 'integer' } & Bounds)
  | ({ readonly kind: 'number' } & Bounds)
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }
  | { readonly kind: 'word'; readonly words: WordSet }
  /** Exactly one of a few quantities or numbers, written out: `4 KiB | 2 KiB`. */
  | { readonly kind: 'oneOf'; readonly texts: readonly string[] }
  /** `many`: a list or an array will do as well as one thing. */
  | { readonly kind: 'reference'; readonly kinds: readonly KindName[]; readonly many?: boolean }
  | { readonly kind: 'list'; readonly of: ValueType; readonly length?: number; readonly unique?: boolean }
  | { readonly kind: 'either'; readonly options: readonly ValueType[] }
  /** What an operation costs: cycles or a time, alone or over packet, byte, fragment, op; or a factor. */
  | { readonly kind: 'cost'; readonly units: readonly ('cycles' | 'time' | 'factor')[] }
  /** An expression over results: `of = throughput(rx)`. */
  | { readonly kind: 'measure' }
  /** A quantity in the dimension of the block's `of`. */
  | { readonly kind: 'claim' }
  /** A list of `[param value, quantity]` pairs. */
  | { readonly kind: 'claims' };

/** An enumeration: its words with what each means. */
export interface WordSet {
  readonly name: string;
  readonly words: Readonly<Record<string, string>>;
  /** Any other word will do as well: the name of something outside the language. */
  readonly open?: true;
}

export interface PropertyRow {
  readonly name: string;
  readonly type: ValueType;
  readonly required?: boolean;
  /** Source text of the default value. */
  readonly default?: string;
  /** What leaving the property out means, where no single value says it. */
  readonly absent?: string;
  /** One or two sentences: what it is, and why one would change it. */
  readonly doc: string;
  /** Only vifs of these models read it. */
  readonly models?: readonly string[];
  /** Shown in completion before the others of its kind. */
  readonly common?: boolean;
}

export interface KindRow {
  readonly kind: KindName;
  readonly doc: string;
  /** `once`: no name, at most one in its block. */
  readonly naming: 'required' | 'optional' | 'once';
  /** May be declared as `NAME[n]`. */
  readonly array: boolean;
  /** May stand at file level. */
  readonly topLevel: boolean;
  readonly contains: readonly KindName[];
  readonly properties: Readonly<Record<string, PropertyRow>>;
  /** Body of the completion snippet, without the keyword line's braces; `$1` are tab stops. */
  readonly snippet: string;
}

/** Turns `{ name: row without its name }` into rows. */
export function rows(table: Readonly<Record<string, Omit<PropertyRow, 'name'>>>): Readonly<Record<string, PropertyRow>> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, { name, ...row }]));
}

export const boolean: ValueType = { kind: 'boolean' };
export const string: ValueType = { kind: 'string' };

export function integer(min: number, max?: number): ValueType {
  return { kind: 'integer', min, max };
}

export function number(bounds: Bounds = {}): ValueType {
  return { kind: 'number', ...bounds };
}

export function quantity(dimension: QuantityName | readonly QuantityName[], bounds: Bounds = { min: 0 }): ValueType {
  return { kind: 'quantity', dimensions: typeof dimension === 'string' ? [dimension] : dimension, ...bounds };
}

/** A quantity that must be more than zero. */
export function positive(dimension: QuantityName | readonly QuantityName[], max?: number): ValueType {
  return quantity(dimension, { min: 0, aboveMin: true, max });
}

export function word(words: WordSet): ValueType {
  return { kind: 'word', words };
}

export function reference(...kinds: KindName[]): ValueType {
  return { kind: 'reference', kinds };
}

export function references(...kinds: KindName[]): ValueType {
  return { kind: 'reference', kinds, many: true };
}

export function list(of: ValueType, more: { readonly length?: number; readonly unique?: boolean } = {}): ValueType {
  return { kind: 'list', of, ...more };
}

export function either(...options: ValueType[]): ValueType {
  return { kind: 'either', options };
}
