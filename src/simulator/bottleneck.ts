/** Which resource limits a point, in words: the same for both engines. */
import type { Bottleneck } from '../topology/result.ts';

export interface Candidate {
  readonly resource: string;
  readonly kind: 'core' | 'nic' | 'link' | 'bus' | 'engine' | 'lock' | 'memory';
  readonly domain?: string;
  readonly utilization: number;
  readonly explanation: string;
}

/** Utilizations this close are the same: statistics of a run do not tell them apart. */
const SAME = 0.005;
const preference: Readonly<Record<Candidate['kind'], number>> = { core: 0, engine: 1, lock: 1, memory: 1, bus: 2, nic: 3, link: 4 };

/** The most utilised resource; among equals a core before a device before a NIC before its link. */
export function bottleneckOf(candidates: readonly Candidate[]): Bottleneck {
  const most = Math.max(0, ...candidates.map(each => each.utilization));
  const equal = candidates
    .filter(each => each.utilization >= most - SAME)
    .sort((a, b) => preference[a.kind] - preference[b.kind] || b.utilization - a.utilization);
  const [first] = equal;
  if (!first || most === 0) return { resource: '', utilization: 0, explanation: 'nothing is loaded' };
  const also = [...new Set(equal.slice(1).flatMap(each => [each.resource, ...(each.domain ? [each.domain] : [])]))].filter(
    name => name !== first.resource && name !== first.domain
  );
  return {
    resource: first.resource,
    ...(first.domain ? { domain: first.domain } : {}),
    ...(also.length > 0 ? { also } : {}),
    utilization: first.utilization,
    explanation: first.explanation
  };
}

/** "netback receive path on dom0's only vCPU". */
export function coreExplanation(work: string, domain: string, vcpus: number, number: number): string {
  const short = domain.slice(domain.indexOf('.') + 1);
  return `${work} on ${short}'s ${vcpus === 1 ? 'only vCPU' : `vCPU ${number}`}`;
}
