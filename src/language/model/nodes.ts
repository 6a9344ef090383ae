/** Walks the syntax tree: every node, and the path of nodes around an offset. */
import type { ActionCall, Argument, Declaration, Expression, Member, Property, Reference, SourceFile, Span } from '../syntax/tree.ts';

export type Node = SourceFile | Member | Expression | ActionCall | Argument;

/** Direct children of a node, in order of place. */
export function childrenOf(node: Node): readonly Node[] {
  if (!('kind' in node)) return [node.value];
  switch (node.kind) {
    case 'file':
      return node.members;
    case 'declaration':
      return [...present(node.count, node.base), ...(node.body?.members ?? [])];
    case 'import':
      return present(node.path);
    case 'param':
    case 'property':
    case 'vary':
      return present(node.value);
    case 'set':
      return present(node.target, node.value);
    case 'expect':
      return present(node.condition);
    case 'at':
      return present(node.time, node.action);
    case 'action':
      return present(node.target, node.to);
    case 'quantity':
      return [node.number];
    case 'reference':
      return node.steps.flatMap(step => (step.kind === 'element' ? [step.index] : []));
    case 'list':
      return node.elements;
    case 'range':
      return present(node.from, node.to, node.step);
    case 'call':
      return node.arguments;
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'within':
      return [node.left, node.tolerance, node.right];
    case 'parenthesized':
      return [node.inner];
    default:
      return [];
  }
}

function present(...nodes: readonly (Node | undefined)[]): readonly Node[] {
  return nodes.filter(node => node !== undefined);
}

/** Whether an offset is in a span or touches its end, as a cursor behind a word does. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The nodes around an offset, the file first. Of two that touch it, the one that begins there wins. */
export function pathAt(file: SourceFile, offset: number): readonly Node[] {
  const path: Node[] = [file];
  for (let node: Node = file; ;) {
    const inside: Node | undefined = childrenOf(node).findLast(child => touches(child, offset));
    if (inside === undefined) return path;
    path.push(inside);
    node = inside;
  }
}

/** Where a reference stands: what encloses it decides what it may mean. */
export interface Surroundings {
  /** Enclosing declarations, outermost first. */
  readonly declarations: readonly Declaration[];
  /** The member it belongs to. */
  readonly member?: Member;
  readonly property?: Property;
}

/** Visits every reference of a file with what is around it. */
export function* references(file: SourceFile): Generator<readonly [Reference, Surroundings]> {
  for (const member of file.members) yield* inMember(member, []);
}

function* inMember(member: Member, declarations: readonly Declaration[]): Generator<readonly [Reference, Surroundings]> {
  if (member.kind === 'declaration') {
    const outside: Surroundings = { declarations, member };
    if (member.count !== undefined) yield* inNode(member.count, outside);
    if (member.base !== undefined) yield* inNode(member.base, outside);
    const inner = [...declarations, member];
    for (const child of member.body?.members ?? []) yield* inMember(child, inner);
    return;
  }
  const around: Surroundings = { declarations, member, ...(member.kind === 'property' ? { property: member } : {}) };
  for (const child of childrenOf(member)) yield* inNode(child, around);
}

function* inNode(node: Node, around: Surroundings): Generator<readonly [Reference, Surroundings]> {
  if ('kind' in node && node.kind === 'reference') yield [node, around];
  for (const child of childrenOf(node)) yield* inNode(child, around);
}
