/** Computed hints: what the written numbers come to. In offsets, one per declaration however many elements it has. */
import type { Analysis } from '../language/analysis.ts';
import type { Observation } from '../simulator/observation.ts';
import { agreedQueues, usesGrants } from '../topology/agreement.ts';
import { FIXED_GRANTS, grantNeed, grantsPerQueue, queueCounts } from '../topology/grant-arithmetic.ts';
import type { Declared, Domain, Flow, Host, Origin, Topology } from '../topology/model.ts';
import { goodput } from './estimates.ts';
import type { Estimates } from './estimates.ts';
import { limitOf } from './limits.ts';
import { showCount, showRate, showShare } from './show.ts';

export interface Hint {
  /** Behind what it stands. */
  readonly offset: number;
  readonly text: string;
  /** Markdown: where the number comes from. */
  readonly tooltip: string;
}

export interface HintSwitches {
  readonly flows: boolean;
  readonly queues: boolean;
  readonly grants: boolean;
  readonly load: boolean;
}

/** The hints of one file of an analysis, in order of place. */
export function hints(analysis: Analysis, uri: string, estimates: Estimates, on: HintSwitches): readonly Hint[] {
  const text = analysis.files.get(uri)?.text;
  if (text === undefined) return [];
  const { topology } = analysis;
  const observation = on.flows || on.load ? estimates.of(topology) : undefined;
  const place: Place = { uri, text };
  return [
    ...(on.flows && observation !== undefined ? flowHints(topology, observation, place) : []),
    ...(on.queues ? queueHints(topology, place) : []),
    ...(on.grants ? [...domainGrantHints(topology, place), ...policyHints(topology, place)] : []),
    ...(on.load && observation !== undefined ? loadHints(topology, observation, place) : [])
  ].sort((a, b) => a.offset - b.offset);
}

interface Place {
  readonly uri: string;
  readonly text: string;
}

/** Elements of an array, members of a flow: everything declared in one place. */
function byOrigin<T extends Declared>(things: readonly T[], uri: string, originOf: (thing: T) => Origin | undefined = each => each.origin) {
  const groups = new Map<string, { readonly origin: Origin; readonly things: T[] }>();
  for (const thing of things) {
    const origin = originOf(thing);
    if (origin === undefined || origin.uri !== uri) continue;
    const key = `${origin.start} ${origin.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { origin, things: [thing] });
    else group.things.push(thing);
  }
  return [...groups.values()];
}

/** Behind everything on the line of a declaration's name. */
function lineEnd({ text }: Place, { end }: Origin): number {
  const rest = /[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  return end + rest.trimEnd().length;
}

function flowHints(topology: Topology, observation: Observation, place: Place): readonly Hint[] {
  return byOrigin(topology.flows, place.uri).map(({ origin, things: members }) => {
    const names = members.map(member => member.name);
    const inFlow = new Set(names);
    const rate = goodput(observation, each => inFlow.has(each.name));
    const offered = offeredBy(members);
    const served = offered !== undefined && rate >= 0.98 * offered;
    const limit = served ? undefined : limitOf(topology, observation, names);
    const why = offered === 0 ? 'switched off' : served ? 'as offered' : limit === undefined ? undefined : `limited by ${limit.name}`;
    return {
      offset: lineEnd(place, origin),
      text: `≈ ${showRate(rate)}${why === undefined ? '' : `, ${why}`}`,
      tooltip: [
        `**Estimated goodput** of \`${members[0]?.flow ?? ''}\`${members.length > 1 ? `, ${members.length} members together` : ''}: ${showRate(rate)}.`,
        limit === undefined
          ? ''
          : `\`${limit.name}\` is ${showShare(limit.utilization)} busy${limit.explanation === undefined ? '' : `: ${limit.explanation}`}.`,
        'Mean values of the same stages that the simulator runs; simulate for queues, latency and loss.'
      ]
        .filter(line => line !== '')
        .join('\n\n')
    };
  });
}

/** Undefined when one of them sends as fast as it can. */
function offeredBy(members: readonly Flow[]): number | undefined {
  if (members.some(member => member.rate === undefined)) return undefined;
  return members.reduce((sum, member) => sum + (member.rate ?? 0), 0);
}

function queueHints(topology: Topology, place: Place): readonly Hint[] {
  const all = topology.hosts.flatMap(host =>
    host.domains.flatMap(domain => {
      const counts = queueCounts(domain, host);
      return domain.vifs.map((vif, i) => ({
        name: vif.name,
        origins: vif.origins,
        asked: vif.queues,
        effective: counts[i]?.effective ?? 0
      }));
    })
  );
  return byOrigin(all, place.uri, each => each.origins?.['queues']).map(({ origin, things }) => {
    const counts = [...new Set(things.map(each => each.effective))].sort((a, b) => a - b);
    const fewer = things.filter(each => each.effective < each.asked);
    const range = counts.length > 1 ? `${counts[0]} to ${counts.at(-1)}` : `${counts[0]}`;
    const text = fewer.length === 0 ? `→ ${range} come up` : `→ ${range} effective`;
    const listed = fewer.slice(0, 8).map(each => `* \`${each.name}\`: ${each.effective} of ${each.asked}`);
    const tooltip =
      fewer.length === 0
        ? 'Every queue that is asked for comes up.'
        : [
            'Queues that come up are fewer than those asked for:',
            '',
            ...listed,
            ...(fewer.length > 8 ? [`* and ${fewer.length - 8} more`] : [])
          ].join('\n');
    return { offset: origin.end, text, tooltip };
  });
}

