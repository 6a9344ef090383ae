/** Single settings of a vif that cost more than they look. */
import type { Host, Vif } from '../../topology/model.ts';
import { showQuantity } from '../values/show.ts';
import { placeOf, related, replaceFix } from './rule.ts';
import type { RuleFinding } from './rule.ts';

const split: ReadonlySet<Vif['model']> = new Set(['netfront', 'multiqueue', 'shared']);

export function* vifs(host: Host): Generator<RuleFinding> {
  const nics = new Map(host.nics.map(nic => [nic.name, nic]));
  const addresses = new Map<string, Vif>();
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (vif.model === 'emulated' && host.hypervisor.kind !== 'none') {
        const better = host.hypervisor.kind === 'kvm' ? 'virtio' : 'netfront';
        yield {
          code: 'emulated-nic',
          choice: true,
          at: placeOf(vif, 'model'),
          values: { vif: vif.name, better },
          extra: { fixes: replaceFix(vif, 'model', better) }
        };
      }
      if (split.has(vif.model) && host.hypervisor.kind !== 'xen') {
        yield {
          code: 'wrong-hypervisor',
          choice: true,
          at: placeOf(vif, 'model'),
          values: { vif: vif.name, model: vif.model, needed: 'xen', host: host.name, kind: host.hypervisor.kind },
          extra: { related: [related(host.hypervisor, 'the hypervisor')] }
        };
      }
      if (split.has(vif.model)) yield* offloads(vif);
      if (!vif.trusted && split.has(vif.model))
        yield { code: 'untrusted-bounce', choice: true, at: placeOf(vif, 'trusted'), values: { vif: vif.name } };
      const nic = vif.nic === undefined ? undefined : nics.get(vif.nic);
      if (vif.mtu !== undefined && nic !== undefined && vif.mtu > nic.mtu) {
        yield {
          code: 'mtu-mismatch',
          at: placeOf(vif, 'mtu'),
          values: { what: vif.name, mtu: showQuantity(vif.mtu, 'size'), other: nic.name, otherMtu: showQuantity(nic.mtu, 'size') },
          extra: { related: [related(nic, 'the smaller MTU')] }
        };
      }
      if (vif.mac !== undefined) {
        const first = addresses.get(vif.mac.toLowerCase());
        if (first === undefined) addresses.set(vif.mac.toLowerCase(), vif);
        else yield { code: 'duplicate-address', at: placeOf(vif, 'mac'), values: { value: vif.mac, other: first.name } };
      }
    }
  }
}

/** Without scatter/gather every packet is copied into one buffer; without segmentation offload the stack runs per packet. */
function* offloads(vif: Vif): Generator<RuleFinding> {
  for (const [name, effect] of [
    ['sg', 'every packet is copied into one buffer'],
    ['tso', "the sender's stack runs once per packet instead of once per 64 KiB"]
  ] as const) {
    if (vif.offloads.includes(name) || (name === 'tso' && vif.offloads.includes('gso'))) continue;
    yield { code: 'offload-off', choice: true, at: placeOf(vif, name, 'offloads'), values: { vif: vif.name, offload: name, effect } };
  }
}
