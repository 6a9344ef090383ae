/**
 * From observations to the result schema: one point from its replications, one experiment from its points.
 *
 * Rates and shares are means over replications with their interval. Counts (drops, refusals, grant operations, conservation)
 * are totals over the replications; peaks are the highest of any. Every number is finite and keys come in a fixed order.
 */
import type { Experiment, Plan } from '../../topology/plan.ts';
import { latencyShares } from '../../topology/result.ts';
import type {
  DomainResult,
  ExpectationResult,
  ExperimentResult,
  FlowResult,
  GrantResult,
  Interval,
  PointResult,
  ResourceResult,
  Timeline
} from '../../topology/result.ts';
import type { FlowObservation, LatencySummary, Observation } from '../observation.ts';
import { hash32 } from '../kernel/random.ts';
import { mergeLatency, quantile, quantiles } from '../statistics/histogram.ts';
import { interval, mean, weightedMean } from '../statistics/summary.ts';
import { commonBottleneck } from './bottleneck.ts';
import { decide } from './expect.ts';
import { notesOf } from './notes.ts';
import { ObservedPoints } from './points.ts';
import type { ObservedPoint } from './points.ts';
import { comparePublished } from './published.ts';

/** Finds the line (from 1) that a place in a source stands on; undefined when the source is not at hand. */
export type LineOf = (origin: { readonly uri: string; readonly start: number }) => number | undefined;

/**
 * Results of all experiments of a plan.
 * @param observations per experiment, per point, in replication order; points that were not run are left out of the result
 */
export function assemble(plan: Plan, observations: readonly (readonly (readonly Observation[])[])[], lineOf?: LineOf): ExperimentResult[] {
  const points = new ObservedPoints(plan, observations);
  return plan.experiments.map((experiment, e) => {
    const observed = experiment.points
      .map((point, p) => ({ experiment, point, observations: observations[e]?.[p] ?? [] }))
      .filter(one => one.observations.length > 0);
    return experimentResult(experiment, observed, points, lineOf);
  });
}

function experimentResult(
  experiment: Experiment,
  observed: readonly ObservedPoint[],
  points: ObservedPoints,
  lineOf: LineOf | undefined
): ExperimentResult {
  return {
    name: experiment.name,
    seed: experiment.seed,
    replications: Math.max(0, ...observed.map(one => one.observations.length)),
    confidence: experiment.confidence,
    durationSeconds: experiment.duration,
    warmupSeconds: experiment.warmup,
    varies: experiment.varies,
    dimensions: experiment.dimensions,
    points: observed.map(here => pointResult(here, points, lineOf)),
    published: experiment.published.map(claim => comparePublished(claim, experiment, points))
  };
}

