/** A host → one `<domain>` per guest, a `<network>` where one was imported, and what libvirt cannot say. */
import type { Analysis } from '../../language/analysis.ts';
import type { Domain, Host, Vif } from '../../topology/model.ts';
import { collectLosses, lostHardware, lostOutside } from '../export/loss.ts';
import type { Carried, Exported, ExportedFile, Losses } from '../export/loss.ts';
import { sourceOf } from '../export/source.ts';
import type { Source } from '../export/source.ts';
import { fileName } from '../xl/modules.ts';
import { writeAffinity } from '../xl/affinity.ts';
import { isBad, readXml, writeXml } from '../xml.ts';
import type { Element, Written } from '../xml.ts';
import { interfaceXml, libvirtModels } from './write-interface.ts';

const HARDWARE = 'libvirt knows nothing of the hardware';

const CARRIED: Carried = {
  host: { carried: [], lost: { '': HARDWARE, costs: 'costs are the model’s' } },
  cpu: { carried: [], lost: { '': HARDWARE } },
  nic: { carried: [], lost: { '': HARDWARE } },
  engine: { carried: [], lost: { '': HARDWARE } },
  hypervisor: { carried: ['kind', 'iommu'], lost: { '': 'it is the hypervisor’s and not a matter of a domain' } },
  bridge: {
    carried: ['domain', 'kind'],
    lost: {
      uplink: 'which NIC a bridge has is in the network configuration of the host',
      netfilter: 'it is a sysctl of the host (bridge-nf-call-iptables)'
    }
  },
  domain: {
    carried: ['role', 'kind', 'vcpus', 'pin', 'memory', 'max_grant_frames'],
    lost: {
      '': 'it is the model’s and has no element',
      weight: 'shares of libvirt are another scale; set `<shares>` by hand',
      cap: 'set `<cputune><quota>` by hand',
      os: 'what runs in a guest is not libvirt’s business',
      max_queues: 'it is a module option of the guest or its back-end'
    }
  },
  vif: {
    carried: ['model', 'backend', 'bridge', 'nic', 'mac', 'mtu', 'rate', 'burst', 'queues', 'ring', 'grants'],
    lost: {
      '': 'it belongs to the drivers (ethtool) and not to libvirt',
      priority: 'libvirt has no classes; see `tc`',
      weight: 'libvirt has no shares of a NIC',
      trusted: 'libvirt has no word for a back-end that is not trusted'
    }
  }
};

export function exportLibvirt(analysis: Analysis, file: string): Exported {
  const { topology } = analysis;
  const source = sourceOf(analysis);
  const losses = collectLosses(CARRIED);
  const files: ExportedFile[] = [];
  for (const host of topology.hosts) {
    const folder = topology.hosts.length > 1 ? `${fileName(host.name)}/` : '';
    lostHardware(host, losses);
    if (host.hypervisor.kind === 'none')
      losses.add({
        what: `${host.name}.hypervisor`,
        why: 'libvirt manages guests, and there is no hypervisor',
        origin: host.hypervisor.origin
      });
    for (const bridge of host.bridges) losses.of(bridge, 'bridge');
    for (const domain of host.domains) {
      if (isHostOs(domain, source)) hostOs(domain, losses);
      else if (!source.keptOf(domain).has('elsewhere'))
        files.push({ name: `${folder}${fileName(source.nameOf(domain))}.xml`, text: domainXml(domain, host, source, losses, file) });
    }
    for (const thing of [...host.bridges, ...host.nics]) {
      const [kept, name] = [source.keptOf(thing).get('libvirt.network'), source.keptOf(thing).get('libvirt.source')];
      if (kept !== undefined) files.push({ name: `${folder}network-${fileName(name ?? source.nameOf(thing))}.xml`, text: `${kept}\n` });
    }
  }
  lostOutside(analysis, losses);
  return { files, losses: losses.found };
}

const isHostOs = (domain: Domain, source: Source): boolean =>
  domain.role === 'control' || domain.role === 'native' || ['dom0', 'Domain-0'].includes(source.nameOf(domain));

