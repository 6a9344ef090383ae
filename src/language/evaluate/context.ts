/** What evaluating an expression needs: where names are looked up, what params are bound to, where findings go. */
import type { TextEdit } from '../analysis.ts';
import type { Place, Reporter } from '../diagnostics/reporter.ts';
import type { NameScope } from '../program/lookup.ts';
import type { FileUnit, ParamSymbol, Shape } from '../program/symbols.ts';
import type { Expression, Span } from '../syntax/tree.ts';
import type { Resolver } from './resolution.ts';
import type { Instance, Value } from './values.ts';

/** Where an expression stands. `instance` is the element it is evaluated for; absent at file level. */
export interface Scope extends NameScope {
  readonly instance?: Instance;
  /** The place that reads a param, while the param's own expression is evaluated. */
  readonly use?: Place;
}

/** What a param is at this point: an expression (its own, or one a `vary` lists) or a value from a range. */
export type ParamBinding =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly unit: FileUnit }
  | { readonly kind: 'value'; readonly value: Value };

export interface Context {
  readonly resolver: Resolver;
  readonly reporter: Reporter;
  /** Undefined when the param has no value. */
  bindingOf(param: ParamSymbol): ParamBinding | undefined;
  /** Instances of a top-level shape. */
  roots(shape: Shape): readonly Instance[];
  children(instance: Instance, key: string): readonly Instance[];
  /** A property's checked value; its default where it is not given; undefined when there is neither, or it is wrong. */
  property(instance: Instance, name: string): Value | undefined;
  /** Values of params without regard to their use; `open` finds cycles. */
  readonly paramValues: Map<ParamSymbol, Value | undefined>;
  readonly openParams: Set<ParamSymbol>;
  /** How deep evaluation is nested just now. */
  readonly nesting: { depth: number };
}

/** No design comes near it; a chain of thousands of params would otherwise exhaust the stack. */
export const maxNesting = 700;

/** Runs `body` one level deeper; reports and gives up when it goes too deep. */
export function nested<T>(context: Context, place: Place, body: () => T): T | undefined {
  const { nesting } = context;
  if (nesting.depth >= maxNesting) {
    context.reporter.report('too-deep', place);
    return undefined;
  }
  nesting.depth++;
  const result = body();
  nesting.depth--;
  return result;
}

/**
 * Where a value comes from, at any time: values outlive edits that leave them alone, and then stand elsewhere. Its offsets are the
 * tree's, so it has none of its own to be copied by spreading.
 */
export class Standpoint implements Place {
  constructor(
    private readonly unit: FileUnit,
    private readonly node: Span
  ) {}

  get uri(): string {
    return this.unit.uri;
  }

  get start(): number {
    return this.node.start;
  }

  get end(): number {
    return this.node.end;
  }
}

/** An edit of the text that a value comes from. */
export const editOf = ({ uri, start, end }: Place, newText: string): TextEdit => ({ uri, start, end, newText });

export function placeIn(unit: FileUnit, span: { readonly start: number; readonly end: number }): Place {
  return { uri: unit.uri, start: span.start, end: span.end };
}
