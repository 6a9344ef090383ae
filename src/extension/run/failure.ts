/** Why a run gave no result, in words. */
import type { PlacedDiagnostic } from '../../cli/protocol.ts';
import type { Failure } from './simulation.ts';

export interface Explanation {
  /** One sentence. */
  readonly message: string;
  /** The errors of the file, or a stack. */
  readonly detail?: string;
  /** The first error, where that is the reason. */
  readonly at?: PlacedDiagnostic;
}

/** @param title the file's name as the reader knows it */
export function explain(title: string, failure: Failure, diagnostics: readonly PlacedDiagnostic[]): Explanation {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (failure.reason !== 'errors' || first === undefined)
    return { message: failure.message, ...(failure.report === undefined ? {} : { detail: failure.report }) };
  return {
    message: `${title} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so it was not run.`,
    detail: errors.map(error => `${error.line}:${error.column} ${error.message}`).join('\n'),
    at: first
  };
}
