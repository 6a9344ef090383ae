/** Two hosts with user-level network devices between them, and what both engines say of it. */
import { library } from '../../../src/costs/library.ts';
import { analyse } from '../../../src/language/analyse.ts';
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { simulate } from '../../../src/simulator/packet/simulate.ts';
import type { ScheduledEvent } from '../../../src/topology/plan.ts';
import type { Topology } from '../../../src/topology/model.ts';

/** What a test may change in the file: text of properties. */
export interface Pair {
  readonly costs?: 'via-2000' | 'infiniband-2006';
  readonly hypervisor?: 'none' | 'xen';
  readonly role?: 'native' | 'guest';
  readonly nic?: string;
  readonly vif: string;
  /** The receivers' vif, where it is another. */
  readonly receiver?: string;
  readonly flow: string;
  readonly users?: number;
  readonly link?: string;
}

export function pair({
  costs = 'infiniband-2006',
  hypervisor = 'none',
  role = 'native',
  nic = '',
  vif,
  receiver = vif,
  flow,
  users = 1,
  link = ''
}: Pair): Topology {
  const host = (name: string, endpoint: string): string => `
host ${name} {
  cpu { cores = 16; clock = 2 GHz }
  hypervisor { kind = ${hypervisor} }
  costs = ${costs.replace('-', '_')}
  nic n { rate = 8 Gbps; ${nic} }
  domain user[${users}] { role = ${role}; vcpus = 1; pin = [index - 1]; vif v { nic = n; ${endpoint} } }
}`;
  return topologyOf(`import "xnet:costs/${costs}"${host('left', vif)}${host('right', receiver)}
link wire { ends = [left.n, right.n]; delay = 300 ns; ${link} }
flow f { from = left.user[*].v; to = right.user[*].v; ${flow} }`);
}

const FILE = 'test:/main.xnet';

/** @throws Error with the findings when the text has errors */
export function topologyOf(text: string): Topology {
  const analysis = analyse(FILE, {
    read: uri => (uri === FILE ? text : library[uri.replace(/^.*xnet:/, '')]),
    resolve: (_from, specifier) => specifier
  });
  const errors = analysis.diagnostics.filter(each => each.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(each => each.message).join('\n'));
  return analysis.topology!;
}

export function simulated(topology: Topology, seconds = 0.004, events: readonly ScheduledEvent[] = []): Observation {
  return simulate(topology, { seed: 1, replication: 0, duration: seconds, warmup: seconds / 5, events });
}

/** Payload bytes per second, packets per second, mean one-way latency of the first flow in seconds, refused posts per second. */
export interface Figures {
  readonly goodput: number;
  readonly packets: number;
  readonly latency: number;
  readonly refusals: number;
}

export function figures(observation: Observation): Figures {
  const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0) / observation.seconds;
  return {
    goodput: sum(observation.flows.map(flow => flow.bytes)),
    packets: sum(observation.flows.map(flow => flow.packets)),
    latency: observation.flows[0]!.latency?.mean ?? NaN,
    refusals: sum(observation.refusals.map(each => each.posts))
  };
}

export function both(topology: Topology, seconds?: number): { run: Figures; estimate: Figures } {
  return { run: figures(simulated(topology, seconds)), estimate: figures(estimate(topology)) };
}

export const close = (left: number, right: number, tolerance: number): boolean =>
  Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right));
