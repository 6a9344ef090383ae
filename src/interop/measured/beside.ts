/** Measurements beside a result: one row per number that both have. */
import type { Dimension } from '../../topology/plan.ts';
import type { DomainResult, Interval, PointResult } from '../../topology/result.ts';
import type { Observation } from './observation.ts';

export interface Row {
  /** What the number is of: `throughput(rx)`, `utilization(server.dom0)`. */
  readonly what: string;
  readonly tool: Observation['tool'];
  readonly dimension: Dimension;
  readonly measured: number;
  /** Absent where the model has no such thing. */
  readonly model?: Interval;
  /** (model − measured) / measured. */
  readonly difference?: number;
  readonly remark?: string;
}

/** @param flow the flow that was measured */
export function layBeside(observations: readonly Observation[], point: PointResult, flow: string | undefined): readonly Row[] {
  return observations.flatMap(each => [
    ...throughputRows(each, point, flow),
    ...domainRows(each, point),
    ...machineRows(each, point),
    ...counterRows(each)
  ]);
}

function row(
  what: string,
  { tool }: Observation,
  dimension: Dimension,
  measured: number,
  model: Interval | undefined,
  remark?: string
): Row {
  const difference = model === undefined || measured === 0 ? undefined : (model.mean - measured) / measured;
  return {
    what,
    tool,
    dimension,
    measured,
    ...(model === undefined ? {} : { model }),
    ...(difference === undefined ? {} : { difference }),
    ...(remark === undefined ? {} : { remark })
  };
}

function throughputRows(observation: Observation, point: PointResult, flow: string | undefined): Row[] {
  const { throughput } = observation;
  if (throughput === undefined) return [];
  const members = point.flows.filter(each => each.flow === flow);
  const sum = (of: (each: PointResult['flows'][number]) => Interval): Interval | undefined =>
    members.length === 0 ? undefined : added(members.map(of));
  const streams = `${throughput.streams} ${throughput.streams === 1 ? 'stream' : 'streams'} of ${throughput.transport}${throughput.isReverse ? ', reversed' : ''}`;
  return [
    row(
      `throughput(${flow ?? 'no flow'})`,
      observation,
      'rate',
      throughput.bitsPerSecond,
      sum(({ goodputBps }) => goodputBps),
      streams
    ),
    ...(throughput.lossRatio === undefined || members.length === 0
      ? []
      : [
          row(`loss(${flow})`, observation, 'ratio', throughput.lossRatio, {
            mean: members.reduce((total, each) => total + each.lossRatio.mean, 0) / members.length
          })
        ])
  ];
}

function added(intervals: readonly Interval[]): Interval {
  const [first] = intervals;
  if (intervals.length === 1) return first!;
  return { mean: intervals.reduce((sum, { mean }) => sum + mean, 0) };
}

function domainRows(observation: Observation, point: PointResult): Row[] {
  return observation.domains.map(({ name, cores, samples }) => {
    const domain = point.domains.find(each => isSame(each, name));
    const remark = `${samples} ${samples === 1 ? 'sample' : 'samples'}${domain === undefined ? '; no domain of this name in the topology' : ''}`;
    return row(`utilization(${domain?.name ?? name})`, observation, 'ratio', cores, domain?.cpuUtilization, remark);
  });
}

/** Tools cut names short, and count elements of arrays in ways of their own: `guest[2]` is `guest-2`, `guest2` or `guest_2`. */
function isSame({ name }: DomainResult, other: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const own = plain(name.slice(name.lastIndexOf('.') + 1));
  const wanted = plain(other);
  return own === wanted || (wanted === 'domain0' && own === 'dom0') || (other.length === 10 && own.startsWith(wanted));
}

/** `mpstat` tells of the machine it ran in: the one domain that drives devices, where there is one. */
function machineRows(observation: Observation, point: PointResult): Row[] {
  const { machine } = observation;
  if (machine === undefined) return [];
  const domain =
    point.domains.find(each => isSame(each, machine.name)) ?? point.domains.find(each => /\.(dom0|host_os|os|host)$/.test(each.name));
  const stolen = machine.stolen > 0.01 ? `; ${machine.stolen.toFixed(2)} of them stolen, which is waiting and not counted` : '';
  return [
    row(
      `utilization(${domain?.name ?? machine.name})`,
      observation,
      'ratio',
      machine.cores,
      domain?.cpuUtilization,
      `${machine.cpus} CPUs of ${machine.name}${stolen}`
    )
  ];
}

const counterRows = (observation: Observation): Row[] =>
  observation.counters.map(({ name, packets, means }) => row(name, observation, 'number', packets, undefined, means));
