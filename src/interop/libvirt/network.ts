/** `<network>`: a bridge, or NICs that its members reach directly. */
import type { Place } from '../finding.ts';
import type { Kept } from '../kept.ts';
import { nothing } from '../sketch.ts';
import type { Sketch, SketchBridge, SketchNic } from '../sketch.ts';
import { child } from '../xml.ts';
import type { Element } from '../xml.ts';
import { bdfOf } from './domain.ts';
import { rawOf } from './import.ts';
import type { Reading } from './import.ts';

export function networkSketch(element: Element, reading: Reading): Sketch {
  const { file, findings } = reading;
  const place: Place = { file, start: element.start, end: element.start + '<network'.length };
  const name = child(element, 'name')?.text || 'default';
  const forward = child(element, 'forward');
  const mode = forward === undefined ? 'isolated' : (forward.attributes['mode'] ?? 'nat');
  const kept: readonly Kept[] = [
    { tag: 'libvirt.source', text: name },
    { tag: 'libvirt.network', text: rawOf(element, reading) }
  ];
  if (child(element, 'bandwidth') !== undefined)
    findings.report('libvirt-bandwidth', place, {
      what: 'the bandwidth of a network is the sum over its interfaces; it is kept as a comment and not modelled'
    });
  const bridgeName = child(element, 'bridge')?.attributes['name'];
  const device = child(forward, 'pf')?.attributes['dev'] ?? child(forward, 'interface')?.attributes['dev'] ?? forward?.attributes['dev'];
  if (mode === 'hostdev') return pool(name, device, forward!, kept, place);
  if (bridgeName === undefined && device !== undefined && mode !== 'nat' && mode !== 'route' && mode !== 'open') {
    return { ...nothing, nics: [{ name: device, place, kept }], networks: [{ name, nic: device, isPool: false }] };
  }
  const isOvs = child(element, 'virtualport')?.attributes['type'] === 'openvswitch';
  const bridge: SketchBridge = {
    // libvirt picks the first free virbrN; the network's name says more.
    name: bridgeName ?? name,
    place,
    ...(mode === 'isolated' ? { uplink: null } : device === undefined ? {} : { uplink: device }),
    ...(isOvs ? { kind: 'ovs' as const } : {}),
    // Translation walks the firewall's tables for every packet.
    ...(mode === 'nat' ? { netfilter: true } : {}),
    kept
  };
  if (mode === 'nat') {
    const why = 'every packet passes the firewall and its connection table; translation itself is not modelled beyond that';
    findings.report('reading', place, { what: `NAT of network ${name}`, value: '`netfilter = true`', why });
  }
  return {
    ...nothing,
    bridges: [bridge],
    networks: [{ name, bridge: bridge.name, ...(isOvs ? { bridgeKind: 'ovs' as const } : {}), isPool: false }]
  };
}

/** Virtual functions of a NIC, by its name or by the addresses of the functions. */
function pool(name: string, device: string | undefined, forward: Element, kept: readonly Kept[], place: Place): Sketch {
  const functions = forward.children.filter(each => each.name === 'address');
  const first = bdfOf(functions[0]);
  const nic: SketchNic = {
    name: device ?? (first === undefined ? `pool_${name}` : `pci_${first.bus.replace(/[^0-9a-f]/g, '_')}`),
    place,
    ...(functions.length > 0 ? { vfs: functions.length } : {}),
    ...(device === undefined ? { reading: `the card of pool ${name}` } : {}),
    kept
  };
  return { ...nothing, nics: [nic], networks: [{ name, nic: nic.name, isPool: true }] };
}
