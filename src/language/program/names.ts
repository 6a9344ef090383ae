/** The names that a top-level member refers to anything by, and in which of its parts. */
import type { Member, Property } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import type { Node } from '../syntax/walk.ts';

const known = new WeakMap<Member, ReadonlySet<string>>();

/**
 * First names of all references in a member, whatever they may mean. Whatever the member depends on outside itself, it names so:
 * a step goes on from what the first name stands for, and a base is named like anything else.
 */
export function namesIn(member: Member): ReadonlySet<string> {
  let names = known.get(member);
  if (names === undefined) known.set(member, (names = read(member)));
  return names;
}

function read(member: Member): ReadonlySet<string> {
  const names = new Set<string>();
  walk(member, node => {
    if (node.kind === 'reference') names.add(node.first.text);
    else if (node.kind === 'vary' && node.name !== undefined) names.add(node.name.text);
    else if (node.kind === 'call') for (const argument of node.arguments) if (argument.name !== undefined) names.add(argument.name.text);
  });
  return names;
}

/** What a member's instances are made by. */
export interface Structure {
  readonly bases: readonly string[];
  /** Names in the counts of its arrays. */
  readonly counts: readonly string[];
  /** Nothing but the values of its properties (or its own, of a param) hangs on any other name, nor on what another property is. */
  readonly isByValue: boolean;
}

const structures = new WeakMap<Member, Structure>();

export function structureOf(member: Member): Structure {
  let structure = structures.get(member);
  if (structure === undefined) structures.set(member, (structure = readStructure(member)));
  return structure;
}

function readStructure(member: Member): Structure {
  const bases = new Set<string>();
  const counts = new Set<string>();
  let isByValue = true;
  walk(member, node => {
    if (node.kind === 'declaration') {
      if (node.base !== undefined) bases.add(node.base.first.text);
      const count = node.count === undefined ? undefined : mentionsOf(node.count);
      for (const name of count?.names ?? []) counts.add(name);
      if (count?.isFollowing === true) isByValue = false;
    } else if (node.kind === 'vary' || node.kind === 'set' || node.kind === 'expect' || node.kind === 'at') {
      isByValue = false;
    }
    return node.kind !== 'property';
  });
  return { bases: [...bases], counts: [...counts], isByValue };
}

interface Mentions {
  readonly names: ReadonlySet<string>;
  /** A reference goes on from its first name: it may lead to a property. */
  readonly isFollowing: boolean;
}

function mentionsOf(node: Node): Mentions {
  const names = new Set<string>();
  let isFollowing = false;
  walk(node, each => {
    if (each.kind !== 'reference') return;
    names.add(each.first.text);
    if (each.steps.length > 0) isFollowing = true;
  });
  return { names, isFollowing };
}

const properties = new WeakMap<Member, readonly (Mentions & { readonly property: Property })[]>();

/** Properties in a member whose values may be others where these names lead elsewhere, or whatever they name has other values. */
export function propertiesNaming(member: Member, names: ReadonlySet<string>): readonly Property[] {
  let all = properties.get(member);
  if (all === undefined) properties.set(member, (all = readProperties(member)));
  return all.filter(({ names: own, isFollowing }) => isFollowing || [...own].some(name => names.has(name))).map(({ property }) => property);
}

/** Only those that name anything. */
function readProperties(member: Member): readonly (Mentions & { readonly property: Property })[] {
  const found: (Mentions & { property: Property })[] = [];
  walk(member, node => {
    if (node.kind !== 'property') return node.kind === 'declaration';
    const mentions = mentionsOf(node);
    if (mentions.names.size > 0) found.push({ property: node, ...mentions });
    return false;
  });
  return found;
}
