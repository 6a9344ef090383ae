/** The words of the grammar itself. Kinds and properties are the schema's; see also `nesting.ts`. */

/** Words that open a statement or member of their own form. They are ordinary names before `=` and behind a dot. */
export const STATEMENTS = ['import', 'param', 'template', 'vary', 'set', 'expect', 'at'] as const;
export type StatementWord = (typeof STATEMENTS)[number];

/** Words with a meaning only in their place: an action's target, a range's step, a tolerance. */
export const PLACE_WORDS = ['to', 'step', 'of', 'within'] as const;

/** Words that cannot name anything. */
export const RESERVED = ['true', 'false', 'index', 'bottleneck'] as const;

/** What may happen at a moment of an experiment, besides `set`. */
export const ACTIONS = ['migrate', 'restart', 'crash', 'fail', 'repair'] as const;

const statements: ReadonlySet<string> = new Set(STATEMENTS);
const placeWords: ReadonlySet<string> = new Set(PLACE_WORDS);
const reserved: ReadonlySet<string> = new Set(RESERVED);
const actions: ReadonlySet<string> = new Set(ACTIONS);

export const isStatementWord = (text: string): text is StatementWord => statements.has(text);
export const isPlaceWord = (text: string): boolean => placeWords.has(text);
export const isReserved = (text: string): boolean => reserved.has(text);
export const isAction = (text: string): boolean => actions.has(text);
