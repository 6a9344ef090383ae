/** The editor model: everything a language server answers with, in offsets. */
export { completions } from './completion/completions.ts';
export { definitions } from './definitions.ts';
export { hover } from './hover.ts';
export { isUsed, references } from './occurrences.ts';
export { documentSymbols } from './outline.ts';
export { prepareRename, rename } from './rename.ts';
export { signatureHelp } from './signature.ts';
export { symbolAt } from './symbol.ts';
export { semanticTokens } from './tokens.ts';
export type * from './types.ts';
