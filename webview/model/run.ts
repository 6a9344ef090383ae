/** Facts of the run that belong to every number: seed, level, replications, time, version, conservation. */
import type { ExperimentResult, PointResult, RunResult } from '../../src/topology/result.ts';
import { count, duration, percent, quantity, shortQuantity } from '../format.ts';
import { plural } from './names.ts';
import { isEstimate } from './points.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** The whole of a shortened value. */
  readonly title?: string;
}

/** Beside the file's name. */
export function headFacts(result: RunResult, experiment: ExperimentResult, point: PointResult): readonly Fact[] {
  const estimate = isEstimate(result);
  const packets = simulatedPackets(result);
  return [
    { name: 'level', value: point.level },
    ...(estimate ? [] : [{ name: 'seed', value: String(experiment.seed) }]),
    ...(estimate ? [] : [{ name: 'replications', value: replications(experiment, point) }]),
    ...(result.wallSeconds === undefined ? [] : [{ name: 'wall time', value: duration(result.wallSeconds) }]),
    // Wall time is that of all experiments, and so are the packets.
    ...(result.wallSeconds !== undefined && result.wallSeconds > 0 && packets > 0
      ? [{ name: 'speed', value: `${quantity(packets / result.wallSeconds, 'packets')} simulated` }]
      : [])
  ];
}

/** At the foot of the page. */
export function allFacts(result: RunResult, experiment: ExperimentResult, point: PointResult): readonly Fact[] {
  const { sent, delivered, dropped, inFlight } = point.conservation;
  return [
    { name: 'Experiment', value: `${experiment.name}, ${plural(experiment.points.length, 'point')}` },
    {
      name: 'Simulated',
      value: `${shortQuantity(experiment.durationSeconds, 'time')} after a warm-up of ${shortQuantity(experiment.warmupSeconds, 'time')}`
    },
    ...(isEstimate(result)
      ? []
      : [{ name: 'Intervals', value: `${percent(experiment.confidence)} confidence over ${plural(point.replications, 'replication')}` }]),
    {
      name: 'Packets',
      value: `${count(sent)} sent = ${count(delivered)} delivered + ${count(dropped)} dropped + ${count(inFlight)} in flight`
    },
    ...(point.fingerprint === undefined ? [] : [{ name: 'Fingerprint', value: point.fingerprint }]),
    ...(result.startedAt === undefined ? [] : [{ name: 'Started', value: result.startedAt }]),
    { name: 'Source', value: result.source.file },
    ...(result.source.sha256 === ''
      ? []
      : [{ name: 'SHA-256', value: `${result.source.sha256.slice(0, 16)}…`, title: result.source.sha256 }]),
    { name: 'Made by', value: `${result.tool.name} ${result.tool.version}` }
  ];
}

function replications(experiment: ExperimentResult, point: PointResult): string {
  return point.replications === experiment.replications
    ? String(point.replications)
    : `${point.replications} of ${experiment.replications}`;
}

function simulatedPackets(result: RunResult): number {
  let packets = 0;
  for (const { points } of result.experiments) for (const point of points) packets += point.conservation.delivered;
  return packets;
}
