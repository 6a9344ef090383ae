/** Findings at their places (between « and »), with the sum in the message; what mends them mends them. */
import { strict as assert } from 'node:assert';
import type { Diagnostic, Fix } from '../../../src/language/analysis.ts';
import { findings } from '../../../src/language/diagnostics/table.ts';
import { analyseText } from '../support.ts';

interface Case {
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

const xen = (members: string, hypervisor = 'kind = xen', dom0 = 'vcpus = 8'): string => `host server {
  cpu { cores = 64; clock = 2 GHz }
  hypervisor { ${hypervisor} }
  nic eth0 { rate = 10 Gbps; rx_queues = 8 }
  domain dom0 { role = driver; ${dom0} }
  bridge br { domain = dom0; uplink = eth0 }
  ${members}
}`;
const card = (nic: string, more = '', cpu = 'cores = 64; clock = 2 GHz'): string => `host h {
  cpu { ${cpu} }
  nic e { ${nic} }
  ${more}
}`;
const behind = (text: string): string => `${text}
peer client { rate = 100 Gbps }
link wire { ends = [client, server.eth0] }`;

const cases: readonly Case[] = [
  {
    name: 'a split vif that nothing can come to',
    source:
      behind(xen('domain vm { vcpus = 1; vif eth { model = «netfront»; nic = eth0 } }')) + '\nflow f { from = client; to = server.vm.eth }',
    code: 'no-bridge',
    message: "server.vm.eth has no bridge: what f carries to a vif of model netfront comes over its back-end's bridge",
    fixes: ['Set `bridge = br`'],
    related: ['server.vm.eth']
  },
  {
    name: 'grant frames of a guest, the limit where the hypervisor has it',
    source: xen('domain vm { vcpus = 8; vif eth[8] { model = netfront; bridge = br; queues = «8» } }', 'max_grant_frames = 64'),
    code: 'grant-frames',
    message:
      'server.vm needs 65 grant frames (32,906 entries), limit 64: server.vm.eth[8] comes up with 7 of 8 queues (10 + 64 × 514 entries, 512 per frame)',
    fixes: ['Set `max_grant_frames = 128`'],
    related: ['64', 'eth']
  },
  {
    name: 'grant frames with block devices',
    source: xen(
      'domain vm { vcpus = 8; max_grant_frames = 17; reserved_grants = 1059; vif eth[2] { model = netfront; bridge = br; queues = «8» } }'
    ),
    code: 'grant-frames',
    message:
      'server.vm needs 19 grant frames (9,293 entries), limit 17: server.vm.eth[2] comes up with 6 of 8 queues (10 + 1,059 for 3 block devices of 353 + 16 × 514 entries, 512 per frame)',
    fixes: ['Set `max_grant_frames = 32`'],
    related: ['17', 'eth']
  },
  {
    name: 'Windows front-ends take slabs',
    source: xen('domain vm { vcpus = 8; os = windows; vif eth[5] { model = netfront; bridge = br; queues = «8» } }'),
    code: 'no-grants-left',
    message:
      'server.vm needs 80 grant frames (40,490 entries), limit 64: server.vm.eth[5] gets no queue at all (10 + 40 × 1012 entries (4 slabs of 253, Windows), 512 per frame)',
    fixes: ['Set `max_grant_frames = 128`'],
    related: ['hypervisor', 'eth']
  },
  {
    name: 'an interface without any queue',
    source: xen('domain vm { vcpus = 1; vif a { model = netfront; bridge = br; queues = «1» } }', 'max_grant_frames = 1'),
    code: 'no-grants-left',
    message:
      'server.vm needs 2 grant frames (524 entries), limit 1: server.vm.a gets no queue at all (10 + 1 × 514 entries, 512 per frame)',
    fixes: ['Set `max_grant_frames = 2`'],
    related: ['1', 'a']
  },
  {
    name: 'grants for what is asked, not only for what is agreed on',
    source: xen('domain vm { vcpus = 8; vif eth[8] { model = netfront; bridge = br; queues = «8» } }', 'kind = xen', 'vcpus = 4'),
    code: 'grant-frames-asked',
    message:
      'server.vm has grants for the queues that both ends agree on; all that are asked for would take 65 frames (32,906 entries), limit 64 (10 + 64 × 514 entries, 512 per frame)',
    fixes: ['Set `max_grant_frames = 128`']
  },
  {
    name: "a driver domain's map-track table",
    source: xen('domain vm[500] { vcpus = 8; vif eth0 { model = netfront; bridge = br; queues = 8 } }').replace('dom0 {', '«dom0» {'),
    code: 'maptrack-frames',
    message: 'server.dom0 may map 1,032,000 grants (4,000 queues × 258): 4,032 map-track frames, limit 1,024',
    fixes: ['Set `max_maptrack_frames = 4096`']
  },
  {
    name: 'event channels of a guest',
    source: xen('domain vm { vcpus = «128»; vif eth[16] { model = netfront; bridge = br; queues = 8 } }', 'max_grant_frames = 256'),
    code: 'event-channels',
    message: 'server.vm needs 1,154 event channels, limit 1,023 (2 + 7 × 128 vCPUs + 2 × 128 queues)',
    fixes: ['Set `max_event_channels = 2047`']
  },
  {
    name: 'event channels of a guest, where two levels end',
    source: xen(
      'domain vm { vcpus = «600»; reserved_grants = 353; vif a { model = netfront; bridge = br } }',
      'max_event_channels = 100000; event_channel_abi = two_level'
    ),
    code: 'event-channels',
    message: 'server.vm needs 4,205 event channels, limit 4,095 (2 + 7 × 600 vCPUs + 1 block device + 2 × 1 queue)',
    fixes: ['Set `event_channel_abi = fifo`'],
    related: ['two_level']
  },
  {
    name: 'event channels of a driver domain',
    source: xen('domain vm[250] { vcpus = 8; kind = hvm; vif eth0 { model = netfront; bridge = br; queues = 8 } }').replace(
      'dom0 {',
      '«dom0» {'
    ),
    code: 'backend-event-channels',
    message:
      'server.dom0 needs 6,556 event channels; two-level ones end at 4,096 (2 × 2,000 queues + 2 × 250 guests + 2,000 vCPUs of HVM guests + 7 × 8 vCPUs)',
    fixes: ['Set `event_channel_abi = fifo`', 'Set `max_queues = 3`']
  },
  {
    name: 'threads of a back-end against its vCPUs',
    source: xen('domain vm[2] { vcpus = 2; vif a { model = netfront; bridge = br; queues = 2 } }', 'kind = xen', 'vcpus = «2»'),
    code: 'backend-threads',
    message: 'server.dom0 serves 4 queues with 8 threads (2 each) on 2 vCPUs: 2 queues to one',
    related: ['2']
  },
  {
    name: 'queues that the guest has no vCPUs for',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; queues = «4» } }'),
    code: 'queues-lost',
    message: 'server.g.v asks for 4 queues and gets 1: the guest (server.g) has 1 vCPU',
    fixes: ['Set `queues = 1`', 'Set `vcpus = 4` for `server.g`'],
    related: ['1']
  },
  {
    name: 'queues beyond the default of Linux',
    source: xen(
      'domain g { vcpus = 16; vif v { model = netfront; bridge = br; queues = «16» } }',
      'kind = xen',
      'vcpus = 16; max_queues = 16'
    ),
    code: 'queues-lost',
    message: 'server.g.v asks for 16 queues and gets 8: the guest (server.g) has the default of 8',
    fixes: ['Set `queues = 8`', 'Set `max_queues = 16` for `server.g`']
  },
  {
    name: 'virtio queues beyond vCPUs',
    source: card(
      'rate = 1 Gbps; rx_queues = 8',
      'hypervisor { kind = kvm } domain os { role = control; vcpus = 8 } bridge b { uplink = e } domain g { vcpus = 2; vif v { model = virtio; bridge = b; queues = «4» } }'
    ),
    code: 'queues-lost',
    message: 'h.g.v asks for 4 queues and gets 2: the guest (h.g) has 2 vCPUs',
    fixes: ['Set `queues = 2`', 'Set `vcpus = 4` for `h.g`']
  },
  {
    name: 'queues of a virtual function beyond vCPUs',
    source: card('rate = 1 Gbps; vfs = 1', 'domain g { vcpus = 1; vif v { model = sriov; queues = «2» } }'),
    code: 'idle-queues',
    message: 'h.g.v has 2 queues; the guest (h.g) has 1 vCPU, so no more than 1 are served at a time',
    fixes: ['Set `queues = 1`', 'Set `vcpus = 2` for `h.g`']
  },
  {
    name: "streams beyond the NIC's queues",
    source: `${behind(xen('domain g { vcpus = 4; vif v { model = netfront; bridge = br; queues = «4» } }').replace('rx_queues = 8', 'rx_queues = 1'))}
flow f { from = client; to = server.g.v; streams = 3 }`,
    code: 'nic-queues',
    message:
      'server.g.v could receive on 3 queues at a time; its NIC server.eth0 has 1 receive queue, so what comes from the wire enters server.dom0 on 1 CPU',
    fixes: ['Set `rx_queues = 3`'],
    related: ['1']
  },
  {
    name: 'queues beyond polling threads',
    source: card(
      'rate = 1 Gbps; rx_queues = 8',
      'hypervisor { kind = kvm } domain os { role = control; vcpus = 2 } bridge b { kind = ovs_dpdk; uplink = e } domain g { vcpus = 4; vif v { model = virtio; bridge = b; queues = «4» } }'
    ),
    code: 'queues-share-pollers',
    message: 'h.g.v has 4 queues; h.os polls with 2 vCPUs',
    fixes: ['Set `queues = 2`']
  },
  {
    name: 'streams against queues',
    source: `${behind(xen('domain g { vcpus = 8; vif v { model = netfront; bridge = br; queues = «8» } }'))}
flow f { from = client; to = server.g.v; streams = 2 }`,
    code: 'one-queue-busy',
    message: 'server.g.v has 8 queues and 2 streams: the rest stay idle',
    fixes: ['Set `streams = 8`', 'Set `queues = 2`'],
    related: ['2']
  },
  {
    name: 'a rate limit per queue',
    source: xen('domain g { vcpus = 8; vif v { model = netfront; bridge = br; queues = 8; rate = «10 Mbps» } }'),
    code: 'rate-per-queue',
    message: '10 Mbps is the limit of each of 8 queues: server.g.v may send up to 80 Mbps, and receive without limit'
  },
  {
    name: 'a rate limit in one direction',
    source: xen('domain g { vcpus = 8; vif v { model = netfront; bridge = br; rate = «10 Mbps» } }'),
    code: 'rate-one-way',
    message: '10 Mbps limits only what server.g.v sends; it may receive without limit'
  },
  {
    name: 'a ring of several pages',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; ring = «1024» } }'),
    code: 'ring-pages',
    message: 'server.g.v asks for a ring of 1,024 slots, 4 pages; the front-end maps one: 256 slots',
    fixes: ['Set `ring = 256`']
  },
  {
    name: 'slots of a packet',
    source: xen('domain g { vcpus = 1; vif v { model = netfront; bridge = br; ring = «32» } }'),
    code: 'ring-slots',
    message: 'server.g.v: a ring of 32 slots holds a single unit of 64 KiB, which takes 18 (64 KiB / 4 KiB + 2)',
    fixes: ['Set `ring = 256`']
  },
  {
    name: 'a kernel port in a user-space switch',
    source: card(
      'rate = 1 Gbps',
      'hypervisor { kind = kvm } domain os { role = control; vcpus = 2 } bridge b { kind = ovs_dpdk; uplink = e } domain g { vcpus = 1; vif v { model = virtio; bridge = b; backend = «vhost» } }'
    ),
    code: 'kernel-port',
    message:
      'h.g.v (back-end vhost) is a kernel port of h.b, which switches in user space: its main thread moves the packets, by system calls',
    fixes: ['Set `backend = vhost_user`'],
    related: ['ovs_dpdk']
  },
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

