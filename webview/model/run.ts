/** Facts of the run that belong to every number: seed, level, replications, time, version, conservation. */
import type { ExperimentResult, PointResult, RunResult } from '../../src/topology/result.ts';
import { count, duration, percent, quantity } from '../format.ts';
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
  const packets = simulatedPackets(experiment);
  return [
    { name: 'level', value: point.level },
    ...(estimate ? [] : [{ name: 'seed', value: String(experiment.seed) }]),
    ...(estimate ? [] : [{ name: 'replications', value: replications(experiment, point) }]),
    ...(result.wallSeconds === undefined ? [] : [{ name: 'wall time', value: duration(result.wallSeconds) }]),
    // Speed is known only for a run of one experiment: wall time is that of all of them.
    ...(result.wallSeconds !== undefined && result.wallSeconds > 0 && result.experiments.length > 0
      ? [{ name: 'speed', value: `${quantity(allPackets(result, packets) / result.wallSeconds, 'packets')} simulated` }] : [])
  ];
}

/** At the foot of the page. */
export function allFacts(result: RunResult, experiment: ExperimentResult, point: PointResult): readonly Fact[] {
  const { sent, delivered, dropped, inFlight } = point.conservation;
  return [
    { name: 'Experiment', value: `${experiment.name}, ${plural(experiment.points.length, 'point')}` },
    { name: 'Simulated', value: `${quantity(experiment.durationSeconds, 'time')} after a warm-up of ${quantity(experiment.warmupSeconds, 'time')}` },
    ...(isEstimate(result) ? [] : [{ name: 'Intervals', value: `${percent(experiment.confidence)} confidence over ${plural(point.replications, 'replication')}` }]),
    { name: 'Packets', value: `${count(sent)} sent = ${count(delivered)} delivered + ${count(dropped)} dropped + ${count(inFlight)} in flight` },
    ...(point.fingerprint === undefined ? [] : [{ name: 'Fingerprint', value: point.fingerprint }]),
    ...(result.startedAt === undefined ? [] : [{ name: 'Started', value: result.startedAt }]),
    { name: 'Source', value: result.source.file },
    ...(result.source.sha256 === '' ? [] : [{ name: 'SHA-256', value: `${result.source.sha256.slice(0, 16)}…`, title: result.source.sha256 }]),
    { name: 'Made by', value: `${result.tool.name} ${result.tool.version}` }
  ];
}

function replications(experiment: ExperimentResult, point: PointResult): string {
  return point.replications === experiment.replications ? String(point.replications) : `${point.replications} of ${experiment.replications}`;
}

function simulatedPackets(experiment: ExperimentResult): number {
  return experiment.points.reduce((sum, point) => sum + point.conservation.delivered, 0);
}

function allPackets(result: RunResult, ofOne: number): number {
  return result.experiments.length === 1 ? ofOne : result.experiments.reduce((sum, experiment) => sum + simulatedPackets(experiment), 0);
}
