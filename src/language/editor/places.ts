/** Between what a topology declares and where that is written. Elements of an array are written once. */
import type { FullAnalysis } from '../analyse.ts';
import { definitions } from '../model/definitions.ts';
import type { Declaration, Member } from '../syntax/tree.ts';
import type { Declared, Origin, Topology } from '../../topology/model.ts';

export interface Things {
  /** Qualified names. */
  readonly ids: readonly string[];
  /** The flow that this is, by its own name. */
  readonly flow?: string;
}

/** Where a thing is declared, by its qualified name; a flow by `flow NAME`, since it may be called as a host is. */
export function declarationPlace(topology: Topology, name: string): Origin | undefined {
  const flow = /^flow (.*)$/.exec(name)?.[1];
  if (flow !== undefined) return topology.flows.find(each => each.flow === flow)?.origin;
  return declaredIn(topology).find(thing => thing.name === name)?.origin;
}

/**
 * What the name at an offset means, or else what is being declared around it, innermost first. Within a flow the flow is found beside
 * the end that is named there. Empty where nothing of the topology is meant.
 */
export function thingsAt(analysis: FullAnalysis, uri: string, offset: number): Things {
  const { topology, files } = analysis;
  const around = enclosing(files.get(uri)?.members ?? [], offset);
  const places = [
    ...definitions(analysis, uri, offset).map(({ selection }) => selection),
    ...around.map(({ name, keyword }) => ({ uri, start: (name ?? keyword).start }))
  ];
  const things = byPlace(declaredIn(topology));
  const flows = byPlace(topology.flows);
  const ids = places.map(place => things.get(keyOf(place))).find(found => found !== undefined) ?? [];
  const flow = places.map(place => flows.get(keyOf(place))).find(found => found !== undefined)?.[0];
  return { ids: ids.map(({ name }) => name), ...(flow === undefined ? {} : { flow: flow.flow }) };
}

function declaredIn({ hosts, routers, switches, peers, links }: Topology): readonly Declared[] {
  return [
    ...hosts.flatMap(host => [host, ...host.nics, ...host.domains.flatMap(domain => [domain, ...domain.vifs]), ...host.bridges]),
    ...routers.flatMap(router => [router, ...router.metarouters, ...router.metalinks]),
    ...switches,
    ...peers,
    ...links
  ];
}

/** Declarations around an offset, innermost first. */
function enclosing(members: readonly Member[], offset: number): readonly Declaration[] {
  const around = members.find((member): member is Declaration => {
    return member.kind === 'declaration' && member.start <= offset && offset <= member.end;
  });
  return around === undefined ? [] : [...enclosing(around.body?.members ?? [], offset), around];
}

function byPlace<T extends Declared>(things: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const thing of things) {
    if (thing.origin === undefined) continue;
    const there = found.get(keyOf(thing.origin));
    if (there === undefined) found.set(keyOf(thing.origin), [thing]);
    else there.push(thing);
  }
  return found;
}

function keyOf({ uri, start }: Pick<Origin, 'uri' | 'start'>): string {
  return `${uri} ${start}`;
}