function marked(source: string): { readonly text: string; readonly start: number; readonly end: number } {
  const start = source.indexOf('«');
  const end = source.indexOf('»') - 1;
  assert.ok(start >= 0 && end >= start, `no place is marked in ${source}`);
  return { text: source.replace('«', '').replace('»', ''), start, end };
}

function applied(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

describe('findings with their sums', () => {
  for (const { name, source, code, message, fixes, related } of cases) {
    describe(name, () => {
      const { text, start, end } = marked(source);
      const ofCode = (all: readonly Diagnostic[]): Diagnostic[] => all.filter(each => each.code === code);

      it('stands at its place, with the sum', () => {
        const { diagnostics } = analyseText(text);
        const found = ofCode(diagnostics).find(each => each.start === start && each.end === end);
        const all = diagnostics.map(each => `${each.code} «${text.slice(each.start, each.end)}»`).join(', ');
        assert.ok(found, `no ${code} at «${text.slice(start, end)}» but ${all}`);
        assert.equal(found.message, message);
        assert.ok(!/\{\w+\}/.test(found.message), 'a hole is left');
        if (related !== undefined)
          assert.deepEqual(
            found.related?.map(each => text.slice(each.start, each.end)),
            related
          );
        if (fixes !== undefined)
          assert.deepEqual(
            found.fixes?.map(each => each.title),
            fixes
          );
      });

      for (const title of fixes ?? []) {
        it(`is mended by ${title}`, () => {
          const before = analyseText(text).diagnostics;
          const fix = ofCode(before)
            .flatMap(each => each.fixes ?? [])
            .find(each => each.title === title);
          assert.ok(fix);
          const after = applied(text, fix);
          const { diagnostics } = analyseText(after);
          assert.deepEqual(
            ofCode(diagnostics).map(each => each.message),
            [],
            after
          );
          const errors = diagnostics.filter(each => each.severity === 'error').map(each => each.code);
          const known = before.filter(each => each.severity === 'error').map(each => each.code);
          assert.deepEqual(
            errors.filter(each => !known.includes(each)),
            [],
            after
          );
        });
      }
    });
  }

  it('cover every sum of the table', () => {
    const without = new Set([
      'cpu-out-of-range',
      'numa-out-of-range',
      'pin-out-of-range',
      'vcpu-overcommit',
      'saturates-at',
      'offered-over-capacity'
    ]);
    const tested = new Set<string>(cases.map(each => each.code));
    const formulas = Object.entries(findings).flatMap(([code, row]) => (row.formula === undefined ? [] : [code]));
    assert.deepEqual(
      formulas.filter(code => !tested.has(code) && !without.has(code)),
      []
    );
  });
});
