/** `<interface>`: what it is plugged into, its model, its queues, its limits. */
import type { Bridge, Vif } from '../../topology/model.ts';
import type { Place } from '../finding.ts';
import type { Kept } from '../kept.ts';
import { anyNic } from '../sketch.ts';
import type { SketchNic, SketchVif } from '../sketch.ts';
import { passedThrough } from '../xl/devices.ts';
import { asWritten, attributeSpan, child, writeXml } from '../xml.ts';
import type { Element } from '../xml.ts';
import { bdfOf } from './domain.ts';
import type { DomainReading } from './domain.ts';
import { rawOf } from './import.ts';

/** What a type of interface without a model is. */
const UNMODELLED: Readonly<Record<string, string>> = {
  user: 'user-mode networking within QEMU (slirp, passt)',
  server: 'a TCP tunnel between guests',
  client: 'a TCP tunnel between guests',
  mcast: 'a multicast tunnel between guests',
  udp: 'a UDP tunnel',
  null: 'connected to nothing',
  internal: 'a network within another hypervisor',
  vds: 'a distributed switch of ESX'
};

export function interfaceOf(element: Element, index: number, reading: DomainReading): { vif: SketchVif; nic?: SketchNic } | undefined {
  const { file, findings } = reading;
  const at: Place = { file, start: element.start, end: element.end };
  const type = element.attributes['type'] ?? '';
  const source = child(element, 'source');
  const name = `eth${index}`;
  const kept = keptOf(element, reading);
  const common = { name, place: at, ...addressOf(element), ...limitsOf(element, reading), kept };
  if (type === 'hostdev') {
    const bdf = bdfOf(child(source, 'address'));
    if (bdf === undefined) {
      findings.report('libvirt-value', at, { what: 'a hostdev interface needs the PCI address of its virtual function' });
      return undefined;
    }
    const { nic, vif } = passedThrough({ ...bdf, func: bdf.func === 0 && bdf.slot === 0 ? 1 : bdf.func }, at);
    findings.report('pci-device', at, { bdf: bdf.bdf, what: 'a virtual function of a NIC, as libvirt demands of such an interface' });
    return {
      nic,
      vif: {
        ...common,
        model: 'sriov',
        nic: vif.nic,
        reading: `${bdf.bdf} is a virtual function of this NIC`,
        kept: [...kept, ...sourceKept(source)]
      }
    };
  }
  const way = wayOf(type, source, element, reading);
  if (way === undefined) {
    findings.report('libvirt-unmodelled', at, { type, what: UNMODELLED[type] ?? 'unknown' });
    return undefined;
  }
  const backend = child(element, 'backenddomain')?.attributes['name'];
  return {
    vif: {
      ...common,
      ...modelOf(element, type, reading),
      ...way,
      ...(backend === undefined ? {} : { backend }),
      kept: [...kept, ...way.kept]
    }
  };
}

type Way = Pick<SketchVif, 'bridge' | 'bridgeKind' | 'network' | 'nic' | 'virtioBackend' | 'reading' | 'model'>;

/** What stands behind it, by its type. */
function wayOf(
  type: string,
  source: Element | undefined,
  element: Element,
  { file, findings }: DomainReading
): (Partial<Way> & { kept: readonly Kept[] }) | undefined {
  const attributes = source?.attributes ?? {};
  const isOvs = child(element, 'virtualport')?.attributes['type'] === 'openvswitch';
  const ovs: { bridgeKind?: Bridge['kind'] } = isOvs ? { bridgeKind: 'ovs' } : {};
  switch (type) {
    case 'bridge':
      return { bridge: attributes['bridge'] ?? 'virbr0', ...ovs, kept: leftOver(source, ['bridge']) };
    case 'network':
      return { network: attributes['network'] ?? 'default', ...ovs, kept: leftOver(source, ['network']) };
    case 'direct':
      return { nic: attributes['dev'] ?? anyNic, kept: leftOver(source, ['dev']) };
    case 'ethernet':
      return { nic: anyNic, kept: [...leftOver(source, []), { tag: 'libvirt.type', text: type }] };
    case 'vdpa':
      return { virtioBackend: 'vdpa', nic: anyNic, kept: leftOver(source, []) };
    case 'vhostuser': {
      const path = attributes['path'] ?? '';
      findings.report('libvirt-socket', { file, start: element.start, end: element.end }, { path });
      return { virtioBackend: 'vhost_user', bridge: 'vswitch', bridgeKind: 'ovs_dpdk', kept: leftOver(source, []) };
    }
    default:
      return undefined;
  }
}

/** What `<source>` says beyond what it is plugged into. */
function leftOver(source: Element | undefined, understood: readonly string[]): readonly Kept[] {
  if (source === undefined) return [];
  const attributes = Object.fromEntries(Object.entries(source.attributes).filter(([name]) => !understood.includes(name)));
  if (Object.keys(attributes).length === 0 && source.children.length === 0) return [];
  return [{ tag: 'libvirt.interface', text: writeXml({ name: 'source', attributes, children: source.children.map(asWritten) }).trimEnd() }];
}

const sourceKept = (source: Element | undefined): readonly Kept[] => leftOver(source, []);

