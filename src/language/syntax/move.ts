/** Moves what stands behind an edit along with the text: offsets change in place, so that a node stays the same node. */
import type { Argument, Block, Expression, Member, Name, ReferenceStep, Span, SyntaxProblem } from './tree.ts';

/** An edit's effect on the places of everything it does not touch: what stands behind an offset is moved. */
export interface Move {
  /** Offset in the old text; whatever an edit leaves alone lies before it or behind it, never at it. */
  readonly behind: number;
  /** Negative towards the beginning. */
  readonly by: number;
}

export const moveOffset = (offset: number, { behind, by }: Move): number => (offset > behind ? offset + by : offset);

/** Only here are offsets anything but constant. */
export function moveSpan(span: Span | undefined, by: number): void {
  if (span === undefined) return;
  const place = span as { start: number; end: number };
  place.start += by;
  place.end += by;
}

/** Moves a member with everything in it. */
export function moveMember(member: Member, by: number): void {
  moveSpan(member, by);
  moveSpan(member.doc, by);
  switch (member.kind) {
    case 'import':
      moveSpan(member.keyword, by);
      moveSpan(member.path, by);
      break;
    case 'param':
    case 'vary':
      moveSpan(member.keyword, by);
      moveSpan(member.name, by);
      moveExpression(member.value, by);
      break;
    case 'declaration':
      moveSpan(member.template, by);
      moveSpan(member.keyword, by);
      moveSpan(member.name, by);
      moveExpression(member.count, by);
      moveExpression(member.base, by);
      moveBlock(member.body, by);
      break;
    case 'property':
      moveSpan(member.name, by);
      moveExpression(member.value, by);
      break;
    case 'set':
      moveSpan(member.keyword, by);
      moveExpression(member.target, by);
      moveExpression(member.value, by);
      break;
    case 'expect':
      moveSpan(member.keyword, by);
      moveExpression(member.condition, by);
      break;
    case 'at':
      moveSpan(member.keyword, by);
      moveExpression(member.time, by);
      if (member.action?.kind === 'set') moveMember(member.action, by);
      else if (member.action !== undefined) {
        moveSpan(member.action, by);
        moveSpan(member.action.name, by);
        moveExpression(member.action.target, by);
        moveExpression(member.action.to, by);
      }
  }
}

function moveBlock(block: Block | undefined, by: number): void {
  if (block === undefined) return;
  moveSpan(block, by);
  moveSpan(block.open, by);
  moveSpan(block.close, by);
  for (const member of block.members) moveMember(member, by);
}

function moveExpression(expression: Expression | undefined, by: number): void {
  if (expression === undefined) return;
  moveSpan(expression, by);
  switch (expression.kind) {
    case 'quantity':
      moveSpan(expression.number, by);
      moveSpan(expression.unit, by);
      break;
    case 'reference':
      moveSpan(expression.first, by);
      for (const step of expression.steps) moveStep(step, by);
      break;
    case 'list':
      for (const element of expression.elements) moveExpression(element, by);
      break;
    case 'range':
      moveExpression(expression.from, by);
      moveExpression(expression.to, by);
      moveExpression(expression.step, by);
      break;
    case 'call':
      moveSpan(expression.name, by);
      moveSpan(expression.open, by);
      moveSpan(expression.close, by);
      for (const argument of expression.arguments) moveArgument(argument, by);
      break;
    case 'unary':
      moveExpression(expression.operand, by);
      break;
    case 'binary':
      moveSpan(expression.operatorSpan, by);
      moveExpression(expression.left, by);
      moveExpression(expression.right, by);
      break;
    case 'within':
      moveExpression(expression.left, by);
      moveExpression(expression.tolerance, by);
      moveExpression(expression.right, by);
      break;
    case 'parenthesized':
      moveExpression(expression.inner, by);
  }
}

function moveStep(step: ReferenceStep, by: number): void {
  moveSpan(step, by);
  if (step.kind === 'element') moveExpression(step.index, by);
  else if (step.kind === 'member') moveSpan(step.name, by);
}

function moveArgument(argument: Argument, by: number): void {
  moveSpan(argument, by);
  moveSpan(argument.name satisfies Name | undefined, by);
  moveExpression(argument.value, by);
}

/** A problem elsewhere, as it stands after the move. */
export function movedProblem(problem: SyntaxProblem, by: number): SyntaxProblem {
  const moved = { ...problem, start: problem.start + by, end: problem.end + by };
  const at = problem.values?.['at'];
  return typeof at === 'number' ? { ...moved, values: { ...problem.values, at: at + by } } : moved;
}
