/**
 * The isolation scorecard: what do a victim's throughput and 99th percentile lose to what a neighbour does?
 *
 * The victim's flow runs alone, then beside neighbours that flood the network, hog their CPU, thrash the caches, and while a
 * driver domain crashes and comes back. Complete isolation means that nothing moves by more than a limit (5 %); where something
 * does, the shared resource through which it leaked is named.
 */
import type { Domain, Flow, Host, Topology } from '../../topology/model.ts';
import type { ScheduledEvent } from '../../topology/plan.ts';
import type { Observation } from '../observation.ts';
import type { Engine } from '../run/task.ts';
import { mergeLatency, quantile } from '../statistics/histogram.ts';
import { mean } from '../statistics/summary.ts';

export interface IsolationOptions {
  /** Name of the victim's flow; the first flow of the file when absent. */
  readonly victim?: string;
  readonly seed: number;
  /** Seconds. */
  readonly duration: number;
  readonly warmup: number;
  readonly repeat: number;
  /** Relative change that still counts as isolated. */
  readonly limit: number;
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (progress: IsolationProgress) => void;
}

export interface IsolationProgress {
  /** Replications finished, of all trials together, and how many there are. */
  readonly done: number;
  readonly total: number;
  /** 0…1, the replication under way included. */
  readonly fraction: number;
  /** What is under way: `alone`, `flood`. */
  readonly label: string;
}

export interface Measured {
  readonly goodputBps: number;
  /** Seconds; absent when nothing arrived. */
  readonly p99Seconds?: number;
}

export interface IsolationTrial {
  readonly name: 'flood' | 'cpu hog' | 'cache thrash' | 'driver crash';
  /** What the neighbours did, in a sentence. */
  readonly action: string;
  readonly victim: Measured;
  /** Relative to the victim alone. */
  readonly goodputChange: number;
  readonly p99Change?: number;
  readonly isolated: boolean;
  /** The shared resource, where it leaked. */
  readonly leaked?: string;
}

export interface IsolationScore {
  readonly schema: 'xnet-isolation/1';
  readonly victim: string;
  readonly neighbours: readonly string[];
  readonly limit: number;
  readonly alone: Measured;
  readonly trials: readonly IsolationTrial[];
  readonly notes: readonly string[];
}

interface Scenario {
  readonly name: IsolationTrial['name'];
  readonly action: string;
  readonly topology: Topology;
  readonly events: readonly ScheduledEvent[];
  /** Where to look for the leak first: it is what the scenario presses on. */
  readonly pressed: string;
}

/** @throws Error in words when the topology has no such flow. */
export function scoreIsolation(topology: Topology, options: IsolationOptions, engine: Engine): IsolationScore {
  const victim = options.victim ?? topology.flows[0]?.flow;
  const flows = topology.flows.filter(flow => flow.flow === victim);
  if (victim === undefined || flows.length === 0)
    throw new Error(victim === undefined ? 'the file has no flow' : `there is no flow ${victim}`);
  const own = new Set(
    flows
      .flatMap(flow => [flow.from, flow.to])
      .map(end => domainOf(topology, end)?.name)
      .filter(name => name !== undefined)
  );
  const neighbours = topology.hosts
    .flatMap(host => host.domains)
    .filter(
      domain =>
        domain.role === 'guest' &&
        !own.has(domain.name) &&
        topology.hosts.some(host => host.domains.includes(domain) && host.domains.some(each => own.has(each.name)))
    );
  const quiet = withFlows(idle(topology, neighbours), flows);
  const scenarios = scenariosOf(topology, quiet, flows, neighbours, options);
  const total = (scenarios.length + 1) * options.repeat;
  let done = 0;
  const { seed, duration, warmup, shouldStop } = options;
  const observe = (label: string, scene: Topology, events: readonly ScheduledEvent[]): Observation[] =>
    Array.from({ length: options.repeat }, (_, replication) => {
      const tell = (part: number): void => options.onProgress?.({ done, total, fraction: Math.min(1, (done + part) / total), label });
      const observation = engine(scene, {
        seed,
        duration,
        warmup,
        shouldStop,
        replication,
        events,
        onProgress: seconds => tell(seconds / duration)
      });
      done++;
      tell(0);
      return observation;
    });
  const before = observe('alone', quiet, []);
  const alone = measured(before, victim);
  const trials = scenarios.map(scenario =>
    trial(scenario, observe(scenario.name, scenario.topology, scenario.events), before, alone, victim, options.limit)
  );
  const notes = neighbours.length === 0 ? [`${victim} has no neighbour on its host: only the crash of a driver domain could be tried`] : [];
  return { schema: 'xnet-isolation/1', victim, neighbours: neighbours.map(each => each.name), limit: options.limit, alone, trials, notes };
}

function trial(
  scenario: Scenario,
  after: readonly Observation[],
  before: readonly Observation[],
  alone: Measured,
  victim: string,
  limit: number
): IsolationTrial {
  const now = measured(after, victim);
  const goodputChange = alone.goodputBps > 0 ? now.goodputBps / alone.goodputBps - 1 : 0;
  const p99Change = alone.p99Seconds !== undefined && now.p99Seconds !== undefined ? now.p99Seconds / alone.p99Seconds - 1 : undefined;
  const isolated = Math.abs(goodputChange) <= limit && (p99Change === undefined || p99Change <= limit);
  return {
    name: scenario.name,
    action: scenario.action,
    victim: now,
    goodputChange,
    ...(p99Change === undefined ? {} : { p99Change }),
    isolated,
    ...(isolated ? {} : { leaked: leak(scenario, after, before) })
  };
}

