/** Small plans and observations for the tests of everything around the engines. */
import type { Topology } from '../../../src/topology/model.ts';
import type { Dimension, Experiment, Expectation, Measure, MeasureCall, ParameterValue, Plan, Point } from '../../../src/topology/plan.ts';
import type { FlowObservation, Observation } from '../../../src/simulator/observation.ts';
import { LatencyHistogram } from '../../../src/simulator/statistics/histogram.ts';

export const emptyTopology: Topology = { hosts: [], routers: [], switches: [], peers: [], links: [], flows: [], grants: [] };

export const point = (parameters: Record<string, ParameterValue>, expectations: readonly Expectation[] = []): Point => ({
  parameters,
  topology: emptyTopology,
  events: [],
  expectations
});

export const experiment = (changes: Partial<Experiment> = {}): Experiment => ({
  name: 'baseline',
  duration: 1,
  warmup: 0.1,
  repeat: 5,
  seed: 1,
  confidence: 0.95,
  varies: ['guests'],
  dimensions: { guests: 'number' },
  points: [point({ guests: 1 })],
  published: [],
  ...changes
});

export const plan = (...experiments: readonly Experiment[]): Plan => ({ file: 'test.xnet', sha256: '', experiments });

export const flow = (name: string, gigabits: number, changes: Partial<FlowObservation> = {}): FlowObservation => {
  const packets = Math.round((gigabits * 1e9) / 8 / 1500);
  const histogram = new LatencyHistogram();
  histogram.recordTimes(20e-6, Math.max(1, Math.round(packets * 0.98)));
  histogram.recordTimes(90e-6, Math.max(1, Math.round(packets * 0.02)));
  return {
    name,
    flow: name.replace(/\[.*/, ''),
    from: 'client',
    to: 'server.guest[1].eth0',
    bytes: packets * 1500,
    packets,
    sent: packets,
    lost: 0,
    latency: histogram.summary()!,
    ...changes
  };
};

export const observation = (changes: Partial<Observation> = {}): Observation => {
  const flows = changes.flows ?? [flow('rx', 2.9)];
  const packets = flows.reduce((sum, one) => sum + one.packets, 0);
  return {
    level: 'packet',
    seconds: 1,
    flows,
    domains: [
      {
        name: 'server.dom0',
        host: 'server',
        utilization: 0.998,
        cycles: { bridge: 500 * packets, 'grant copy': 2000 * packets },
        misses: 3 * packets,
        packets
      },
      { name: 'server.guest[1]', host: 'server', utilization: 0.4, cycles: { stack: 1000 * packets }, misses: 0, packets }
    ],
    resources: [
      { name: 'server.cpu[0]', kind: 'core', utilization: 0.998 },
      { name: 'server.cpu[1]', kind: 'core', utilization: 0.4 },
      { name: 'server.eth0', kind: 'nic', utilization: 0.31, bandwidthBps: 3.1e9 }
    ],
    grants: [
      {
        domain: 'server.guest[1]',
        inUsePeak: 512,
        issued: 100,
        mapped: 0,
        copied: 100,
        reused: 0,
        flushes: 0,
        framesNeeded: 2,
        framesLimit: 64
      }
    ],
    drops: [{ where: 'server.eth0.rx[0]', reason: 'ring full', packets: 7 }],
    refusals: [],
    interrupts: [{ name: 'server.eth0.rx[0]', perSecond: 8000 }],
    batches: [{ stage: 'netback rx', mean: 12 }],
    bottleneck: {
      resource: 'server.cpu[0]',
      domain: 'server.dom0',
      utilization: 0.998,
      explanation: "netback receive path on dom0's only vCPU"
    },
    conservation: { sent: packets + 7, delivered: packets, dropped: 7, inFlight: 0 },
    fingerprint: 0xabcdef01,
    notes: [],
    events: packets,
    ...changes
  };
};

export const constant = (value: number, dimension: Dimension = 'number'): Measure => ({ kind: 'constant', value, dimension });

export const measure = (
  name: MeasureCall['name'],
  targets: string | readonly string[],
  changes: Partial<MeasureCall> = {}
): MeasureCall => ({ kind: 'measure', name, targets: typeof targets === 'string' ? [targets] : targets, each: false, ...changes });

export const compare = (left: Measure, operator: '<' | '<=' | '>' | '>=' | '==' | '!=', right: Measure): Measure => ({
  kind: 'compare',
  operator,
  left,
  right
});
