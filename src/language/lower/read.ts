/** Reads checked property values as the topology's plain types. */
import type { GrantPolicy, Origin } from '../../topology/model.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { defaultsOf } from '../evaluate/defaults.ts';
import type { Instance, Thing, Value } from '../evaluate/values.ts';
import type { KindRow } from '../schema/types.ts';
import { lowerGrants } from './grants.ts';
import { placesOf } from './places.ts';
import { isSame } from './same.ts';

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

/** What was lowered once serves every host that names it, in whatever version, while it says the same. */
const policies = new WeakMap<Instance, GrantPolicy>();

export function createReader(evaluation: Evaluation): Reader {
  // What is wrong has been reported; the default keeps the rest of the topology meaningful.
  const get = (instance: Instance, property: string): Value | undefined =>
    evaluation.property(instance, property) ?? defaultsOf(instance.shape.row)[property];
  const lowered = new Map<Instance, GrantPolicy>();
  const reader: Reader = {
    evaluation,
    grants(instance) {
      let policy = lowered.get(instance);
      if (policy === undefined) {
        const known = policies.get(instance);
        policy = lowerGrants(reader, instance);
        if (known !== undefined && isSame(known, policy)) policy = known;
        else policies.set(instance, policy);
        lowered.set(instance, policy);
      }
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
    declared({ name, shape }) {
      const { origin, origins } = placesOf(shape);
      return { name, origin, origins };
    }
  };
  return reader;
}

function numbersIn(list: Extract<Value, { kind: 'list' }>): readonly number[] {
  return list.elements.flatMap(each => (each.kind === 'number' ? [each.value] : []));
}

/** The words of a list that a property has by default. */
export function wordsOfDefault(row: KindRow, property: string): readonly string[] {
  const value = defaultsOf(row)[property];
  return value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'word' ? [each.word] : [])) : [];
}
