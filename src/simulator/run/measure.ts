/** The expectation functions (`throughput`, `latency`, `cycles`, …) over one observation. */
import type { MeasureCall, MeasureName } from '../../topology/plan.ts';
import type { Dimension } from '../../topology/plan.ts';
import type { DomainObservation, FlowObservation, LatencySummary, Observation } from '../observation.ts';
import { mergeLatency, quantile } from '../statistics/histogram.ts';
import { jain, weightedMean } from '../statistics/summary.ts';
import { isMissing } from './points.ts';
import type { Missing } from './points.ts';

/** A number in SI, or why there is none. Never NaN or infinite. */
export type Reading = number | Missing;

/** What a measure is shown in. */
export const DIMENSION_OF: Readonly<Record<MeasureName, Dimension>> = {
  throughput: 'rate',
  packets: 'packets',
  loss: 'ratio',
  latency: 'time',
  utilization: 'ratio',
  cycles: 'cycles',
  misses: 'number',
  fairness: 'number',
  grants: 'number',
  drops: 'number',
  refusals: 'number',
  bandwidth: 'rate',
  jobtime: 'time'
};

type Reader = (call: MeasureCall, observation: Observation) => Reading;

const READERS: Readonly<Record<MeasureName, Reader>> = {
  throughput: overFlows((flows, { seconds }) => perSecond(total(flows, flow => flow.bytes) * 8, seconds)),
  packets: overFlows((flows, { seconds }) =>
    perSecond(
      total(flows, flow => flow.packets),
      seconds
    )
  ),
  loss: overFlows((flows, _, call) => {
    const sent = total(flows, flow => flow.sent);
    return sent === 0 ? missing(`${named(call)} sent nothing`) : total(flows, flow => flow.lost) / sent;
  }),
  latency: overFlows((flows, _, call) => latencyOf(flows, call)),
  fairness: overFlows((flows, _, call) => jain(flows.map(flow => flow.bytes)) ?? missing(`${named(call)} delivered nothing`)),
  jobtime: overFlows(lastToFinish),
  utilization,
  cycles: (call, observation) => perPacket(call, observation, domain => cyclesOf(domain, call.detail)),
  misses: (call, observation) => perPacket(call, observation, domain => domain.misses),
  grants: (call, observation) =>
    countAt(
      call,
      observation,
      observation.grants,
      row => row.domain,
      row => row.inUsePeak
    ),
  drops: (call, observation) => {
    const flows = flowsOf(call, observation);
    return flows.length > 0
      ? total(flows, flow => flow.lost)
      : countAt(
          call,
          observation,
          observation.drops,
          row => row.where,
          row => row.packets
        );
  },
  refusals: (call, observation) =>
    countAt(
      call,
      observation,
      observation.refusals,
      row => row.where,
      row => row.posts
    ),
  bandwidth
};

/** Reads one measure. `each` is the caller's business: here all targets count together. */
export function read(call: MeasureCall, observation: Observation): Reading {
  if (call.targets.length === 0) return missing(`there is nothing to read ${call.name} of here`);
  const reading = READERS[call.name](call, observation);
  return isMissing(reading) || Number.isFinite(reading) ? reading : missing(`${call.name} of ${named(call)} has no value here`);
}

/** `rx`, `rx[1] and 6 more`. */
export function named(call: MeasureCall): string {
  const [first, ...others] = call.targets;
  return others.length === 0 ? (first ?? 'nothing') : `${first} and ${others.length} more`;
}

/** `below('server.cpu', 'server.cpu[0]')`: the thing itself or a part of it. */
export function belongsTo(whole: string, name: string): boolean {
  return name === whole || name.startsWith(`${whole}.`) || name.startsWith(`${whole}[`);
}

const missing = (text: string): Missing => ({ missing: text });
const total = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
const perSecond = (count: number, seconds: number): Reading =>
  seconds > 0 ? count / seconds : missing('nothing was measured: the window is empty');

function flowsOf(call: MeasureCall, observation: Observation): FlowObservation[] {
  return observation.flows.filter(flow => call.targets.includes(flow.name) || call.targets.includes(flow.flow));
}

function overFlows(reader: (flows: readonly FlowObservation[], observation: Observation, call: MeasureCall) => Reading): Reader {
  return (call, observation) => {
    const flows = flowsOf(call, observation);
    return flows.length === 0 ? missing(`there is no flow ${named(call)} here`) : reader(flows, observation, call);
  };
}

const QUANTILE = /^p(\d+)$/;

function latencyOf(flows: readonly FlowObservation[], call: MeasureCall): Reading {
  const parts = flows.flatMap(flow => (flow.latency ? [flow.latency] : []));
  if (parts.length === 0) return missing(`${named(call)} delivered no packet`);
  const { detail } = call;
  if (detail === undefined || detail === 'mean') return meanLatency(parts);
  if (detail === 'max') return parts.some(part => part.buckets.length === 0) ? noDistribution() : Math.max(...parts.map(part => part.max));
  const digits = QUANTILE.exec(detail)?.[1];
  if (digits === undefined) return missing(`latency has no ${detail}`);
  const merged = mergeLatency(parts);
  return (merged && quantile(merged, Number(`0.${digits}`))) ?? noDistribution();
}

const noDistribution = (): Missing => missing('an estimate has a mean latency only');

