/** Findings that come from arithmetic over the topology; the sum is in the message, the formula beside it. */
import type { Finding } from './table.ts';

export const arithmeticFindings = {
} as const satisfies Readonly<Record<string, Finding>>;
