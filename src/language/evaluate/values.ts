/** What expressions evaluate to, and the instances (array elements) that references lead to. */
import type { Place } from '../diagnostics/reporter.ts';
import type { TargetName } from '../schema/functions.ts';
import type { Dimension } from '../values/dimension.ts';
import type { Shape } from '../program/symbols.ts';

/** One element of an array, or the single thing a declaration makes. Children and values are filled in when asked for. */
export interface Instance {
  readonly shape: Shape;
  readonly parent?: Instance;
  /** From 1, in arrays. */
  readonly index?: number;
  /** Qualified name: `server.guest[2].eth0`. */
  readonly name: string;
  /** Values of written properties that were asked for; `pending` while one is worked out. */
  readonly values: Map<string, Value | typeof pending | undefined>;
  readonly groups: Map<string, readonly Instance[]>;
}

export const pending: unique symbol = Symbol('pending');

/** What a reference names: an instance or a piece of its hardware. */
export interface Thing {
  readonly name: string;
  readonly kind: TargetName;
  readonly instance: Instance;
  /** Member number of a flow, when one was chosen. */
  readonly member?: number;
}

export type Value = NumberValue | BooleanValue | StringValue | WordValue | ThingsValue | ListValue;

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  readonly dimension: Dimension;
  readonly at: Place;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly at: Place;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  /** It stood in single quotes, which has been reported. */
  readonly isMisquoted?: boolean;
  readonly at: Place;
}

/** A bare word that is an enumeration's. */
export interface WordValue {
  readonly kind: 'word';
  readonly word: string;
  readonly at: Place;
}

export interface ThingsValue {
  readonly kind: 'things';
  readonly things: readonly Thing[];
  /** An array or a choice of elements was named, not a single thing. */
  readonly many: boolean;
  readonly at: Place;
}

export interface ListValue {
  readonly kind: 'list';
  readonly elements: readonly Value[];
  readonly at: Place;
}
