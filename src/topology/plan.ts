/**
 * A plan: the experiments of a file, made ready to run. The language makes it, the simulator runs it.
 * Plain data, so that it can be sent to a worker, hashed and sharded.
 */
import type { Origin, Topology } from './model.ts';

/** Value of a varied parameter at one point, as the result prints it: a number in SI units, a word, a reference's name, or a boolean. */
export type ParameterValue = number | string | boolean;

export interface Plan {
  /** File the plan was made from, as the caller named it. */
  readonly file: string;
  /** SHA-256 of the source text, hexadecimal; empty when the host cannot hash. */
  readonly sha256: string;
  readonly experiments: readonly Experiment[];
}

export interface Experiment {
  readonly name: string;
  readonly origin?: Origin;
  readonly duration: number;
  readonly warmup: number;
  readonly repeat: number;
  readonly seed: number;
  /** Ratio, 0.95 for 95 %. */
  readonly confidence: number;
  /** Relative half-width at which replications may stop early. */
  readonly precision?: number;
  /** Names of the varied parameters, first varied first (the slowest to change). */
  readonly varies: readonly string[];
  /** Dimension each varied parameter is shown in, e.g. `size`, `rate`, `time`, `number`, `word`. */
  readonly dimensions: Readonly<Record<string, Dimension>>;
  readonly points: readonly Point[];
  readonly published: readonly Published[];
}

/** One combination of the varied parameters. */
export interface Point {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly topology: Topology;
  readonly events: readonly ScheduledEvent[];
  /** The experiment's `expect` lines with every reference resolved at this point; same order at every point. */
  readonly expectations: readonly Expectation[];
}

export type ScheduledEvent =
  | { readonly at: number; readonly action: 'migrate'; readonly target: string; readonly to: string; readonly origin?: Origin }
  | { readonly at: number; readonly action: 'restart' | 'crash' | 'fail' | 'repair'; readonly target: string; readonly origin?: Origin }
  /** `set noise.rate = 0 bps`: `target` is the qualified name, `property` the .xnet property, `value` in SI. */
  | {
      readonly at: number;
      readonly action: 'set';
      readonly target: string;
      readonly property: string;
      readonly value: ParameterValue;
      readonly origin?: Origin;
    };

export interface Expectation {
  /** Source text of the expression, white space folded. */
  readonly text: string;
  readonly expression: Measure;
  readonly origin?: Origin;
}

export type Dimension =
  'number' | 'rate' | 'packets' | 'size' | 'time' | 'frequency' | 'cycles' | 'ratio' | 'word' | 'boolean' | 'reference';

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** An expression over results. References are already qualified names; numbers are in SI. */
export type Measure =
  | { readonly kind: 'constant'; readonly value: number; readonly dimension: Dimension }
  /** A set of resources: what `bottleneck` is compared with. */
  | { readonly kind: 'resources'; readonly names: readonly string[] }
  | { readonly kind: 'bottleneck'; readonly read?: ReadElsewhere }
  | MeasureCall
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Measure; readonly right: Measure }
  | { readonly kind: 'function'; readonly name: 'min' | 'max' | 'floor' | 'ceil' | 'mod'; readonly arguments: readonly Measure[] }
  | { readonly kind: 'negate'; readonly operand: Measure }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Measure; readonly right: Measure }
  /** `left within tolerance of right`; `relative` when the tolerance was written in %. */
  | { readonly kind: 'within'; readonly left: Measure; readonly tolerance: Measure; readonly relative: boolean; readonly right: Measure }
  | { readonly kind: 'not'; readonly operand: Measure }
  | { readonly kind: 'and' | 'or'; readonly left: Measure; readonly right: Measure };

export type MeasureName =
  | 'throughput'
  | 'packets'
  | 'loss'
  | 'latency'
  | 'utilization'
  | 'cycles'
  | 'misses'
  | 'fairness'
  | 'grants'
  | 'drops'
  | 'refusals'
  | 'bandwidth'
  | 'jobtime';

export interface MeasureCall {
  readonly kind: 'measure';
  readonly name: MeasureName;
  /**
   * What is measured: qualified names of flow members (`rx` gives all of its members; a flow of one member is `rx`) or of
   * domains, hosts, cores (`server.cpu[0]`), nics, links, engines.
   */
  readonly targets: readonly string[];
  /** `throughput(each(rx))`: the comparison must hold for every target on its own. */
  readonly each: boolean;
  /** The component of `cycles(x, grant_copy)` (underscores are spaces in results), the quantile of `latency(f, p99)`. */
  readonly detail?: string;
  readonly read?: ReadElsewhere;
}

/** Read another point or experiment: `guests = 2`, `experiment = baseline`. */
export interface ReadElsewhere {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly experiment?: string;
}

/** A published claim to lay beside the result. */
export interface Published {
  readonly name: string;
  readonly origin?: Origin;
  /** Source text of `of`, white space folded. */
  readonly text: string;
  /** Absent when it could not be resolved at the point (the resolver has said so). One per point, same order. */
  readonly of: readonly Measure[];
  readonly dimension: Dimension;
  readonly value?: number;
  /** `[param value, quantity]` over the first `vary`. */
  readonly points?: readonly (readonly [ParameterValue, number])[];
  /** Relative (ratio) when `relative`, else absolute in SI. */
  readonly tolerance?: { readonly value: number; readonly relative: boolean };
  readonly source: string;
  readonly standing: 'read' | 'derived' | 'unverified';
  readonly use: 'fitted' | 'predicted';
}