function meanLatency(parts: readonly LatencySummary[]): number {
  const counted = total(parts, part => part.count) > 0;
  return weightedMean(
    parts.map(part => part.mean),
    parts.map(part => (counted ? part.count : 1))
  );
}

function lastToFinish(flows: readonly FlowObservation[]): Reading {
  let last = 0;
  for (const flow of flows) {
    if (flow.jobSeconds === undefined) return missing(`${flow.name} did not finish`);
    last = Math.max(last, flow.jobSeconds);
  }
  return last;
}

/**
 * Of a domain (1 = one core's worth) or a resource. `server.cpu` and a host mean all of its cores. Several targets give their
 * mean, which is what "how busy are they" asks.
 */
function utilization(call: MeasureCall, observation: Observation): Reading {
  const readings: number[] = [];
  for (const target of call.targets) {
    const reading = utilizationOf(target, observation);
    if (isMissing(reading)) return reading;
    readings.push(reading);
  }
  return total(readings, reading => reading) / readings.length;
}

function utilizationOf(target: string, { domains, resources }: Observation): Reading {
  const domain = domains.find(row => row.name === target);
  if (domain) return domain.utilization;
  const resource = resources.find(row => row.name === target);
  if (resource) return resource.utilization;
  const parts = resources.filter(row => belongsTo(target, row.name));
  const cores = parts.filter(row => row.kind === 'core');
  if (cores.length > 0) return total(cores, row => row.utilization) / cores.length;
  if (parts.length > 0) return Math.max(...parts.map(row => row.utilization));
  return missing(`nothing is known of ${target} here`);
}

/** What an engine's memories are called. */
const MEMORY_PARTS: Readonly<Record<string, string>> = { frames: 'dram', control: 'sram' };

function bandwidth(call: MeasureCall, { resources }: Observation): Reading {
  let sum = 0;
  const part = call.detail === undefined ? undefined : MEMORY_PARTS[call.detail];
  for (const each of call.targets) {
    const frames = `${each}.${MEMORY_PARTS['frames']}`;
    const target = part !== undefined ? `${each}.${part}` : resources.some(row => row.name === frames) ? frames : each;
    const exact = resources.filter(row => row.name === target);
    const rows = (exact.length > 0 ? exact : resources.filter(row => belongsTo(target, row.name))).filter(
      row => row.bandwidthBps !== undefined
    );
    if (rows.length === 0) return missing(`${target} carries no bits that are counted`);
    sum += total(rows, row => row.bandwidthBps!);
  }
  return sum;
}

/** Work of domains or whole hosts, divided by the packets that caused it. */
function perPacket(call: MeasureCall, observation: Observation, work: (domain: DomainObservation) => number): Reading {
  let spent = 0;
  let packets = 0;
  for (const target of call.targets) {
    const engine = observation.resources.find(row => row.name === target && row.cycles !== undefined);
    if (engine) {
      spent += work({
        name: target,
        host: '',
        utilization: engine.utilization,
        cycles: engine.cycles!,
        misses: 0,
        packets: engine.packets!
      });
      packets += engine.packets!;
      continue;
    }
    const domain = observation.domains.find(row => row.name === target);
    const inside = domain ? [domain] : observation.domains.filter(row => row.host === target);
    if (inside.length === 0) return missing(`nothing is known of ${target} here`);
    spent += total(inside, work);
    packets += domain ? domain.packets : packetsAtHost(target, observation);
  }
  return packets === 0 ? missing(`no packet crossed ${named(call)}`) : spent / packets;
}

/** A packet counts once for its host, however many domains of it worked on it. */
function packetsAtHost(host: string, observation: Observation): number {
  return total(
    observation.flows.filter(flow => belongsTo(host, flow.from) || belongsTo(host, flow.to)),
    flow => flow.packets
  );
}

function cyclesOf(domain: DomainObservation, component: string | undefined): number {
  if (component === undefined) return total(Object.values(domain.cycles), cycles => cycles);
  return domain.cycles[componentName(component)] ?? 0;
}

/** `grant_copy` in a file is `grant copy` in results. */
export const componentName = (detail: string): string => detail.replaceAll('_', ' ');

/** Counts at places: `drops(server.eth0)` takes in every ring of that NIC. A thing that exists and has no row has a count of 0. */
function countAt<T>(
  call: MeasureCall,
  observation: Observation,
  rows: readonly T[],
  place: (row: T) => string,
  count: (row: T) => number
): Reading {
  const unknown = call.targets.find(target => !exists(target, observation) && !rows.some(row => belongsTo(target, place(row))));
  if (unknown !== undefined) return missing(`nothing is known of ${unknown} here`);
  return total(
    rows.filter(row => call.targets.some(target => belongsTo(target, place(row)))),
    count
  );
}

function exists(name: string, { domains, resources, flows, grants, batches, interrupts }: Observation): boolean {
  const names = [
    ...domains.flatMap(row => [row.name, row.host]),
    ...resources.map(row => row.name),
    ...flows.flatMap(row => [row.from, row.to]),
    ...grants.map(row => row.domain),
    ...batches.map(row => row.stage),
    ...interrupts.map(row => row.name)
  ];
  return names.some(other => belongsTo(name, other) || belongsTo(other, name));
}
