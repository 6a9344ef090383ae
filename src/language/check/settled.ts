/**
 * Which members' part in a check stands until their text, or that of something they name, is another.
 *
 * What is found for a member is found once, by whoever asks for it first; that must not show, or the findings would hang on the
 * order in which members are worked out — which is another order when most of them are not worked out at all.
 */
import type { Diagnostic } from '../analysis.ts';
import type { Place } from '../diagnostics/reporter.ts';
import type { Code } from '../diagnostics/table.ts';
import { memberOf } from '../program/load.ts';
import type { Program } from '../program/program.ts';
import type { Member } from '../syntax/tree.ts';

/** Findings that tell where somebody came from when a limit was met or a circle closed. */
const byOrder: ReadonlySet<string> = new Set<Code>(['too-many-elements', 'too-deep', 'param-cycle', 'template-cycle']);

/**
 * Undefined where the order of work shows in the findings. Not settled is a param that has findings, since they name its first
 * reader; a member whose text is found fault with on behalf of others, since the first of them words it; and a member that has
 * the same fault in different words.
 */
export function settledMembers(program: Program, found: readonly Diagnostic[]): ReadonlySet<Member> | undefined {
  if (found.some(each => byOrder.has(each.code))) return undefined;
  const { ledger } = program;
  const settled = new Set<Member>();
  const shared = new Set<Member>();
  for (const unit of program.units.values()) {
    for (const symbol of unit.names.values()) {
      const member = memberOf(symbol);
      const own = ledger.findingsOf(member);
      for (const finding of own) {
        const isAtHome = finding.uri === unit.uri && member.start <= finding.start && finding.end <= member.end;
        if (!isAtHome) shared.add(memberAt(program, finding) ?? member);
      }
      if (!(symbol.symbol === 'param' && own.length > 0) && !ledger.isDisputed(member)) settled.add(member);
    }
  }
  for (const member of shared) settled.delete(member);
  return settled;
}

/** The top-level member that a place is in. */
function memberAt(program: Program, { uri, start, end }: Place): Member | undefined {
  return program.units.get(uri)?.tree.members.find(member => member.start <= start && end <= member.end);
}
