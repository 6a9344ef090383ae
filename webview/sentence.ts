/**
 * The answer in one or a few sentences, before any chart: what the flows get together, what limits it and on what it spends its
 * cycles, and what the next design would change. Built only from what the result says; what it does not say is left out.
 */
import type { Interval, PointResult, ResourceResult } from '../src/topology/result.ts';
import { change, parameter, percent, quantity } from './format.ts';
import { crowd, domainOf, listed, plural, shortener } from './model/names.ts';
import { along, counterpart, type Axis, type Sweep } from './model/points.ts';
import { differs } from './model/table.ts';

export interface Phrase {
  readonly text: string;
  /** A number or name the eye should find first. */
  readonly strong: boolean;
}

/** From this utilization on, a resource is called saturated. */
const saturated = 0.95;
/** A share of a domain's cycles below this is not worth naming. */
const worthNaming = 0.1;
/** A gain below this is not worth a sentence. */
const worthSaying = 0.05;
/** A curve is called flat when at least this share of its points lies beyond the knee. */
const flatShare = 0.2;
/** A loss below this is not worth a clause. */
const worthLosing = 0.001;

/** @param others the run's experiments, which may hold the same point under another design */
export function answer(sweep: Sweep, point: PointResult, others: readonly Sweep[], estimate: boolean): readonly Phrase[] {
  const short = shortener(point.domains.map(domain => domain.name));
  if (point.flows.length === 0) return [plain('No flow runs at this point, so there is nothing to measure.')];
  const phrases = [...share(point, short, estimate), ...limit(point, short), ...loss(point), plain('.')];
  if (point.totals.goodputBps.mean <= 0) return phrases;
  return [...phrases, ...(knee(sweep, point) ?? []), ...(alternative(sweep, point, others) ?? [])];
}

/** The same without emphasis, for the clipboard and screen readers. */
export function plainText(phrases: readonly Phrase[]): string {
  return phrases.map(phrase => phrase.text).join('');
}

function plain(text: string): Phrase {
  return { text, strong: false };
}

function strong(text: string): Phrase {
  return { text, strong: true };
}

/** `7 guests get 2.90 Gb/s together`. */
function share(point: PointResult, short: (name: string) => string, estimate: boolean): Phrase[] {
  const goodput = point.totals.goodputBps.mean;
  const domains = new Set(point.domains.map(domain => domain.name));
  const ends = (side: 'from' | 'to') => point.flows.map(flow => domainOf(flow[side], domains));
  const count = (names: readonly string[]) => new Set(names).size;
  const [senders, receivers] = [ends('from'), ends('to')];
  // The side inside the hosts is what the design is about; a peer is only where the traffic goes to or comes from.
  const receiving = receivers.some(name => domains.has(name)) && count(receivers) >= count(senders);
  const names = receiving || !senders.some(name => domains.has(name)) ? receivers : senders;
  const who = crowd(names, short);
  const many = point.flows.length > 1;
  const verb =
    who === undefined ? 'carry' : names === receivers ? (count(names) > 1 ? 'get' : 'gets') : count(names) > 1 ? 'send' : 'sends';
  const subject = who ?? plural(point.flows.length, 'flow');
  if (goodput <= 0) return [strong(capital(subject)), plain(` ${verb} `), strong('nothing')];
  return [
    strong(capital(subject)),
    plain(` ${verb} ${estimate ? 'about ' : ''}`),
    strong(quantity(goodput, 'rate')),
    plain(many ? ' together' : '')
  ];
}

/** `; dom0's vCPU (server.cpu[0]) is saturated by grant copy (41 %) and netback (33 %)`. */
function limit(point: PointResult, short: (name: string) => string): Phrase[] {
  const { bottleneck } = point;
  if (bottleneck.resource === '' || bottleneck.utilization <= 0) return [];
  const full = bottleneck.utilization >= saturated;
  const domain = point.domains.find(one => one.name === bottleneck.domain);
  if (domain === undefined) {
    const kind = kindOf(point, bottleneck.resource);
    const name = [plain(kind === undefined ? '; ' : `; the ${kind} `), strong(bottleneck.resource)];
    return full
      ? [...name, plain(` is saturated (${percent(bottleneck.utilization)})`)]
      : [plain('; nothing is saturated, the busiest is '), strong(bottleneck.resource), plain(` at ${percent(bottleneck.utilization)}`)];
  }
  const spent = listed(spending(domain.cyclesPerPacket));
  const equals = (bottleneck.also ?? []).filter(name => point.domains.some(one => one.name === name));
  const together = equals.length === 0 ? undefined : crowd([domain.name, ...equals], short);
  if (full && together !== undefined) {
    return [plain('; the cores of '), strong(together), plain(` are saturated${spent === '' ? '' : `, mostly by ${spent}`}`)];
  }
  const owner = /\bonly vCPU\b/.test(bottleneck.explanation) ? `${short(domain.name)}’s only vCPU` : `${short(domain.name)}’s core`;
  const busiest = owner.endsWith('core') ? ` (${bottleneck.resource})` : '';
  if (!full) {
    return [plain('; nothing is saturated, the busiest is '), strong(owner), plain(`${busiest} at ${percent(bottleneck.utilization)}`)];
  }
  return [
    plain('; '),
    strong(owner),
    plain(`${busiest} is saturated${spent === '' ? ` (${percent(bottleneck.utilization)})` : ` by ${spent}`}`)
  ];
}

