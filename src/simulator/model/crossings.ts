/** What passes where: worked out once for a system, because looking it up route by route takes the square of its size. */
import type { System } from './system.ts';

export interface Crossings {
  /** By station: the domain of the station that fills it, −1 when a wire does. */
  readonly feeders: Int32Array;
  /** By vCPU: stations it works for. */
  readonly stations: readonly (readonly number[])[];
  /** By domain: flows whose payload passes a station of it. */
  readonly flows: readonly (readonly number[])[];
  /** By domain with a grant table: steps of the routes that end in it, or begin in it and end where there are no grants. */
  readonly granted: ReadonlyMap<number, readonly number[]>;
}

const known = new WeakMap<System, Crossings>();

export function crossingsOf(system: System): Crossings {
  let crossings = known.get(system);
  if (!crossings) {
    crossings = { feeders: feedersOf(system), stations: stationsOf(system), flows: flowsOf(system), granted: grantedOf(system) };
    known.set(system, crossings);
  }
  return crossings;
}

function feedersOf(system: System): Int32Array {
  const feeders = new Int32Array(system.stations.length).fill(-1);
  const seen = new Uint8Array(system.stations.length);
  system.steps.forEach((step, at) => {
    if (at === 0 || seen[step.station] === 1 || system.steps[at - 1]!.last) return;
    seen[step.station] = 1;
    feeders[step.station] = system.stations[system.steps[at - 1]!.station]!.domain;
  });
  return feeders;
}

function stationsOf(system: System): number[][] {
  const stations: number[][] = system.vcpus.map(() => []);
  system.stations.forEach(({ vcpu }, at) => {
    if (vcpu >= 0) stations[vcpu]!.push(at);
  });
  return stations;
}

function flowsOf(system: System): number[][] {
  const flows: number[][] = system.domains.map(() => []);
  system.flows.forEach((flow, number) => {
    const domains = new Set<number>();
    for (const stream of flow.streams)
      for (const step of stepsFrom(system, system.streams[stream]!.forward)) domains.add(domainAt(system, step));
    for (const domain of domains) if (domain >= 0) flows[domain]!.push(number);
  });
  return flows;
}

function grantedOf(system: System): Map<number, number[]> {
  const granted = new Map<number, number[]>(system.grants.map(grant => [grant.domain, []]));
  for (const stream of system.streams) {
    const route = stepsFrom(system, stream.forward);
    const receiver = domainAt(system, route[route.length - 1]!);
    const owner = granted.has(receiver) ? receiver : domainAt(system, route[0]!);
    granted.get(owner)?.push(...route, ...(stream.backward >= 0 ? stepsFrom(system, stream.backward) : []));
  }
  return granted;
}

function domainAt(system: System, step: number): number {
  return system.stations[system.steps[step]!.station]!.domain;
}

/** Steps of the route that begins at `first`. */
export function stepsFrom(system: System, first: number): number[] {
  const steps: number[] = [];
  for (let at = first; ; at++) {
    steps.push(at);
    if (system.steps[at]!.last) return steps;
  }
}