function hostOs(domain: Domain, losses: Losses): void {
  for (const property of ['vcpus', 'pin', 'memory', 'weight', 'cap']) {
    const origin = domain.origins?.[property];
    if (origin !== undefined)
      losses.add({ what: `${domain.name}.${property}`, why: 'the host’s own operating system is no domain of libvirt', origin });
  }
}

/** Types of `<os>`: Xen has three, KVM one. */
const OS_TYPES: Readonly<Record<Domain['kind'], string>> = { pv: 'xen', pvh: 'xenpvh', hvm: 'hvm' };

function domainXml(domain: Domain, host: Host, source: Source, losses: Losses, file: string): string {
  losses.of(domain, 'domain');
  const isXen = host.hypervisor.kind === 'xen';
  if (isXen && domain.role === 'driver')
    losses.add({ what: `${domain.name}.role`, why: 'libvirt does not mark driver domains', origin: domain.origins?.['role'] });
  const kept = source.keptOf(domain);
  const others = keptElements(kept.get('libvirt'));
  const devices = keptElements(kept.get('libvirt.devices'));
  const lines = [
    `<!-- ${domain.name} of ${file.replaceAll('--', '- -')} -->`,
    `<domain type='${isXen ? 'xen' : 'kvm'}'${keptAttributes(kept)}>`,
    ...indented([
      { name: 'name', text: source.nameOf(domain) },
      ...memory(domain, others),
      vcpu(domain, others),
      ...pins(domain, others),
      ...(others.some(({ element }) => element.name === 'os') ? [] : [osOf(domain, isXen)]),
      ...others.filter(({ element }) => !REPLACED.has(element.name)).map(({ raw }) => raw)
    ]),
    '  <devices>',
    ...indented([...devices.map(({ raw }) => raw), ...xenbus(domain, devices), ...interfaces(domain, host, source, losses)], '    '),
    '  </devices>',
    '</domain>'
  ];
  return `${lines.join('\n')}\n`;
}

/** Written by us, from what `.xnet` says and what is kept of them. */
const REPLACED: ReadonlySet<string> = new Set(['vcpu', 'memory', 'currentMemory', 'cputune']);

interface KeptElement {
  readonly element: Element;
  readonly raw: string;
}

/** Kept text is what the import made of well-formed XML; where somebody broke it, it is left out. */
function keptElements(text: string | undefined): readonly KeptElement[] {
  const read = text === undefined ? [] : readXml(`<kept>${text}</kept>`);
  if (isBad(read)) return [];
  return (read[0]?.children ?? []).map(element => ({ element, raw: `<kept>${text}</kept>`.slice(element.start, element.end) }));
}

function keptAttributes(kept: ReadonlyMap<string, string>): string {
  return (kept.get('libvirt.attributes') ?? '')
    .split('\n')
    .filter(line => /^[\w:-]+="[^"<&]*"$/.test(line))
    .map(line => ` ${line}`)
    .join('');
}

const indented = (elements: readonly (Written | string)[], indent = '  '): string[] =>
  elements.map(each => writeXml(each, indent).trimEnd());

/** With a balloon, `<memory>` is the most and `<currentMemory>` what there is. */
function memory({ memory: bytes }: Domain, others: readonly KeptElement[]): (Written | string)[] {
  if (bytes === undefined) return [];
  const kib = Math.max(1, Math.round(bytes / 1024));
  const most = others.find(({ element }) => element.name === 'memory')?.raw;
  const size = (name: string): Written => ({ name, attributes: { unit: 'KiB' }, text: kib });
  return most === undefined ? [size('memory')] : [most, size('currentMemory')];
}

