/** A file in which much hangs together: params, templates, policies, imports, several hosts, links and flows, experiments. */

/** Imported as `./rack.xnet`. */
export const rack = `param vms = 2
grants pooled { mode = reuse; pool = 512 }
template domain Guest { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0; grants = policy } }
switch tor { ports = 8 }
`;

/** What reads a param by way of a policy of the host's own, and what reads another domain's property. */
const pooled = `  grants own_pool { mode = reuse; pool = depth }
  domain peek {
    vcpus = own.vcpus
    vif eth0 { model = netfront; bridge = xenbr0; queues = own.vcpus; grants = own_pool }
  }
`;

const host = (n: number): string => `
/// Host ${n}
host server${n}${n === 3 ? ' : server1' : ''} {
  cpu { cores = ${8 + n}; clock = clock }
  ${n % 2 === 0 ? 'hypervisor { kind = xen; max_grant_frames = 64 }' : ''}
  nic eth0 { rate = 10 Gbps; rx_queues = 4${n === 2 ? '; model = "82599"' : ''} }
  domain dom0 { role = driver; vcpus = 2; pin = [0, 1] }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[${n === 1 ? 'vms' : n}] : Guest { pin = [index + 1] }
  domain own {
    vcpus = 1
    pin = [0, 20]
    vif eth0 { model = netfront; bridge = xenbr0; queues = 2; rate = server1.eth0.rate }
  }
${n === 4 ? pooled : ''}}
peer client${n} { rate = 10 Gbps }
link { ends = [client${n}, server${n}.eth0] }
flow rx${n} { from = client${n}; to = server${n}.guest[*].eth0${n === 1 ? '; rate = load' : ''} }
`;

export const manyHosts = `/// Several hosts.
import "xnet:costs/xen-2009"
import "./rack.xnet"

param clock = 2.66 GHz
param policy = copied
param load = 1 Gbps
param spare = 12 Gbps
param depth = 64

grants copied { mode = copy }
grants kept { mode = reuse; pool = 128 }
${[1, 2, 3, 4].map(host).join('')}
experiment sweep {
  duration = 100 ms
  vary load = 1 Gbps..3 Gbps step 1 Gbps
  vary policy = [copied, kept]
  set server2.guest[1].vcpus = 2
  expect throughput(rx1) >= 500 Mbps
}
`;
