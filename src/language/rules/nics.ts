/** What a NIC has room for: virtual functions, filters, contexts, hardware queues, its bus. */
import type { Host, Nic, Vif } from '../../topology/model.ts';
import { showCount, showQuantity } from '../values/show.ts';
import { catalogueRow } from '../schema/nics.ts';
import { usableRate } from './pcie.ts';
import { placeOf, related, replaceFix } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* nics(host: Host): Generator<RuleFinding> {
  const byNic = new Map<string, Vif[]>();
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (vif.nic === undefined) continue;
      const list = byNic.get(vif.nic);
      if (list === undefined) byNic.set(vif.nic, [vif]);
      else list.push(vif);
    }
  }
  for (const nic of host.nics) {
    const vifs = byNic.get(nic.name) ?? [];
    yield* functions(nic, vifs);
    yield* filtersAndQueues(nic, vifs);
    yield* contexts(nic, vifs);
    yield* exclusive(nic, vifs);
    yield* bus(nic);
    yield* card(nic);
  }
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
    extra: {
      related: [related(nic, `${showCount(nic.vfs, 'virtual function')} here`)],
      fixes: replaceFix(nic, 'vfs', String(users.length))
    }
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
  if (left.short === 'queue') {
    yield {
      code: 'no-queue-left',
      at: placeOf(left.vif, 'model'),
      values: { vif: left.vif.name, nic: nic.name, queues: showCount(nic.rxQueues, 'receive queue'), asked, needed: asked + 1 },
      extra: {
        related: [related(nic, `${showCount(nic.rxQueues, 'receive queue')} here`)],
        fixes: replaceFix(nic, 'rx_queues', String(asked + 1))
      }
    };
  } else {
    yield {
      code: 'no-filter-left',
      at: placeOf(left.vif, 'model'),
      values: { vif: left.vif.name, nic: nic.name, vifs: showCount(users.length, 'vif'), filters: showCount(nic.macFilters, 'MAC filter') },
      extra: {
        related: [related(nic, `${showCount(nic.macFilters, 'MAC filter')} here`)],
        fixes: replaceFix(nic, 'mac_filters', String(users.length))
      }
    };
  }
}

const withContext: ReadonlySet<Vif['model']> = new Set(['cdna', 'bypass', 'vi', 'speculative']);

function* contexts(nic: Nic, vifs: readonly Vif[]): Generator<RuleFinding> {
  if (nic.contexts === undefined) return;
  if (nic.pinnedContexts > nic.contexts) {
    yield {
      code: 'too-many-pinned',
      at: placeOf(nic, 'pinned_contexts'),
      values: { nic: nic.name, pinned: nic.pinnedContexts, contexts: nic.contexts }
    };
  }
  const users = vifs.filter(vif => withContext.has(vif.model));
  const first = users[nic.contexts];
  if (first === undefined) return;
  const values = { vif: first.name, nic: nic.name, vifs: showCount(users.length, 'vif'), contexts: showCount(nic.contexts, 'context') };
  yield {
    code: 'no-context-left',
    at: placeOf(first, 'model'),
    values,
    extra: { related: [related(nic, `${showCount(nic.contexts, 'context')} here`)] }
  };
}

/** What the real card of that name has at most. */
function* card(nic: Nic): Generator<RuleFinding> {
  const row = nic.model === undefined ? undefined : catalogueRow(nic.model);
  if (row === undefined) return;
  const limits = [
    ['vfs', nic.vfs, row.vfs, 'virtual function'],
    ['rx_queues', nic.rxQueues, row.rxQueues, 'receive queue'],
    ['mac_filters', nic.macFilters, row.macFilters, 'MAC filter']
  ] as const;
  for (const [property, written, most, noun] of limits) {
    if (most === undefined || written <= most || nic.origins?.[property] === undefined) continue;
    yield {
      code: 'beyond-card',
      at: placeOf(nic, property),
      values: {
        nic: nic.name,
        property,
        written,
        model: row.name,
        most: most === 0 ? `no ${noun}` : `at most ${showCount(most, noun)}`,
        source: row.source
      },
      extra: { fixes: replaceFix(nic, property, String(most)) }
    };
  }
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
    extra: { related: [related(owner, 'passed through here')] }
  };
}

function* bus(nic: Nic): Generator<RuleFinding> {
  const usable = nic.pcie === undefined ? undefined : usableRate(nic.pcie);
  if (usable === undefined || usable.rate >= nic.rate) return;
  yield {
    code: 'pcie-limit',
    at: placeOf(nic, 'pcie'),
    values: { nic: nic.name, rate: showQuantity(nic.rate, 'rate'), usable: showQuantity(usable.rate, 'rate'), sum: usable.sum }
  };
}
