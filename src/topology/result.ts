/** The result every engine produces and every view reads: `xnet-run/1` and `xnet-estimate/1`. Units are in the names. */
import type { Dimension, ParameterValue } from './plan.ts';

/** Mean over replications with its confidence interval; an estimate has `mean` only. */
export interface Interval {
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
}

/** Half the width of an interval; 0 when it has none. */
export function halfWidth(of: Interval): number {
  return of.low === undefined || of.high === undefined ? 0 : (of.high - of.low) / 2;
}

export interface RunResult {
  readonly schema: 'xnet-run/1' | 'xnet-estimate/1';
  readonly tool: { readonly name: 'xnet'; readonly version: string };
  readonly source: { readonly file: string; readonly sha256: string };
  /** ISO 8601; absent in an estimate. */
  readonly startedAt?: string;
  readonly wallSeconds?: number;
  /** True when the run was stopped before its end; what was finished is there. */
  readonly incomplete?: boolean;
  readonly experiments: readonly ExperimentResult[];
}

export interface ExperimentResult {
  readonly name: string;
  readonly seed: number;
  readonly replications: number;
  readonly confidence: number;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly varies: readonly string[];
  readonly dimensions: Readonly<Record<string, Dimension>>;
  readonly points: readonly PointResult[];
  readonly published: readonly PublishedResult[];
}

export interface PointResult {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Which model produced the numbers. */
  readonly level: 'analytic' | 'fluid' | 'packet';
  readonly replications: number;
  readonly flows: readonly FlowResult[];
  readonly totals: { readonly goodputBps: Interval; readonly packetsPerSecond: Interval; readonly lossRatio: Interval };
  readonly domains: readonly DomainResult[];
  readonly resources: readonly ResourceResult[];
  readonly grants: readonly GrantResult[];
  readonly drops: readonly { readonly where: string; readonly reason: string; readonly packets: number }[];
  readonly refusals: readonly { readonly where: string; readonly posts: number }[];
  readonly interruptsPerSecond: readonly { readonly name: string; readonly mean: number }[];
  /** Mean number of packets per activation of each stage: an outcome, never an input. */
  readonly batches: readonly { readonly stage: string; readonly mean: number }[];
  readonly bottleneck: Bottleneck;
  readonly expectations: readonly ExpectationResult[];
  readonly conservation: { readonly sent: number; readonly delivered: number; readonly dropped: number; readonly inFlight: number };
  /** Hash over (time, component, kind, size) of the events of all replications; absent in an estimate. */
  readonly fingerprint?: string;
  /** Of the first replication; absent in an estimate. */
  readonly timeline?: Timeline;
  /** Things a reader must know: a flow that never left its warm-up, queues that did not come up. */
  readonly notes: readonly string[];
}

/** Shares of the packets at which a distribution of latencies is told: close where it is steep, and far into the tail. */
export const latencyShares: readonly number[] = [
  0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96,
  0.97, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 1
];

/** How busy resources were in equal parts of the measured window. */
export interface Timeline {
  /** Begin of the first part and length of each, seconds of simulated time. */
  readonly fromSeconds: number;
  readonly stepSeconds: number;
  /** The busiest ones, in the order of `resources`; utilization to four digits behind the point. */
  readonly resources: readonly { readonly name: string; readonly kind: ResourceResult['kind']; readonly utilization: readonly number[] }[];
}

export interface FlowResult {
  readonly name: string;
  readonly flow: string;
  readonly from: string;
  readonly to: string;
  readonly goodputBps: Interval;
  readonly packetsPerSecond: Interval;
  readonly lossRatio: Interval;
  readonly latencySeconds: {
    readonly mean: number;
    readonly p50?: number;
    readonly p90?: number;
    readonly p95?: number;
    readonly p99?: number;
    readonly p999?: number;
    readonly max?: number;
  };
  /** Seconds that each of `latencyShares` of the packets does not exceed; of the first flows of a point only, absent in an estimate. */
  readonly latencyCdf?: readonly number[];
  /** Completion time of a finite transfer. */
  readonly jobSeconds?: Interval;
}

export interface DomainResult {
  readonly name: string;
  /** Of all its vCPUs together: 1 = one core's worth. */
  readonly cpuUtilization: Interval;
  readonly cyclesPerPacket: { readonly total: number; readonly components: Readonly<Record<string, number>> };
  readonly missesPerPacket?: number;
}

export interface ResourceResult {
  readonly name: string;
  readonly kind: 'core' | 'nic' | 'link' | 'bus' | 'engine' | 'table' | 'memory' | 'lock';
  readonly utilization: Interval;
  /** Bits carried per second, where the resource carries any. */
  readonly bandwidthBps?: number;
}

export interface GrantResult {
  readonly domain: string;
  readonly inUsePeak: number;
  readonly issued: number;
  readonly mapped: number;
  readonly copied: number;
  readonly reused: number;
  readonly flushes: number;
  readonly framesNeeded: number;
  readonly framesLimit: number;
}

export interface Bottleneck {
  /** The resource: `server.cpu[0]`, `server.eth0`, a link. */
  readonly resource: string;
  /** The domain whose vCPU saturates that core, when it is a core. */
  readonly domain?: string;
  /** Resources and domains within half a percent of it: a link beside its NIC, the cores of equally loaded guests. */
  readonly also?: readonly string[];
  readonly utilization: number;
  readonly explanation: string;
}

export interface ExpectationResult {
  readonly text: string;
  readonly status: 'pass' | 'fail' | 'inconclusive';
  readonly observed: string;
  /** Where the line stands: 1-based. */
  readonly line?: number;
}

export interface PublishedResult {
  readonly name: string;
  readonly of: string;
  readonly dimension: Dimension;
  readonly source: string;
  readonly standing: 'read' | 'derived' | 'unverified';
  readonly use: 'fitted' | 'predicted';
  /** One row per claimed number: at which parameters, what was claimed, what came out. */
  readonly rows: readonly {
    readonly parameters: Readonly<Record<string, ParameterValue>>;
    readonly claimed: number;
    readonly observed: Interval;
    /** (observed − claimed) / claimed. */
    readonly error: number;
    readonly within?: boolean;
    /** Why nothing could be observed; the numbers beside it then mean nothing. */
    readonly missing?: string;
  }[];
}
