/** One guest behind one NIC, in a few lines: what the tests of vif models vary. */
import { estimate } from '../../../src/simulator/analytic/estimate.ts';
import type { Observation } from '../../../src/simulator/observation.ts';
import { assertWithin, goodput, run, topologyOf } from '../support.ts';

export interface Machine {
  readonly vif: string;
  readonly costs?: string;
  readonly hypervisor?: string;
  readonly nic?: string;
  readonly bridge?: string;
  readonly control?: string;
  readonly guest?: string;
  /** Properties of the flow beside its ends; `transport` included. */
  readonly flow: string;
  readonly direction: 'rx' | 'tx' | 'neighbours';
  readonly more?: string;
}

const ENDS = {
  rx: ['client', 'server.guest.eth0'],
  tx: ['server.guest.eth0', 'client'],
  neighbours: ['server.other.eth0', 'server.guest.eth0']
};

export function textOf(machine: Machine): string {
  const {
    vif,
    costs = 'xen_2009',
    hypervisor = 'kind = xen',
    nic = 'rate = 10 Gbps; coalesce = 125 us',
    bridge = '',
    control = 'vcpus = 1; pin = [0]',
    guest = ''
  } = machine;
  const [from, to] = ENDS[machine.direction];
  return `
import "xnet:costs/${costs.replace('_', '-')}"
${machine.more ?? ''}
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { ${hypervisor} }
  costs = ${costs}
  nic eth0 { ${nic} }
  domain dom0 { role = control; ${control} }
  bridge br0 { domain = dom0; uplink = eth0; ${bridge} }
  domain guest { vcpus = 1; pin = [2]; ${guest}; vif eth0 { bridge = br0; ${vif} } }
  domain other { vcpus = 1; pin = [3]; ${guest}; vif eth0 { bridge = br0; ${vif} } }
}
peer client { rate = 10 Gbps }
link { ends = [client, server.eth0]; delay = 5 us }
flow f { from = ${from}; to = ${to}; ${machine.flow} }
`;
}

export function seen(machine: Machine, duration = 0.1): Observation {
  return run(textOf(machine), { duration, warmup: 0.05 });
}

/** Cycles per packet in a domain, one component of them or all. */
export function cyclesOf(observation: Observation, domain: string, component?: string): number {
  const found = observation.domains.find(each => each.name === `server.${domain}`)!;
  const cycles = Object.entries(found.cycles).reduce(
    (sum, [name, value]) => (component === undefined || name === component ? sum + value : sum),
    0
  );
  return found.packets > 0 ? cycles / found.packets : 0;
}

/** Cycles of all domains per packet delivered. */
export function costOf(observation: Observation): number {
  const packets = observation.flows.reduce((sum, flow) => sum + flow.packets, 0);
  const cycles = observation.domains.reduce((sum, domain) => sum + Object.values(domain.cycles).reduce((all, each) => all + each, 0), 0);
  return cycles / packets;
}

/** Both engines say the same of a saturated machine. */
export function assertEnginesAgree(machine: Machine, tolerance = 0.03): void {
  const simulated = goodput(seen(machine, 0.2));
  assertWithin(
    goodput(estimate(topologyOf(textOf(machine)))),
    simulated,
    tolerance,
    `${machine.vif} ${machine.direction}, estimate against simulation`
  );
}
