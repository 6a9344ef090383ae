/** Reads checked property values as the topology's plain types. */
import type { GrantPolicy, Origin } from '../../topology/model.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { defaultsOf } from '../evaluate/defaults.ts';
import type { Instance, Thing, Value } from '../evaluate/values.ts';
import type { KindRow } from '../schema/types.ts';
import { lowerGrants } from './grants.ts';

export interface Reader {
  readonly evaluation: Evaluation;
  /** In SI units. */
  number(instance: Instance, property: string): number | undefined;
  boolean(instance: Instance, property: string): boolean | undefined;
  word(instance: Instance, property: string): string | undefined;
  text(instance: Instance, property: string): string | undefined;
  thing(instance: Instance, property: string): Thing | undefined;
  words(instance: Instance, property: string): readonly string[] | undefined;
  numbers(instance: Instance, property: string): readonly number[] | undefined;
  numberLists(instance: Instance, property: string): readonly (readonly number[])[] | undefined;
  /** A grant policy, lowered once. */
  grants(instance: Instance): GrantPolicy;
  /** Name and places of an instance. */
  declared(instance: Instance): { readonly name: string; readonly origin: Origin; readonly origins: Readonly<Record<string, Origin>> };
}

export function createReader(evaluation: Evaluation): Reader {
  // What is wrong has been reported; the default keeps the rest of the topology meaningful.
  const get = (instance: Instance, property: string): Value | undefined =>
    evaluation.property(instance, property) ?? defaultsOf(instance.shape.row)[property];
  const policies = new Map<Instance, GrantPolicy>();
  const reader: Reader = {
    evaluation,
    grants(instance) {
      let policy = policies.get(instance);
      if (policy === undefined) policies.set(instance, (policy = lowerGrants(reader, instance)));
      return policy;
    },
    number(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'number' ? value.value : undefined;
    },
    boolean(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'boolean' ? value.value : undefined;
    },
    word(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'word' ? value.word : undefined;
    },
    text(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'string' ? value.value : value?.kind === 'word' ? value.word : undefined;
    },
    thing(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'things' ? value.things[0] : undefined;
    },
    words(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'word' ? [each.word] : [])) : undefined;
    },
    numbers(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'list' ? numbersIn(value) : undefined;
    },
    numberLists(instance, property) {
      const value = get(instance, property);
      return value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'list' ? [numbersIn(each)] : [])) : undefined;
    },
    declared: instance => ({ name: instance.name, origin: originOf(instance), origins: originsOf(instance) })
  };
  return reader;
}

function numbersIn(list: Extract<Value, { kind: 'list' }>): readonly number[] {
  return list.elements.flatMap(each => (each.kind === 'number' ? [each.value] : []));
}

const origins = new WeakMap<object, Readonly<Record<string, Origin>>>();

/** Elements of an array share what is written once. */
export function originsOf(instance: Instance): Readonly<Record<string, Origin>> {
  const { shape } = instance;
  const known = origins.get(shape);
  if (known !== undefined) return known;
  const made: Record<string, Origin> = {};
  for (const [name, { member, unit }] of shape.properties()) {
    if (member.value !== undefined) made[name] = { uri: unit.uri, start: member.value.start, end: member.value.end };
  }
  if (shape.count !== undefined) made['[]'] = { uri: shape.count.unit.uri, start: shape.count.member.start, end: shape.count.member.end };
  origins.set(shape, made);
  return made;
}

/** The words of a list that a property has by default. */
export function wordsOfDefault(row: KindRow, property: string): readonly string[] {
  const value = defaultsOf(row)[property];
  return value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'word' ? [each.word] : [])) : [];
}

/** The name of the declaration, or its keyword where it has none. */
export function originOf(instance: Instance): Origin {
  const { declaration, unit } = instance.shape.own;
  const at = declaration.name ?? declaration.keyword;
  return { uri: unit.uri, start: at.start, end: at.end };
}
