/** Published claims beside what came out. */
import type { Experiment, Measure, ParameterValue, Published } from '../../topology/plan.ts';
import type { Interval, PublishedResult } from '../../topology/result.ts';
import { operands } from './each.ts';
import { isMissing, keyOf } from './points.ts';
import type { Missing, ObservedPoints } from './points.ts';
import { evaluate, summarize } from './value.ts';

type Row = PublishedResult['rows'][number];
type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * One row per claimed number. A single value is claimed at every point, `points` at those whose first varied parameter has the
 * claimed value; a claim that reads fixed points wherever it is evaluated gives one row.
 */
export function comparePublished(claim: Published, experiment: Experiment, points: ObservedPoints): PublishedResult {
  const rows: Row[] = [];
  const seen = new Set<string>();
  experiment.points.forEach((point, at) => {
    const measure = claim.of[at];
    const claimed = claimedAt(claim, experiment, point.parameters);
    if (!measure || claimed === undefined) return;
    const read = readAt(measure, point.parameters, experiment);
    const key = `${keyOf(read, experiment.varies)} ${claimed}`;
    if (seen.has(key)) return;
    seen.add(key);
    const here = points.find({ experiment, point, observations: [] }, { parameters: {} });
    const value = isMissing(here) ? here : evaluate(measure, { points, here });
    rows.push(rowOf(claim, read, claimed, isMissing(value) ? value : summarize(value, experiment.confidence)));
  });
  return {
    name: claim.name,
    of: claim.text,
    dimension: claim.dimension,
    source: claim.source,
    standing: claim.standing,
    use: claim.use,
    rows
  };
}

function claimedAt(claim: Published, experiment: Experiment, parameters: Parameters): number | undefined {
  if (!claim.points) return claim.value;
  const first = experiment.varies[0];
  if (first === undefined) return undefined;
  const here = keyOf(parameters, [first]);
  return claim.points.find(([value]) => keyOf({ [first]: value }, [first]) === here)?.[1];
}

/**
 * The parameters that the claim really reads: its readings' own when all agree, else those of the point without the ones that
 * every reading sets for itself (a ratio of two fixed points is one number, wherever it is evaluated).
 */
function readAt(measure: Measure, parameters: Parameters, experiment: Experiment): Parameters {
  const read = readings(measure).map(own =>
    Object.fromEntries(Object.entries({ ...parameters, ...own }).filter(([name]) => experiment.varies.includes(name) || name in parameters))
  );
  const keys = new Set(read.map(own => keyOf(own, experiment.varies)));
  if (keys.size === 1) return read[0]!;
  const set = readings(measure);
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !set.every(own => name in own)));
}

function readings(measure: Measure): Parameters[] {
  if (measure.kind === 'measure' || measure.kind === 'bottleneck') return [measure.read?.parameters ?? {}];
  return operands(measure).flatMap(readings);
}

function rowOf(claim: Published, parameters: Parameters, claimed: number, observed: Interval | Missing): Row {
  if (isMissing(observed)) return { parameters, claimed, observed: { mean: 0 }, error: -1, within: false, missing: observed.missing };
  const deviation = observed.mean - claimed;
  // Of a claim of zero any deviation counts as a whole one.
  const error = claimed === 0 ? Math.sign(deviation) : deviation / claimed;
  const { tolerance } = claim;
  // The last bits of a sum decide nothing.
  const room = tolerance && (tolerance.relative ? tolerance.value * Math.abs(claimed) : tolerance.value) + 1e-9 * Math.abs(claimed);
  const within = room === undefined ? undefined : Math.abs(deviation) <= room;
  return { parameters, claimed, observed, error, ...(within === undefined ? {} : { within }) };
}
