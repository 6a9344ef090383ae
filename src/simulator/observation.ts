/**
 * What one engine saw at one point in one replication. Both engines produce it; statistics over replications,
 * expectations and the result schema are made from it and know nothing of the engine.
 */
import type { Bottleneck, GrantResult, ResourceResult, Timeline } from '../topology/result.ts';

export interface Observation {
  readonly level: 'analytic' | 'fluid' | 'packet';
  /** Measured window (after the warm-up), seconds. */
  readonly seconds: number;
  /** Seconds per element of `FlowObservation.series`, where there are such series. */
  readonly stepSeconds?: number;
  readonly flows: readonly FlowObservation[];
  readonly domains: readonly DomainObservation[];
  readonly resources: readonly ResourceObservation[];
  readonly grants: readonly GrantResult[];
  readonly drops: readonly { readonly where: string; readonly reason: string; readonly packets: number }[];
  readonly refusals: readonly { readonly where: string; readonly posts: number }[];
  readonly interrupts: readonly { readonly name: string; readonly perSecond: number }[];
  readonly batches: readonly { readonly stage: string; readonly mean: number }[];
  readonly bottleneck: Bottleneck;
  /** Over the whole run, warm-up included, in packets. */
  readonly conservation: { readonly sent: number; readonly delivered: number; readonly dropped: number; readonly inFlight: number };
  /** 32-bit hash, 0 in an estimate. */
  readonly fingerprint: number;
  readonly notes: readonly string[];
  /** Events handled, for progress and speed. */
  readonly events: number;
  /** Of the first replication of a simulation. */
  readonly timeline?: Timeline;
}

export interface FlowObservation {
  readonly name: string;
  readonly flow: string;
  readonly from: string;
  readonly to: string;
  /** Payload bytes delivered in the window. */
  readonly bytes: number;
  /** Packets delivered in the window. */
  readonly packets: number;
  /** Packets sent and packets lost in the window. */
  readonly sent: number;
  readonly lost: number;
  /** One-way, hand-over to hand-over (rpc: request to response), seconds. Absent when nothing was delivered. */
  readonly latency?: LatencySummary;
  /** Completion time of a finite transfer, seconds from the flow's start; absent when not finished or not finite. */
  readonly jobSeconds?: number;
  /** Payload bytes delivered in each step of `stepSeconds` from time 0, warm-up included: what the warm-up is judged by. */
  readonly series?: readonly number[];
}

/** Log-linear histogram: counts by bucket, mergeable over replications; `mean` and `max` are exact. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  /** `histogram.ts` says which bucket holds which seconds. Empty in an estimate. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

export interface DomainObservation {
  readonly name: string;
  readonly host: string;
  /** Core-seconds per second. */
  readonly utilization: number;
  /** Cycles spent in the window by component name (`grant copy`, `bridge`, …), `idle` excluded. */
  readonly cycles: Readonly<Record<string, number>>;
  /** Cache misses in the window. */
  readonly misses: number;
  /** Packets the cycles are divided by: payload packets delivered or sent by flows that cross the domain. */
  readonly packets: number;
}

export interface ResourceObservation {
  readonly name: string;
  readonly kind: ResourceResult['kind'];
  readonly utilization: number;
  readonly bandwidthBps?: number;
  /** Of an engine's cores: cycles spent in the window by component, and the frames they worked on. */
  readonly cycles?: Readonly<Record<string, number>>;
  readonly packets?: number;
}
