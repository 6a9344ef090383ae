/** Estimates made up for tests: so much per flow, this resource so busy. */
import type { Estimator } from '../../src/advice/estimates.ts';
import type { Observation } from '../../src/simulator/observation.ts';
import type { Topology } from '../../src/topology/model.ts';

export interface Made {
  /** Goodput of each flow member, bit/s. */
  readonly rate?: (topology: Topology) => number;
  readonly bottleneck?: (topology: Topology) => { readonly resource: string; readonly domain?: string; readonly utilization: number };
  readonly cores?: Readonly<Record<string, number>>;
}

export function fakeEstimator({ rate = () => 1e9, bottleneck, cores = {} }: Made): Estimator {
  return (topology): Observation => ({
    level: 'analytic',
    seconds: 1,
    flows: topology.flows.map(({ name, flow, from, to }) => ({
      name,
      flow,
      from,
      to,
      bytes: rate(topology) / 8,
      packets: 1,
      sent: 1,
      lost: 0
    })),
    domains: [],
    resources: Object.entries(cores).map(([name, utilization]) => ({ name, kind: 'core', utilization })),
    grants: [],
    drops: [],
    refusals: [],
    interrupts: [],
    batches: [],
    bottleneck: { explanation: 'made up', ...(bottleneck?.(topology) ?? { resource: '', utilization: 0 }) },
    conservation: { sent: 0, delivered: 0, dropped: 0, inFlight: 0 },
    fingerprint: 0,
    notes: [],
    events: 0
  });
}
