/** What a run found of an experiment, in the few words that fit over its name. */
import { formatInterval, formatMeasured, formatParameters } from '../topology/quantity.ts';
import type { ExperimentResult, PointResult } from '../topology/result.ts';

/** From this utilization on, a resource is called the limit. */
const saturated = 0.95;

/**
 * `= 2.91 Gb/s ± 0.03, limited by server.dom0`; over a sweep `= 978 Mb/s to 2.91 Gb/s`; with expectations how many of them hold.
 * Undefined for an experiment of which no point was finished.
 */
export function headline(experiment: ExperimentResult): string | undefined {
  const [first, ...more] = experiment.points;
  if (first === undefined) return undefined;
  const found = more.length === 0 ? `${ofPoint(first)}${where(experiment, first)}` : ofSweep(experiment.points);
  return [`= ${found}`, ...verdict(experiment.points)].join(' · ');
}

function ofPoint({ totals, bottleneck }: PointResult): string {
  const limit = bottleneck.domain ?? bottleneck.resource;
  const limited = bottleneck.utilization >= saturated && limit !== '' ? `, limited by ${limit}` : '';
  return `${formatInterval(totals.goodputBps, 'rate')}${limited}`;
}

/** Which point it was, where the experiment has several: the counts among its parameters. */
function where({ varies, dimensions }: ExperimentResult, { parameters }: PointResult): string {
  const counts = varies.filter(name => (dimensions[name] ?? 'number') === 'number' && typeof parameters[name] === 'number');
  if (counts.length === 0) return '';
  return ` at ${formatParameters(Object.fromEntries(counts.map(name => [name, parameters[name]!])), dimensions)}`;
}

function ofSweep(points: readonly PointResult[]): string {
  const rates = points.map(point => point.totals.goodputBps.mean);
  const [least, most] = [Math.min(...rates), Math.max(...rates)].map(rate => formatMeasured(rate, 'rate')) as [string, string];
  return least === most ? most : `${least} to ${most}`;
}

function verdict(points: readonly PointResult[]): string[] {
  const expectations = points.flatMap(point => point.expectations);
  const holding = expectations.filter(({ status }) => status === 'pass').length;
  if (expectations.length === 0) return [];
  if (holding === expectations.length) return ['expectations hold'];
  return [`${expectations.length - holding} of ${expectations.length} expectations not met`];
}
