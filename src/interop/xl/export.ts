/** A host → one xl.cfg per domain that xl starts, module options and an xl.conf, and what none of them can say. */
import type { Analysis } from '../../language/analysis.ts';
import type { Bridge, Domain, Host, Vif } from '../../topology/model.ts';
import { collectLosses, lostHardware, lostOutside } from '../export/loss.ts';
import type { Carried, Exported, ExportedFile, Losses } from '../export/loss.ts';
import { sourceOf } from '../export/source.ts';
import type { Source } from '../export/source.ts';
import { writeAffinity } from './affinity.ts';
import { fileName, hostConfig, moduleFiles } from './modules.ts';
import { writeRate } from './rate.ts';
import { plainBridge } from './vifs.ts';

const HARDWARE = 'xl.cfg knows nothing of the hardware';
const DRIVER = 'it belongs to the drivers (ethtool) and not to xl';

const CARRIED: Carried = {
  host: { carried: [], lost: { '': HARDWARE, costs: 'costs are the model’s' } },
  cpu: { carried: [], lost: { '': HARDWARE } },
  nic: { carried: [], lost: { '': HARDWARE } },
  engine: { carried: [], lost: { '': HARDWARE } },
  hypervisor: {
    carried: ['kind', 'scheduler', 'max_grant_frames', 'max_maptrack_frames', 'grant_version', 'iommu'],
    lost: {
      '': 'it is the hypervisor’s and has no switch',
      max_event_channels: 'it is a limit per domain, max_event_channels, and only of some guests'
    }
  },
  bridge: {
    carried: ['domain', 'kind'],
    lost: {
      uplink: 'which NIC a bridge has is in the network configuration of the host',
      netfilter: 'it is a sysctl of the host (bridge-nf-call-iptables)'
    }
  },
  domain: {
    carried: ['role', 'kind', 'vcpus', 'pin', 'weight', 'cap', 'memory', 'max_grant_frames', 'max_queues'],
    lost: { '': 'it is the model’s and has no key', os: 'what runs in a guest is not xl’s business' }
  },
  /** A device passed through by its address. */
  device: { carried: ['model', 'nic'], lost: { '': 'a device that is passed through is set up by its driver' } },
  vif: {
    carried: ['model', 'backend', 'bridge', 'mac', 'mtu', 'rate', 'burst', 'trusted', 'queues', 'grants'],
    lost: {
      '': DRIVER,
      nic: 'which NIC a back-end reaches is in the network configuration of the host',
      ring: 'the shared rings have 256 slots, whatever is written',
      priority: 'xl.cfg has no classes',
      weight: 'xl.cfg has no shares'
    }
  }
};

/** Names of the domain that Xen starts by itself. */
const DOM0: ReadonlySet<string> = new Set(['dom0', 'Domain-0']);

export function exportXl(analysis: Analysis, file: string): Exported {
  const { topology } = analysis;
  const source = sourceOf(analysis);
  const losses = collectLosses(CARRIED);
  const files: ExportedFile[] = [];
  for (const host of topology.hosts) {
    const folder = topology.hosts.length > 1 ? `${fileName(host.name)}/` : '';
    lostHardware(host, losses);
    if (host.hypervisor.kind !== 'xen')
      losses.add({
        what: `${host.name}.hypervisor`,
        why: `xl is Xen’s, and this is ${host.hypervisor.kind}`,
        origin: host.hypervisor.origin
      });
    if (!/^credit2?$/.test(host.hypervisor.scheduler)) scheduler(host, losses);
    for (const bridge of host.bridges) losses.of(bridge, 'bridge');
    const domains = host.domains.filter(domain => !isDom0(domain, source) && !source.keptOf(domain).has('elsewhere'));
    for (const domain of domains)
      files.push({ name: `${folder}${fileName(source.nameOf(domain))}.cfg`, text: domainText(domain, host, source, losses, file) });
    const own = host.domains.find(domain => isDom0(domain, source));
    if (own !== undefined) dom0(own, losses);
    for (const each of [...moduleFiles(host, source, losses), hostConfig(host)])
      if (each !== undefined) files.push({ ...each, name: folder + each.name });
  }
  lostOutside(analysis, losses);
  return { files, losses: losses.found };
}

function scheduler({ hypervisor }: Host, losses: Losses): void {
  losses.add({
    what: `${hypervisor.name}.scheduler`,
    why: `${hypervisor.scheduler} is no scheduler that xl.conf or the command line of Xen names`,
    origin: hypervisor.origins?.['scheduler'] ?? hypervisor.origin
  });
}

const isDom0 = (domain: Domain, source: Source): boolean =>
  domain.role === 'control' || domain.role === 'native' || DOM0.has(source.nameOf(domain));

/** Dom0 is set up by the command line of Xen. */
function dom0(domain: Domain, losses: Losses): void {
  for (const property of ['vcpus', 'pin', 'memory', 'weight', 'cap']) {
    const origin = domain.origins?.[property];
    if (origin === undefined) continue;
    const where = { vcpus: 'dom0_max_vcpus=', pin: 'dom0_vcpus_pin, or xl vcpu-pin', memory: 'dom0_mem=' }[property] ?? 'xl sched-credit2';
    losses.add({ what: `${domain.name}.${property}`, why: `dom0 has no xl.cfg; it is set by ${where}`, origin });
  }
}

