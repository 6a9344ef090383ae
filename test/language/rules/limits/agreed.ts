/** What front-ends and back-ends agree on: grants, event channels, threads, queues, rings. */
import { behind, card, xen } from './case.ts';
import type { Case } from './case.ts';

export const agreed: readonly Case[] = [
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
  }
];
