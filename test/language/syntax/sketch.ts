/** Trees as short texts, for tests to compare. */
import type { ActionCall, Expression, Member, Reference, SetStatement } from '../../../src/language/syntax/tree.ts';

export function sketch(node: Expression | undefined): string {
  if (node === undefined) return '∅';
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'quantity':
      return `${node.number.value} ${node.unit.text}`;
    case 'string':
      return JSON.stringify(node.value);
    case 'boolean':
      return String(node.value);
    case 'reference':
      return sketchReference(node);
    case 'list':
      return `[${node.elements.map(sketch).join(', ')}]`;
    case 'range':
      return `(${sketch(node.from)} .. ${sketch(node.to)}${node.step ? ` step${node.multiplied ? ' *' : ''} ${sketch(node.step)}` : ''})`;
    case 'call':
      return `${node.name.text}(${node.arguments.map(each => (each.name ? `${each.name.text} = ` : '') + sketch(each.value)).join(', ')})`;
    case 'unary':
      return `(${node.operator}${sketch(node.operand)})`;
    case 'binary':
      return `(${sketch(node.left)} ${node.operator} ${sketch(node.right)})`;
    case 'within':
      return `(${sketch(node.left)} within ${sketch(node.tolerance)} of ${sketch(node.right)})`;
    case 'parenthesized':
      return `{${sketch(node.inner)}}`;
    case 'missing':
      return '?';
  }
}

function sketchReference(node: Reference): string {
  return (
    node.first.text +
    node.steps
      .map(step => (step.kind === 'member' ? `.${step.name?.text ?? '?'}` : step.kind === 'all' ? '[*]' : `[${sketch(step.index)}]`))
      .join('')
  );
}

export function sketchMember(member: Member): string {
  switch (member.kind) {
    case 'import':
      return `import ${sketch(member.path)}`;
    case 'param':
    case 'vary':
      return `${member.kind} ${member.name?.text ?? '?'} = ${sketch(member.value)}`;
    case 'property':
      return `${member.name.text} = ${sketch(member.value)}`;
    case 'expect':
      return `expect ${sketch(member.condition)}`;
    case 'set':
      return sketchAction(member);
    case 'at':
      return `at ${sketch(member.time)} ${sketchAction(member.action)}`;
    case 'declaration':
      return [
        member.template ? 'template' : undefined,
        member.keyword.text,
        member.name?.text,
        member.count && `[${sketch(member.count)}]`,
        member.base && `: ${sketch(member.base)}`,
        member.body ? `{ ${member.body.members.map(sketchMember).join('; ')} }` : '∅'
      ]
        .filter(part => part !== undefined)
        .join(' ');
  }
}

function sketchAction(action: ActionCall | SetStatement | undefined): string {
  if (action === undefined) return '∅';
  if (action.kind === 'set') return `set ${sketch(action.target)} = ${sketch(action.value)}`;
  return `${action.name.text} ${sketch(action.target)}${action.to ? ` to ${sketch(action.to)}` : ''}`;
}

export const sketchAll = (members: readonly Member[]): string => members.map(sketchMember).join(' | ');
