/** vCPUs and queues of planned domains, known or assumed. */
import { DEFAULT_MAX_QUEUES } from '../../topology/agreement.ts';
import { assumed } from './assumptions.ts';
import type { PlannedDomain, PlannedVif } from './plan.ts';

/** vCPUs as they are written. */
export function vcpusOf({ sketch, isAssumed }: PlannedDomain): number {
  return sketch.vcpus ?? (isAssumed ? assumed.driverVcpus.value : assumed.vcpus.value);
}

/** Most queues that a domain's end of a split driver agrees to. */
export function mostQueues(domain: PlannedDomain): number {
  return domain.sketch.maxQueues ?? Math.min(DEFAULT_MAX_QUEUES, vcpusOf(domain));
}

/** Queues of a vif as they are written. */
export function agreedOf(sketch: PlannedVif['sketch'], domain: PlannedDomain, backend: PlannedDomain | undefined): number {
  if (sketch.queues !== undefined) return sketch.queues;
  return sketch.model === 'netfront' && backend !== undefined ? Math.min(mostQueues(backend), mostQueues(domain)) : 1;
}
