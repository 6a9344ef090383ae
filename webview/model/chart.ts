/** What the charts draw: plain data in SI units, with the text a screen reader says instead. One member per file in charts/. */
import type { Dimension } from '../../src/topology/plan.ts';
import type { Interval } from '../../src/topology/result.ts';
import type { Unit } from '../format.ts';
import type { Target } from './points.ts';
import type { Table } from './table.ts';

export type Chart = BarChart | StackChart | CurveChart | QuantileChart | DistributionChart | HeatChart;

/** A part of the page: a heading, a sentence, and a chart with its table, or only one of them. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** What there is to see, in words: shown under the heading, and the name of the picture. */
  readonly summary: string;
  readonly chart?: Chart;
  readonly table?: Table;
}

/** Horizontal bars from zero with intervals. */
export interface BarChart {
  readonly kind: 'bars';
  readonly unit: Unit;
  readonly axis: string;
  readonly bars: readonly Bar[];
  /** What a bar's mark is: `limit`. */
  readonly markName?: string;
  /** A line at this value: 1 for a full core. */
  readonly reference?: number;
  /** Said below when not everything is drawn: `and 1,980 more, 1.2 to 1.6 Gb/s each`. */
  readonly more?: string;
}

export interface Bar {
  readonly label: string;
  readonly value: Interval;
  /** Drawn as a tick: a limit of its own. */
  readonly mark?: number;
  /** Emphasis: the bottleneck. */
  readonly emphasis?: boolean;
  /** Shown with the number on hover. */
  readonly detail?: string;
}

/** Horizontal stacks: cycles per packet by component. */
export interface StackChart {
  readonly kind: 'stack';
  readonly unit: Unit;
  readonly axis: string;
  readonly stacks: readonly { readonly label: string; readonly total: number; readonly parts: readonly StackPart[] }[];
  readonly legend: readonly { readonly key: number; readonly slot: number; readonly name: string }[];
  readonly more?: string;
}

export interface StackPart {
  readonly name: string;
  readonly value: number;
  /** Number of the component in the legend, from 1. */
  readonly key: number;
  /** Which colour and pattern, from 0. */
  readonly slot: number;
}

/** Curves over one varied parameter. */
export interface CurveChart {
  readonly kind: 'curve';
  readonly unit: Unit;
  readonly axis: string;
  readonly x: CurveAxis;
  readonly series: readonly CurveSeries[];
  readonly claims: readonly ClaimSeries[];
  readonly more?: string;
}

export interface CurveAxis {
  readonly name: string;
  /** `words` are evenly spaced in the order given. */
  readonly scale: 'linear' | 'log' | 'words';
  /** The labels of `words`, in order; a point's x is then an index. */
  readonly words: readonly string[];
  readonly unit: Dimension;
}

export interface CurveSeries {
  readonly label: string;
  readonly slot: number;
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly x: number;
  readonly value: Interval;
  readonly chosen: boolean;
  /** Where a click leads. */
  readonly target: Target;
}

/** Published numbers laid over the curves. */
export interface ClaimSeries {
  readonly label: string;
  readonly use: 'fitted' | 'predicted';
  readonly points: readonly { readonly x: number; readonly claimed: number; readonly text: string }[];
}

/** Quantiles of a latency on a logarithmic axis, one row per flow. */
export interface QuantileChart {
  readonly kind: 'quantiles';
  readonly unit: Unit;
  readonly axis: string;
  readonly rows: readonly {
    readonly label: string;
    readonly mean: number;
    readonly quantiles: readonly { readonly name: QuantileName; readonly value: number }[];
  }[];
  readonly more?: string;
}

/** Shares of the packets against latency, ascending in both. */
export interface DistributionChart {
  readonly kind: 'distribution';
  readonly unit: Unit;
  readonly axis: string;
  readonly series: readonly {
    readonly label: string;
    readonly slot: number;
    readonly points: readonly { readonly seconds: number; readonly share: number }[];
  }[];
  readonly more?: string;
}

/** Shares of full use in equal parts of time, a strip per resource, busiest first. */
export interface HeatChart {
  readonly kind: 'heat';
  readonly axis: string;
  /** Seconds: begin of the first part, and length of each. */
  readonly from: number;
  readonly step: number;
  readonly rows: readonly { readonly label: string; readonly values: readonly number[]; readonly mean: number }[];
}

export type QuantileName = 'p50' | 'p90' | 'p95' | 'p99' | 'p99.9' | 'max';
