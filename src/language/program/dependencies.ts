/**
 * Which params a top-level declaration may depend on, from names alone. An over-estimate is safe: whatever is held to depend on a
 * varied param is only evaluated anew.
 */
import { namesIn } from './names.ts';
import type { Program } from './program.ts';
import type { ParamSymbol, Shape } from './symbols.ts';

export interface Dependencies {
  /** Params that a shape's evaluation may read, directly or through what it refers to. */
  of(shape: Shape): ReadonlySet<ParamSymbol>;
  /** Top-level shapes it may refer to, itself included. */
  reaches(shape: Shape, other: Shape): boolean;
}

export function createDependencies(program: Program): Dependencies {
  const params = new Map<string, ParamSymbol[]>();
  const shapes = new Map<string, Shape[]>();
  for (const unit of program.units.values()) {
    for (const param of unit.params) params.set(param.name, [...(params.get(param.name) ?? []), param]);
    for (const shape of unit.shapes) shapes.set(shape.key, [...(shapes.get(shape.key) ?? []), shape]);
  }
  const closures = new Map<Shape, ReadonlySet<Shape | ParamSymbol>>();

  function closure(shape: Shape): ReadonlySet<Shape | ParamSymbol> {
    let reached = closures.get(shape);
    if (reached !== undefined) return reached;
    const found = new Set<Shape | ParamSymbol>([shape]);
    // A set grows while it is walked: what is found is walked in turn.
    for (const symbol of found) {
      for (const name of namesIn(symbol.symbol === 'param' ? symbol.member : symbol.own.declaration)) {
        for (const param of params.get(name) ?? []) found.add(param);
        for (const other of shapes.get(name) ?? []) found.add(other);
      }
    }
    closures.set(shape, (reached = found));
    return reached;
  }

  return {
    of: shape => new Set([...closure(shape)].filter(symbol => symbol.symbol === 'param')),
    reaches: (shape, other) => closure(shape).has(other)
  };
}
