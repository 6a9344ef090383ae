/** Whether any experiment of the file varies or sets a param, directly or through params that its value names. */
import type { Program } from '../program/program.ts';
import type { ParamSymbol } from '../program/symbols.ts';

export function isVaried(program: Program, param: ParamSymbol): boolean {
  const changed = changedNames(program);
  const chain = new Set([param]);
  for (const each of chain) {
    if (changed.has(each.name)) return true;
    const { value } = each.member;
    const inner = value?.kind !== 'reference' ? undefined : program.resolver.meanings(value).find(meaning => meaning.kind === 'param');
    if (inner?.kind === 'param') chain.add(inner.param);
  }
  return false;
}

/** Names that some `vary` or `set` of the file gives values. */
function changedNames(program: Program): ReadonlySet<string> {
  return new Set(
    program.root.shapes
      .filter(shape => shape.kind === 'experiment')
      .flatMap(shape => shape.statements())
      .flatMap(({ member }) =>
        member.kind === 'vary' ? (member.name?.text ?? []) : member.kind === 'set' ? (member.target?.first.text ?? []) : []
      )
  );
}