const kinds: Readonly<Record<ResourceResult['kind'], string>> = {
  core: 'core',
  nic: 'NIC',
  link: 'link',
  bus: 'bus',
  engine: 'engine',
  table: 'table',
  memory: 'memory',
  lock: 'lock'
};

function kindOf(point: PointResult, resource: string): string | undefined {
  const found = point.resources.find(one => one.name === resource);
  return found === undefined ? undefined : kinds[found.kind];
}

/** The two largest components that are worth naming. */
function spending({ total, components }: PointResult['domains'][number]['cyclesPerPacket']): string[] {
  if (total <= 0) return [];
  return Object.entries(components)
    .filter(([, value]) => value / total >= worthNaming)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([name, value]) => `${name} (${percent(value / total)})`);
}

/** `; 12 % of the packets are lost, most at server.eth0.rx[0] (ring full)`. */
function loss(point: PointResult): Phrase[] {
  const lost = point.totals.lossRatio.mean;
  if (!(lost >= worthLosing)) return [];
  const worst = point.drops.reduce<PointResult['drops'][number] | undefined>(
    (a, b) => (a === undefined || b.packets > a.packets ? b : a),
    undefined
  );
  const where = worst === undefined || worst.packets === 0 ? '' : `, most at ${worst.where} (${worst.reason})`;
  return [plain('; '), strong(percent(lost)), plain(` of the packets are lost${where}`)];
}

/** `From guests = 3 on the total no longer grows`, when the chosen point is at or past that. */
function knee(sweep: Sweep, point: PointResult): Phrase[] | undefined {
  for (const axis of sweep.axes) {
    if (!axis.numeric || axis.values.length < 3) continue;
    const line = along(sweep, point, axis);
    const first = lastGrowth(line);
    const start = line[first];
    if (start === undefined || line.length - 1 - first < Math.max(1, flatShare * line.length) || line.indexOf(point) < first) continue;
    const value = parameter(start.parameters[axis.name] ?? '', sweep.experiment.dimensions[axis.name]);
    return [
      plain(
        first === 0
          ? ` The total does not grow with ${axis.name}.`
          : ` From ${axis.name}\u00a0=\u00a0${value} on, the total no longer grows.`
      )
    ];
  }
  return undefined;
}

/** The first point that no later one exceeds by what is worth saying. */
function lastGrowth(line: readonly PointResult[]): number {
  let first = line.length - 1;
  let highest = 0;
  for (let index = line.length - 1; index >= 0; index--) {
    const goodput = line[index]?.totals.goodputBps.mean ?? 0;
    if (highest > goodput * (1 + worthSaying / 2)) break;
    highest = Math.max(highest, goodput);
    first = index;
  }
  return first;
}

interface Alternative {
  /** `policy = reuse`, `experiment reuse`. */
  readonly name: string;
  readonly point: PointResult;
}

/** `With policy = reuse it would be 4.60 Gb/s (+59 %), limited by server.guest[1].`: the best of the neighbouring designs in the result. */
function alternative(sweep: Sweep, point: PointResult, others: readonly Sweep[]): Phrase[] | undefined {
  const now = point.totals.goodputBps;
  const better = [...otherWords(sweep, point), ...otherExperiments(sweep, point, others)].filter(
    option => gain(now, option.point.totals.goodputBps) >= worthSaying && differs(now, option.point.totals.goodputBps)
  );
  if (better.length === 0) return undefined;
  const best = better.reduce((a, b) => (b.point.totals.goodputBps.mean > a.point.totals.goodputBps.mean ? b : a));
  const goodput = best.point.totals.goodputBps;
  const limiter = best.point.bottleneck.domain ?? best.point.bottleneck.resource;
  const moved = limiter !== '' && limiter !== (point.bottleneck.domain ?? point.bottleneck.resource);
  return [
    plain(' With '),
    strong(best.name),
    plain(' it is '),
    strong(quantity(goodput.mean, 'rate')),
    plain(` (${change(gain(now, goodput))})${moved ? ` and the limit moves to ${limiter}` : ''}.`)
  ];
}

function otherWords(sweep: Sweep, point: PointResult): Alternative[] {
  return sweep.axes
    .filter(axis => !axis.numeric)
    .flatMap((axis: Axis) =>
      along(sweep, point, axis)
        .filter(other => other !== point)
        .map(other => ({
          name: `${axis.name}\u00a0=\u00a0${parameter(other.parameters[axis.name] ?? '', sweep.experiment.dimensions[axis.name])}`,
          point: other
        }))
    );
}

function otherExperiments(sweep: Sweep, point: PointResult, others: readonly Sweep[]): Alternative[] {
  return others
    .filter(other => other !== sweep)
    .flatMap(other => {
      const same = counterpart(other, point.parameters, sweep);
      return same === undefined ? [] : [{ name: `experiment ${other.experiment.name}`, point: same }];
    });
}

function gain(from: Interval, to: Interval): number {
  return to.mean / from.mean - 1;
}

function capital(text: string): string {
  // Names keep their case: `dom0` is not `Dom0`.
  return /^\d/.test(text) || /[.[\]\d]/.test(text) ? text : `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
