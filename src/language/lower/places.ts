/** Where what a topology declares is written. One object per place, shared by the elements of an array, and moved with the text. */
import type { Origin } from '../../topology/model.ts';
import type { Moves } from '../diagnostics/ledger.ts';
import type { FileUnit, Shape } from '../program/symbols.ts';
import { moveOffset } from '../syntax/move.ts';
import type { Span } from '../syntax/tree.ts';

export interface Places {
  /** The name of the declaration, or its keyword where it has none. */
  readonly origin: Origin;
  /** Values of the properties that are written, by name; `[]` is the count of an array. */
  readonly origins: Readonly<Record<string, Origin>>;
}

const known = new WeakMap<Shape, Places>();

export function placesOf(shape: Shape): Places {
  let places = known.get(shape);
  if (places === undefined) known.set(shape, (places = find(shape)));
  return places;
}

function find(shape: Shape): Places {
  const { declaration, unit } = shape.own;
  const origins: Record<string, Origin> = {};
  for (const [name, site] of shape.properties()) if (site.member.value !== undefined) origins[name] = placeOf(site.unit, site.member.value);
  if (shape.count !== undefined) origins['[]'] = placeOf(shape.count.unit, shape.count.member);
  return { origin: placeOf(unit, declaration.name ?? declaration.keyword), origins };
}

function placeOf({ uri }: FileUnit, { start, end }: Span): Origin {
  return { uri, start, end };
}

/** Moves the places of a shape and of all within it that have been found, so that what was lowered from them stands where it is now. */
export function movePlaces(shape: Shape, moves: Moves): void {
  const places = known.get(shape);
  if (places !== undefined) {
    move(places.origin, moves);
    for (const name in places.origins) move(places.origins[name] as Origin, moves);
  }
  for (const child of shape.children().values()) movePlaces(child, moves);
}

function move(origin: Origin, moves: Moves): void {
  const edit = moves.get(origin.uri);
  if (edit === undefined) return;
  const place = origin as { start: number; end: number };
  place.start = moveOffset(place.start, edit);
  place.end = moveOffset(place.end, edit);
}
