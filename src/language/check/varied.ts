/** Whether any experiment of the file varies or sets a param, directly or through a param that its value names. */
import type { Program } from '../program/program.ts';
import type { ParamSymbol } from '../program/symbols.ts';

export function isVaried(program: Program, param: ParamSymbol, seen: ReadonlySet<ParamSymbol> = new Set()): boolean {
  if (seen.has(param)) return false;
  for (const shape of program.root.shapes) {
    if (shape.kind !== 'experiment') continue;
    for (const { member } of shape.statements()) {
      if (member.kind === 'vary' && member.name?.text === param.name) return true;
      if (member.kind === 'set' && member.target?.first.text === param.name) return true;
    }
  }
  const { value } = param.member;
  if (value?.kind !== 'reference') return false;
  const inner = program.resolver.meanings(value).find(each => each.kind === 'param');
  return inner?.kind === 'param' && isVaried(program, inner.param, new Set([...seen, param]));
}
