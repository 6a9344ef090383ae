/** Routers, switches, peers and links. */
import type { Link, Metalink, Metarouter, Peer, Router, Switch } from '../../topology/model.ts';
import type { Instance, Thing } from '../evaluate/values.ts';
import type { CostsSource } from './costs.ts';
import { lowerCpu, lowerEngine } from './host.ts';
import type { Reader } from './read.ts';

function below(reader: Reader, instance: Instance, kind: string): Instance[] {
  return [...instance.shape.children().values()]
    .filter(shape => shape.kind === kind && !shape.template)
    .flatMap(shape => reader.evaluation.children(instance, shape.key));
}

export function lowerRouter(reader: Reader, instance: Instance, source: CostsSource): Router | undefined {
  const costs = source.of(reader, instance, 'router');
  if (costs === undefined) return undefined;
  const [engine] = below(reader, instance, 'engine');
  return {
    ...reader.declared(instance),
    costs,
    memory: reader.number(instance, 'memory'),
    engine: engine === undefined ? undefined : lowerEngine(reader, engine),
    metarouters: below(reader, instance, 'metarouter').map(each => lowerMetarouter(reader, each)),
    metalinks: below(reader, instance, 'metalink').flatMap(each => lowerMetalink(reader, each) ?? [])
  };
}

function lowerMetarouter(reader: Reader, instance: Instance): Metarouter {
  return {
    ...reader.declared(instance),
    engines: reader.number(instance, 'engines'),
    share: reader.number(instance, 'share'),
    memoryQuota: reader.number(instance, 'memory_quota'),
    bandwidthQuota: reader.number(instance, 'bandwidth_quota'),
    instructions: reader.number(instance, 'instructions'),
    memoryReferences: reader.number(instance, 'memory_references'),
    isolation: (reader.word(instance, 'isolation') ?? 'none') as Metarouter['isolation']
  };
}

function lowerMetalink(reader: Reader, instance: Instance): Metalink | undefined {
  const metarouter = reader.thing(instance, 'metarouter')?.name;
  const link = reader.thing(instance, 'link');
  if (metarouter === undefined || link === undefined) return undefined;
  return {
    ...reader.declared(instance),
    metarouter,
    link: linkName(link.instance),
    rate: reader.number(instance, 'rate'),
    burst: reader.number(instance, 'burst'),
    weight: reader.number(instance, 'weight') ?? 1
  };
}

export function lowerSwitch(reader: Reader, instance: Instance): Switch {
  return {
    ...reader.declared(instance),
    ports: reader.number(instance, 'ports'),
    rate: reader.number(instance, 'rate'),
    latency: reader.number(instance, 'latency') ?? 0,
    buffer: reader.number(instance, 'buffer')
  };
}

export function lowerPeer(reader: Reader, instance: Instance): Peer | undefined {
  const rate = reader.number(instance, 'rate');
  if (rate === undefined) return undefined;
  const [cpu] = below(reader, instance, 'cpu');
  return { ...reader.declared(instance), rate, cpu: cpu === undefined ? undefined : lowerCpu(reader, cpu) };
}

/** An unnamed link is called by its ends: `link(client, server.eth0)`. */
export function linkName(instance: Instance, ends: readonly string[] = []): string {
  return instance.shape.name === undefined ? `link(${ends.join(', ')})` : instance.name;
}

/** The rate is the slower end's where none is written; a link between two things without a rate has none to take. */
export function lowerLink(reader: Reader, instance: Instance): Link | undefined {
  const value = reader.evaluation.property(instance, 'ends');
  const things: readonly Thing[] =
    value?.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'things' ? each.things : [])) : [];
  const [first, second] = things;
  if (first === undefined || second === undefined || things.length !== 2) return undefined;
  const { reporter } = reader.evaluation;
  if (first.name === second.name) {
    reporter.report('same-endpoints', value?.at ?? reader.declared(instance).origin, { what: 'link', name: first.name });
    return undefined;
  }
  const rate = reader.number(instance, 'rate') ?? slowest(reader, things);
  if (rate === undefined) {
    if (reader.evaluation.siteOf(instance, 'rate') === undefined) {
      reporter.report('missing-property', reader.declared(instance).origin, {
        kind: 'link',
        name: `${first.name} – ${second.name}`,
        property: 'rate'
      });
    }
    return undefined;
  }
  const declared = reader.declared(instance);
  return {
    ...declared,
    name: linkName(instance, [first.name, second.name]),
    ends: [first.name, second.name],
    rate,
    delay: reader.number(instance, 'delay') ?? 0,
    loss: reader.number(instance, 'loss') ?? 0
  };
}

function slowest(reader: Reader, things: readonly Thing[]): number | undefined {
  const rates = things
    .map(thing => (thing.kind === 'router' ? undefined : reader.number(thing.instance, 'rate')))
    .filter(rate => rate !== undefined);
  return rates.length === 0 ? undefined : Math.min(...rates);
}