function modelOf(
  element: Element,
  type: string,
  reading: DomainReading
): Pick<SketchVif, 'model' | 'reading' | 'virtioBackend' | 'queues' | 'ring'> {
  const { isXen, kind, findings, file, vcpus, text } = reading;
  const written = child(element, 'model')?.attributes['type'];
  const driver = child(element, 'driver');
  if (isXen && (written === 'netfront' || (written === undefined && kind !== 'hvm'))) return { model: 'netfront' };
  if (written === undefined && type !== 'vhostuser' && type !== 'vdpa') {
    const what = isXen
      ? 'an HVM guest gets an emulated rtl8139 beside its vif; a guest with Xen drivers uses the vif, so write netfront for it'
      : 'QEMU gives an emulated rtl8139 or e1000, by machine type';
    findings.report('libvirt-model', { file, start: element.start, end: element.end }, { what });
    return {
      model: 'emulated',
      reading: isXen ? 'HVM without a model; write netfront for a guest with Xen drivers' : 'no `<model>`: what QEMU gives by default'
    };
  }
  if (written !== undefined && !written.startsWith('virtio')) return { model: 'emulated' };
  const name = driver?.attributes['name'];
  const queues = count(driver?.attributes['queues']);
  if (queues !== undefined && queues > vcpus) {
    const place = { file, ...attributeSpan(driver!, 'queues', text) };
    findings.report('libvirt-queues', place, { queues, vcpus: vcpus === 1 ? '1 vCPU' : `${vcpus} vCPUs` });
  }
  const backend: Vif['virtioBackend'] | undefined = name === 'vhost' ? 'vhost' : name === 'qemu' ? 'qemu' : undefined;
  return {
    model: 'virtio',
    ...(backend === undefined ? {} : { virtioBackend: backend }),
    queues,
    ring: count(driver?.attributes['rx_queue_size'])
  };
}

function count(text: string | undefined): number | undefined {
  const value = Number(text ?? NaN);
  return Number.isInteger(value) && value >= 1 && value <= 65_536 ? value : undefined;
}

function addressOf(element: Element): Pick<SketchVif, 'mac' | 'mtu'> {
  const mac = child(element, 'mac')?.attributes['address']?.toLowerCase();
  const mtu = count(child(element, 'mtu')?.attributes['size']);
  return { ...(mac === undefined ? {} : { mac }), ...(mtu === undefined || mtu < 68 || mtu > 65_535 ? {} : { mtu }) };
}

/** What the guest sends is `outbound`; kilobytes per second are decimal (tc), the burst is in KiB. */
function limitsOf(element: Element, { findings, file }: DomainReading): Pick<SketchVif, 'rate' | 'burst'> {
  const bandwidth = child(element, 'bandwidth');
  const [inbound, outbound] = [child(bandwidth, 'inbound'), child(bandwidth, 'outbound')];
  if (inbound !== undefined) {
    const what =
      outbound === undefined
        ? 'only what the guest receives is limited; `rate` of a vif limits what it sends. The limit is kept as a comment and not modelled'
        : '`rate` of a vif limits what the guest sends; the inbound limit is kept as a comment and not modelled';
    findings.report('libvirt-bandwidth', { file, start: inbound.start, end: inbound.end }, { what });
  }
  const average = Number(outbound?.attributes['average'] ?? NaN);
  const burst = Number(outbound?.attributes['burst'] ?? NaN);
  return {
    ...(Number.isSafeInteger(average) && average > 0 ? { rate: average * 8000 } : {}),
    ...(Number.isSafeInteger(burst) && burst > 0 ? { burst: burst * 1024 } : {})
  };
}

/** What has no place; of what is partly understood, the rest. */
function keptOf(element: Element, reading: DomainReading): readonly Kept[] {
  const attributes = Object.entries(element.attributes).filter(([name]) => name !== 'type');
  return [
    ...attributes.map(([name, value]) => ({ tag: 'libvirt.attributes', text: `${name}=${JSON.stringify(value)}` })),
    ...element.children.flatMap(each => {
      const text = restOf(each, reading);
      return text === undefined ? [] : [{ tag: 'libvirt.interface', text }];
    })
  ];
}

/** Attributes that are read, by element; every other attribute and child of them is kept. */
const READ: Readonly<Record<string, readonly string[]>> = {
  mac: ['address'],
  mtu: ['size'],
  driver: ['name', 'queues', 'rx_queue_size'],
  backenddomain: ['name'],
  model: []
};

function restOf(element: Element, reading: DomainReading): string | undefined {
  const { name, attributes, children } = element;
  if (name === 'source') return undefined;
  if (name === 'model' && /^(virtio|netfront)$/.test(attributes['type'] ?? '')) return undefined;
  if (name === 'virtualport' && attributes['type'] === 'openvswitch' && children.length === 0) return undefined;
  if (name === 'bandwidth') return bandwidthRest(element);
  const understood = READ[name];
  if (understood === undefined) return rawOf(element, reading);
  const others = Object.fromEntries(Object.entries(attributes).filter(([key]) => !understood.includes(key)));
  return Object.keys(others).length === 0 && children.length === 0
    ? undefined
    : writeXml({ name, attributes: others, children: children.map(asWritten) }).trimEnd();
}

function bandwidthRest(bandwidth: Element): string | undefined {
  const rest = bandwidth.children.flatMap(each => {
    const others = Object.fromEntries(
      Object.entries(each.attributes).filter(([key]) => each.name !== 'outbound' || (key !== 'average' && key !== 'burst'))
    );
    return Object.keys(others).length === 0 ? [] : [{ name: each.name, attributes: others }];
  });
  return rest.length === 0 ? undefined : writeXml({ name: 'bandwidth', children: rest }).trimEnd();
}
