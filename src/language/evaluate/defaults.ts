/** Default values: the schema's source texts, evaluated like anything that is written. */
import { dimensionNamed, plain } from '../values/dimension.ts';
import { UNITS, inSI } from '../syntax/units.ts';
import type { Value } from './values.ts';

const nowhere = { uri: 'schema:', start: 0, end: 0 };
const known = new Map<string, Value | undefined>();

/** The value of a default's source text: a number, quantity, word, boolean, or a list of those. */
export function defaultValue(text: string): Value | undefined {
  if (!known.has(text)) known.set(text, read(text));
  return known.get(text);
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
  return unit === undefined ? undefined
    : { kind: 'number', value: inSI(Number(digits), unit), dimension: dimensionNamed(unit.dimension), at: nowhere };
}
