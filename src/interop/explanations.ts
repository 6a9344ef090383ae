/** What every finding of this room means, for `xnet explain` and the reference. */
import { messages } from './messages.ts';
import type { MessageCode } from './messages.ts';

const explanations = {
  assumed:
    'What the simulation needs and no file says becomes a line of the topology that says `assumed`. Replace it by the truth; every result hangs on it until then.',
  reading: 'The file says something that can be read in more than one way, or in another unit; this is how it was read.',
  kept: 'What xnet does not model stands as comments in the block that it belongs to; an export in the same format writes it back.',
  'no-vif': 'The domain is imported with its CPUs and memory; no traffic can be asked for before it has a vif.',
  alone: 'Traffic needs two ends: another vif on the bridge, or a NIC as its uplink.',
  'same-name': 'Names are unique within a host. Two files name one domain alike; they are taken for two domains.',
  'two-hypervisors': 'The files of an import describe one host, which runs one hypervisor. Import the others by themselves.',
  'nothing-found': 'The file is of a known format, and nothing in it says anything of domains, bridges or NICs.',
  unrecognised: 'The format is told by content. `--format` says it where a file is too short or too odd to tell.',
  unreadable: 'Nothing of the file can be used; the message says where reading ended.',
  'xl-syntax':
    'xl reads assignments of numbers, strings and lists. What xl itself would refuse is an error here; the rest of the file is imported.',
  'xl-python': 'Before xl, configurations were Python programs. Only assignments of literals are read; what is worked out is not run.',
  'xl-no-name': 'xl does not start a domain without a name.',
  'xl-twice': 'xl takes the last assignment of a key, without a word.',
  'xl-value': 'The value is of another sort than xl takes for the key.',
  'xl-deprecated': 'xl still reads the key, under protest; the newer one says the same.',
  'xl-affinity':
    'Which CPUs a domain may run on becomes `pin`. What depends on the running host (`node:0`, `all`) has no fixed list of CPUs.',
  'xl-hidden-nic': 'Arguments for QEMU go past xl: such a NIC is emulated, on no bridge that xl sets up, and no tool of Xen lists it.',
  'xl-device-tree': 'On Arm a device may be handed over by its node in the device tree. It is modelled as a device of the guest’s own.',
  'vif-unknown-key': 'xl warns of a key it does not know and goes on, so that a misspelt limit or bridge is no limit and no bridge.',
  'vif-value': 'The value is not one that xl takes for this key of a vif.',
  'vif-ignored': 'The key is read by xl and changes nothing that xnet models.',
  'vif-bridge': 'xl takes the bridge that `vif.default.bridge` in xl.conf names, and else xenbr0.',
  'rate-syntax': 'A rate is a number, KB, MB, GB or Kb, Mb, Gb, `/s`, and perhaps `@` and an interval: `10Mb/s@50ms`.',
  'rate-interval': 'libxl multiplies a bare number by a million, which makes it seconds. Write the unit: `@50ms`, `@50us`.',
  'rate-direction':
    'Netback holds back what it takes from the guest. Limits on what the guest receives are made by `tc` on the vif in dom0.',
  'rate-queues':
    'Linux netback keeps a credit for each queue and hands the whole rate to every one, so that many flows together exceed the limit.',
  'rate-burst': 'Linux netback lets at least 131,072 bytes pass at once, so that a smaller credit does not make bursts smaller.',
  'pci-device': 'A virtual function or a whole card: `lspci` or `ip -j -d link` of the host tell.',
  'pci-syntax': 'A PCI device is `DDDD:BB:SS.F`, domain, bus, slot and function in hexadecimal digits; the domain may be left out.',
  xml: 'libvirt would refuse the file as well. Nothing of it is imported.',
  'libvirt-unmodelled': 'Interfaces that leave the host by a user-mode stack, a tunnel or a multicast group have no data path in xnet.',
  'libvirt-network': 'Where a network’s packets go stands in its own XML: `virsh net-dumpxml NAME`.',
  'libvirt-model': 'Without a `<model>` the hypervisor’s default decides, which differs by version and machine type.',
  'libvirt-queues': 'A queue is served by a vCPU of its own. What is beyond their number is set up and not used.',
  'libvirt-bandwidth':
    'libvirt’s limits are averages in kilobytes a second with bursts in KiB, per direction; `.xnet` limits what a guest sends.',
  'libvirt-commandline': 'Arguments for QEMU go past libvirt, so that neither its bridge nor its limits hold for such a NIC.',
  'libvirt-value': 'The value is not one that libvirt takes here.',
  'libvirt-socket': 'vhost-user ends in a switch in user space, mostly Open vSwitch with DPDK; its own configuration says which.',
  'xenstore-queues': 'Front-end and back-end agree on the smaller of what each offers; xenstore shows what came out.',
  'measured-cut': 'A tool that was stopped leaves half a document. What stands before the cut is not used.',
  'measured-syntax': 'Something else was written into the same file, or the output was edited.',
  'measured-error': 'The tool reports an error of its own instead of a result.',
  'measured-empty': 'The document is whole and holds no numbers to compare.',
  'measured-note': 'The comparison goes on, with this in mind.',
  'measured-cpu':
    'Under a hypervisor most of the work is done outside the process that measures: compare with `mpstat` or `xentop` of the host.',
  'line-skipped': 'The other lines are used. A line that is not understood may hold a newer version’s columns.',
  'clab-container':
    'containerlab runs containers joined by veth pairs. The nearest data path that xnet has is virtio with vhost, which costs more.',
  'clab-link': 'Links of containerlab have two endpoints, or name the host or a bridge on one side.'
} as const satisfies Readonly<Record<MessageCode, string>>;

export interface ExplainedFinding {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly explanation: string;
}

/** Every finding of imports, exports and comparisons, by its code. */
export const interopFindings: Readonly<Record<string, ExplainedFinding>> = Object.fromEntries(
  (Object.keys(messages) as MessageCode[]).map(code => [code, { ...messages[code], explanation: explanations[code] }])
);
