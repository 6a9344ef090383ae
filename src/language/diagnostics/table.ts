/**
 * The diagnostics table: every message, severity and explanation of the language, in one place per topic.
 * Nothing else in the language contains message text. Codes are stable: editors, suppressions and CI refer to them.
 */
import type { Severity } from '../analysis.ts';
import { arithmeticFindings } from './arithmetic.ts';
import { estimateFindings } from './estimates.ts';
import { nameFindings } from './names.ts';
import { planFindings } from './plans.ts';
import { structureFindings } from './structure.ts';
import { valueFindings } from './values.ts';
import { SYNTAX_PROBLEMS } from '../syntax/problems.ts';

export interface Finding {
  readonly severity: Severity;
  /** Message with named holes: `{name}`. */
  readonly message: string;
  /** A sentence or two for hover, reference documentation and `xnet explain`. */
  readonly explanation: string;
  /** The arithmetic behind it, where there is any. */
  readonly formula?: string;
  readonly tag?: 'unnecessary' | 'deprecated';
}

const own = {
  ...SYNTAX_PROBLEMS,
  ...structureFindings,
  ...nameFindings,
  ...valueFindings,
  ...planFindings,
  ...arithmeticFindings,
  ...estimateFindings
} as const;

export type Code = keyof typeof own;

export const findings: Readonly<Record<Code, Finding>> = own;
