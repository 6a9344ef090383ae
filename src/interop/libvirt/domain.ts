/** `<domain>`: vCPUs, memory, pinning, and its interfaces. */
import { readAffinity } from '../xl/affinity.ts';
import { readBdf } from '../xl/pci.ts';
import { passedThrough } from '../xl/devices.ts';
import { nicsInArguments } from '../qemu.ts';
import type { Place } from '../finding.ts';
import { standsIn } from '../kept.ts';
import type { Kept } from '../kept.ts';
import { nothing } from '../sketch.ts';
import type { Sketch, SketchDomain, SketchNic, SketchVif } from '../sketch.ts';
import { child, childrenOf } from '../xml.ts';
import type { Element } from '../xml.ts';
import { rawOf } from './import.ts';
import type { Reading } from './import.ts';
import { interfaceOf } from './interface.ts';

/** What of a domain and its interface are read with. */
export interface DomainReading extends Reading {
  readonly isXen: boolean;
  readonly kind: SketchDomain['kind'];
  readonly vcpus: number;
}

/** Children of `<domain>` with a place in `.xnet`. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['name', 'memory', 'currentMemory', 'vcpu', 'devices', 'os']);

export function domainSketch(element: Element, reading: Reading): Sketch {
  const { findings, file } = reading;
  const at: Place = { file, start: element.start, end: element.start + '<domain'.length };
  const type = element.attributes['type'] ?? '';
  const isXen = type === 'xen';
  if (!isXen && type !== 'kvm') {
    const what =
      type === 'qemu'
        ? 'type `qemu` translates instructions, which is not modelled: the host is taken for KVM'
        : `a domain of type \`${type}\` is not modelled: the host is taken for KVM`;
    findings.report('libvirt-value', at, { what });
  }
  const name = child(element, 'name')?.text ?? '';
  if (name === '') findings.report('libvirt-value', at, { what: 'the domain has no name; it is named after the file' });
  const vcpus = vcpusOf(element, reading);
  const kind = kindOf(element, isXen);
  const within: DomainReading = { ...reading, isXen, kind, vcpus };
  const devices = child(element, 'devices');
  const nics: SketchNic[] = [];
  const keptDevices: Kept[] = [];
  const vifs: SketchVif[] = [];
  for (const device of devices?.children ?? []) {
    const found =
      device.name === 'interface'
        ? interfaceOf(device, vifs.length, within)
        : device.name === 'hostdev'
          ? hostdevOf(device, within)
          : undefined;
    if (found === undefined) keptDevices.push({ tag: 'libvirt.devices', text: rawOf(device, reading) });
    else {
      vifs.push(found.vif);
      if (found.nic !== undefined && !nics.some(nic => nic.name === found.nic!.name)) nics.push(found.nic);
    }
  }
  vifs.push(...commandLine(element, within));
  if (vifs.length === 0) findings.report('no-vif', at, { name: name === '' ? 'the domain' : name });
  return {
    ...nothing,
    kind: isXen ? 'xen' : 'kvm',
    nics,
    domains: [
      {
        name: name === '' ? stem(file) : name,
        place: at,
        kind,
        vcpus,
        pin: pinOf(element, vcpus, reading),
        memory: memoryOf(element, reading),
        maxGrantFrames: grantFrames(devices),
        vifs,
        kept: [...attributesOf(element), ...othersOf(element, reading), ...keptDevices]
      }
    ]
  };
}

const stem = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'domain';

function vcpusOf(element: Element, { findings, file }: Reading): number {
  const vcpu = child(element, 'vcpu');
  // Without `<vcpu>` libvirt gives one: a rule of the format, and no guess.
  if (vcpu === undefined) return 1;
  const written = vcpu.attributes['current'] ?? vcpu.text;
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= 4096) return count;
  findings.report('libvirt-value', { file, ...vcpu }, { what: `\`<vcpu>\` takes a number from 1 to 4096, not \`${written}\`` });
  return 1;
}

/** On KVM a guest is fully virtualized; what Xen's `<os><type>` says of the three kinds is in libvirt's words. */
function kindOf(element: Element, isXen: boolean): SketchDomain['kind'] {
  if (!isXen) return 'hvm';
  const type = child(child(element, 'os'), 'type')?.text;
  return type === 'hvm' ? 'hvm' : type === 'xenpvh' ? 'pvh' : type === 'xen' || type === 'linux' ? 'pv' : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  KB: 1e3,
  k: 2 ** 10,
  KiB: 2 ** 10,
  MB: 1e6,
  M: 2 ** 20,
  MiB: 2 ** 20,
  GB: 1e9,
  G: 2 ** 30,
  GiB: 2 ** 30,
  TB: 1e12,
  T: 2 ** 40,
  TiB: 2 ** 40
};

function memoryOf(element: Element, { findings, file }: Reading): number | undefined {
  const memory = [child(element, 'currentMemory'), child(element, 'memory')].find(each => each !== undefined && each.text !== '');
  if (memory === undefined) return undefined;
  const unit = memory.attributes['unit'] ?? 'KiB';
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit]! : undefined;
  const bytes = /^\d+$/.test(memory.text) && factor !== undefined ? Number(memory.text) * factor : 0;
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  findings.report(
    'libvirt-value',
    { file, ...memory },
    { what: `\`<${memory.name}>\` takes a number and a unit, not \`${memory.text} ${unit}\`` }
  );
  return undefined;
}

