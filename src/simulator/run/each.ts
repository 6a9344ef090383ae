/** `each(rx)`: a comparison taken apart into one comparison per target. */
import type { Measure, MeasureCall } from '../../topology/plan.ts';

/** The measures in an expression that are read target by target. */
export function eachCalls(measure: Measure): MeasureCall[] {
  if (measure.kind === 'measure') return measure.each ? [measure] : [];
  return operands(measure).flatMap(eachCalls);
}

/** The expression with every `each` reading its n-th target alone. */
export function narrowed<M extends Measure>(measure: M, at: number): M {
  const inside = (operand: Measure): Measure => narrowed(operand, at);
  const of: Measure = measure;
  const result = ((): Measure => {
    switch (of.kind) {
      case 'measure':
        return of.each ? { ...of, targets: of.targets.slice(at, at + 1), each: false } : of;
      case 'negate':
      case 'not':
        return { ...of, operand: inside(of.operand) };
      case 'function':
        return { ...of, arguments: of.arguments.map(inside) };
      case 'arithmetic':
      case 'compare':
      case 'and':
      case 'or':
        return { ...of, left: inside(of.left), right: inside(of.right) };
      case 'within':
        return { ...of, left: inside(of.left), tolerance: inside(of.tolerance), right: inside(of.right) };
      default:
        return of;
    }
  })();
  // Narrowing keeps the kind of every node, which the type system cannot see.
  return result as M;
}

/** The expressions directly inside one. */
export function operands(measure: Measure): readonly Measure[] {
  switch (measure.kind) {
    case 'negate':
    case 'not':
      return [measure.operand];
    case 'function':
      return measure.arguments;
    case 'within':
      return [measure.left, measure.tolerance, measure.right];
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return [measure.left, measure.right];
    default:
      return [];
  }
}
