/** The source behind a topology: kept foreign text of a declaration, and foreign names. */
import type { Analysis } from '../../language/analysis.ts';
import type { Declaration, Member, SourceFile } from '../../language/syntax/tree.ts';
import type { Declared } from '../../topology/model.ts';
import { keptIn, nameKept } from '../kept.ts';

export interface Source {
  /** Foreign text kept in a thing's block, by tag. */
  keptOf(thing: Declared): ReadonlyMap<string, string>;
  /** The name that other tools know it by: the kept one, or its own within its block; elements of an array are `web-1`, `web-2`. */
  nameOf(thing: Declared): string;
}

export function sourceOf({ files }: Analysis): Source {
  const declarations = new Map<string, { readonly file: SourceFile; readonly declaration: Declaration }>();
  for (const [uri, file] of files) {
    for (const declaration of below(file.members)) {
      declarations.set(`${uri} ${(declaration.name ?? declaration.keyword).start}`, { file, declaration });
    }
  }
  const keptOf = ({ origin }: Declared): ReadonlyMap<string, string> => {
    const found = origin && declarations.get(`${origin.uri} ${origin.start}`);
    return found === undefined ? new Map() : keptIn(found.file, found.declaration);
  };
  return {
    keptOf,
    nameOf(thing) {
      const own = lastName(thing.name);
      const [, name, index] = /^(.*)\[(\d+)\]$/.exec(own) ?? [];
      return index === undefined ? (nameKept(keptOf(thing)) ?? own) : `${nameKept(keptOf(thing)) ?? name}-${index}`;
    }
  };
}

function* below(members: readonly Member[]): Generator<Declaration> {
  for (const member of members) {
    if (member.kind !== 'declaration') continue;
    yield member;
    if (member.body) yield* below(member.body.members);
  }
}

/** `server.guest[2].eth0` → `eth0`. */
export const lastName = (qualified: string): string => qualified.slice(qualified.lastIndexOf('.') + 1);