/** One CPU per vCPU from `<vcpupin>`; otherwise all that any vCPU may run on. */
function pinOf(element: Element, vcpus: number, { findings, file }: Reading): readonly number[] | undefined {
  const pins = childrenOf(child(element, 'cputune'), 'vcpupin');
  const vcpu = child(element, 'vcpu');
  const written =
    pins.length > 0 ? pins.map(pin => ({ on: pin, set: pin.attributes['cpuset'] ?? '', vcpu: Number(pin.attributes['vcpu']) })) : [];
  const whole = vcpu?.attributes['cpuset'];
  const sets =
    written.length > 0 ? [...written].sort((a, b) => a.vcpu - b.vcpu) : whole === undefined ? [] : [{ on: vcpu!, set: whole, vcpu: 0 }];
  const cpus: number[] = [];
  for (const { on, set } of sets) {
    const affinity = readAffinity(set);
    if (affinity === 'all') return undefined;
    if ('unknown' in affinity) {
      findings.report('xl-affinity', { file, start: on.start, end: on.end }, { key: 'cpuset', what: affinity.unknown });
      return undefined;
    }
    cpus.push(...affinity);
  }
  if (cpus.length === 0) return undefined;
  const unique = [...new Set(cpus)];
  const isEach = written.length === vcpus && unique.length === vcpus;
  if ((!isEach && unique.length !== cpus.length) || (written.length > 0 && !isEach)) {
    const { start, end } = sets[0]!.on;
    findings.report(
      'xl-affinity',
      { file, start, end },
      { key: 'vcpupin', what: 'vCPUs have sets of their own; `.xnet` has one set for all of a domain, so any vCPU may run on any of them' }
    );
  }
  return unique;
}

function grantFrames(devices: Element | undefined): number | undefined {
  const bus = childrenOf(devices, 'controller').find(each => each.attributes['type'] === 'xenbus');
  const frames = Number(bus?.attributes['maxGrantFrames'] ?? NaN);
  return Number.isInteger(frames) && frames > 0 && frames <= 65_536 ? frames : undefined;
}

function hostdevOf(device: Element, reading: DomainReading): { vif: SketchVif; nic?: SketchNic } | undefined {
  const { file, findings } = reading;
  if (device.attributes['type'] !== 'pci') return undefined;
  const bdf = bdfOf(child(child(device, 'source'), 'address'));
  const at = { file, start: device.start, end: device.end };
  if (bdf === undefined) return undefined;
  const { nic, vif } = passedThrough(bdf, at, [standsIn('hostdev'), { tag: 'libvirt.devices', text: rawOf(device, reading) }]);
  findings.report('pci-device', at, { bdf: bdf.bdf, what: vif.model === 'sriov' ? 'a virtual function of a NIC' : 'a whole NIC' });
  return { nic, vif };
}

/** `<address domain='0x0000' bus='0x06' slot='0x12' function='0x5'/>`. */
export function bdfOf(address: Element | undefined): ReturnType<typeof readBdf> {
  if (address === undefined) return undefined;
  const part = (name: string): string => parseInt(address.attributes[name] ?? '0', 16).toString(16);
  return readBdf(`${part('domain').padStart(4, '0')}:${part('bus').padStart(2, '0')}:${part('slot').padStart(2, '0')}.${part('function')}`);
}

function commandLine(element: Element, { file, findings }: DomainReading): readonly SketchVif[] {
  const line = child(element, 'qemu:commandline');
  const words = childrenOf(line, 'qemu:arg').map(({ attributes, start, end }) => ({ text: attributes['value'] ?? '', start, end }));
  return nicsInArguments(words, file, at => findings.report('libvirt-commandline', at)).map(vif => ({
    ...vif,
    kept: [standsIn('qemu:commandline')]
  }));
}

/** Attributes of `<domain>` itself: the name space of `qemu:commandline` is one of them. */
function attributesOf({ attributes }: Element): readonly Kept[] {
  const others = Object.entries(attributes).filter(([name]) => name !== 'type' && name !== 'id');
  return others.map(([name, value]) => ({ tag: 'libvirt.attributes', text: `${name}=${JSON.stringify(value)}` }));
}

/** Everything else as it stands; of what is partly understood, what it says beyond. */
function othersOf(element: Element, reading: Reading): readonly Kept[] {
  const { findings, file } = reading;
  const [memory, current] = [child(element, 'memory'), child(element, 'currentMemory')];
  const hasBalloon =
    memory !== undefined &&
    current !== undefined &&
    (memory.text !== current.text || memory.attributes['unit'] !== current.attributes['unit']);
  const vcpu = child(element, 'vcpu');
  const hasMore = vcpu !== undefined && (vcpu.attributes['current'] !== undefined || vcpu.attributes['placement'] !== undefined);
  const others = element.children.filter(
    each => !UNDERSTOOD.has(each.name) || each.name === 'os' || (each === memory && hasBalloon) || (each === vcpu && hasMore)
  );
  const named = [
    ...new Set([
      ...others.map(({ name }) => name),
      ...(child(element, 'devices')?.children ?? []).filter(({ name }) => name !== 'interface').map(({ name }) => name)
    ])
  ];
  if (named.length > 0)
    findings.report(
      'kept',
      { file, start: others[0]?.start ?? element.start, end: others[0]?.end ?? element.start },
      { what: named.join(', ') }
    );
  return others.map(each => ({ tag: 'libvirt', text: rawOf(each, reading) }));
}
