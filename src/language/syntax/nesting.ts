/**
 * Which kinds of block may stand in which. The parser needs only this much of the schema, and only to mend unclosed
 * blocks; a test holds the schema to it.
 */

/** Kinds that may stand at file level without `template`. */
export const FILE_KINDS: readonly string[] = ['host', 'grants', 'router', 'switch', 'peer', 'link', 'costs', 'flow', 'experiment'];

/** Every kind, with the kinds its block may contain. */
export const CONTAINS: Readonly<Record<string, readonly string[]>> = {
  host: ['cpu', 'hypervisor', 'nic', 'domain', 'bridge', 'grants'],
  cpu: [],
  hypervisor: [],
  nic: ['engine'],
  engine: [],
  domain: ['vif'],
  vif: [],
  bridge: [],
  grants: [],
  router: ['engine', 'metarouter', 'metalink'],
  metarouter: [],
  metalink: [],
  switch: [],
  peer: ['cpu'],
  link: [],
  costs: [],
  flow: [],
  experiment: ['published'],
  published: []
};

/** Kinds whose block takes the statements `vary`, `set`, `expect` and `at`. */
export const STATEMENT_KINDS: readonly string[] = ['experiment'];

const fileKinds: ReadonlySet<string> = new Set(FILE_KINDS);
const contains: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(CONTAINS).map(([kind, inner]) => [kind, new Set(inner)]));
const nestedKinds: ReadonlySet<string> = new Set(Object.values(CONTAINS).flat());

/** The place of the file itself, where a block's kind is asked for. */
export const FILE = undefined;

export const isKind = (word: string): boolean => contains.has(word);

/**
 * Whether a block of kind `inner` belongs in one of kind `outer` (or in the file). A block of an unknown kind is given the
 * benefit of the doubt for whatever stands within other blocks.
 */
export function mayContain(outer: string | typeof FILE, inner: string): boolean {
  if (outer === FILE) return fileKinds.has(inner);
  const known = contains.get(outer);
  return known !== undefined ? known.has(inner) : nestedKinds.has(inner) || !isKind(inner);
}

/** Whether `vary`, `set`, `expect` and `at` belong in a block of this kind. */
export function takesStatements(outer: string | typeof FILE): boolean {
  return outer !== FILE && (STATEMENT_KINDS.includes(outer) || !isKind(outer));
}
