/** `<interface>` of a vif: what `.xnet` says, joined with what was kept of the element it came from. */
import type { Host, Vif } from '../../topology/model.ts';
import type { Source } from '../export/source.ts';
import { asWritten, child } from '../xml.ts';
import type { Element, Written } from '../xml.ts';

export interface Behind {
  readonly source: Source;
  /** Kept children, whole or in part. */
  readonly kept: readonly Element[];
  readonly attributes: string;
}

export const libvirtModels: ReadonlySet<Vif['model']> = new Set(['virtio', 'netfront', 'emulated', 'sriov']);

/** Undefined for a device whose PCI address nobody knows. */
export function interfaceXml(vif: Vif, host: Host, behind: Behind): Written | undefined {
  const plug = plugOf(vif, host, behind);
  if (plug === undefined) return undefined;
  const rest = new Map(behind.kept.map(element => [element.name, element]));
  const merged = [
    plug.source,
    ...plug.more,
    ...addressOf(vif),
    ...modelOf(vif, host, rest),
    ...backendOf(vif, host, behind),
    ...limitOf(vif, rest)
  ];
  const taken = new Set(merged.flatMap(each => (each === undefined ? [] : [each.name])));
  const children = merged.flatMap(each => (each === undefined ? [] : [withRest(each, rest.get(each.name))]));
  return {
    name: 'interface',
    attributes: { type: plug.type, ...attributesOf(behind.attributes) },
    children: [...children, ...behind.kept.filter(({ name }) => !taken.has(name)).map(asWritten)]
  };
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(Array.from(text.matchAll(/([\w:-]+)="([^"]*)"/g), match => [match[1]!, match[2]!]));
}

/** Ours says what it says; what was kept says the rest. */
function withRest(written: Written, rest: Element | undefined): Written {
  if (rest === undefined) return written;
  const kept = asWritten(rest);
  const own = new Set((written.children ?? []).map(each => (typeof each === 'string' ? '' : each.name)));
  return {
    ...written,
    attributes: { ...kept.attributes, ...written.attributes },
    children: [
      ...(written.children ?? []).map(each => mergedChild(each, kept)),
      ...(kept.children ?? []).filter(each => typeof each === 'string' || !own.has(each.name))
    ]
  };
}

function mergedChild(each: Written | string, kept: Written): Written | string {
  if (typeof each === 'string') return each;
  const same = kept.children?.find(other => typeof other !== 'string' && other.name === each.name);
  return same === undefined || typeof same === 'string'
    ? each
    : { ...same, ...each, attributes: { ...same.attributes, ...each.attributes } };
}

interface Plug {
  readonly type: string;
  readonly source?: Written;
  readonly more: readonly Written[];
}

function plugOf(vif: Vif, host: Host, { source, kept }: Behind): Plug | undefined {
  const bridge = host.bridges.find(({ name }) => name === vif.bridge);
  const nic = host.nics.find(({ name }) => name === vif.nic);
  const networkOf = (thing: typeof bridge | typeof nic): string | undefined => thing && source.keptOf(thing).get('libvirt.source');
  const network = (name: string): Plug => ({ type: 'network', source: { name: 'source', attributes: { network: name } }, more: [] });
  const keptSource = kept.find(({ name }) => name === 'source');
  const keptType = source.keptOf(vif).get('libvirt.type');
  if (vif.model === 'sriov' || vif.model === 'direct') {
    const pool = networkOf(nic);
    if (pool !== undefined) return network(pool);
    return keptSource === undefined || child(keptSource, 'address') === undefined
      ? undefined
      : { type: 'hostdev', source: { name: 'source' }, more: [] };
  }
  if (vif.virtioBackend === 'vdpa')
    return {
      type: 'vdpa',
      source: { name: 'source', attributes: { dev: keptSource?.attributes['dev'] ?? '/dev/vhost-vdpa-0' } },
      more: []
    };
  if (vif.virtioBackend === 'vhost_user') {
    const path = `/var/run/openvswitch/${source.nameOf(vif)}`;
    return {
      type: 'vhostuser',
      source: {
        name: 'source',
        attributes: { type: 'unix', path: keptSource?.attributes['path'] ?? path, mode: keptSource?.attributes['mode'] ?? 'server' }
      },
      more: []
    };
  }
  if (bridge !== undefined && bridge.kind !== 'none') {
    const named = networkOf(bridge);
    if (named !== undefined) return network(named);
    const isOvs = bridge.kind === 'ovs' && !kept.some(({ name }) => name === 'virtualport');
    return {
      type: 'bridge',
      source: { name: 'source', attributes: { bridge: source.nameOf(bridge) } },
      more: isOvs ? [{ name: 'virtualport', attributes: { type: 'openvswitch' } }] : []
    };
  }
  if (keptType !== undefined || nic === undefined) return { type: keptType ?? 'ethernet', more: [] };
  const direct = networkOf(nic);
  if (direct !== undefined) return network(direct);
  return {
    type: 'direct',
    source: { name: 'source', attributes: { dev: source.nameOf(nic), mode: keptSource?.attributes['mode'] ?? 'bridge' } },
    more: []
  };
}

function addressOf({ mac, mtu }: Vif): Written[] {
  return [
    ...(mac === undefined ? [] : [{ name: 'mac', attributes: { address: mac } }]),
    ...(mtu === undefined ? [] : [{ name: 'mtu', attributes: { size: mtu } }])
  ];
}

function modelOf(vif: Vif, host: Host, rest: ReadonlyMap<string, Element>): Written[] {
  if (vif.model === 'sriov' || vif.model === 'direct') return [];
  const isXen = host.hypervisor.kind === 'xen';
  if (vif.model === 'emulated') return [];
  const kept = rest.get('model')?.attributes['type'];
  const model = vif.model === 'virtio' || !isXen ? (kept?.startsWith('virtio') === true ? kept : 'virtio') : 'netfront';
  const driver: Written = {
    name: 'driver',
    attributes: {
      name:
        vif.origins?.['backend'] === undefined
          ? undefined
          : vif.virtioBackend === 'vhost'
            ? 'vhost'
            : vif.virtioBackend === 'qemu'
              ? 'qemu'
              : undefined,
      queues: isXen || vif.origins?.['queues'] === undefined ? undefined : vif.queues,
      rx_queue_size: vif.origins?.['ring'] === undefined ? undefined : vif.ring
    }
  };
  const hasDriver = model !== 'netfront' && (Object.values(driver.attributes!).some(each => each !== undefined) || rest.has('driver'));
  return [{ name: 'model', attributes: { type: model } }, ...(hasDriver ? [driver] : [])];
}

function backendOf({ backend }: Vif, host: Host, { source }: Behind): Written[] {
  const domain = host.domains.find(({ name }) => name === backend);
  if (domain === undefined || domain.role !== 'driver' || ['dom0', 'Domain-0'].includes(source.nameOf(domain))) return [];
  return [{ name: 'backenddomain', attributes: { name: source.nameOf(domain) } }];
}

function limitOf({ rate, burst }: Vif, rest: ReadonlyMap<string, Element>): Written[] {
  if (rate === undefined) return [];
  const keptBurst = child(rest.get('bandwidth'), 'outbound')?.attributes['burst'];
  const outbound: Written = {
    name: 'outbound',
    attributes: {
      average: Math.max(1, Math.round(rate / 8000)),
      burst: burst === undefined ? keptBurst : Math.max(1, Math.round(burst / 1024))
    }
  };
  return [{ name: 'bandwidth', children: [outbound] }];
}
