/** Findings that come from arithmetic over the topology; the sum is in the message, the formula beside it. */
import type { Finding } from './table.ts';

export const arithmeticFindings = {
  'cpu-out-of-range': {
    severity: 'error',
    message: '`{property}` names logical CPU {cpu}; {host} has {sum}: 0 to {last}',
    explanation: 'Logical CPUs are numbered from 0.',
    formula: 'logical CPUs = cores × threads_per_core'
  },
  'numa-out-of-range': {
    severity: 'error',
    message: 'there is no NUMA node {node}; {host} has {nodes}, numbered from 0',
    explanation: "Nodes are numbered from 0, in the order of the processor's `numa` list."
  },
  'pin-out-of-range': {
    severity: 'error',
    message: '{domain} is pinned to logical CPU {cpu}; {host} has {sum}: 0 to {last}',
    explanation: 'Logical CPUs are numbered from 0.',
    formula: 'logical CPUs = cores × threads_per_core'
  },
  'pin-empty': {
    severity: 'error',
    message: '{domain} is pinned to no logical CPU at all',
    explanation: 'An empty list leaves the domain nowhere to run; leave `pin` out to let it run anywhere.'
  },
  'pin-too-few': {
    severity: 'warning',
    message: '{domain} has {vcpus} on {cpus}: they take turns',
    explanation: 'More vCPUs than CPUs they may run on cannot run at the same time.'
  },
  'unpinned-domain': {
    severity: 'warning',
    message: '{domain} is not pinned, and the scheduler is `pinned`',
    explanation: 'Without a scheduler every vCPU needs a CPU of its own.'
  },
  'pin-clash': {
    severity: 'information',
    message: '{others} shares logical CPU {cpu} with {driver}, which moves the packets',
    explanation: 'While a guest runs, the driver domain waits, and with it every packet; each turn costs a domain switch.'
  },
  'vcpu-overcommit': {
    severity: 'information',
    message: '{host} has {vcpus} on {cpus}, {ratio} to one',
    explanation: 'When all are busy they wait for one another; a driver domain that waits adds its wait to every packet.',
    formula: 'over-commitment = Σ vcpus / (cores × threads_per_core)'
  },
  'no-vf-left': {
    severity: 'error',
    message: '{nic} has {vfs} for {vifs} of model sriov: none is left for {vif}',
    explanation: 'Each vif of model `sriov` owns a virtual function of its NIC.'
  },
  'no-queue-left': {
    severity: 'warning',
    message: "{nic} has {queues}, one of them the driver domain's; multi-queue vifs ask for {asked}, so {vif} is sorted in software",
    explanation: 'A multi-queue vif without a hardware queue of its own goes the way of an ordinary one.',
    formula: "rx_queues ≥ 1 + Σ queues of the NIC's multi-queue vifs"
  },
  'no-filter-left': {
    severity: 'warning',
    message: '{nic} has {filters} for {vifs}: {vif} is sorted in software',
    explanation: 'The NIC sorts by destination address; each multi-queue vif takes one filter.'
  },
  'no-context-left': {
    severity: 'warning',
    message: '{nic} keeps {contexts} for {vifs}: {vif} and others are loaded when they are needed',
    explanation: 'A context that is not on the device has to be fetched from host memory before a packet of its can move.'
  },
  'too-many-pinned': {
    severity: 'error',
    message: '{nic} pins {pinned} contexts and has {contexts}',
    explanation: 'Pinned contexts are some of the contexts on the device.'
  },
  'nic-taken': {
    severity: 'error',
    message: '{nic} is passed through to {owner}; {other} cannot use it too',
    explanation: 'Model `direct` gives the whole NIC to one domain. `sriov` shares it.'
  },
  'beyond-card': {
    severity: 'error',
    message: '{nic} asks for {written} {property}; a {model} has {most} ({source})',
    explanation: 'The model names a real card; the catalogue knows its limits.'
  },
  'numa-distance': {
    severity: 'information',
    message: '{domain} runs on NUMA node {node} and drives {nic}, which is near node {near}',
    explanation: 'Descriptors and packets cross the interconnect, and are never in the near cache.'
  },
  'bus-twice': {
    severity: 'information',
    message: '{flow} stays within {nic} but crosses its slot twice{limit}',
    explanation:
      "The card switches between its virtual functions; every packet is read from one guest's memory and written to another's over the bus."
  },
  'pcie-limit': {
    severity: 'warning',
    message: '{nic} has {rate} and a slot that carries {usable} ({sum})',
    explanation: 'The bus is the ceiling before the wire. Descriptors and doorbells come on top and weigh most for small packets.',
    formula: 'lanes × GT/s × coding × MPS / (MPS + 26), MPS 256'
  },
  'grant-frames': {
    severity: 'warning',
    message: '{domain} needs {frames} grant frames ({entries} entries), limit {limit}: {vif} comes up with {effective} of {asked} ({sum})',
    explanation:
      'The front-end logs a warning and goes on with fewer queues. Raise `max_grant_frames`, ask for fewer queues, or use fewer vifs. On a host: `xen-diag gnttab_query_size`.',
    formula: 'frames = ⌈(10 + reserved_grants + Σ queues × 514) / 512⌉; 256 per frame with grant version 2'
  },
  'no-grants-left': {
    severity: 'error',
    message: '{domain} needs {frames} grant frames ({entries} entries), limit {limit}: {vif} gets no queue at all ({sum})',
    explanation: 'The interface does not come up. Raise `max_grant_frames`, ask for fewer queues, or use fewer vifs.',
    formula: 'frames = ⌈(10 + reserved_grants + Σ queues × 514) / 512⌉; 256 per frame with grant version 2'
  },
  'maptrack-frames': {
    severity: 'warning',
    message: '{domain} may map {maps} grants ({queues} queues × {perQueue}): {frames} map-track frames, limit {limit}',
    explanation:
      "The table is the driver domain's. When it is full, mapping fails and guests hang; set `max_maptrack_frames` for the driver domain.",
    formula: 'frames = ⌈258 × Σ queues served / 256⌉'
  },
  'event-channels': {
    severity: 'warning',
    message: '{domain} needs {channels} event channels, limit {limit} ({sum})',
    explanation: 'Interfaces that find no channel do not come up; raise `max_event_channels`.',
    formula: '2 + 7 × vcpus + 2 × Σ queues'
  },
  'backend-event-channels': {
    severity: 'warning',
    message: '{domain} needs {channels} event channels, {limit} with two-level ones ({sum})',
    explanation: 'FIFO event channels go to 131,072; or let back-ends agree to fewer queues with `max_queues`.',
    formula: '2 × Σ queues served + 2 × guests + 7 × vcpus'
  },
  'queues-lost': {
    severity: 'warning',
    message: '{vif} asks for {asked} queues and gets {agreed}: {who} has {why}',
    explanation: 'Front-end and back-end agree on what both can serve, without an error.',
    formula: 'min(queues, 8 or max_queues, vCPUs of the guest, vCPUs of the back-end)'
  },
  'idle-queues': {
    severity: 'information',
    message: '{vif} has {asked} queues; {who} has {why}, so no more than {agreed} are served at a time',
    explanation: 'More queues than vCPUs cost memory and interrupts and bring nothing.'
  },
  'one-queue-busy': {
    severity: 'information',
    message: '{vif} has {queues} queues and {streams}: the rest stay idle',
    explanation: 'The hash keeps each stream on one queue, so that its packets stay in order. Use more `streams`, or fewer queues.'
  },
  'rate-per-queue': {
    severity: 'warning',
    message: '{rate} is the limit of each of {queues} queues: {vif} may send up to {total}, and receive without limit',
    explanation: "Netback's credit scheduler works per queue and only on what the guest sends.",
    formula: 'limit = rate × queues'
  },
  'wrong-hypervisor': {
    severity: 'warning',
    message: '{vif} is of model {model}, which needs {needed}; {host} has hypervisor kind {kind}',
    explanation: "Grants and event channels are Xen's; on KVM the paravirtual model is `virtio`."
  },
  'emulated-nic': {
    severity: 'information',
    message: '{vif} is emulated: every register access traps to the device model; `{better}` moves the same packets for a fraction',
    explanation:
      'An emulated NIC takes several times the CPU of a paravirtual one. It is the default of many tool stacks when no model is named.'
  },
  'untrusted-bounce': {
    severity: 'information',
    message: '{vif} does not trust its back-end: every transmitted page is copied into a zeroed one',
    explanation: 'It keeps neighbouring data on a page from the back-end, at the price of a copy per page.'
  },
  'offload-off': {
    severity: 'warning',
    message: '{vif} has {offload} off: {effect}',
    explanation: 'On a split-driver path large units cross the boundary in one piece; without the offload every packet pays on its own.'
  },
  'mtu-mismatch': {
    severity: 'warning',
    message: '{what} has MTU {mtu}, {other} only {otherMtu}: large packets do not pass',
    explanation: 'The smallest MTU on the way decides; what is larger is dropped or fragmented.'
  },
  overbooked: {
    severity: 'error',
    message: 'the metarouters of {router} are promised {promised} {what}; there is {there}',
    explanation: 'Reservations that together exceed what there is cannot be kept.'
  },
  'switch-full': {
    severity: 'error',
    message: '{name} has {ports} and {links}',
    explanation: 'Each link takes a port of the switch.'
  },
  'port-taken': {
    severity: 'error',
    message: '{name} has a link already',
    explanation: 'A NIC has one socket; join several things with a switch.'
  },
  'no-way': {
    severity: 'error',
    message: 'there is no way from {from} to {to}: {why}',
    explanation: 'Packets follow links between NICs, peers, switches and routers; within a host they meet on a bridge or in a NIC.'
  },
  overload: {
    severity: 'information',
    message: '{link} carries {rate} and is offered {offered} by {flows}',
    explanation: 'What exceeds the link is queued and dropped. TCP without a stated rate adapts and is not counted.',
    formula: 'Σ rate of the flows that cross it, one direction'
  }
} as const satisfies Readonly<Record<string, Finding>>;
