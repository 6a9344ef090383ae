/** What a rule is: arithmetic over the lowered topology that ends in findings, each at the place where it can be mended. */
import type { Declared, Host, Origin, Topology } from '../../topology/model.ts';
import type { Fix } from '../analysis.ts';
import type { Code } from '../diagnostics/table.ts';
import type { Extra, Values } from '../diagnostics/reporter.ts';

export interface RuleFinding {
  readonly code: Code;
  readonly at: Origin;
  readonly values: Values;
  readonly extra?: Extra;
  /** Remarks on a choice, not on a sum: not made where the choice is a param's, which somebody varies or sets on purpose. */
  readonly choice?: true;
}

/** Looks at one host on its own; its findings are kept as long as the host stays the same. */
export type HostRule = (host: Host) => Iterable<RuleFinding>;
export type TopologyRule = (topology: Topology) => Iterable<RuleFinding>;

const nowhere: Origin = { uri: '', start: 0, end: 0 };

/** Where a property is written; the declaration's name when it is not. */
export function placeOf(declared: Declared, ...properties: readonly string[]): Origin {
  for (const property of properties) {
    const origin = declared.origins?.[property];
    if (origin !== undefined) return origin;
  }
  return declared.origin ?? nowhere;
}

/** Replaces a written value; nothing where the value is not written, since there is no telling where it belongs. */
export function replaceFix(declared: Declared, property: string, text: string, title = `Set \`${property} = ${text}\``): readonly Fix[] {
  const origin = declared.origins?.[property];
  return origin === undefined ? [] : [{ title, edits: [{ ...origin, newText: text }] }];
}

export function related(declared: Declared, message: string): NonNullable<Extra['related']>[number] {
  return { ...(declared.origin ?? nowhere), message };
}
