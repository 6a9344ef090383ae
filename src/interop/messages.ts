/** Every message of the interop room, by code. `error`: the tool the file is for would refuse it, or nothing can be read. */

interface Message {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

export const messages = {
  // What any import says.
  assumed: { severity: 'information', message: 'no file says {what}: {value} is assumed ({why})' },
  reading: { severity: 'information', message: '{what} is read as {value}: {why}' },
  kept: { severity: 'information', message: 'without a place in .xnet, kept as comments for the export: {what}' },
  'no-vif': { severity: 'information', message: '{name} has no network interface that xnet can see' },
  alone: { severity: 'information', message: '{vif} is alone on bridge {bridge}, which has no NIC: there is no flow to ask about' },
  'same-name': { severity: 'warning', message: 'there is a domain {name} already; this one becomes {other}' },
  'two-hypervisors': { severity: 'error', message: 'this is about {found} and the files before it about {kind}; one import is one host' },
  'nothing-found': { severity: 'error', message: 'there is no domain, bridge or NIC in here' },
  unrecognised: { severity: 'error', message: 'this is none of the formats that xnet reads: {formats}' },
  unreadable: { severity: 'error', message: '{what}' },

  // xl.cfg
  'xl-syntax': { severity: 'error', message: '{what}' },
  'xl-python': {
    severity: 'error',
    message: 'this is an xm configuration, which is Python; xl cannot read it. Its literal assignments are imported'
  },
  'xl-no-name': { severity: 'warning', message: 'there is no `name`, which xl demands; the domain is named after the file' },
  'xl-twice': { severity: 'warning', message: '`{key}` is given twice; the last one holds' },
  'xl-value': { severity: 'warning', message: '`{key}` takes {expected}, not {found}' },
  'xl-deprecated': { severity: 'warning', message: '`{key}` is deprecated; write {instead}' },
  'xl-affinity': { severity: 'warning', message: '`{key}`: {what}' },
  'xl-hidden-nic': {
    severity: 'warning',
    message: 'a NIC stands in the raw QEMU arguments only; neither xl nor libvirt know of it'
  },
  'xl-device-tree': {
    severity: 'warning',
    message: '{what}: a NIC given through the device tree shows neither in `vif` nor in `pci`'
  },
  'vif-unknown-key': {
    severity: 'warning',
    message: 'unknown vif key `{key}`{hint}: xl says "unrecognized argument" and starts the domain without it'
  },
  'vif-value': { severity: 'warning', message: 'vif key `{key}` takes {expected}, not `{found}`' },
  'vif-ignored': { severity: 'information', message: 'vif key `{key}` is {why}' },
  'vif-bridge': { severity: 'information', message: 'no `bridge`: xenbr0, what xl takes unless xl.conf names another' },
  'rate-syntax': { severity: 'error', message: '`rate={rate}`: {what}; xl refuses to start the domain' },
  'rate-interval': {
    severity: 'warning',
    message: '`rate={rate}`: a bare number behind @ is seconds in the code, although the manual says microseconds: {seconds} s'
  },
  'rate-direction': { severity: 'information', message: 'the limit holds for what the guest sends; nothing limits what it receives' },
  'rate-queues': {
    severity: 'warning',
    message: 'Linux netback gives the whole credit to each of {queues} queues: up to {total} for many flows, {rate} for one'
  },
  'rate-burst': {
    severity: 'information',
    message: '{bytes} bytes per interval is less than the 131072 that Linux netback always lets pass at once'
  },
  'pci-device': {
    severity: 'information',
    message: '{bdf} is taken for {what}; a BDF alone does not say whether it is a NIC. A file of `ip -j -d link` beside it names the card'
  },
  'pci-syntax': { severity: 'warning', message: '`{spec}` is no PCI device: [DDDD:]BB:SS.F' },

  // libvirt
  xml: { severity: 'error', message: 'this is not well-formed XML: {what}' },
  'libvirt-unmodelled': {
    severity: 'warning',
    message: 'an interface of type `{type}` is {what}; it is kept as a comment and not modelled'
  },
  'libvirt-network': {
    severity: 'information',
    message: 'network `{network}` is in no file; it is taken for a bridge with a NIC. Import its network XML as well'
  },
  'libvirt-model': { severity: 'information', message: 'no `<model>`: {what}' },
  'libvirt-queues': { severity: 'warning', message: '{queues} queues and {vcpus}: more queues than vCPUs stay idle' },
  'libvirt-bandwidth': { severity: 'warning', message: '{what}' },
  'libvirt-commandline': {
    severity: 'warning',
    message: '`<qemu:commandline>` carries a NIC that no `<interface>` shows; it is imported from there'
  },
  'libvirt-value': { severity: 'warning', message: '{what}' },
  'libvirt-socket': {
    severity: 'information',
    message: 'which switch is behind socket {path} is not in the file; a bridge of kind ovs_dpdk is assumed'
  },

  // Running hosts and measurements
  'xenstore-queues': { severity: 'information', message: '{name} runs with {queues} queues; its back-end offers {most}' },
  'measured-cut': { severity: 'error', message: 'the output of {tool} is cut short here: the file ends in the middle' },
  'measured-syntax': { severity: 'error', message: 'here the output of {tool} stops being JSON' },
  'measured-error': { severity: 'error', message: '{tool} measured nothing: {message}' },
  'measured-empty': { severity: 'error', message: 'the output of {tool} holds no measurement: {what}' },
  'measured-note': { severity: 'warning', message: '{message}' },
  'measured-cpu': {
    severity: 'information',
    message:
      'the CPU that iperf3 reports is that of its own process: neither the hypervisor nor the driver domain is in it, so it is not compared'
  },
  'line-skipped': { severity: 'warning', message: 'this line is not understood and is left out: {what}' },
  'clab-container': {
    severity: 'information',
    message: 'containers are modelled as virtual machines with virtio and vhost: a veth pair has no vif model, and costs less'
  },
  'clab-link': { severity: 'warning', message: '{what}' }
} as const satisfies Readonly<Record<string, Message>>;

export type MessageCode = keyof typeof messages;
