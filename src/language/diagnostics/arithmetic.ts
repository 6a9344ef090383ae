/** Findings that come from arithmetic over the topology; the sum is in the message, the formula beside it. */
import type { Finding } from './table.ts';

const grantFormula = [
  'entries = 10 + reserved_grants (353 per block device) + Σ queues × 514      514 = 256 + 256 + 2 ring pages; Windows 1012 = 4 × 253',
  'frames  = ⌈entries / 512⌉                                                  256 per frame with grant version 2'
].join('\n');

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
    message: '{nic} asks for `{property} = {written}`; the {card} has {most} ({source})',
    explanation: 'The model names a real card; the NIC catalogue of the reference knows its limits.'
  },
  'unknown-card': {
    severity: 'information',
    message: '`{model}` is not in the NIC catalogue{hint}',
    explanation:
      'Limits are checked for cards of the NIC catalogue (see the reference) only: queues, virtual functions, filters, PCI Express.'
  },
  'vf-queues': {
    severity: 'error',
    message: '{vif} asks for {asked} queues; a virtual function of the {card} has at most {most} ({source})',
    explanation: 'The card divides its queues among its functions. Ask for fewer, or use another card of the NIC catalogue.'
  },
  'card-queues': {
    severity: 'error',
    message: '{nic} needs {needed} queue pairs; the {card} has {pairs} a port ({sum}; {source})',
    explanation:
      'The port and all of its virtual functions, used or not, take their queues out of one store: fewer functions, or fewer queues each.',
    formula: 'queues of the port + Σ functions max(reserved per function, queues) ≤ queue pairs of the port'
  },
  'flow-cap': {
    severity: 'information',
    message: '{flow} has {streams} over {nic}; the {card} lets through no more than {most} ({sum}; {source})',
    explanation:
      'The cloud limits what one flow may have of the line; several streams, or its own ways around it, have more. The simulator does not model the limit.',
    formula: 'limit = streams × limit of a flow'
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
  'numa-backend': {
    severity: 'information',
    message: '{domain} runs on NUMA node {node}, its back-end {backend} on node {near}',
    explanation: 'Every byte between them is copied over the interconnect, and what one has just touched is cold for the other.'
  },
  'bus-overload': {
    severity: 'warning',
    message: '{nic} is offered {offered} over a bus that carries {usable} each way ({sum})',
    explanation:
      'What stays between two functions of a card crosses its slot in both directions, beside what comes from and goes to the wire.',
    formula: 'Σ local rates + max(Σ to the wire, Σ from the wire) ≤ lanes × GT/s × coding × MPS / (MPS + 26)'
  },
  'pcie-limit': {
    severity: 'warning',
    message: '{nic} has {rate} and {of} that carries {usable} ({sum})',
    explanation: 'The bus is the ceiling before the wire. Descriptors and doorbells come on top and weigh most for small packets.',
    formula: 'lanes × GT/s × coding × MPS / (MPS + 26), MPS 256'
  },
  'grant-frames': {
    severity: 'warning',
    message: '{domain} needs {frames} grant frames ({entries} entries), limit {limit}: {vif} comes up with {effective} of {asked} ({sum})',
    explanation:
      'The front-end logs a warning and goes on with fewer queues. Raise `max_grant_frames`, ask for fewer queues, or use fewer vifs. On a host: `xen-diag gnttab_query_size`.',
    formula: grantFormula
  },
  'grant-frames-asked': {
    severity: 'information',
    message:
      '{domain} has grants for the queues that both ends agree on; all that are asked for would take {frames} frames ({entries} entries), limit {limit} ({sum})',
    explanation: 'Once vCPUs or `max_queues` allow more queues, the grant table is what stops them.',
    formula: grantFormula
  },
  'no-grants-left': {
    severity: 'error',
    message: '{domain} needs {frames} grant frames ({entries} entries), limit {limit}: {vif} gets no queue at all ({sum})',
    explanation: 'The interface does not come up. Raise `max_grant_frames`, ask for fewer queues, or use fewer vifs.',
    formula: grantFormula
  },
  'maptrack-frames': {
    severity: 'warning',
    message: '{domain} may map {maps} grants ({queues} queues × {perQueue}): {frames} map-track frames, limit {limit}',
    explanation:
      "The table is the driver domain's. When it is full, mapping fails and guests hang; set `max_maptrack_frames` for the driver domain.",
    formula: 'frames = ⌈258 × Σ queues served / 256⌉      258 = 256 transmit slots + 2 ring pages; 16-byte entries'
  },
  'event-channels': {
    severity: 'warning',
    message: '{domain} needs {channels} event channels, limit {limit} ({sum})',
    explanation: 'Interfaces that find no channel do not come up; raise `max_event_channels`.',
    formula: '2 (xenstore, console) + 7 × vcpus + block devices + 2 × Σ queues      limit: max_event_channels, and 4,096 or 131,072 by ABI'
  },
  'backend-event-channels': {
    severity: 'warning',
    message: '{domain} needs {channels} event channels; {abi} ones end at {limit} ({sum})',
    explanation:
      'Two-level event channels end at 4,096 in a 64-bit domain, FIFO ones (`event_channel_abi = fifo`) at 131,072. Or let the back-end agree to fewer queues with `max_queues`.',
    formula: '2 × Σ queues served + 2 × guests + block devices + vCPUs of HVM guests + 7 × vcpus'
  },
  'backend-threads': {
    severity: 'information',
    message: '{domain} serves {queues} with {threads} threads ({perQueue} each) on {vcpus}: {ratio} queues to one',
    explanation:
      'Netback has a thread per queue for what the guest receives, one for deallocation, and a poll for what it sends. Beyond the vCPUs of the driver domain more queues take turns: give it vCPUs, or agree to fewer queues with `max_queues`.',
    formula: 'threads = 2 × Σ queues served, plus one NAPI context each'
  },
  'queues-lost': {
    severity: 'warning',
    message: '{vif} asks for {asked} queues and gets {agreed}: {who} has {why}',
    explanation: 'Front-end and back-end agree on what both can serve, without an error; a simulation runs with what comes up.',
    formula:
      'split driver  min(queues, each side: max_queues, or else min(8, vcpus))\nvirtio        min(queues, max_queues or else vcpus of the guest)'
  },
  'idle-queues': {
    severity: 'information',
    message: '{vif} has {asked} queues; {who} has {why}, so no more than {agreed} are served at a time',
    explanation: 'More queues than vCPUs cost memory and interrupts and bring nothing.',
    formula: 'busy at a time ≤ min(queues, vcpus)'
  },
  'nic-queues': {
    severity: 'information',
    message:
      '{vif} could receive on {busy} queues at a time; its NIC {nic} has {queues}, so what comes from the wire enters {where} on {cpus}',
    explanation: 'Receive work is spread by the hash of the NIC first. More `rx_queues` let more CPUs take part.',
    formula: 'CPUs that receive ≤ rx_queues of the NIC'
  },
  'queues-unspread': {
    severity: 'information',
    message: '{nic} has {queues} and no `rss`: what comes for {driver} enters by one, on one of {vcpus} vCPUs',
    explanation:
      'Without a hash the card puts everything without a filter of its own into queue 0. With `rss` in its `offloads` streams are spread over the queues, and these over the vCPUs of the domain that drives the card.',
    formula: 'CPUs that receive ≤ min(rx_queues, vcpus) with rss, else 1'
  },
  'queues-share-pollers': {
    severity: 'warning',
    message: '{vif} has {asked} queues; {backend} polls with {vcpus}',
    explanation: 'Each queue belongs to one polling thread; more queues than threads take turns, and the guest gains nothing.',
    formula: 'queues ≤ vcpus of the domain that runs the switch'
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
    formula: 'limit = rate × queues, guest → back-end only'
  },
  'rate-one-way': {
    severity: 'information',
    message: '{rate} limits only what {vif} sends; it may receive without limit',
    explanation:
      "Netback's credit scheduler works on the guest's transmit ring. To limit what a guest receives, shape in the bridge or at the sender.",
    formula: 'limit = rate × queues, guest → back-end only'
  },
  'ring-pages': {
    severity: 'warning',
    message: '{vif} asks for a ring of {ring} slots, {pages}; the front-end maps one: {slots} slots',
    explanation:
      'A slot has 12 or 8 bytes and a page of 4 KiB holds 256 of them. Linux netfront and netback know no rings of several pages; more queues bring more slots.',
    formula: 'pages = ⌈ring / 256⌉'
  },
  'ring-slots': {
    severity: 'warning',
    message: '{vif}: a ring of {ring} slots holds {held}, which takes {perUnit} ({sum})',
    explanation:
      'With segmentation offload a unit of 64 KiB crosses in one piece, a slot per page. A ring that holds no second one makes both sides wait for each other.',
    formula: 'slots = 64 KiB / buffer + 1 (begins within a page) + 1 (GSO size)'
  },
  'kernel-port': {
    severity: 'warning',
    message: '{vif} ({why}) is a kernel port of {bridge}, which switches in user space: its main thread moves the packets, by system calls',
    explanation:
      'Polling threads serve `vhost_user` ports and physical ones. Everything else is served by the main thread, one packet a system call; use back-end `vhost_user`, or a kernel switch.'
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
    message: '{vif} does not trust its back-end: {unit} sent are copied into {pages} of their own, zeroed first ({bytes})',
    explanation: 'It keeps neighbouring data on a page from the back-end, at the price of zeroing and copying every page that is sent.',
    formula: 'pages = ⌈unit / 4 KiB⌉, each zeroed and copied'
  },
  'offload-off': {
    severity: 'warning',
    message: '{vif} has {offload} off: {effect}',
    explanation: 'On a split-driver path large units cross the boundary in one piece; without the offload every packet pays on its own.'
  },
  'nic-tso-off': {
    severity: 'information',
    message: '{nic} has no `tso`: units of 64 KiB that {vif} hands over are cut by {backend}, per packet',
    explanation: "Without `tso` on the NIC the driver domain's CPU cuts what the guest sent in one piece, just before the wire."
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
  'no-bridge': {
    severity: 'error',
    message: "{vif} has no bridge: what {flow} carries to a vif of model {model} comes over its back-end's bridge",
    explanation: "A back-end hands packets between the shared ring and a bridge of its domain; the NIC behind it is the bridge's uplink."
  },
  'no-way': {
    severity: 'error',
    message: 'there is no way from {from} to {to}: {why}',
    explanation: 'Packets follow links between NICs, peers, switches and routers; within a host they meet on a bridge or in a NIC.'
  },
  overload: {
    severity: 'information',
    message: '{link} carries {rate} and is offered {offered} on the wire by {flows}',
    explanation: 'What exceeds the link is queued and dropped. TCP without a stated rate adapts and is not counted.',
    formula: 'Σ rate × (frame + 24) / payload, one direction      frame = 14 + packet, at least 60; 24 = checksum, preamble and gap'
  }
} as const satisfies Readonly<Record<string, Finding>>;
