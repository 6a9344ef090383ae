/** What a sweep can draw: one number per point, named as the language's measures are (`throughput(rx)`, `cycles(server.dom0)`). */
import type { Dimension } from '../../src/topology/plan.ts';
import type { DomainResult, ExperimentResult, FlowResult, Interval, PointResult } from '../../src/topology/result.ts';
import { arrayOf } from './names.ts';

export interface Metric {
  /** Stable name, kept in the view's state. */
  readonly key: string;
  readonly label: string;
  readonly unit: Dimension | 'cores';
  /** Undefined where the point does not have it. */
  at(point: PointResult): Interval | undefined;
}

/** Enough points to meet every flow and domain; enough metrics to choose from. */
const sampled = 32;
const metricLimit = 48;

/** The metrics of an experiment, the total throughput first, then those that only its published blocks name. */
export function metricsOf(experiment: ExperimentResult): readonly Metric[] {
  const points = sample(experiment.points);
  const flows = [...new Set(points.flatMap(point => point.flows.map(flow => flow.flow)))];
  const domains = [...new Set(points.flatMap(point => point.domains.map(domain => arrayOf(domain.name))))];
  const metrics: Metric[] = [
    { key: 'throughput', label: 'Throughput, all flows', unit: 'rate', at: point => point.totals.goodputBps },
    ...(flows.length > 1 ? flows.map(flowThroughput) : []),
    { key: 'packets', label: 'Packets per second, all flows', unit: 'packets', at: point => point.totals.packetsPerSecond },
    { key: 'loss', label: 'Loss, all flows', unit: 'ratio', at: point => point.totals.lossRatio },
    ...flows.flatMap(flowLatency),
    ...domains.map(domainUse),
    ...domains.map(domainCycles)
  ];
  const known = metrics.filter(metric => points.some(point => metric.at(point) !== undefined)).slice(0, metricLimit);
  return [...known, ...claimedMetrics(experiment, known)];
}

/** The metric that a claim of this text is about: `throughput(rx)` is the total where `rx` is the only flow. */
export function metricFor(of: string, experiment: ExperimentResult, metrics: readonly Metric[]): Metric | undefined {
  const exact = metrics.find(metric => metric.key === of);
  if (exact !== undefined) return exact;
  const call = /^(throughput|packets|loss)\(([^(),=]+?)(\[\*\])?\)$/.exec(of.replace(/\s+/g, ''));
  if (call === null) return undefined;
  const flows = new Set(sample(experiment.points).flatMap(point => point.flows.map(flow => flow.flow)));
  return flows.size === 1 && flows.has(call[2] ?? '') ? metrics.find(metric => metric.key === call[1]) : undefined;
}

function sample(points: readonly PointResult[]): readonly PointResult[] {
  const step = Math.max(1, Math.ceil(points.length / sampled));
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function flowThroughput(flow: string): Metric {
  return {
    key: `throughput(${flow})`,
    label: `Throughput of ${flow}`,
    unit: 'rate',
    at: point => sum(membersOf(point, flow).map(member => member.goodputBps))
  };
}

function flowLatency(flow: string): Metric[] {
  const members = (point: PointResult) => membersOf(point, flow).filter(member => member.latencySeconds.mean > 0);
  return [
    { key: `latency(${flow})`, label: `Mean latency of ${flow}`, unit: 'time', at: point => meanLatency(members(point)) },
    { key: `latency(${flow}, p99)`, label: `p99 latency of ${flow}, slowest member`, unit: 'time', at: point => slowest(members(point)) }
  ];
}

function domainUse(array: string): Metric {
  return {
    key: `utilization(${array})`,
    label: `CPU of ${array}${meanSuffix(array)}`,
    unit: 'cores',
    at: point => mean(namesakes(point, array).map(domain => domain.cpuUtilization))
  };
}

function domainCycles(array: string): Metric {
  return {
    key: `cycles(${array})`,
    label: `Cycles per packet in ${array}${meanSuffix(array)}`,
    unit: 'cycles',
    at: point =>
      mean(
        namesakes(point, array)
          .filter(domain => domain.cyclesPerPacket.total > 0)
          .map(domain => ({ mean: domain.cyclesPerPacket.total }))
      )
  };
}

/** Claims about something the result has no series of still have their observed values. */
function claimedMetrics(experiment: ExperimentResult, known: readonly Metric[]): readonly Metric[] {
  const unknown = experiment.published.filter(claim => metricFor(claim.of, experiment, known) === undefined);
  return [...new Map(unknown.map(claim => [claim.of, claim])).values()].map(claim => {
    const rows = unknown.filter(other => other.of === claim.of).flatMap(other => other.rows);
    const observed = new Map(rows.filter(row => row.missing === undefined).map(row => [parametersKey(row.parameters), row.observed]));
    return { key: claim.of, label: claim.of, unit: claim.dimension, at: point => observed.get(parametersKey(point.parameters)) };
  });
}

function parametersKey(parameters: PointResult['parameters']): string {
  return JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function membersOf(point: PointResult, flow: string): readonly FlowResult[] {
  return point.flows.filter(member => member.flow === flow);
}

function namesakes(point: PointResult, array: string): readonly DomainResult[] {
  return point.domains.filter(domain => arrayOf(domain.name) === array);
}

function meanSuffix(array: string): string {
  return array.includes('[*]') ? ', mean' : '';
}

// Members move together, so that the interval of their sum does not follow from theirs: only a single one keeps its interval.
function sum(values: readonly Interval[]): Interval | undefined {
  if (values.length < 2) return values[0];
  return { mean: values.reduce((total, value) => total + value.mean, 0) };
}

function mean(values: readonly Interval[]): Interval | undefined {
  if (values.length < 2) return values[0];
  return { mean: values.reduce((total, value) => total + value.mean, 0) / values.length };
}

function meanLatency(members: readonly FlowResult[]): Interval | undefined {
  const packets = members.reduce((total, member) => total + member.packetsPerSecond.mean, 0);
  if (packets === 0) return undefined;
  return { mean: members.reduce((total, member) => total + member.latencySeconds.mean * member.packetsPerSecond.mean, 0) / packets };
}

function slowest(members: readonly FlowResult[]): Interval | undefined {
  const tails = members.map(member => member.latencySeconds.p99).filter(value => value !== undefined);
  return tails.length === 0 ? undefined : { mean: tails.reduce((a, b) => Math.max(a, b)) };
}
