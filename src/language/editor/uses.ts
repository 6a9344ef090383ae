/**
 * Who uses whom in a topology: a flow its ends, a vif its bridge, back-end and domain, a bridge its domain and uplink, a link its
 * ends. Followed against its direction from a domain it answers "what traffic crosses dom0": its vifs, then their flows.
 * Elements of an array are one thing here, as they are written once.
 */
import type { FullAnalysis } from '../analyse.ts';
import { definitions } from '../model/definitions.ts';
import type { OutlineKind } from '../model/types.ts';
import type { Span } from '../syntax/tree.ts';
import { backendOf } from '../../topology/traffic.ts';
import type { Declared, Host, Origin, Topology } from '../../topology/model.ts';

export interface Used {
  /** Qualified, elements as `[*]`: `server.guest[*].eth0`. */
  readonly name: string;
  readonly kind: OutlineKind;
  /** Its name where it is declared. */
  readonly origin: Origin;
}

export interface Use {
  readonly from: Used;
  readonly to: Used;
  /** Where `from` says so; undefined where nothing is written. */
  readonly at?: Origin;
}

/** The thing declared or named at an offset; undefined where there is nothing that uses or is used. */
export function usedAt(analysis: FullAnalysis, uri: string, offset: number): Used | undefined {
  const declared = definitions(analysis, uri, offset);
  const things = new Map(
    usesOf(analysis).flatMap(
      ({ from, to }) =>
        [
          [keyOf(from.origin), from],
          [keyOf(to.origin), to]
        ] as const
    )
  );
  for (const { selection } of declared) {
    const found = things.get(keyOf(selection));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What uses a thing. */
export function usersOf(analysis: FullAnalysis, place: Origin): readonly Use[] {
  return usesOf(analysis).filter(use => keyOf(use.to.origin) === keyOf(place));
}

/** What a thing uses. */
export function usedBy(analysis: FullAnalysis, place: Origin): readonly Use[] {
  return usesOf(analysis).filter(use => keyOf(use.from.origin) === keyOf(place));
}

function keyOf({ uri, start }: Span & { readonly uri: string }): string {
  return `${uri} ${start}`;
}

const known = new WeakMap<Topology, readonly Use[]>();

/** Every use once, in order of the file. */
function usesOf({ topology }: FullAnalysis): readonly Use[] {
  const kept = known.get(topology);
  if (kept !== undefined) return kept;
  const things = thingsOf(topology);
  const found = new Map<string, Use>();
  const add = (from: Declared, to: string | undefined, at: Origin | undefined): void => {
    const [user, used] = [things.get(from.name), to === undefined ? undefined : things.get(to)];
    if (user === undefined || used === undefined) return;
    const key = `${keyOf(user.origin)} ${keyOf(used.origin)} ${at?.start ?? ''}`;
    if (!found.has(key)) found.set(key, { from: user, to: used, ...(at === undefined ? {} : { at }) });
  };
  for (const host of topology.hosts) addHost(host, add);
  for (const link of topology.links) for (const end of link.ends) add(link, end, link.origins?.['ends']);
  for (const flow of topology.flows) {
    add(flow, flow.from, flow.origins?.['from']);
    add(flow, flow.to, flow.origins?.['to']);
    add(flow, flow.via, flow.origins?.['via']);
  }
  for (const router of topology.routers) {
    for (const link of router.metalinks) {
      add(link, link.metarouter, link.origins?.['metarouter']);
      add(link, link.link, link.origins?.['link']);
    }
  }
  const uses = [...found.values()];
  known.set(topology, uses);
  return uses;
}

function addHost(host: Host, add: (from: Declared, to: string | undefined, at: Origin | undefined) => void): void {
  for (const bridge of host.bridges) {
    add(bridge, bridge.domain, bridge.origins?.['domain']);
    add(bridge, bridge.uplink, bridge.origins?.['uplink']);
  }
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      const { origins = {} } = vif;
      add(vif, vif.domain, vif.origin);
      add(vif, backendOf(vif, host), origins['backend'] ?? origins['bridge']);
      add(vif, vif.bridge, origins['bridge']);
      if (vif.bridge === undefined) add(vif, vif.nic, origins['nic']);
    }
  }
}

function thingsOf(topology: Topology): ReadonlyMap<string, Used> {
  const things = new Map<string, Used>();
  const add = (kind: OutlineKind, declared: readonly Declared[]): void => {
    for (const { name, origin } of declared) {
      if (origin !== undefined) things.set(name, { name: name.replace(/\[\d+\]/g, '[*]'), kind, origin });
    }
  };
  for (const host of topology.hosts) {
    add('nic', host.nics);
    add('domain', host.domains);
    add('bridge', host.bridges);
    for (const domain of host.domains) add('vif', domain.vifs);
  }
  for (const router of topology.routers) {
    add('router', [router]);
    add('metarouter', router.metarouters);
    add('metalink', router.metalinks);
  }
  add('switch', topology.switches);
  add('peer', topology.peers);
  add('link', topology.links);
  // Members of a flow are written once and known by its name.
  for (const { name, flow, origin } of topology.flows) {
    if (origin !== undefined) things.set(name, { name: flow.replace(/\[\d+\]/g, '[*]'), kind: 'flow', origin });
  }
  return things;
}
