/** Two runs laid side by side: what changed at each point that both have, and which changes are more than chance. */
import type { Dimension, ParameterValue } from './plan.ts';
import type { Unit } from './quantity.ts';
import type { Interval } from './result.ts';

export interface RunComparison {
  /** Experiments that both runs have, in the order of the later one. */
  readonly experiments: readonly ExperimentComparison[];
  /** What has no counterpart, or was paired although it is called otherwise: one sentence each. */
  readonly remarks: readonly string[];
}

export interface ExperimentComparison {
  readonly name: string;
  /** Ratio: 0.95. What is called a change excludes chance with this confidence, each row on its own. */
  readonly confidence: number;
  readonly dimensions: Readonly<Record<string, Dimension>>;
  readonly points: readonly PointComparison[];
}

export interface PointComparison {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly rows: readonly Difference[];
}

export interface Difference {
  readonly group: 'flows' | 'domains' | 'resources';
  /** A flow, domain or resource; `all flows`. */
  readonly name: string;
  /** `goodput`, `loss`, `p99 latency`, `CPU`, `cycles per packet`, `utilization`. */
  readonly measure: string;
  readonly unit: Unit;
  readonly before: Interval;
  readonly after: Interval;
  /** `same`: equal but for rounding. `open`: within what chance explains. `unknown`: one of them has no interval, so nothing can be said. */
  readonly verdict: 'higher' | 'lower' | 'same' | 'open' | 'unknown';
  /** Which direction one wishes for, where there is one. */
  readonly wished?: 'higher' | 'lower';
}
