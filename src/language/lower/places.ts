/** Where what a topology declares is written. One object per place, shared by the elements of an array, and moved with the text. */
import type { Origin } from '../../topology/model.ts';
import type { Moves } from '../diagnostics/ledger.ts';
import { rootOf } from '../program/symbols.ts';
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
/** All places that have been found within a top-level shape. */
const within = new WeakMap<Shape, Origin[]>();

export function placesOf(shape: Shape): Places {
  let places = known.get(shape);
  if (places === undefined) {
    known.set(shape, (places = find(shape)));
    const root = rootOf(shape);
    const list = within.get(root) ?? [];
    within.set(root, list);
    list.push(places.origin, ...Object.values(places.origins));
  }
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

/** Moves the places that were found within a top-level shape, so that what was lowered from it stands where it is now. */
export function movePlaces(root: Shape, moves: Moves): void {
  for (const origin of within.get(root) ?? []) {
    const edit = moves.get(origin.uri);
    if (edit === undefined) continue;
    const place = origin as { start: number; end: number };
    place.start = moveOffset(place.start, edit);
    place.end = moveOffset(place.end, edit);
  }
}