interface GrantUser {
  readonly name: string;
  readonly domain: Domain;
  readonly host: Host;
  readonly entries: number;
  readonly framesNeeded: number;
  readonly framesLimit: number;
}

function grantUsers(topology: Topology): readonly GrantUser[] {
  return topology.hosts
    .filter(host => host.hypervisor.kind === 'xen')
    .flatMap(host =>
      host.domains
        .filter(domain => domain.vifs.some(usesGrants))
        .map(domain => ({ name: domain.name, domain, host, ...grantNeed(domain, host) }))
    );
}

function frames({ framesNeeded, framesLimit }: GrantUser): string {
  return `${showCount(framesNeeded)} of ${showCount(framesLimit)} frames`;
}

function domainGrantHints(topology: Topology, place: Place): readonly Hint[] {
  return byOrigin(grantUsers(topology), place.uri, each => each.domain.origin).map(({ origin, things }) => {
    const most = things.reduce((a, b) => (b.entries > a.entries ? b : a));
    return {
      offset: lineEnd(place, origin),
      text: `${showCount(most.entries)} grants, ${frames(most)}`,
      tooltip: sumOf(most, things.length)
    };
  });
}

/** The sum as one would do it by hand. */
function sumOf({ domain, host, entries, framesNeeded, framesLimit }: GrantUser, elements: number): string {
  const perQueue = grantsPerQueue(domain);
  const perFrame = host.hypervisor.grantVersion === 1 ? 512 : 256;
  const queues = domain.vifs.filter(usesGrants).map(vif => agreedQueues(vif, domain, host).queues);
  const shares = queues.length > 4 ? `${queues.length} vifs, ${queues.reduce((a, b) => a + b, 0)} queues` : queues.join(' + ');
  const reserved = domain.reservedGrants === 0 ? '' : ` + ${domain.reservedGrants} reserved`;
  return [
    `**Grant entries**${elements > 1 ? ' of each element' : ''}`,
    '',
    '```text',
    `${FIXED_GRANTS} fixed${reserved} + (${shares}) × ${perQueue} per queue = ${showCount(entries)}`,
    `⌈${showCount(entries)} / ${perFrame}⌉ = ${framesNeeded} frames, limit ${framesLimit}`,
    '```'
  ].join('\n');
}

function policyHints(topology: Topology, place: Place): readonly Hint[] {
  const users = grantUsers(topology);
  return byOrigin(topology.grants, place.uri).flatMap(({ origin, things: [policy] }) => {
    const using = users.filter(user => user.domain.vifs.some(vif => usesGrants(vif) && vif.grants?.name === policy?.name));
    if (using.length === 0) return [];
    const most = using.reduce((a, b) => (b.entries > a.entries ? b : a));
    const text = `${showCount(grantsPerQueue(most.domain))} grants/queue, ${frames(most)}`;
    return [
      {
        offset: lineEnd(place, origin),
        text,
        tooltip: `${sumOf(most, 1)}\n\nThe fullest of the domains that use the policy is \`${most.name}\`.`
      }
    ];
  });
}

function loadHints(topology: Topology, observation: Observation, place: Place): readonly Hint[] {
  const busy = new Map(observation.resources.filter(each => each.kind === 'core').map(each => [each.name, each.utilization]));
  const pinned = topology.hosts.flatMap(host => host.domains.map(domain => ({ name: domain.name, domain, host })));
  return byOrigin(pinned, place.uri, each => each.domain.origins?.['pin']).flatMap(({ origin, things }) => {
    const cores = new Map<string, number>();
    for (const { domain, host } of things) {
      for (const cpu of domain.pin ?? []) {
        const name = `${host.name}.cpu[${cpu}]`;
        cores.set(name, busy.get(name) ?? 0);
      }
    }
    if (cores.size === 0) return [];
    const shares = [...cores.values()];
    const [least, most] = [showShare(Math.min(...shares)), showShare(Math.max(...shares))];
    const listed = [...cores].slice(0, 16).map(([name, share]) => `* \`${name}\`: ${showShare(share)}`);
    return [
      {
        offset: origin.end,
        text: `≈ ${least === most ? most : `${least.replace(' %', '')}–${most}`} busy`,
        tooltip: ['**Estimated load** of the cores:', '', ...listed, ...(cores.size > 16 ? [`* and ${cores.size - 16} more`] : [])].join(
          '\n'
        )
      }
    ];
  });
}