function vcpu(domain: Domain, others: readonly KeptElement[]): Written {
  const kept = others.find(({ element }) => element.name === 'vcpu')?.element;
  const attributes = { ...kept?.attributes };
  const current = attributes['current'];
  const isOneSet = domain.pin !== undefined && domain.pin.length !== domain.vcpus;
  return {
    name: 'vcpu',
    attributes: {
      ...attributes,
      cpuset: isOneSet ? writeAffinity(domain.pin!) : undefined,
      ...(current === undefined ? {} : { current: domain.vcpus })
    },
    text: current === undefined ? domain.vcpus : Math.max(domain.vcpus, Number(kept!.text) || domain.vcpus)
  };
}

/** `<cputune>`: a pin per vCPU where there is a CPU for each, and everything else that was kept. */
function pins({ pin, vcpus }: Domain, others: readonly KeptElement[]): Written[] {
  const kept = others.find(({ element }) => element.name === 'cputune');
  const rest = (kept?.element.children ?? []).filter(({ name }) => name !== 'vcpupin').map(asRaw(kept));
  const own =
    pin !== undefined && pin.length === vcpus
      ? pin.map((cpu, i): Written => ({ name: 'vcpupin', attributes: { vcpu: i, cpuset: cpu } }))
      : [];
  return own.length + rest.length === 0 ? [] : [{ name: 'cputune', children: [...own, ...rest] }];
}

const asRaw =
  (kept: KeptElement | undefined) =>
  ({ start, end }: Element): string =>
    kept!.raw.slice(start - kept!.element.start, end - kept!.element.start);

const osOf = ({ kind }: Domain, isXen: boolean): Written => ({
  name: 'os',
  children: [{ name: 'type', text: isXen ? OS_TYPES[kind] : 'hvm' }]
});

function xenbus({ maxGrantFrames }: Domain, devices: readonly KeptElement[]): Written[] {
  if (
    maxGrantFrames === undefined ||
    devices.some(({ element }) => element.name === 'controller' && element.attributes['type'] === 'xenbus')
  )
    return [];
  return [{ name: 'controller', attributes: { type: 'xenbus', maxGrantFrames } }];
}

function interfaces(domain: Domain, host: Host, source: Source, losses: Losses): (Written | string)[] {
  return domain.vifs.flatMap((vif): (Written | string)[] => {
    losses.of(vif, 'vif');
    const kept = source.keptOf(vif);
    const hostdev = kept.get('in') === undefined ? undefined : kept.get('libvirt.devices');
    if (hostdev !== undefined) return [hostdev];
    if (kept.has('in')) return [];
    lost(vif, host, losses);
    const written = interfaceXml(vif, host, {
      source,
      kept: keptElements(kept.get('libvirt.interface')).map(({ element }) => element),
      attributes: keptAttributes(kept)
    });
    return written === undefined ? [] : [written];
  });
}

function lost(vif: Vif, host: Host, losses: Losses): void {
  const { name, model, grants, origins, origin } = vif;
  const at = origins?.['model'] ?? origin;
  if (!libvirtModels.has(model))
    losses.add({
      what: `${name}.model`,
      why: `libvirt has no ${model}; written as ${host.hypervisor.kind === 'xen' ? 'netfront' : 'virtio'}`,
      origin: at
    });
  if (grants !== undefined && (grants.rxMode !== 'copy' || grants.txMode !== 'map')) {
    losses.add({
      what: `${name}.grants`,
      why: `no configuration chooses how memory is shared; ${grants.mode} is lost`,
      origin: origins?.['grants'] ?? origin
    });
  }
  const isXen = host.hypervisor.kind === 'xen';
  if (isXen && origins?.['queues'] !== undefined)
    losses.add({ what: `${name}.queues`, why: 'queues of a Xen vif are a module option (max_queues)', origin: origins['queues'] });
  if (vif.rate !== undefined && Math.round(vif.rate / 8000) * 8000 !== vif.rate)
    losses.add({ what: `${name}.rate`, why: 'libvirt counts whole kilobytes per second', origin: origins?.['rate'] });
  if (vif.burst !== undefined && vif.burst % 1024 !== 0)
    losses.add({ what: `${name}.burst`, why: 'libvirt counts whole KiB', origin: origins?.['burst'] });
}
