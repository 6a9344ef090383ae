/** A source in which one sum does not come out, and what is to be said of it. */
import type { findings } from '../../../../src/language/diagnostics/table.ts';

export interface Case {
  readonly name: string;
  /** The finding's place is between « and ». */
  readonly source: string;
  readonly code: keyof typeof findings;
  readonly message: string;
  /** Titles of mends; after each, the place has no such finding. */
  readonly fixes?: readonly string[];
  /** Texts that related locations point at. */
  readonly related?: readonly string[];
}

export const xen = (members: string, hypervisor = 'kind = xen', dom0 = 'vcpus = 8'): string => `host server {
  cpu { cores = 64; clock = 2 GHz }
  hypervisor { ${hypervisor} }
  nic eth0 { rate = 10 Gbps; rx_queues = 8 }
  domain dom0 { role = driver; ${dom0} }
  bridge br { domain = dom0; uplink = eth0 }
  ${members}
}`;
export const card = (nic: string, more = '', cpu = 'cores = 64; clock = 2 GHz'): string => `host h {
  cpu { ${cpu} }
  nic e { ${nic} }
  ${more}
}`;
export const behind = (text: string): string => `${text}
peer client { rate = 100 Gbps }
link wire { ends = [client, server.eth0] }`;
