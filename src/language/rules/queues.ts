/** Queues that do not come up, or that nothing keeps busy. */
import { usesGrants } from '../../topology/grant-arithmetic.ts';
import type { Domain, Host, Topology, Vif } from '../../topology/model.ts';
import { showCount, showQuantity } from '../values/show.ts';
import { placeOf, related, replaceFix } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** Linux offers no more than this many unless `max_queues` says so. */
const defaultMost = 8;

export function* queues(host: Host): Generator<RuleFinding> {
  const domains = new Map(host.domains.map(domain => [domain.name, domain]));
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (vif.queues === 1) continue;
      const backend = vif.backend === undefined ? undefined : domains.get(vif.backend);
      yield* negotiated(vif, domain, backend);
      yield* limited(vif);
    }
  }
}

/** Queues that front-end and back-end agree on: what each side's CPUs, or its `max_queues`, allow. */
export function agreedQueues(vif: Vif, frontend: Domain, backend: Domain | undefined): number {
  const sides = [frontend, ...(backend === undefined ? [] : [backend])];
  return Math.min(vif.queues, ...sides.map(most));
}

function most(domain: Domain): number {
  return domain.maxQueues ?? Math.min(defaultMost, domain.vcpus);
}

function* negotiated(vif: Vif, frontend: Domain, backend: Domain | undefined): Generator<RuleFinding> {
  if (!usesGrants(vif)) {
    if (vif.queues > frontend.vcpus) yield more(vif, frontend, frontend.vcpus, 'the guest', 'idle-queues');
    return;
  }
  const agreed = agreedQueues(vif, frontend, backend);
  if (agreed >= vif.queues) return;
  const short = backend !== undefined && most(backend) === agreed ? backend : frontend;
  yield more(vif, short, agreed, short === frontend ? 'the guest' : 'the back-end', 'queues-lost');
}

function more(vif: Vif, short: Domain, agreed: number, who: string, code: 'queues-lost' | 'idle-queues'): RuleFinding {
  const why =
    short.maxQueues !== undefined
      ? `max_queues = ${short.maxQueues}`
      : short.vcpus <= defaultMost
        ? showCount(short.vcpus, 'vCPU')
        : `the default of ${defaultMost}`;
  return {
    code,
    at: placeOf(vif, 'queues'),
    values: { vif: vif.name, asked: vif.queues, agreed, who: `${who} (${short.name})`, why },
    extra: { related: [related(short, why)], fixes: replaceFix(vif, 'queues', String(agreed)) }
  };
}

/** A rate limit is each queue's own, and holds for what the guest sends only. */
function* limited(vif: Vif): Generator<RuleFinding> {
  if (vif.rate === undefined || !usesGrants(vif)) return;
  yield {
    code: 'rate-per-queue',
    at: placeOf(vif, 'rate'),
    values: { vif: vif.name, rate: showQuantity(vif.rate, 'rate'), queues: vif.queues, total: showQuantity(vif.rate * vif.queues, 'rate') }
  };
}

/** The hash keeps a stream on one queue, so fewer streams than queues leave queues idle. */
export function* busyQueues(topology: Topology): Generator<RuleFinding> {
  if (!topology.hosts.some(host => host.domains.some(domain => domain.vifs.some(vif => vif.queues > 1)))) return;
  const streams = new Map<string, number>();
  for (const flow of topology.flows) {
    for (const end of [flow.from, flow.to]) streams.set(end, (streams.get(end) ?? 0) + flow.streams);
  }
  for (const host of topology.hosts) {
    for (const domain of host.domains) {
      for (const vif of domain.vifs) {
        const count = streams.get(vif.name);
        if (count === undefined || count >= vif.queues) continue;
        yield {
          code: 'one-queue-busy',
          at: placeOf(vif, 'queues'),
          values: { vif: vif.name, queues: vif.queues, streams: showCount(count, 'stream') }
        };
      }
    }
  }
}
