/** The bottleneck: which one a point has, and how `bottleneck == server.dom0` is decided. */
import type { Measure } from '../../topology/plan.ts';
import type { Bottleneck } from '../../topology/result.ts';
import type { Observation } from '../observation.ts';
import { mean } from '../statistics/summary.ts';
import { belongsTo } from './measure.ts';
import { isMissing } from './points.ts';
import type { Missing } from './points.ts';
import { formatQuantity } from '../../topology/quantity.ts';
import type { Scene } from './value.ts';

/**
 * The bottleneck of a point: of what the replications named, the resource that is most utilised on average.
 * The words are those of the first replication that named it.
 */
export function commonBottleneck(observations: readonly Observation[]): Bottleneck {
  const candidates = new Map<string, Bottleneck>();
  for (const { bottleneck } of observations) if (!candidates.has(bottleneck.resource)) candidates.set(bottleneck.resource, bottleneck);
  let most: Bottleneck | undefined;
  for (const [resource, named] of candidates) {
    const utilization = mean(
      observations.map(({ resources, bottleneck }) =>
        bottleneck.resource === resource ? bottleneck.utilization : (resources.find(row => row.name === resource)?.utilization ?? 0)
      )
    );
    if (!most || utilization > most.utilization) most = { ...named, utilization };
  }
  return most ?? { resource: '', utilization: 0, explanation: 'nothing was observed' };
}

/** One side of the comparison: a set of names, or what each replication found. */
type Side = { readonly names: readonly string[] } | { readonly seen: readonly Bottleneck[] };

export const isBottleneckSide = (measure: Measure): boolean => measure.kind === 'bottleneck' || measure.kind === 'resources';

/** In how many of how many replications both sides are the same resource, and what was seen. */
export function sameBottleneck(left: Measure, right: Measure, scene: Scene): Missing | { same: number; of: number; observed: string } {
  const one = sideOf(left, scene);
  if (isMissing(one)) return one;
  const other = sideOf(right, scene);
  if (isMissing(other)) return other;
  const seen = [one, other].flatMap(side => ('seen' in side ? [side.seen] : []));
  const of = seen.length === 0 ? 1 : Math.min(...seen.map(list => list.length));
  let same = 0;
  for (let replication = 0; replication < of; replication++) if (agree(one, other, replication)) same++;
  return { same, of, observed: seen.length === 0 ? 'no result is read' : seen.map(list => inWords(list.slice(0, of))).join(' against ') };
}

function sideOf(measure: Measure, scene: Scene): Side | Missing {
  if (measure.kind === 'resources') {
    return measure.names.length > 0 ? { names: measure.names } : { missing: 'there is nothing here to compare the bottleneck with' };
  }
  if (measure.kind !== 'bottleneck') return { missing: 'a bottleneck is a resource: compare it with a domain, core, nic, link or engine' };
  const there = scene.points.find(scene.here, measure.read);
  return isMissing(there) ? there : { seen: there.observations.map(observation => observation.bottleneck) };
}

function agree(left: Side, right: Side, replication: number): boolean {
  if ('names' in left && 'names' in right) return left.names.some(name => right.names.includes(name));
  if ('names' in right) return agree(right, left, replication);
  const names = 'names' in left ? left.names : namesOf(left.seen[replication]!);
  const found = namesOf((right as { seen: readonly Bottleneck[] }).seen[replication]!);
  return names.some(name => found.some(other => belongsTo(name, other)));
}

/** A bottleneck and what is as busy as it: a link beside its NIC, the cores of equally loaded guests. */
const namesOf = ({ resource, domain, also }: Bottleneck): string[] => [
  resource,
  ...(domain === undefined ? [] : [domain]),
  ...(also ?? [])
];

/** `server.dom0 (server.cpu[0] at 99.8 %)`, `server.dom0 in 7 and server.eth0 in 3 of 10 replications`. */
function inWords(seen: readonly Bottleneck[]): string {
  const groups = new Map<string, Bottleneck[]>();
  for (const found of seen) {
    const name = found.domain ?? found.resource;
    groups.set(name, [...(groups.get(name) ?? []), found]);
  }
  if (groups.size !== 1) {
    return `${[...groups].map(([name, found]) => `${name} in ${found.length}`).join(' and ')} of ${seen.length} replications`;
  }
  const [[name, found]] = [...groups] as [[string, Bottleneck[]]];
  const load = formatQuantity(mean(found.map(each => each.utilization)), 'ratio');
  return found[0]!.domain === undefined ? `${name} at ${load}` : `${name} (${found[0]!.resource} at ${load})`;
}
