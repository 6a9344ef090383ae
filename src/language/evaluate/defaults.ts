/** Default values: the schema's source texts, evaluated like anything that is written. */
import { dimensionNamed, plain } from '../values/dimension.ts';
import { UNITS, inSI } from '../syntax/units.ts';
import type { KindRow } from '../schema/types.ts';
import type { Value } from './values.ts';

const nowhere = { uri: 'schema:', start: 0, end: 0 };
const known = new Map<string, Value | undefined>();

/** The value of a default's source text: a number, quantity, word, boolean, or a list of those. */
export function defaultValue(text: string): Value | undefined {
  if (!known.has(text)) known.set(text, read(text));
  return known.get(text);
}

const byKind = new Map<KindRow, Readonly<Record<string, Value | undefined>>>();

/** The default values of all properties of a kind; those without one are not in it. */
export function defaultsOf(row: KindRow): Readonly<Record<string, Value | undefined>> {
  let defaults = byKind.get(row);
  if (defaults === undefined) {
    const made: Record<string, Value | undefined> = Object.create(null) as Record<string, Value | undefined>;
    for (const property of Object.values(row.properties))
      if (property.default !== undefined) made[property.name] = defaultValue(property.default);
    byKind.set(row, (defaults = made));
  }
  return defaults;
}

function read(text: string): Value | undefined {
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', at: nowhere };
  if (text.startsWith('[')) {
    const inner = text.slice(1, -1).trim();
    const elements = inner === '' ? [] : inner.split(',').map(each => read(each.trim()));
    return elements.includes(undefined) ? undefined : { kind: 'list', elements: elements as Value[], at: nowhere };
  }
  const quantity = /^(-?[\d.]+)(?:\s+(\S+))?$/.exec(text);
  if (quantity === null) return { kind: 'word', word: text, at: nowhere };
  const [, digits, unitName] = quantity;
  if (unitName === undefined) return { kind: 'number', value: Number(digits), dimension: plain, at: nowhere };
  const unit = UNITS.get(unitName);
  return unit === undefined
    ? undefined
    : { kind: 'number', value: inSI(Number(digits), unit), dimension: dimensionNamed(unit.dimension), at: nowhere };
}