function domainText(domain: Domain, host: Host, source: Source, losses: Losses, file: string): string {
  losses.of(domain, 'domain');
  const kept = source.keptOf(domain);
  const others = kept.get('xl');
  const written = (property: string): boolean => domain.origins?.[property] !== undefined;
  const vifs = domain.vifs.flatMap((vif, i) => vifSpec(vif, i, domain, host, source, losses) ?? []);
  const devices = [domain, ...domain.vifs].flatMap(each => source.keptOf(each).get('xl.pci')?.split('\n') ?? []);
  const lines = [
    `# ${domain.name} of ${file}`,
    `name = ${quoted(source.nameOf(domain))}`,
    ...(written('kind') ? [`type = "${domain.kind}"`] : []),
    ...(domain.role === 'driver' ? ['driver_domain = 1'] : []),
    `vcpus = ${domain.vcpus}`,
    ...(domain.pin === undefined ? [] : [`cpus = ${affinity(domain)}`]),
    ...(written('weight') ? [`cpu_weight = ${domain.weight}`] : []),
    ...(domain.cap === undefined ? [] : [`cap = ${Math.round(domain.cap * 100)}`]),
    ...(domain.memory === undefined ? [] : [`memory = ${Math.max(1, Math.round(domain.memory / 2 ** 20))}`]),
    ...(domain.maxGrantFrames === undefined ? [] : [`max_grant_frames = ${domain.maxGrantFrames}`]),
    ...(vifs.length === 0 ? [] : [`vif = [ ${vifs.map(quoted).join(',\n        ')} ]`]),
    ...(devices.length === 0 ? [] : [`pci = [ ${devices.map(quoted).join(', ')} ]`]),
    ...(others === undefined ? [] : [others])
  ];
  return `${lines.join('\n')}\n`;
}

/** One CPU per vCPU as a list, otherwise one set for all. */
function affinity({ pin, vcpus }: Domain): string {
  return pin!.length === vcpus ? `[${pin!.map(cpu => `"${cpu}"`).join(', ')}]` : `"${writeAffinity(pin!)}"`;
}

/** Models whose vif is an entry of `vif`, and what becomes of the others. */
const ELSEWHERE: Readonly<Partial<Record<Vif['model'], string>>> = {
  sriov: 'the PCI address of the virtual function',
  direct: 'the PCI address of the NIC'
};

function vifSpec(vif: Vif, index: number, domain: Domain, host: Host, source: Source, losses: Losses): string | undefined {
  const kept = source.keptOf(vif);
  const isDevice = kept.has('in') || kept.has('xl.pci');
  losses.of(vif, isDevice ? 'device' : 'vif');
  if (isDevice) return undefined;
  const place = { what: `${vif.name}.model`, origin: vif.origins?.['model'] ?? vif.origin };
  if (ELSEWHERE[vif.model] !== undefined) {
    losses.add({ ...place, why: `pci = [ … ] needs ${ELSEWHERE[vif.model]}, which no .xnet names` });
    return undefined;
  }
  if (vif.model !== 'netfront' && vif.model !== 'emulated')
    losses.add({ ...place, why: `xl.cfg has no ${vif.model}; written as a plain vif` });
  lostPolicy(vif, losses);
  const bridge = host.bridges.find(({ name }) => name === vif.bridge);
  const backend = host.domains.find(({ name }) => name === vif.backend);
  const isPlain = vif.model !== 'emulated';
  const others = (kept.get('xl.vif') ?? '').split(/[,\n]/).filter(part => part !== '' && !(isPlain && /^(model=|type=ioemu$)/.test(part)));
  const parts = [
    ...(vif.mac === undefined ? [] : [`mac=${vif.mac}`]),
    ...bridgePart(bridge, others, source),
    ...(domain.kind === 'hvm' && isPlain ? ['type=vif'] : []),
    ...(backend === undefined || isDom0(backend, source) ? [] : [`backend=${source.nameOf(backend)}`]),
    ...ratePart(vif, losses),
    ...(vif.mtu === undefined ? [] : [`mtu=${vif.mtu}`]),
    ...(vif.origins?.['trusted'] === undefined ? [] : [vif.trusted ? 'trusted' : 'untrusted']),
    ...(bridge?.kind === 'ovs' && !others.some(part => part.startsWith('script=')) ? ['script=vif-openvswitch'] : []),
    ...others.filter(part => !(part.startsWith('devid=') && Number(part.slice(6)) === index))
  ];
  return parts.join(',');
}

/** A kept `bridge=br.100` says more than the bridge's name, as long as it is the same bridge. */
function bridgePart(bridge: Bridge | undefined, others: readonly string[], source: Source): string[] {
  if (bridge === undefined || bridge.kind === 'none') return [];
  const name = source.nameOf(bridge);
  const kept = others.find(part => part.startsWith('bridge='));
  return kept !== undefined && plainBridge(kept.slice('bridge='.length)) === name ? [] : [`bridge=${name}`];
}

function ratePart(vif: Vif, losses: Losses): string[] {
  if (vif.rate === undefined) return [];
  const { text, isExact } = writeRate(vif.rate, vif.burst);
  if (!isExact) losses.add({ what: `${vif.name}.rate`, why: `xl counts whole bytes per interval: ${text}`, origin: vif.origins?.['rate'] });
  return [`rate=${text}`];
}

/** Linux netback copies; any other policy is not a matter of configuration. */
function lostPolicy({ name, grants, origins, origin }: Vif, losses: Losses): void {
  if (grants === undefined || (grants.rxMode === 'copy' && grants.txMode === 'map')) return;
  losses.add({
    what: `${name}.grants`,
    why: `no configuration chooses how Linux netback shares memory; ${grants.mode} is lost`,
    origin: origins?.['grants'] ?? origin
  });
}

/** A string of xl.cfg; what cannot stand in one is escaped. */
function quoted(text: string): string {
  const escaped = Array.from(text, character => {
    const code = character.charCodeAt(0);
    return character === '"' || character === '\\'
      ? `\\${character}`
      : code < 0x20
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : character;
  });
  return `"${escaped.join('')}"`;
}
