/** The names that a top-level member refers to anything by. */
import type { Member } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';

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
