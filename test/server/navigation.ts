/** A small topology that tests of single features share. */
export const topology = `param guests = 2
grants copied { mode = copy }
host server {
  cpu { cores = 4; clock = 2.66 GHz }
  hypervisor { kind = xen }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 1 }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
  domain guest[guests] {
    vcpus = 1
    vif eth0 { model = netfront; bridge = xenbr0; grants = copied }
  }
}
peer client { rate = 10 Gbps }
link wire { ends = [client, server.eth0] }
flow rx { from = client; to = server.guest[*].eth0 }
experiment sweep {
  duration = 1 s
  vary guests = 1..3
  expect throughput(rx, guests = 2) >= 1 Gbps
}
`;

/** The topology with a marker before the first place where a text stands. */
export function at(text: string, skip = 0): string {
  const start = topology.indexOf(text, skip === 0 ? 0 : topology.indexOf(text) + skip);
  if (start < 0) throw new Error(`no ${text}`);
  return `${topology.slice(0, start)}|${topology.slice(start)}`;
}

/** Errors before and after, which no feature may stumble over. */
export function broken(marked: string): string {
  return `hots x { raet = }\n${marked}\nflow { from = \nexperiment e { expect throughput(`;
}
