/**
 * What an edit leaves of a program's top-level members. By names alone, which is more than enough: a member depends on whatever it
 * names, wherever that is declared, and on whatever that names in turn.
 *
 * A member that depends on nothing that has changed is what it was. One that does may still be *built* as before: then only values
 * of it can be others, and only those whose expression writes a changed name, or reads other properties.
 */
import type { Member } from '../syntax/tree.ts';
import { namesIn, structureOf } from './names.ts';

/** What each top-level name of each file stands for, by URI and key. */
export type NameTable = ReadonlyMap<string, ReadonlyMap<string, Member>>;

export interface Earlier {
  readonly names: NameTable;
  /** Members of which everything is known, and what is known depends on nothing but their text and names. */
  readonly settled: ReadonlySet<Member>;
  /** Members with findings. They may propose names: any name that comes or goes may be a better proposal. */
  readonly faulty: ReadonlySet<Member>;
}

export interface Survivors {
  /** Their text and all that they depend on is as it was. */
  readonly unchanged: ReadonlySet<Member>;
  /** Their text is as it was, and so are their bases and how many elements their arrays have; and nothing was wrong with them. */
  readonly touched: ReadonlySet<Member>;
  /** Names of what has changed, or names something that has. */
  readonly changed: ReadonlySet<string>;
}

interface Named {
  readonly member: Member;
  readonly key: string;
}

export function survivors(earlier: Earlier, now: NameTable): Survivors {
  const changed = changedNames(earlier.names, now);
  const unchanged = new Set<Member>();
  const namedBy = new Map<string, Named[]>();
  const isOffered = isSameOffer(earlier.names, now);
  for (const [uri, names] of now) {
    for (const [key, member] of names) {
      const isThere = earlier.names.get(uri)?.get(key) === member;
      if (!isThere || !earlier.settled.has(member) || (!isOffered && earlier.faulty.has(member))) {
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
  const rebuilt = new Set(changed);
  const dependents: Named[] = [];
  // A set grows while it is walked: who names something that changed has changed, and so on.
  for (const name of changed) {
    for (const each of namedBy.get(name) ?? []) {
      if (unchanged.delete(each.member)) dependents.push(each);
      changed.add(each.key);
    }
  }
  return { unchanged, touched: touchedOf(dependents, earlier, changed, rebuilt), changed };
}

/** Those of the dependents that are built as before. `rebuilt` are the names of what is not. */
function touchedOf(
  dependents: readonly Named[],
  { faulty }: Earlier,
  changed: ReadonlySet<string>,
  rebuilt: Set<string>
): ReadonlySet<Member> {
  const touched = new Set<Member>();
  const builtOn = new Map<string, Named[]>();
  for (const each of dependents) {
    const { bases, counts, isByValue } = structureOf(each.member);
    if (!isByValue || faulty.has(each.member) || counts.some(name => changed.has(name))) {
      rebuilt.add(each.key);
      continue;
    }
    touched.add(each.member);
    for (const base of bases) builtOn.set(base, [...(builtOn.get(base) ?? []), each]);
  }
  // The same with bases: what is built on something that is rebuilt is rebuilt.
  for (const name of rebuilt) {
    for (const { member, key } of builtOn.get(name) ?? []) {
      touched.delete(member);
      rebuilt.add(key);
    }
  }
  return touched;
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
