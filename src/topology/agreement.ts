/**
 * How many queues of a vif its two ends agree on, before any table has to hold them.
 *
 * Sources: Linux netfront and netback, `xennet_max_queues` and `xenvif_max_queues` (each the online CPUs, at most 8, unless the
 * module parameter `max_queues` says otherwise); virtio-net, which brings up no more queue pairs than the guest has online CPUs.
 */
import type { Domain, Host, Vif } from './model.ts';
import { backendOf } from './traffic.ts';

/** Linux offers no more than this many unless `max_queues` says so. */
export const DEFAULT_MAX_QUEUES = 8;

/** Whether a vif's front-end keeps its buffers in the grant table. */
export function usesGrants(vif: Vif): boolean {
  return vif.model === 'netfront' || vif.model === 'multiqueue' || vif.model === 'shared';
}

export interface Agreement {
  readonly queues: number;
  /** The domain whose CPUs or `max_queues` decided; absent when every queue asked for is agreed to. */
  readonly shortest?: Domain;
}

/** What front-end and back-end agree on: what each side's CPUs, or its `max_queues`, allow. */
export function agreedQueues(vif: Vif, frontend: Domain, host: Host): Agreement {
  const backend = usesGrants(vif) ? domainOf(host, backendOf(vif, host)) : undefined;
  const back = backend === undefined ? Infinity : mostOfSplit(backend);
  const front = mostOfFront(vif, frontend);
  if (Math.min(front, back) >= vif.queues) return { queues: vif.queues };
  return back <= front && backend !== undefined ? { queues: back, shortest: backend } : { queues: front, shortest: frontend };
}

/** Whole devices and their functions are asked for queues without regard to CPUs. */
function mostOfFront(vif: Vif, domain: Domain): number {
  if (usesGrants(vif)) return mostOfSplit(domain);
  return domain.maxQueues ?? (vif.model === 'virtio' ? domain.vcpus : Infinity);
}

function mostOfSplit(domain: Domain): number {
  return domain.maxQueues ?? Math.min(DEFAULT_MAX_QUEUES, domain.vcpus);
}

const domainsOf = new WeakMap<Host, ReadonlyMap<string, Domain>>();

/** The domain of that name; found at once in hosts of thousands. */
function domainOf(host: Host, name: string | undefined): Domain | undefined {
  if (name === undefined) return undefined;
  let domains = domainsOf.get(host);
  if (domains === undefined) domainsOf.set(host, (domains = new Map(host.domains.map(domain => [domain.name, domain]))));
  return domains.get(name);
}
