/** Pictures made from source, as the language server makes them. */
import { analyse } from '../../src/language/analyse.ts';
import { diagramOf } from '../../src/diagram/build.ts';
import type { Diagram } from '../../src/diagram/graph.ts';
import type { Topology } from '../../src/topology/model.ts';

export function topologyOf(text: string): Topology {
  const uri = 'file:///made.xnet';
  return analyse(uri, { read: each => (each === uri ? text : undefined), resolve: (_from, specifier) => specifier }).topology;
}

export function made(text: string): Diagram {
  return diagramOf(topologyOf(text));
}

/** A host with a driver domain and some guests behind its bridge, and a peer at the other end of the wire. */
export function bridged(guests: string, more = ''): string {
  return `
host server {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps; rx_queues = 16; vfs = 7 }
  domain dom0 { role = driver; vcpus = 2 }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  ${guests}
}
peer client { rate = 10 Gbps }
link wire { ends = [client, server.eth0]; delay = 5 us }
${more}
`;
}
