/** Single settings of a vif that cost more than they look. */
import type { Bridge, Host, Nic, Vif } from '../../topology/model.ts';
import { showCount, showQuantity, writeQuantity } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

const split: ReadonlySet<Vif['model']> = new Set(['netfront', 'multiqueue', 'shared']);
const withBackend: ReadonlySet<Vif['model']> = new Set(['netfront', 'multiqueue', 'shared', 'emulated', 'virtio']);
const page = 4096;
const largestUnit = 65_536;

export function* vifs(host: Host): Generator<RuleFinding> {
  const nics = new Map(host.nics.map(nic => [nic.name, nic]));
  const bridges = new Map(host.bridges.map(bridge => [bridge.name, bridge]));
  const addresses = new Map<string, Vif>();
  for (const vif of host.domains.flatMap(domain => domain.vifs)) {
    yield* model(vif, host);
    if (split.has(vif.model)) {
      yield* offloads(vif);
      if (!vif.trusted) yield untrusted(vif);
    }
    const bridge = vif.bridge === undefined ? undefined : bridges.get(vif.bridge);
    if (bridge?.kind === 'ovs_dpdk' && vif.virtioBackend !== 'vhost_user' && withBackend.has(vif.model)) yield kernelPort(vif, bridge);
    const nic = vif.nic === undefined ? undefined : nics.get(vif.nic);
    if (nic !== undefined && vif.mtu !== undefined && vif.mtu > nic.mtu) yield beyondNic(vif, vif.mtu, nic);
    if (vif.mac === undefined) continue;
    const first = addresses.get(vif.mac.toLowerCase());
    if (first === undefined) addresses.set(vif.mac.toLowerCase(), vif);
    else
      yield {
        code: 'duplicate-address',
        at: placeOf(vif, 'mac'),
        values: { value: vif.mac, other: first.name },
        related: [related(first, 'the first is here', 'mac')]
      };
  }
}

/** Models that another one would serve better here, or that this hypervisor does not have. */
function* model(vif: Vif, host: Host): Generator<RuleFinding> {
  const { kind } = host.hypervisor;
  const better = kind === 'kvm' ? 'virtio' : kind === 'xen' ? 'netfront' : 'native';
  if (vif.model === 'emulated' && kind !== 'none') {
    yield {
      code: 'emulated-nic',
      choice: true,
      at: placeOf(vif, 'model'),
      values: { vif: vif.name, better },
      settings: [{ on: vif, property: 'model', text: better }]
    };
  }
  if (split.has(vif.model) && kind !== 'xen') {
    yield {
      code: 'wrong-hypervisor',
      choice: true,
      at: placeOf(vif, 'model'),
      values: { vif: vif.name, model: vif.model, needed: 'xen', host: host.name, kind },
      related: [related(host.hypervisor, 'the hypervisor', 'kind')],
      settings: [{ on: vif, property: 'model', text: better }]
    };
  }
}

function beyondNic(vif: Vif, mtu: number, nic: Nic): RuleFinding {
  return {
    code: 'mtu-mismatch',
    at: placeOf(vif, 'mtu'),
    values: { what: vif.name, mtu: showQuantity(mtu, 'size'), other: nic.name, otherMtu: showQuantity(nic.mtu, 'size') },
    related: [related(nic, 'the smaller MTU', 'mtu')],
    settings: [
      {
        on: nic,
        property: 'mtu',
        text: writeQuantity(mtu, 'size'),
        title: `Set \`mtu = ${writeQuantity(mtu, 'size')}\` for \`${nic.name}\``
      },
      { on: vif, property: 'mtu', text: writeQuantity(nic.mtu, 'size') }
    ]
  };
}

/** Linux netfront, `trusted = 0`: what it sends is copied into pages of its own first. */
function untrusted(vif: Vif): RuleFinding {
  const isLarge = vif.offloads.includes('tso') || vif.offloads.includes('gso');
  const unit = isLarge ? largestUnit : (vif.mtu ?? 1500);
  return {
    code: 'untrusted-bounce',
    choice: true,
    at: placeOf(vif, 'trusted'),
    values: {
      vif: vif.name,
      unit: showQuantity(unit, 'size'),
      pages: showCount(Math.ceil(unit / page), 'page'),
      bytes: showQuantity(Math.ceil(unit / page) * page, 'size')
    },
    settings: [{ on: vif, property: 'trusted', text: 'true' }]
  };
}

/** A switch in user space serves what is not its own kind of port from its main thread, by system calls. */
function kernelPort(vif: Vif, bridge: Bridge): RuleFinding {
  const why = vif.model === 'virtio' ? `back-end ${vif.virtioBackend ?? 'vhost'}` : `model ${vif.model}`;
  return {
    code: 'kernel-port',
    at: vif.model === 'virtio' ? placeOf(vif, 'backend', 'model') : placeOf(vif, 'model'),
    values: { vif: vif.name, bridge: bridge.name, why },
    related: [related(bridge, 'the switch in user space', 'kind')],
    settings:
      vif.model === 'virtio' ? [{ on: vif, property: 'backend', text: 'vhost_user' }] : [{ on: bridge, property: 'kind', text: 'ovs' }]
  };
}

/** Without scatter/gather every packet is copied into one buffer; without segmentation offload the stack runs per packet. */
function* offloads(vif: Vif): Generator<RuleFinding> {
  for (const [name, effect] of [
    ['sg', 'every packet is copied into one buffer'],
    ['tso', "the sender's stack runs once per packet instead of once per 64 KiB"]
  ] as const) {
    if (vif.offloads.includes(name) || (name === 'tso' && vif.offloads.includes('gso'))) continue;
    yield {
      code: 'offload-off',
      choice: true,
      at: placeOf(vif, name, 'offloads'),
      values: { vif: vif.name, offload: name, effect },
      settings: vif.origins?.[name] === undefined ? [] : [{ on: vif, property: name, text: 'true' }]
    };
  }
}
