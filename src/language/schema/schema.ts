/** The schema table as one, and the questions everybody asks of it. */
import { engine, nic } from './device.ts';
import { domain, vif } from './domain.ts';
import { cpu, host, hypervisor } from './host.ts';
import { bridge, grants, link, metalink, metarouter, networkSwitch, peer, router } from './network.ts';
import { costs } from './operations.ts';
import type { KindName, KindRow, PropertyRow } from './types.ts';
import { experiment, flow, published } from './workload.ts';

/** Every kind, in the order the reference documentation shows them. */
export const kinds: Readonly<Record<KindName, KindRow>> = {
  host,
  cpu,
  hypervisor,
  nic,
  engine,
  domain,
  vif,
  bridge,
  grants,
  router,
  metarouter,
  metalink,
  switch: networkSwitch,
  peer,
  link,
  costs,
  flow,
  experiment,
  published
};

export const kindNames = Object.keys(kinds) as readonly KindName[];

export const topLevelKinds: readonly KindName[] = kindNames.filter(name => kinds[name].topLevel);

/** The row of a kind word, or undefined when there is no such kind. */
export function kindRow(word: string): KindRow | undefined {
  return Object.hasOwn(kinds, word) ? kinds[word as KindName] : undefined;
}

/** The row of a property of a kind, or undefined when the kind has no such property. */
export function propertyRow(kind: KindRow, property: string): PropertyRow | undefined {
  return Object.hasOwn(kind.properties, property) ? kind.properties[property] : undefined;
}

const parents = new Map<KindName, KindName[]>(
  kindNames.map(name => [name, kindNames.filter(outer => kinds[outer].contains.includes(name))])
);

/** Kinds whose blocks may contain this one. */
export function parentsOf(kind: KindName): readonly KindName[] {
  return parents.get(kind) ?? [];
}

/** Where a kind may stand, as a message says it: `a host` or `the file`. */
export function placesOf(kind: KindName): string {
  const places = parentsOf(kind).map(withArticle);
  if (kinds[kind].topLevel) places.push('at file level');
  return places.join(' or ');
}

/** `a vif`, `an engine`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Hardware that is addressed by number below a declaration: `server.cpu[0]`, `server.eth0.rx[0]`. */
export const hardwareArrays: Readonly<
  Partial<Record<KindName, Readonly<Record<string, { readonly count: string; readonly doc: string }>>>>
> = {
  nic: {
    rx: { count: 'rx_queues', doc: 'A receive queue, from 0.' },
    tx: { count: 'tx_queues', doc: 'A transmit queue, from 0.' }
  }
};
