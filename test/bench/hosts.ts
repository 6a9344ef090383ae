/** Hosts of any size for the benchmarks. */
export function guests({ count, vif, hosts = 1 }: { count: number; vif: string; hosts?: number }): string {
  const host = (number: number): string => `
host h${number} {
  cpu { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen; scheduler = credit }
  costs = xen_2009
  nic eth0 { rate = 10 Gbps; rx_queues = 16; vfs = 8; coalesce = 125 us }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
  domain guest[${count}] { vcpus = 1${count < 8 ? '; pin = [index]' : ''}
    vif eth0 { ${vif} }
  }
}
peer p${number} { rate = 10 Gbps }
link l${number} { ends = [p${number}, h${number}.eth0]; delay = 5 us }
flow f${number} { from = p${number}; to = h${number}.guest[*].eth0; transport = tcp }
`;
  return `import "xnet:costs/xen-2009"\ngrants kept { mode = reuse; pool = 1024 }\n${Array.from({ length: hosts }, (_, number) => host(number)).join('')}`;
}
