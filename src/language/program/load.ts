/** Files that were read, as units: the names they declare, and what the names stand for. */
import { kindRow } from '../schema/schema.ts';
import type { Declaration, Member, ParamMember } from '../syntax/tree.ts';
import type { NameTable } from './changes.ts';
import type { ReadFile } from './files.ts';
import { createKeys, topLevelShape } from './shape.ts';
import type { ShapeWorld } from './shape.ts';
import type { FileUnit, NamedSymbol, ParamSymbol, Shape } from './symbols.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What the top-level names of files stand for; of two members with one name the first. */
export function namesOf(files: Iterable<ReadFile>): NameTable {
  return new Map([...files].map(({ uri, tree }) => [uri, namesIn(tree.members)]));
}

function namesIn(members: readonly Member[]): ReadonlyMap<string, Member> {
  const names = new Map<string, Member>();
  for (const [key, member] of keyed(members)) if (!names.has(key)) names.set(key, member);
  return names;
}

/** The members of a file that have a name, or a place of their own without one. */
function* keyed(members: readonly Member[]): Generator<readonly [key: string, member: ParamMember | Declaration]> {
  const keys = createKeys();
  for (const member of members) {
    if (member.kind === 'param' && member.name !== undefined) yield [member.name.text, member];
    const row = member.kind === 'declaration' ? kindRow(member.keyword.text) : undefined;
    if (member.kind === 'declaration' && row !== undefined) yield [keys(member, row), member];
  }
}

/** The member that a top-level name stands for. */
export function memberOf(symbol: NamedSymbol): Member {
  return symbol.symbol === 'param' ? symbol.member : symbol.own.declaration;
}

/**
 * Units of files that were read. `known` are the units of earlier versions; they become the new ones, and what `isKept` in them
 * stays the same symbol.
 */
export function unitsOf(
  files: ReadonlyMap<string, ReadFile>,
  world: ShapeWorld,
  known: ReadonlyMap<string, FileUnit> = new Map(),
  isKept: (member: Member) => boolean = () => false
): ReadonlyMap<string, FileUnit> {
  const units = new Map<string, Mutable<FileUnit>>();
  for (const { uri, tree } of files.values()) {
    units.set(uri, known.get(uri) ?? { uri, tree, imports: [], names: new Map(), params: [], shapes: [] });
  }
  for (const { uri, tree, imports } of files.values()) {
    const unit = units.get(uri) as Mutable<FileUnit>;
    unit.tree = tree;
    unit.imports = imports.map(({ member, target }) => ({ member, unit: target === undefined ? undefined : units.get(target) }));
    declare(unit, world, isKept);
  }
  return units;
}

function declare(unit: Mutable<FileUnit>, world: ShapeWorld, isKept: (member: Member) => boolean): void {
  const kept = new Map([...unit.names.values()].filter(symbol => isKept(memberOf(symbol))).map(symbol => [memberOf(symbol), symbol]));
  const names = new Map<string, NamedSymbol>();
  const params: ParamSymbol[] = [];
  const shapes: Shape[] = [];
  for (const [key, member] of keyed(unit.tree.members)) {
    const known = kept.get(member);
    if (member.kind === 'param') {
      const param: ParamSymbol = known?.symbol === 'param' ? known : { symbol: 'param', name: key, member, unit };
      params.push(param);
      if (!names.has(key)) names.set(key, param);
    } else if (!names.has(key)) {
      const shape = known?.symbol === 'shape' ? known : topLevelShape(world, unit, member, key);
      if (shape === undefined) continue;
      shapes.push(shape);
      names.set(key, shape);
    }
  }
  unit.names = names;
  unit.params = params;
  unit.shapes = shapes;
}
