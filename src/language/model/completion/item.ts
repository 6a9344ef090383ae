/** Completion items in one place, so that every list looks alike. */
import type { CursorContext } from './context.ts';
import type { Completion, CompletionKind } from '../types.ts';

export interface ItemOptions {
  readonly detail?: string;
  readonly documentation?: string;
  readonly insert?: string;
  readonly snippet?: boolean;
  readonly rank?: number;
  readonly retrigger?: boolean;
}

export function item(context: CursorContext, kind: CompletionKind, label: string, options: ItemOptions = {}): Completion {
  return {
    label,
    kind,
    insertText: options.insert ?? label,
    snippet: options.snippet ?? false,
    rank: options.rank ?? 50,
    replace: context.replace,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.documentation === undefined ? {} : { documentation: options.documentation }),
    ...(options.retrigger === true ? { retrigger: true } : {})
  };
}
