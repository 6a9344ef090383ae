/** Shares of a network processor: what is promised against what there is. */
import type { Router, Topology } from '../../topology/model.ts';
import { showQuantity } from '../values/show.ts';
import { placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';

export function* routers(topology: Topology): Generator<RuleFinding> {
  for (const router of topology.routers) yield* promises(router);
}

function* promises(router: Router): Generator<RuleFinding> {
  const sum = (of: (metarouter: Router['metarouters'][number]) => number | undefined): number =>
    router.metarouters.reduce((total, each) => total + (of(each) ?? 0), 0);
  const engines = sum(each => each.engines);
  const last = router.metarouters.at(-1);
  if (last === undefined) return;
  const over = (what: string, promised: string, there: string): RuleFinding => ({
    code: 'overbooked',
    at: placeOf(last),
    values: { router: router.name, what, promised, there },
    related: [related(router, 'the router')]
  });
  if (router.engine !== undefined && engines > router.engine.cores)
    yield over('engine cores', String(engines), String(router.engine.cores));
  const shares = sum(each => each.share);
  if (shares > 1 + 1e-9) yield over('of the engine', showQuantity(shares, 'ratio'), '100 %');
  const memory = sum(each => each.memoryQuota);
  if (router.memory !== undefined && memory > router.memory)
    yield over('of memory', showQuantity(memory, 'size'), showQuantity(router.memory, 'size'));
  const bandwidth = sum(each => each.bandwidthQuota);
  const most = router.engine?.dramBandwidth;
  if (most !== undefined && bandwidth > most)
    yield over('of memory bandwidth', showQuantity(bandwidth, 'rate'), showQuantity(most, 'rate'));
}