function pointResult(here: ObservedPoint, points: ObservedPoints, lineOf: LineOf | undefined): PointResult {
  const {
    experiment: { confidence },
    point,
    observations
  } = here;
  const over = (of: (observation: Observation) => number): Interval => settled(interval(observations.map(of), confidence));
  const first = observations[0]!;
  return {
    parameters: point.parameters,
    level: first.level,
    replications: observations.length,
    flows: first.flows.map((flow, at) => flowResult(flow, at, observations, confidence)),
    totals: {
      goodputBps: over(totalGoodput),
      packetsPerSecond: over(({ flows, seconds }) =>
        ratio(
          sum(flows, flow => flow.packets),
          seconds
        )
      ),
      lossRatio: over(({ flows }) =>
        ratio(
          sum(flows, flow => flow.lost),
          sum(flows, flow => flow.sent)
        )
      )
    },
    domains: first.domains.map((_, at) => domainResult(at, observations, confidence)),
    resources: first.resources.map(({ name, kind }, at) => resourceResult(name, kind, at, observations, confidence)),
    grants: merged(
      observations.map(one => one.grants),
      row => row.domain,
      grantResult
    ),
    drops: merged(
      observations.map(one => one.drops),
      row => `${row.where}\n${row.reason}`,
      rows => ({ where: rows[0]!.where, reason: rows[0]!.reason, packets: sum(rows, row => row.packets) })
    ),
    refusals: merged(
      observations.map(one => one.refusals),
      row => row.where,
      rows => ({ where: rows[0]!.where, posts: sum(rows, row => row.posts) })
    ),
    interruptsPerSecond: merged(
      observations.map(one => one.interrupts),
      row => row.name,
      rows => ({ name: rows[0]!.name, mean: finite(sum(rows, row => row.perSecond) / observations.length) })
    ),
    batches: merged(
      observations.map(one => one.batches),
      row => row.stage,
      rows => ({ stage: rows[0]!.stage, mean: finite(mean(rows.map(row => row.mean))) })
    ),
    bottleneck: commonBottleneck(observations),
    expectations: point.expectations.map((expectation): ExpectationResult => {
      const { status, observed } = decide(expectation.expression, { points, here });
      const line = expectation.origin && lineOf?.(expectation.origin);
      return { text: expectation.text, status, observed, ...(line === undefined ? {} : { line }) };
    }),
    conservation: {
      sent: sum(observations, one => one.conservation.sent),
      delivered: sum(observations, one => one.conservation.delivered),
      dropped: sum(observations, one => one.conservation.dropped),
      inFlight: sum(observations, one => one.conservation.inFlight)
    },
    ...(first.level === 'analytic' ? {} : { fingerprint: fingerprint(observations) }),
    ...(first.timeline ? { timeline: busiest(first.timeline) } : {}),
    notes: notesOf(here)
  };
}

/** Payload that arrived, all flows together, bit/s. */
export function totalGoodput({ flows, seconds }: Observation): number {
  return ratio(sum(flows, flow => flow.bytes) * 8, seconds);
}

function flowResult(flow: FlowObservation, at: number, observations: readonly Observation[], confidence: number): FlowResult {
  const rows = observations.map(one => one.flows[at]!);
  const over = (of: (row: FlowObservation, seconds: number) => number): Interval =>
    settled(
      interval(
        rows.map((row, replication) => of(row, observations[replication]!.seconds)),
        confidence
      )
    );
  const latencies = rows.flatMap(row => (row.latency ? [row.latency] : []));
  const jobs = rows.flatMap(row => (row.jobSeconds === undefined ? [] : [row.jobSeconds]));
  return {
    name: flow.name,
    flow: flow.flow,
    from: flow.from,
    to: flow.to,
    goodputBps: over((row, seconds) => ratio(row.bytes * 8, seconds)),
    packetsPerSecond: over((row, seconds) => ratio(row.packets, seconds)),
    lossRatio: over(row => ratio(row.lost, row.sent)),
    latencySeconds: latencyResult(latencies),
    ...(at < DISTRIBUTIONS ? distribution(latencies) : {}),
    // A mean over the replications that happened to finish would flatter: only when all did.
    ...(jobs.length === rows.length ? { jobSeconds: settled(interval(jobs, confidence)) } : {})
  };
}

/** Flows of a point whose whole distribution is told: of thousands nobody looks at each, and a result is to stay small. */
const DISTRIBUTIONS = 32;

const QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

function latencyResult(parts: readonly LatencySummary[]): FlowResult['latencySeconds'] {
  const together = mergeLatency(parts);
  if (!together) return { mean: finite(mean(parts.map(part => part.mean))) };
  if (together.buckets.length === 0) return { mean: finite(together.mean) };
  const shares = Object.entries(QUANTILES).map(([name, share]) => [name, finite(quantile(together, share)!)]);
  return {
    mean: finite(together.mean),
    ...(Object.fromEntries(shares) as Record<keyof typeof QUANTILES, number>),
    max: finite(together.max)
  };
}

