/** How messages call what a property expects and what was found instead. */
import { quantityExamples } from '../schema/examples.ts';
import { withArticle } from '../schema/schema.ts';
import type { ValueType, QuantityName, KindName } from '../schema/types.ts';
import { either, showCount, showNumber, showQuantity } from '../values/show.ts';
import type { Value } from './values.ts';

const quantityTexts: Readonly<Record<QuantityName, string>> = {
  rate: 'a rate',
  packets: 'a packet rate',
  size: 'a size',
  time: 'a time',
  frequency: 'a frequency',
  cycles: 'cycles',
  ratio: 'a percentage'
};

/** `a rate`, `a whole number`, `one of copy, map, reuse`, `a bridge`. */
export function expected(type: ValueType): string {
  switch (type.kind) {
    case 'quantity':
      return either(type.dimensions.map(dimension => quantityTexts[dimension]));
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return 'a text in quotes';
    case 'word':
      return wordsText(Object.keys(type.words.words));
    case 'oneOf':
      return either(type.texts.map(text => `\`${text}\``));
    case 'reference':
      return type.many === true ? `${kindsText(type.kinds)} (or several)` : kindsText(type.kinds);
    case 'list':
      return type.length === undefined ? `a list of ${plural(type.of)}` : `a list of ${type.length}`;
    case 'either':
      return either([...new Set(type.options.map(expected))]);
    case 'measure':
      return 'a measure of the result, such as `throughput(rx)`';
    case 'claim':
      return 'a quantity';
    case 'claims':
      return 'a list of `[param value, quantity]`';
    case 'cost':
      return either(type.units.map(unit => ({ cycles: 'cycles', time: 'a time', factor: 'a plain number' })[unit]));
  }
}

function wordsText(words: readonly string[]): string {
  if (words.length === 0) return 'a word';
  if (words.length === 1) return `\`${words[0] as string}\``;
  return words.length <= 12 ? `one of ${words.map(word => `\`${word}\``).join(', ')}` : `one of its ${words.length} words`;
}

/** Kinds whose word is no singular noun. */
const nouns: Readonly<Record<string, string>> = { grants: 'grant policy', costs: 'cost block' };

export function kindsText(kinds: readonly string[]): string {
  return either(kinds.map(kind => withArticle(nouns[kind] ?? kind)));
}

function plural(type: ValueType): string {
  switch (type.kind) {
    case 'integer':
      return 'whole numbers';
    case 'word':
      return 'words';
    case 'list':
      return 'lists';
    case 'reference':
      return type.kinds.map(kind => showCount(2, kind).slice(2)).join(' or ');
    default:
      return 'values';
  }
}

/** A unit to show when one is missing. */
export function exampleOf(type: ValueType): string | undefined {
  if (type.kind === 'quantity') return quantityExamples[type.dimensions[0] as QuantityName];
  if (type.kind === 'cost') return type.units.includes('cycles') ? '300 cycles' : '300 ns';
  if (type.kind !== 'either') return undefined;
  return type.options.map(exampleOf).find(example => example !== undefined);
}

/** Behind a finding that two sides do not go together: a bare number among them lacks its unit. */
export function unitHint(dimensions: readonly string[]): string {
  return dimensions.includes('number') && dimensions.some(name => name !== 'number') ? '; write a unit behind the number' : '';
}

/** What a value is, as a message calls it. */
export function found(value: Value): string {
  switch (value.kind) {
    case 'number':
      return value.dimension.name === 'number' ? `the number ${showNumber(value.value)}` : foundQuantity(value.value, value.dimension.name);
    case 'boolean':
      return `\`${value.value}\``;
    case 'string':
      return 'a text';
    case 'word':
      return `the word \`${value.word}\``;
    case 'things':
      return value.many ? `${value.things.length} things` : kindsText([value.things[0]?.kind ?? 'thing']);
    case 'list':
      return 'a list';
  }
}

function foundQuantity(value: number, dimension: string): string {
  const names: Readonly<Record<string, string>> = {
    rate: 'rate',
    packets: 'packet rate',
    size: 'size',
    time: 'time',
    frequency: 'frequency',
    ratio: 'percentage'
  };
  const name = names[dimension];
  const shown = showQuantity(value, dimension);
  return name === undefined ? shown : `the ${name} ${shown}`;
}

export function dimensionText(name: string): string {
  return (
    (
      {
        rate: 'a rate',
        packets: 'a packet rate',
        size: 'a size',
        time: 'a time',
        frequency: 'a frequency',
        ratio: 'a percentage',
        number: 'a number'
      } as Readonly<Record<string, string>>
    )[name] ?? name
  );
}

/** Every kind a type refers to. */
export function kindsOf(type: ValueType): readonly KindName[] {
  switch (type.kind) {
    case 'reference':
      return type.kinds;
    case 'either':
      return type.options.flatMap(kindsOf);
    default:
      return [];
  }
}

/** The enumeration words a single value of the type may be. */
export function wordsOf(type: ValueType): Readonly<Record<string, string>> | undefined {
  if (type.kind === 'word') return type.words.words;
  if (type.kind !== 'either') return undefined;
  return type.options.map(wordsOf).find(words => words !== undefined);
}
