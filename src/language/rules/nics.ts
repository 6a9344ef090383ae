/** What a NIC has room for: virtual functions, filters, contexts, hardware queues. */
import type { Bridge, Host, Nic, Vif } from '../../topology/model.ts';
import { showCount } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* nics(host: Host): Generator<RuleFinding> {
  const byNic = vifsByNic(host);
  for (const nic of host.nics) {
    const vifs = byNic.get(nic.name) ?? [];
    yield* functions(nic, vifs);
    yield* filtersAndQueues(nic, vifs);
    yield* contexts(nic, vifs);
    yield* exclusive(nic, vifs);
    yield* unspread(nic, vifs, host);
  }
}

export function vifsByNic(host: Host): ReadonlyMap<string, readonly Vif[]> {
  const byNic = new Map<string, Vif[]>();
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (vif.nic === undefined) continue;
      const list = byNic.get(vif.nic);
      if (list === undefined) byNic.set(vif.nic, [vif]);
      else list.push(vif);
    }
  }
  return byNic;
}

function* functions(nic: Nic, vifs: readonly Vif[]): Generator<RuleFinding> {
  const users = vifs.filter(vif => vif.model === 'sriov');
  const first = users[nic.vfs];
  if (first === undefined) return;
  yield {
    code: 'no-vf-left',
    at: placeOf(first, 'nic', 'model'),
    values: {
      vif: first.name,
      nic: nic.name,
      vifs: showCount(users.length, 'vif'),
      vfs: nic.vfs === 0 ? 'no virtual function' : showCount(nic.vfs, 'virtual function')
    },
    related: [related(nic, `${showCount(nic.vfs, 'virtual function')} here`, 'vfs')],
    settings: [{ on: nic, property: 'vfs', text: String(users.length) }]
  };
}

/** The NIC keeps queue 0 for the driver domain; every multi-queue vif takes its queues and one filter, in the order of the file. */
function* filtersAndQueues(nic: Nic, vifs: readonly Vif[]): Generator<RuleFinding> {
  const users = vifs.filter(vif => vif.model === 'multiqueue');
  let queues = 1;
  let filters = 0;
  let left: { readonly vif: Vif; readonly short: 'queue' | 'filter' } | undefined;
  for (const vif of users) {
    const roomy = queues + vif.queues <= nic.rxQueues;
    if (roomy && filters < nic.macFilters) {
      queues += vif.queues;
      filters++;
    } else {
      left ??= { vif, short: roomy ? 'filter' : 'queue' };
    }
  }
  if (left === undefined) return;
  const asked = users.reduce((sum, vif) => sum + vif.queues, 0);
  const at = placeOf(left.vif, 'model');
  if (left.short === 'queue') {
    yield {
      code: 'no-queue-left',
      at,
      values: { vif: left.vif.name, nic: nic.name, queues: showCount(nic.rxQueues, 'receive queue'), asked, needed: asked + 1 },
      related: [related(nic, `${showCount(nic.rxQueues, 'receive queue')} here`, 'rx_queues')],
      settings: [{ on: nic, property: 'rx_queues', text: String(asked + 1) }]
    };
  } else {
    yield {
      code: 'no-filter-left',
      at,
      values: { vif: left.vif.name, nic: nic.name, vifs: showCount(users.length, 'vif'), filters: showCount(nic.macFilters, 'MAC filter') },
      related: [related(nic, `${showCount(nic.macFilters, 'MAC filter')} here`, 'mac_filters')],
      settings: [{ on: nic, property: 'mac_filters', text: String(users.length) }]
    };
  }
}

/** Users of one shared queue need nothing of their own on the device, so `speculative` is not among them. */
const withContext: ReadonlySet<Vif['model']> = new Set(['cdna', 'bypass', 'vi']);

function* contexts(nic: Nic, vifs: readonly Vif[]): Generator<RuleFinding> {
  if (nic.contexts === undefined) return;
  if (nic.pinnedContexts > nic.contexts) {
    yield {
      code: 'too-many-pinned',
      at: placeOf(nic, 'pinned_contexts'),
      values: { nic: nic.name, pinned: nic.pinnedContexts, contexts: nic.contexts },
      related: [related(nic, `${showCount(nic.contexts, 'context')} here`, 'contexts')],
      settings: [
        { on: nic, property: 'contexts', text: String(nic.pinnedContexts) },
        { on: nic, property: 'pinned_contexts', text: String(nic.contexts) }
      ]
    };
  }
  const users = vifs.filter(vif => withContext.has(vif.model));
  const first = users[nic.contexts];
  if (first === undefined) return;
  yield {
    code: 'no-context-left',
    at: placeOf(first, 'model'),
    values: { vif: first.name, nic: nic.name, vifs: showCount(users.length, 'vif'), contexts: showCount(nic.contexts, 'context') },
    related: [related(nic, `${showCount(nic.contexts, 'context')} here`, 'contexts')],
    settings: [{ on: nic, property: 'contexts', text: String(users.length) }]
  };
}

/** Pass-through gives the whole card away. */
function* exclusive(nic: Nic, vifs: readonly Vif[]): Generator<RuleFinding> {
  const owner = vifs.find(vif => vif.model === 'direct');
  const other = vifs.find(vif => vif !== owner && vif.domain !== owner?.domain);
  if (owner === undefined || other === undefined) return;
  yield {
    code: 'nic-taken',
    at: placeOf(other, 'nic', 'bridge', 'model'),
    values: { nic: nic.name, owner: owner.name, other: other.name },
    related: [related(owner, 'passed through here')]
  };
}

/** Without a hash all that comes for the driver domain lands in queue 0, and one of its vCPUs polls it. */
function* unspread(nic: Nic, vifs: readonly Vif[], host: Host): Generator<RuleFinding> {
  const queues = nic.rxQueues - vifs.filter(vif => vif.model === 'multiqueue').reduce((sum, vif) => sum + vif.queues, 0);
  if (queues < 2 || nic.offloads.includes('rss')) return;
  const bridge = host.bridges.find(each => each.uplink === nic.name && isFedBy(each, host));
  const driver = host.domains.find(domain => domain.name === bridge?.domain);
  if (driver === undefined || driver.vcpus < 2) return;
  yield {
    code: 'queues-unspread',
    at: placeOf(nic, 'rx_queues'),
    values: { nic: nic.name, queues: showCount(queues, 'receive queue'), driver: driver.name, vcpus: driver.vcpus },
    related: [related(driver, showCount(driver.vcpus, 'vCPU'), 'vcpus')],
    settings: [
      { on: nic, property: 'offloads', text: `[${[...nic.offloads, 'rss'].join(', ')}]` },
      { on: nic, property: 'rx_queues', text: '1' }
    ]
  };
}

/** Whether vifs get what comes from the wire over this bridge. */
function isFedBy(bridge: Bridge, host: Host): boolean {
  return host.domains.some(({ vifs }) => vifs.some(vif => vif.bridge === bridge.name && overBridge.has(vif.model)));
}

const overBridge: ReadonlySet<Vif['model']> = new Set(['netfront', 'virtio', 'emulated', 'shared']);