function distribution(parts: readonly LatencySummary[]): Pick<FlowResult, 'latencyCdf'> {
  const together = mergeLatency(parts);
  const cdf = together && quantiles(together, latencyShares);
  return cdf ? { latencyCdf: cdf.map(finite) } : {};
}

function domainResult(at: number, observations: readonly Observation[], confidence: number): DomainResult {
  const rows = observations.map(one => one.domains[at]!);
  const packets = sum(rows, row => row.packets);
  const components = [...new Set(rows.flatMap(row => Object.keys(row.cycles)))]
    .map((name): [string, number] => [
      name,
      ratio(
        sum(rows, row => row.cycles[name] ?? 0),
        packets
      )
    ])
    .sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
  const misses = sum(rows, row => row.misses);
  return {
    name: rows[0]!.name,
    cpuUtilization: settled(
      interval(
        rows.map(row => row.utilization),
        confidence
      )
    ),
    cyclesPerPacket: { total: finite(sum(components, ([, cycles]) => cycles)), components: Object.fromEntries(components) },
    ...(misses > 0 ? { missesPerPacket: ratio(misses, packets) } : {})
  };
}

function resourceResult(
  name: string,
  kind: ResourceResult['kind'],
  at: number,
  observations: readonly Observation[],
  confidence: number
): ResourceResult {
  const rows = observations.map(one => one.resources[at]!);
  const carried = rows.flatMap(row => (row.bandwidthBps === undefined ? [] : [row.bandwidthBps]));
  return {
    name,
    kind,
    utilization: settled(
      interval(
        rows.map(row => row.utilization),
        confidence
      )
    ),
    ...(carried.length > 0
      ? {
          bandwidthBps: finite(
            weightedMean(
              carried,
              carried.map(() => 1)
            )
          )
        }
      : {})
  };
}

/** Strips of a point: more than these nobody reads, and a result is to stay small. */
const STRIPS = 16;

function busiest({ fromSeconds, stepSeconds, resources }: Timeline): Timeline {
  const used = ({ utilization }: Timeline['resources'][number]): number => sum(utilization, each => each);
  const kept = new Set([...resources].sort((a, b) => used(b) - used(a)).slice(0, STRIPS));
  const short = (value: number): number => Math.round(finite(value) * 1e4) / 1e4;
  return {
    fromSeconds,
    stepSeconds,
    resources: resources.filter(each => kept.has(each)).map(each => ({ ...each, utilization: each.utilization.map(short) }))
  };
}

function grantResult(rows: readonly GrantResult[]): GrantResult {
  const most = (of: (row: GrantResult) => number) => Math.max(...rows.map(of));
  return {
    domain: rows[0]!.domain,
    inUsePeak: most(row => row.inUsePeak),
    issued: sum(rows, row => row.issued),
    mapped: sum(rows, row => row.mapped),
    copied: sum(rows, row => row.copied),
    reused: sum(rows, row => row.reused),
    flushes: sum(rows, row => row.flushes),
    framesNeeded: most(row => row.framesNeeded),
    framesLimit: rows[0]!.framesLimit
  };
}

/** Rows of the same key from all replications, in the order in which they first appear. */
function merged<Row, Result>(
  lists: readonly (readonly Row[])[],
  key: (row: Row) => string,
  merge: (rows: readonly Row[]) => Result
): Result[] {
  const groups = new Map<string, Row[]>();
  for (const row of lists.flat()) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()].map(merge);
}

/** Eight hexadecimal digits over the fingerprints of the replications, in their order. */
function fingerprint(observations: readonly Observation[]): string {
  return (hash32(observations.map(one => one.fingerprint >>> 0).join(' '), 0) >>> 0).toString(16).padStart(8, '0');
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
const ratio = (part: number, whole: number): number => (whole > 0 ? finite(part / whole) : 0);

function settled({ mean: centre, low, high }: Interval): Interval {
  return low === undefined || high === undefined
    ? { mean: finite(centre) }
    : { mean: finite(centre), low: finite(low), high: finite(high) };
}
