/** Functions of expressions and expectations, statements and actions. */
import type { KindName, WordSet } from './types.ts';
import { memoryPart, quantile } from './words.ts';

export interface ParameterRow {
  readonly name: string;
  readonly doc: string;
  readonly optional?: boolean;
}

/** A function over values: may stand anywhere. */
export interface PlainFunctionRow {
  readonly name: string;
  readonly doc: string;
  readonly parameters: readonly ParameterRow[];
  /** Takes any number of further arguments like the last. */
  readonly variadic?: boolean;
}

/** What a measure may be taken of: kinds of declarations, or hardware that is addressed by number. */
export type TargetName = KindName | 'core';

/** A function over results: may stand in `expect` and `of`. */
export interface MeasureRow {
  readonly name: string;
  readonly doc: string;
  readonly parameters: readonly ParameterRow[];
  readonly targets: readonly TargetName[];
  /** Dimension of the result, in the schema's names. */
  readonly dimension: 'rate' | 'packets' | 'ratio' | 'time' | 'cycles' | 'number';
  /** Words the second argument may be; `component` is any component of cycles. */
  readonly detail?: WordSet | 'component';
}

export const plainFunctions: Readonly<Record<string, PlainFunctionRow>> = {
  min: {
    name: 'min',
    doc: 'The smallest of its arguments, all of one dimension.',
    parameters: [{ name: 'x', doc: 'A quantity.' }],
    variadic: true
  },
  max: {
    name: 'max',
    doc: 'The largest of its arguments, all of one dimension.',
    parameters: [{ name: 'x', doc: 'A quantity.' }],
    variadic: true
  },
  floor: { name: 'floor', doc: 'The next whole number down.', parameters: [{ name: 'x', doc: 'A number without a unit.' }] },
  ceil: { name: 'ceil', doc: 'The next whole number up.', parameters: [{ name: 'x', doc: 'A number without a unit.' }] },
  mod: {
    name: 'mod',
    doc: 'The remainder of a division; never negative for a positive divisor.',
    parameters: [
      { name: 'a', doc: 'Dividend.' },
      { name: 'b', doc: 'Divisor, not zero.' }
    ]
  }
};

const flowParameter: ParameterRow = { name: 'flow', doc: 'A flow, one of its members (`rx[2]`), or `each(flow)`.' };

const measureRows: readonly MeasureRow[] = [
  {
    name: 'throughput',
    doc: 'Goodput: payload delivered per second, the sum over members.',
    parameters: [flowParameter],
    targets: ['flow'],
    dimension: 'rate'
  },
  {
    name: 'packets',
    doc: 'Packets delivered per second, the sum over members.',
    parameters: [flowParameter],
    targets: ['flow'],
    dimension: 'packets'
  },
  { name: 'loss', doc: 'Share of sent packets that were lost.', parameters: [flowParameter], targets: ['flow'], dimension: 'ratio' },
  {
    name: 'latency',
    doc: 'Time from hand-over to hand-over, one way; for rpc from request to response. The mean, or a quantile.',
    parameters: [flowParameter, { name: 'quantile', doc: '`p50 p90 p95 p99 p999 max`; the mean when left out.', optional: true }],
    targets: ['flow'],
    dimension: 'time',
    detail: quantile
  },
  {
    name: 'utilization',
    doc: "Share of time it is busy; of a domain, all its vCPUs together (1 = one core's worth).",
    parameters: [{ name: 'x', doc: 'A domain, core (`server.cpu[0]`), nic, link or engine.' }],
    targets: ['domain', 'core', 'nic', 'link', 'engine', 'cpu', 'host', 'router', 'metarouter', 'metalink', 'switch', 'peer'],
    dimension: 'ratio'
  },
  {
    name: 'cycles',
    doc: "Cycles per packet spent in a domain or host, or by the cores of a NIC's engine per frame; with a second argument only one component.",
    parameters: [
      { name: 'x', doc: 'A domain, host or engine.' },
      { name: 'component', doc: 'A component such as `grant_copy` or `bridge`.', optional: true }
    ],
    targets: ['domain', 'host', 'engine'],
    dimension: 'cycles',
    detail: 'component'
  },
  {
    name: 'misses',
    doc: 'Last-level cache misses per packet.',
    parameters: [{ name: 'x', doc: 'A domain or host.' }],
    targets: ['domain', 'host'],
    dimension: 'number'
  },
  {
    name: 'fairness',
    doc: "Jain's index over the members: 1 when all get the same, 1/n when one gets everything.",
    parameters: [flowParameter],
    targets: ['flow'],
    dimension: 'number'
  },
  {
    name: 'grants',
    doc: 'Most grant entries in use at a time.',
    parameters: [{ name: 'x', doc: 'A domain.' }],
    targets: ['domain'],
    dimension: 'number'
  },
  {
    name: 'drops',
    doc: 'Packets dropped there, in the measured window.',
    parameters: [{ name: 'x', doc: 'A flow, nic, vif, bridge, link, switch, router, metarouter, metalink, domain or host.' }],
    targets: ['flow', 'nic', 'vif', 'bridge', 'link', 'switch', 'router', 'metarouter', 'metalink', 'domain', 'host', 'peer'],
    dimension: 'number'
  },
  {
    name: 'refusals',
    doc: 'Posts that a full queue refused, in the measured window.',
    parameters: [{ name: 'x', doc: 'A nic, vif or flow.' }],
    targets: ['nic', 'vif', 'flow', 'domain', 'host'],
    dimension: 'number'
  },
  {
    name: 'bandwidth',
    doc: 'Bits carried per second by a link, bus or memory.',
    parameters: [
      { name: 'x', doc: 'A link, nic (its bus), engine (its frame memory) or host (its memory).' },
      { name: 'memory', doc: 'Which memory of an engine: `frames` or `control`.', optional: true }
    ],
    targets: ['link', 'nic', 'engine', 'host', 'cpu', 'metalink', 'router', 'switch'],
    dimension: 'rate',
    detail: memoryPart
  },
  {
    name: 'jobtime',
    doc: 'Time a finite transfer takes; of several members, the longest.',
    parameters: [flowParameter],
    targets: ['flow'],
    dimension: 'time'
  }
];

