/**
 * Which top-level members of a program came out of an edit as they went in: neither their text nor anything they depend on has
 * changed. By names alone, which is more than enough: a member depends on whatever it names, wherever that is declared, and on
 * whatever that names in turn.
 */
import type { Member } from '../syntax/tree.ts';
import { namesIn } from './names.ts';

/** What each top-level name of each file stands for, by URI and key. */
export type NameTable = ReadonlyMap<string, ReadonlyMap<string, Member>>;

export interface Earlier {
  readonly names: NameTable;
  /** Members of which everything is known, and what is known depends on nothing but their text and names. */
  readonly settled: ReadonlySet<Member>;
  /** Members whose findings propose names: any name that comes or goes may be a better proposal. */
  readonly proposing: ReadonlySet<Member>;
}

export function unchangedMembers(earlier: Earlier, now: NameTable): ReadonlySet<Member> {
  const changed = changedNames(earlier.names, now);
  const unchanged = new Set<Member>();
  const namedBy = new Map<string, { readonly member: Member; readonly key: string }[]>();
  const isOffered = isSameOffer(earlier.names, now);
  for (const [uri, names] of now) {
    for (const [key, member] of names) {
      const isThere = earlier.names.get(uri)?.get(key) === member;
      if (!isThere || !earlier.settled.has(member) || (!isOffered && earlier.proposing.has(member))) {
        changed.add(key);
        continue;
      }
      unchanged.add(member);
      for (const name of namesIn(member)) {
        const list = namedBy.get(name);
        if (list === undefined) namedBy.set(name, [{ member, key }]);
        else list.push({ member, key });
      }
    }
  }
  // A set grows while it is walked: who names something that changed has changed, and so on.
  for (const name of changed) {
    for (const { member, key } of namedBy.get(name) ?? []) {
      unchanged.delete(member);
      changed.add(key);
    }
  }
  return unchanged;
}

/** Names that stand for something else than before, or for anything at all only before or only now. */
function changedNames(before: NameTable, now: NameTable): Set<string> {
  const changed = new Set<string>();
  for (const uri of new Set([...before.keys(), ...now.keys()])) {
    const [old, names] = [before.get(uri), now.get(uri)];
    for (const [key, member] of old ?? []) if (names?.get(key) !== member) changed.add(key);
    for (const [key, member] of names ?? []) if (old?.get(key) !== member) changed.add(key);
  }
  return changed;
}

/** Whether the same names are there for the same kinds of thing. */
function isSameOffer(before: NameTable, now: NameTable): boolean {
  const offer = (table: NameTable): string =>
    [...table]
      .map(([uri, names]) => [uri, ...[...names].map(([key, member]) => `${key} ${sortOf(member)}`).filter(isSayable)].join('\n'))
      .join('\n\n');
  return offer(before) === offer(now);
}

/** Keys that nobody can write are proposed to nobody. */
const isSayable = (key: string): boolean => !key.includes('@');

function sortOf(member: Member): string {
  return member.kind === 'declaration' ? `${member.template === undefined ? '' : 'template '}${member.keyword.text}` : member.kind;
}
