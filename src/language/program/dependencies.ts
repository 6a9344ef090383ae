/**
 * Which params a top-level declaration may depend on, from names alone. An over-estimate is safe: whatever is held to depend on a
 * varied param is only evaluated anew.
 */
import type { Declaration, Expression, Member, Reference } from '../syntax/tree.ts';
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
  const named = new Map<Shape | ParamSymbol, ReadonlySet<string>>();
  const closures = new Map<Shape, ReadonlySet<Shape | ParamSymbol>>();

  function namesOf(symbol: Shape | ParamSymbol): ReadonlySet<string> {
    let names = named.get(symbol);
    if (names === undefined) {
      const collected = new Set<string>();
      if (symbol.symbol === 'param') inExpression(symbol.member.value, collected);
      else for (const { declaration } of symbol.layers()) inDeclaration(declaration, collected);
      named.set(symbol, (names = collected));
    }
    return names;
  }

  function closure(shape: Shape): ReadonlySet<Shape | ParamSymbol> {
    let reached = closures.get(shape);
    if (reached !== undefined) return reached;
    const found = new Set<Shape | ParamSymbol>([shape]);
    // A set grows while it is walked: what is found is walked in turn.
    for (const symbol of found) {
      for (const name of namesOf(symbol)) {
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

function inDeclaration(declaration: Declaration, names: Set<string>): void {
  inExpression(declaration.count, names);
  if (declaration.base !== undefined) inReference(declaration.base, names);
  for (const member of declaration.body?.members ?? []) inMember(member, names);
}

function inMember(member: Member, names: Set<string>): void {
  if (member.kind === 'declaration') inDeclaration(member, names);
  else if (member.kind === 'property') inExpression(member.value, names);
}

function inReference(reference: Reference, names: Set<string>): void {
  names.add(reference.first.text);
  for (const step of reference.steps) if (step.kind === 'element') inExpression(step.index, names);
}

function inExpression(expression: Expression | undefined, names: Set<string>): void {
  switch (expression?.kind) {
    case 'reference':
      inReference(expression, names);
      break;
    case 'list':
      for (const element of expression.elements) inExpression(element, names);
      break;
    case 'range':
      inExpression(expression.from, names);
      inExpression(expression.to, names);
      inExpression(expression.step, names);
      break;
    case 'call':
      for (const argument of expression.arguments) inExpression(argument.value, names);
      break;
    case 'unary':
      inExpression(expression.operand, names);
      break;
    case 'binary':
      inExpression(expression.left, names);
      inExpression(expression.right, names);
      break;
    case 'parenthesized':
      inExpression(expression.inner, names);
      break;
  }
}