export const measures: Readonly<Record<string, MeasureRow>> = Object.fromEntries(measureRows.map(row => [row.name, row]));

export const eachFunction: PlainFunctionRow = {
  name: 'each',
  doc: 'Within a measure: the comparison must hold for every member on its own.',
  parameters: [{ name: 'flow', doc: 'A flow or several things.' }]
};

export const bottleneckDoc =
  "The most utilised resource: a domain when its vCPU's core is what saturates, else the nic, link, engine or bus. `bottleneck == server.guest[*]` means one of them.";
export const indexDoc = "The element's own number in its array, from 1. An outer array's is `guest.index`.";

/** Components that `cycles(x, component)` may ask for, for completion; a run knows best which it has. */
export const cycleComponents: readonly string[] = [
  'ack',
  'aggregation',
  'background',
  'bridge',
  'buffers',
  'grant_copy',
  'grant_map',
  'grants',
  'hypervisor',
  'interrupt',
  'netback',
  'netfilter',
  'netfront',
  'nic_driver',
  'segmentation',
  'socket',
  'socket_copy',
  'stack'
];

export interface ActionRow {
  readonly name: string;
  readonly doc: string;
  readonly targets: readonly TargetName[];
  /** Kinds of what stands behind `to`. */
  readonly to?: readonly KindName[];
}

export const actions: Readonly<Record<string, ActionRow>> = {
  migrate: {
    name: 'migrate',
    doc: 'Live migration: pre-copy traffic, then downtime. `migrate server.guest[1] to other`.',
    targets: ['domain'],
    to: ['host']
  },
  restart: { name: 'restart', doc: 'The domain goes down and comes back; whoever depends on it stops meanwhile.', targets: ['domain'] },
  crash: { name: 'crash', doc: 'The domain goes down and stays down.', targets: ['domain'] },
  fail: { name: 'fail', doc: 'It stops carrying traffic.', targets: ['link', 'nic', 'switch', 'router', 'peer'] },
  repair: { name: 'repair', doc: 'It carries traffic again.', targets: ['link', 'nic', 'switch', 'router', 'peer'] }
};

export interface StatementRow {
  readonly name: string;
  readonly doc: string;
  readonly signature: string;
  readonly snippet: string;
}

export const statements: Readonly<Record<string, StatementRow>> = {
  vary: {
    name: 'vary',
    signature: 'vary PARAM = RANGE | LIST',
    snippet: 'vary ${1:guests} = ${2:1..7}',
    doc: 'Runs the experiment at every value; several give all combinations, the first one changing slowest.'
  },
  set: {
    name: 'set',
    signature: 'set REFERENCE = VALUE',
    snippet: 'set ${1:server.hypervisor.scheduler} = ${2:credit2}',
    doc: 'In this experiment a property (or param) has another value.'
  },
  expect: {
    name: 'expect',
    signature: 'expect CONDITION',
    snippet: 'expect ${1:throughput(${2:rx}) >= ${3:1 Gbps}}',
    doc: 'Checked at every point of the sweep; holds only if it holds for the whole confidence interval.'
  },
  at: {
    name: 'at',
    signature: 'at TIME ACTION',
    snippet: 'at ${1:2 s} ${2:fail} ${3:uplink}',
    doc: 'Something happens during the run: migrate, restart, crash, fail, repair, or `set` of a property.'
  }
};

export const topLevelWords: Readonly<Record<string, { readonly doc: string; readonly snippet: string }>> = {
  import: {
    doc: 'Makes the top-level names of another file visible: `"./rack.xnet"` beside this one, or a shipped library `"xnet:costs/xen-2009"`.',
    snippet: 'import "${1:./other.xnet}"'
  },
  param: {
    doc: 'A named value: a quantity, word, reference or list. Experiments `vary` it; `--set` overrides it.',
    snippet: 'param ${1:name} = ${2:1}'
  },
  template: {
    doc: 'A declaration that is never instantiated: others copy it with `: name`.',
    snippet: 'template ${1:domain} ${2:name} {\n  $0\n}'
  }
};
