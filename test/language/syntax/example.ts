/** A file that uses every form of the syntax. */
export const EXAMPLE = `\
/// Guests receive through a driver domain; grant reuse removes the per-packet protection work.
import "xnet:costs/xen-2009"
import "./rack.xnet"; import "../caf\\u00e9.xnet"

param guests = 4
param policy = copy
param wide-name_2 = (guests + 1) * 2 - -3 / 4.5e-3

grants copy  { mode = copy }
grants reuse { mode = reuse; pool = 1_024; }

template domain small { vcpus = 1 }

/* a block comment
   over two lines */
host server {
  cpu        { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen; scheduler = credit; max_grant_frames = 64 }
  costs = xen_2009

  nic eth0 {
    rate       = 10Gbps // tight
    rx_queues  = 16
    coalesce   = 125 us
    llc_groups = [[0..3], [4..7],]
    offloads   = [
      tso,
      gso, // a comment
      gro
    ]
    engine { sram_latency = 90 cycles }
  }

  domain dom0
  {
    role  = driver
    vcpus = 1
    pin   = [0]
  }

  bridge xenbr0 { domain = dom0; uplink = eth0 }

  domain guest[guests] : small {
    pin = [index]
    vif eth0 { model = netfront; bridge = xenbr0; grants = policy; trusted = true }
    vif eth1 { nic = server.eth0; priority = ceil(index / 2) } vif eth2 { model = vi }
  }
}

costs measured {
  /// read: a table
  netback = 900 cycles/packet
  copy = 0.5 ns/byte /// derived: another
  scale = 5 %
}

peer client { rate = 10 Gbps }
link { ends = [client, server.eth0]; delay = 5 \u00b5s }

flow rx {
  from      = client
  to        = server.guest[*].eth0
  transport = tcp
  trace     = "a \\"quoted\\" file\\n"
  size      = max(64 B,
                  128 B)
}

experiment baseline {
  duration = 1 s
  warmup   = 100 ms
  vary guests = 1..7
  vary size = 1 B..1 MiB step * 2
  vary odd = 1..9 step 2
  vary policy = [copy, reuse]
  expect throughput(rx) >= 2.5 Gbps
  expect bottleneck == server.dom0 || !(bottleneck == server.guest[2..4].eth0) && true
  expect cycles(server.dom0, policy = copy) >=
    1.2 * cycles(server.dom0, policy = reuse)
  expect latency(rx, p99) within 5 % of 3 ms
  at 2 s migrate server.guest[1] to other
  at 2 s crash server.guest[2]
  at 1 s + 1 ms set noise.rate = 0 bps
  set rx.size = 64 B
  published curve { of = throughput(rx); points = [[1, 2 Gbps], [2, 2.5 Gbps]]; source = "a paper" }
}
`;
