/** What hardware and ways bear: copies, MTU, virtual functions, filters, buses, cards. */
import { behind, card, xen } from './case.ts';
import type { Case } from './case.ts';

export const hardware: readonly Case[] = [
  {
    name: 'bounce copies',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; trusted = «false» } }'),
    code: 'untrusted-bounce',
    message: 'server.g.v does not trust its back-end: 64 KiB sent are copied into 16 pages of their own, zeroed first (64 KiB)',
    fixes: ['Set `trusted = true`']
  },
  {
    name: 'scatter/gather off',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; sg = «false» } }'),
    code: 'offload-off',
    message: 'server.g.v has sg off: every packet is copied into one buffer',
    fixes: ['Set `sg = true`']
  },
  {
    name: 'a NIC that leaves segments to the driver domain',
    source: `${behind(xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br } }').replace('rx_queues = 8', 'offloads = «[checksum, sg]»'))}
flow f { from = server.g.v; to = client }`,
    code: 'nic-tso-off',
    message: 'server.eth0 has no `tso`: units of 64 KiB that server.g.v hands over are cut by server.dom0, per packet',
    related: ['server.g.v']
  },
  {
    name: 'receive queues that nothing spreads over',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br } }').replace('rx_queues = 8', 'rx_queues = «8»'),
    code: 'queues-unspread',
    message: 'server.eth0 has 8 receive queues and no `rss`: what comes for server.dom0 enters by one, on one of 8 vCPUs',
    fixes: ['Set `offloads = [checksum, tso, sg, rss]`', 'Set `rx_queues = 1`'],
    related: ['8']
  },
  {
    name: "an MTU beyond the vif's own NIC",
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; mtu = «9000 B» } }'),
    code: 'mtu-mismatch',
    message: 'server.g.v has MTU 9,000 B, server.eth0 only 1,500 B: large packets do not pass',
    fixes: ['Set `mtu = 9000 B` for `server.eth0`', 'Set `mtu = 1500 B`'],
    related: ['eth0']
  },
  {
    name: 'an MTU on the way',
    source: `${card('rate = 1 Gbps; mtu = 9000 B', 'domain g { vcpus = 1; vif v { model = direct; nic = e } }')}
${xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br } }')}
link { ends = [h.e, server.eth0] }
flow f { from = «h.g.v»; to = server.g.v; transport = udp }`,
    code: 'mtu-mismatch',
    message: 'f from h.g.v has MTU 9,000 B, server.eth0 on its way only 1,500 B: large packets do not pass',
    fixes: ['Set `mtu = 9000 B`'],
    related: ['eth0']
  },
  {
    name: 'virtual functions',
    source: card('rate = 1 Gbps; vfs = 2', 'domain g[3] { vcpus = 1; vif v { model = sriov; nic = «e» } }'),
    code: 'no-vf-left',
    message: 'h.e has 2 virtual functions for 3 vifs of model sriov: none is left for h.g[3].v',
    fixes: ['Set `vfs = 3`'],
    related: ['2']
  },
  {
    name: 'hardware queues',
    source: card(
      'rate = 1 Gbps; rx_queues = 2',
      'domain d { role = driver; vcpus = 1 } domain g[2] { vcpus = 1; vif v { model = «multiqueue»; nic = e; backend = d } }'
    ),
    code: 'no-queue-left',
    message: "h.e has 2 receive queues, one of them the driver domain's; multi-queue vifs ask for 2, so h.g[2].v is sorted in software",
    fixes: ['Set `rx_queues = 3`'],
    related: ['2']
  },
  {
    name: 'filters, whose number nobody wrote',
    source: card(
      'rate = 1 Gbps; rx_queues = 32',
      'domain d { role = driver; vcpus = 1 } domain g[17] { vcpus = 1; vif v { model = «multiqueue»; nic = e; backend = d } }'
    ),
    code: 'no-filter-left',
    message: 'h.e has 16 MAC filters for 17 vifs: h.g[17].v is sorted in software',
    fixes: ['Set `mac_filters = 17`']
  },
  {
    name: 'contexts',
    source: card('rate = 1 Gbps; contexts = 1', 'domain g[2] { vcpus = 1; vif v { model = «cdna» } }'),
    code: 'no-context-left',
    message: 'h.e keeps 1 context for 2 vifs: h.g[2].v and others are loaded when they are needed',
    fixes: ['Set `contexts = 2`'],
    related: ['1']
  },
  {
    name: 'pinned contexts',
    source: card('rate = 1 Gbps; contexts = 1; pinned_contexts = «2»'),
    code: 'too-many-pinned',
    message: 'h.e pins 2 contexts and has 1',
    fixes: ['Set `contexts = 2`', 'Set `pinned_contexts = 1`']
  },
  {
    name: 'ports of a switch',
    source: 'switch s { ports = 1 }\npeer a { rate = 1 Gbps }\npeer b { rate = 1 Gbps }\nlink { ends = [a, s] }\nlink { ends = «[b, s]» }',
    code: 'switch-full',
    message: 's has 1 port and 2 links',
    fixes: ['Set `ports = 2`'],
    related: ['1']
  },
  {
    name: 'a slot slower than the wire',
    source: card('rate = 80 Gbps; pcie = «gen3_x8»'),
    code: 'pcie-limit',
    message: 'h.e has 80 Gbps and a slot that carries 57.21 Gbps (8 × 8 GT/s × 128/130 × 256/282)',
    fixes: ['Set `pcie = gen3_x16`']
  },
  {
    name: 'functions of one card',
    source: `${card('rate = 1 Gbps; vfs = 2; pcie = gen2_x1', 'domain g[2] { vcpus = 1; vif v { model = sriov } }')}
flow f { from = h.g[1].v; to = «h.g[2].v» }`,
    code: 'bus-twice',
    message: 'f stays within h.e but crosses its slot twice: 3.631 Gbps each way, shared with what comes from the wire',
    related: ['e']
  },
  {
    name: 'more between functions than the bus carries',
    source: `${card('rate = 10 Gbps; vfs = 2; pcie = gen3_x2', 'domain g[2] { vcpus = 1; vif v { model = sriov } }')}
peer p { rate = 10 Gbps }
link { ends = [p, h.e] }
flow wire { from = p; to = h.g[1].v; transport = udp; rate = 6 Gbps }
flow f { from = h.g[1].v; to = h.g[2].v; transport = udp; rate = «9 Gbps» }`,
    code: 'bus-overload',
    message: 'h.e is offered 15 Gbps over a bus that carries 14.3 Gbps each way (9 Gbps between functions + 6 Gbps with the wire)',
    related: ['gen3_x2']
  },
  {
    name: 'a driver domain far from its card',
    source: card(
      'rate = 1 Gbps; numa = 0',
      'domain d { role = driver; vcpus = 1; pin = «[2]» } bridge b { domain = d; uplink = e }',
      'cores = 4; clock = 1 GHz; numa = [[0..1], [2..3]]'
    ),
    code: 'numa-distance',
    message: 'h.d runs on NUMA node 1 and drives h.e, which is near node 0',
    related: ['0']
  },
  {
    name: 'a guest far from its back-end',
    source: card(
      'rate = 1 Gbps',
      'domain d { role = driver; vcpus = 1; pin = [0] } bridge b { domain = d; uplink = e } domain g { vcpus = 1; pin = «[3]»; vif v { model = netfront; bridge = b } }',
      'cores = 4; clock = 1 GHz; numa = [[0..1], [2..3]]'
    ),
    code: 'numa-backend',
    message: 'h.g runs on NUMA node 1, its back-end h.d on node 0',
    related: ['[0]']
  },
  {
    name: 'offered load on the wire',
    source:
      'peer a { rate = 1 Gbps }\npeer b { rate = 1 Gbps }\nlink l { ends = «[a, b]» }\nflow f { from = a; to = b; transport = udp; size = 18 B; rate = 220 Mbps }',
    code: 'overload',
    message: 'l carries 1 Gbps and is offered 1.027 Gbps on the wire by 1 flow',
    related: ['220 Mbps']
  },
  {
    name: 'virtual functions of a real card',
    source: card('rate = 10 Gbps; model = intel-82599; vfs = «64»'),
    code: 'beyond-card',
    message:
      'h.e asks for `vfs = 64`; the Intel 82599 has at most 63 virtual functions (Intel 82599 data sheet 331520 (64 pools of 2 queues, 32 of 4; PCIe 2.0 x8); Linux ixgbe, ixgbe_82599.c, ixgbe_sriov.h (one function fewer than the 64 pools))',
    fixes: ['Set `vfs = 63`'],
    related: ['intel-82599']
  },
  {
    name: 'a rate beyond the port of a real card',
    source: card('rate = «40 Gbps»; model = x540'),
    code: 'beyond-card',
    message:
      'h.e asks for `rate = 40 Gbps`; the Intel X540 has ports of 10 Gbps (Linux ixgbe, ixgbe_x540.c, ixgbe_sriov.h (one function fewer than the 64 pools))',
    fixes: ['Set `rate = 10 Gbps`']
  },
  {
    name: 'queues of a function of a real card',
    source: card('rate = 1 Gbps; model = i82576; vfs = 1', 'domain g { vcpus = 4; vif v { model = sriov; queues = «4» } }'),
    code: 'vf-queues',
    message:
      'h.g.v asks for 4 queues; a virtual function of the Intel 82576 has at most 2 queues (illumos igb, igb_82576_cap (eight pools, one for the port); Linux igb, E1000_RAR_ENTRIES_82576)',
    fixes: ['Set `queues = 2`']
  },
  {
    name: 'queues of all functions of a real card',
    source: card('rate = 10 Gbps; model = "82599"; vfs = «63»', 'domain g[63] { vcpus = 4; vif v { model = sriov; queues = 4 } }'),
    code: 'card-queues',
    message:
      'h.e needs 254 queue pairs; the Intel 82599 has 128 a port (2 of the port + 252 of 63 virtual functions; Intel 82599 data sheet 331520 (64 pools of 2 queues, 32 of 4; PCIe 2.0 x8); Linux ixgbe, ixgbe_82599.c, ixgbe_sriov.h (one function fewer than the 64 pools))',
    related: ['4']
  },
  {
    name: "a real card's connector in a wider slot",
    source: card('rate = 10 Gbps; model = x520; pcie = gen3_x16').replace('rate = 10 Gbps', 'rate = «40 Gbps»'),
    code: 'beyond-card',
    message:
      'h.e asks for `rate = 40 Gbps`; the Intel 82599 has ports of 10 Gbps (Intel 82599 data sheet 331520 (64 pools of 2 queues, 32 of 4; PCIe 2.0 x8); Linux ixgbe, ixgbe_82599.c, ixgbe_sriov.h (one function fewer than the 64 pools))'
  },
  {
    name: 'a cloud that limits single flows',
    source: `${card('rate = 25 Gbps; model = ena', 'domain g { vcpus = 8; role = native; vif v { model = native } }')}
peer p { rate = 25 Gbps }
link { ends = [p, h.e] }
flow f { from = p; to = h.g.v; streams = «2» }`,
    code: 'flow-cap',
    message:
      'f has 2 streams over h.e; the Amazon ENA lets through no more than 10 Gbps (2 × 5 Gbps; Amazon EC2 instance network bandwidth documentation (single flow outside a cluster placement group))',
    fixes: ['Set `streams = 5`'],
    related: ['ena']
  },
  {
    name: 'a card that is not in the catalogue',
    source: card('rate = 1 Gbps; model = «intel-82589»'),
    code: 'unknown-card',
    message: '`intel-82589` is not in the NIC catalogue; did you mean `i82598`, `i82599` or `i82576`?',
    fixes: ['Change to `i82598`', 'Change to `i82599`', 'Change to `i82576`']
  }
];
