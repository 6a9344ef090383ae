/** What a rule is: arithmetic over the lowered topology that ends in findings, each at the place where it can be mended. */
import type { Declared, Host, Origin, Topology } from '../../topology/model.ts';
import type { Setting } from '../check/setting-fix.ts';
import type { Code } from '../diagnostics/table.ts';
import type { Values } from '../diagnostics/reporter.ts';

/** Something else that a finding hangs on. */
export interface Related {
  readonly at: Origin;
  readonly message: string;
}

/** Findings are kept with what they are of: they point at the topology's own places, which move with the text. */
export interface RuleFinding {
  readonly code: Code;
  readonly at: Origin;
  readonly values: Values;
  readonly related?: readonly Related[];
  /** What would mend it, the best first. */
  readonly settings?: readonly Setting[];
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

/** What a finding hangs on: the place where a property is written, or the thing's name. */
export function related(declared: Declared, message: string, property?: string): Related {
  return { at: property === undefined ? (declared.origin ?? nowhere) : placeOf(declared, property), message };
}

/** Limits are given in powers of two. */
export function nextSensible(value: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, value)));
}