/** The resource whose load grew most towards saturation while the neighbour was at work. */
function leak(scenario: Scenario, after: readonly Observation[], before: readonly Observation[]): string {
  if (scenario.name === 'driver crash' || scenario.name === 'cache thrash') return scenario.pressed;
  const load = (observations: readonly Observation[], name: string): number =>
    mean(observations.map(each => each.resources.find(resource => resource.name === name)?.utilization ?? 0));
  let worst = { name: scenario.pressed, score: 0 };
  for (const { name } of after[0]!.resources) {
    const now = load(after, name);
    const grown = now - load(before, name);
    // A resource of its own that the neighbour fills is nobody's leak: the victim must have used it too.
    if (load(before, name) > 0.001 && grown * now > worst.score) worst = { name, score: grown * now };
  }
  return worst.name;
}

function measured(observations: readonly Observation[], victim: string): Measured {
  const flows = observations.map(each => each.flows.filter(flow => flow.flow === victim));
  const goodputBps = mean(observations.map((each, at) => (flows[at]!.reduce((sum, flow) => sum + flow.bytes, 0) * 8) / each.seconds));
  const latency = mergeLatency(flows.flat().flatMap(flow => (flow.latency ? [flow.latency] : [])));
  const p99Seconds = latency && quantile(latency, 0.99);
  return { goodputBps, ...(p99Seconds === undefined ? {} : { p99Seconds }) };
}

function scenariosOf(
  topology: Topology,
  quiet: Topology,
  flows: readonly Flow[],
  neighbours: readonly Domain[],
  options: IsolationOptions
): Scenario[] {
  const found: Scenario[] = [];
  const names = neighbours.map(each => each.name).join(', ');
  const tell = (one: string, several: string): string => `${names} ${neighbours.length === 1 ? one : several}`;
  if (neighbours.length > 0) {
    const floods = neighbours
      .flatMap(domain => domain.vifs)
      .map((vif, number): Flow => ({
        ...flows[0]!,
        name: `flood[${number + 1}]`,
        flow: 'flood',
        member: number + 1,
        members: neighbours.length,
        from: vif.name,
        to: outside(topology, flows[0]!),
        transport: 'udp',
        size: 64,
        rate: undefined,
        bytes: undefined,
        streams: 1,
        arrival: 'cbr',
        window: undefined,
        start: undefined,
        stop: undefined
      }));
    if (floods.length > 0) {
      found.push({
        name: 'flood',
        action: tell('sends 64-byte datagrams as fast as it can', 'send 64-byte datagrams as fast as they can'),
        topology: { ...quiet, flows: [...quiet.flows, ...floods] },
        events: [],
        pressed: 'the network path'
      });
    }
    found.push({
      name: 'cpu hog',
      action: tell('computes all the time', 'compute all the time'),
      topology: changed(quiet, neighbours, () => ({ background: 1 })),
      events: [],
      pressed: 'the scheduler'
    });
    found.push({
      name: 'cache thrash',
      action: tell('keeps the caches it reaches full of its own data', 'keep the caches they reach full of their own data'),
      topology: changed(quiet, neighbours, host => ({ workingSet: 4 * (host.cpu.llc ?? 0) })),
      events: [],
      pressed: 'the last-level cache'
    });
  }
  const [driver] = topology.hosts
    .flatMap(host => host.domains)
    .filter(domain => domain.role === 'driver')
    .sort((a, b) => Number(serves(topology, a, flows)) - Number(serves(topology, b, flows)));
  if (driver) {
    const at = options.warmup + (options.duration - options.warmup) / 4;
    found.push({
      name: 'driver crash',
      action: `${driver.name} crashes and does not come back`,
      topology: quiet,
      events: [{ at, action: 'crash', target: driver.name }],
      pressed: driver.name
    });
  }
  return found;
}

/** Whether the flows pass a driver domain. */
function serves(topology: Topology, driver: Domain, flows: readonly Flow[]): boolean {
  const vifs = topology.hosts.flatMap(host => host.domains).flatMap(domain => domain.vifs);
  return flows.some(flow => [flow.from, flow.to].some(end => vifs.find(vif => vif.name === end)?.backend === driver.name));
}

/** Where a flood goes: to the far end of the victim's flow. */
function outside(topology: Topology, flow: Flow): string {
  return domainOf(topology, flow.from) === undefined ? flow.from : flow.to;
}

function domainOf(topology: Topology, end: string): Domain | undefined {
  return topology.hosts.flatMap(host => host.domains).find(domain => domain.name === end || domain.vifs.some(vif => vif.name === end));
}

function withFlows(topology: Topology, flows: readonly Flow[]): Topology {
  return { ...topology, flows };
}

function idle(topology: Topology, neighbours: readonly Domain[]): Topology {
  return changed(topology, neighbours, () => ({ background: 0, workingSet: undefined }));
}

function changed(topology: Topology, domains: readonly Domain[], change: (host: Host) => Partial<Domain>): Topology {
  const names = new Set(domains.map(each => each.name));
  return {
    ...topology,
    hosts: topology.hosts.map(host => ({
      ...host,
      domains: host.domains.map(domain => (names.has(domain.name) ? { ...domain, ...change(host) } : domain))
    }))
  };
}
