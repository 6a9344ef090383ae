/** The answer before any table: who gets how much, what the limit is, and what it spends its time on. */
import { formatInterval, formatShare } from '../../topology/quantity.ts';
import type { PointResult } from '../../topology/result.ts';

/** From here on a resource is called saturated. */
const SATURATED = 0.95;
/** A component below this share of a domain's cycles is not worth a word in the sentence. */
const WORTH_NAMING = 0.1;

export function sentence(point: PointResult): string {
  if (point.flows.length === 0) return 'No traffic flows here.';
  const text = `${whatFlows(point)}; ${limit(point)}.`;
  return text.replace(/^the /, 'The ');
}

function whatFlows({ flows, totals }: PointResult): string {
  const names = [...new Set(flows.map(flow => flow.flow))];
  const subject =
    names.length === 1 && flows.length > 1
      ? `the ${flows.length} members of ${names[0]}`
      : names.length <= 3
        ? listed(names)
        : `${flows.length} flows`;
  const verb = flows.length > 1 ? 'get' : 'gets';
  if (totals.goodputBps.mean === 0) return `${subject} ${verb} nothing through`;
  const loss = totals.lossRatio.mean >= 0.001 ? `, losing ${formatShare(totals.lossRatio.mean)} of the packets` : '';
  return `${subject} ${verb} ${formatInterval(totals.goodputBps, 'rate')}${flows.length > 1 ? ' together' : ''}${loss}`;
}

function limit(point: PointResult): string {
  const { bottleneck, domains } = point;
  const load = formatShare(bottleneck.utilization);
  const name = bottleneck.domain ?? bottleneck.resource;
  if (name === '') return 'nothing is loaded';
  const where = bottleneck.domain === undefined ? '' : ` (${bottleneck.resource})`;
  if (bottleneck.utilization < SATURATED) return `nothing is saturated, the busiest is ${name}${where} at ${load}`;
  const domain = domains.find(one => one.name === bottleneck.domain);
  const spent = domain ? spending(domain.cyclesPerPacket) : [];
  return `${name}${where} is saturated at ${load}${spent.length > 0 ? `, mostly by ${listed(spent)}` : ''}`;
}

/** The components that take most of a domain's cycles, with their shares: `grant copy (41 %)`. */
export function spending({ total, components }: PointResult['domains'][number]['cyclesPerPacket'], most = 3): string[] {
  if (total <= 0) return [];
  return Object.entries(components)
    .filter(([, cycles]) => cycles / total >= WORTH_NAMING)
    .slice(0, most)
    .map(([name, cycles]) => `${name} (${formatShare(cycles / total)})`);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
