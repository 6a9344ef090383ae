/** Who serves whose queues: the driver domains of a host, with what their back-ends have to carry. */
import { usesGrants } from '../../topology/agreement.ts';
import { queueCounts } from '../../topology/grant-arithmetic.ts';
import { backendOf } from '../../topology/traffic.ts';
import type { Domain, Host, Vif } from '../../topology/model.ts';

export interface Served {
  readonly domain: Domain;
  readonly vifs: readonly { readonly vif: Vif; readonly guest: Domain; readonly queues: number }[];
  /** Of all of them together: agreed on by both ends. */
  readonly queues: number;
}

const known = new WeakMap<Host, readonly Served[]>();

/** Domains that run back-ends of split drivers, in the order of the file. */
export function servedBy(host: Host): readonly Served[] {
  let served = known.get(host);
  if (served === undefined) known.set(host, (served = servedIn(host)));
  return served;
}

function servedIn(host: Host): readonly Served[] {
  const byBackend = new Map<string, { vif: Vif; guest: Domain; queues: number }[]>();
  for (const guest of host.domains) {
    if (!guest.vifs.some(usesGrants)) continue;
    const counts = queueCounts(guest, host);
    for (const [i, vif] of guest.vifs.entries()) {
      const backend = usesGrants(vif) ? backendOf(vif, host) : undefined;
      if (backend === undefined) continue;
      const entry = { vif, guest, queues: counts[i]?.effective ?? 0 };
      const list = byBackend.get(backend);
      if (list === undefined) byBackend.set(backend, [entry]);
      else list.push(entry);
    }
  }
  return host.domains.flatMap(domain => {
    const vifs = byBackend.get(domain.name);
    return vifs === undefined ? [] : [{ domain, vifs, queues: vifs.reduce((sum, each) => sum + each.queues, 0) }];
  });
}
