/** Grant tables, map-track tables and event channels: how much the vifs of a host need, and what comes up when it is not there. */
import { ENTRIES_PER_FRAME, FIXED_GRANTS, grantNeed, grantsPerQueue, usesGrants } from '../../topology/grant-arithmetic.ts';
import type { Domain, Host, Vif } from '../../topology/model.ts';
import { showCount, showNumber } from '../values/show.ts';
import { placeOf, related, replaceFix } from './rule.ts';
import type { RuleFinding } from './rule.ts';

/** Two-level event channels of a 64-bit domain; FIFO ones go to 131,072. */
const twoLevelChannels = 4096;
/** Per vCPU: timer, IPIs, debug. From memory of Linux guests; stated in the message. */
const channelsPerVcpu = 7;
/** A driver domain maps what guests send: a slot each of the transmit ring, and the two ring pages. */
const mapsPerQueue = 258;
const mapsPerFrame = 256;

export function* tables(host: Host): Generator<RuleFinding> {
  if (host.hypervisor.kind !== 'xen') return;
  for (const domain of host.domains) {
    yield* grantFrames(host, domain);
    yield* guestChannels(host, domain);
  }
  const served = servedBy(host);
  for (const domain of host.domains) {
    const vifs = served.get(domain.name);
    if (vifs === undefined) continue;
    yield* maptrack(host, domain, vifs);
    yield* backendChannels(domain, vifs);
  }
}

function* grantFrames(host: Host, domain: Domain): Generator<RuleFinding> {
  const need = grantNeed(domain, host.hypervisor);
  if (need.vifs.length === 0 || need.framesNeeded <= need.framesLimit) return;
  const short = need.vifs.filter(vif => vif.effective < vif.asked);
  const [first] = short;
  if (first === undefined) return;
  const vif = domain.vifs.find(each => each.name === first.vif) as Vif;
  const queues = need.vifs.reduce((sum, each) => sum + each.asked, 0);
  const reserved = domain.reservedGrants > 0 ? ` + ${showNumber(domain.reservedGrants)}` : '';
  const values = {
    domain: domain.name,
    frames: need.framesNeeded,
    entries: showNumber(need.entries),
    limit: need.framesLimit,
    sum: `${FIXED_GRANTS}${reserved} + ${queues} × ${grantsPerQueue(domain)} entries, ${ENTRIES_PER_FRAME[host.hypervisor.grantVersion]} per frame`,
    vif: first.vif,
    effective: first.effective,
    asked: showCount(first.asked, 'queue')
  };
  const limits = domain.maxGrantFrames === undefined ? host.hypervisor : domain;
  const extra = {
    related: [{ ...placeOf(limits, 'max_grant_frames'), message: `the limit of ${need.framesLimit} frames` }],
    fixes: replaceFix(limits, 'max_grant_frames', String(nextSensible(need.framesNeeded)))
  };
  yield { code: first.effective === 0 ? 'no-grants-left' : 'grant-frames', at: placeOf(vif, 'queues'), values, extra };
}

/** Limits are given in powers of two. */
function nextSensible(frames: number): number {
  return 2 ** Math.ceil(Math.log2(frames));
}

function servedBy(host: Host): ReadonlyMap<string, readonly Vif[]> {
  const served = new Map<string, Vif[]>();
  for (const domain of host.domains) {
    for (const vif of domain.vifs) {
      if (vif.backend === undefined || !usesGrants(vif)) continue;
      const list = served.get(vif.backend);
      if (list === undefined) served.set(vif.backend, [vif]);
      else list.push(vif);
    }
  }
  return served;
}

function queuesOf(vifs: readonly Vif[]): number {
  return vifs.reduce((sum, vif) => sum + vif.queues, 0);
}

function* maptrack(host: Host, domain: Domain, vifs: readonly Vif[]): Generator<RuleFinding> {
  const queues = queuesOf(vifs);
  const maps = mapsPerQueue * queues;
  const frames = Math.ceil(maps / mapsPerFrame);
  const limit = host.hypervisor.maxMaptrackFrames;
  if (frames <= limit) return;
  yield {
    code: 'maptrack-frames',
    at: placeOf(domain),
    values: {
      domain: domain.name,
      frames: showNumber(frames),
      maps: showNumber(maps),
      queues: showNumber(queues),
      limit: showNumber(limit),
      perQueue: mapsPerQueue,
      perFrame: mapsPerFrame
    },
    extra: {
      related: [related(host.hypervisor, "the limit is the hypervisor's `max_maptrack_frames`")],
      fixes: replaceFix(host.hypervisor, 'max_maptrack_frames', String(nextSensible(frames)))
    }
  };
}

function* guestChannels(host: Host, domain: Domain): Generator<RuleFinding> {
  const queues = queuesOf(domain.vifs.filter(usesGrants));
  if (queues === 0) return;
  const channels = 2 + channelsPerVcpu * domain.vcpus + 2 * queues;
  const limit = host.hypervisor.maxEventChannels;
  if (channels <= limit) return;
  yield {
    code: 'event-channels',
    at: placeOf(domain, 'vcpus'),
    values: {
      domain: domain.name,
      channels: showNumber(channels),
      limit: showNumber(limit),
      sum: `2 + ${channelsPerVcpu} × ${domain.vcpus} vCPUs + 2 × ${queues} queues`
    },
    extra: { fixes: replaceFix(host.hypervisor, 'max_event_channels', String(nextSensible(channels + 1) - 1)) }
  };
}

function* backendChannels(domain: Domain, vifs: readonly Vif[]): Generator<RuleFinding> {
  const guests = new Set(vifs.map(vif => vif.domain)).size;
  const queues = queuesOf(vifs);
  const channels = 2 * queues + 2 * guests + channelsPerVcpu * domain.vcpus;
  if (channels <= twoLevelChannels) return;
  yield {
    code: 'backend-event-channels',
    at: placeOf(domain),
    values: {
      domain: domain.name,
      channels: showNumber(channels),
      limit: showNumber(twoLevelChannels),
      sum: `2 × ${showNumber(queues)} queues + 2 × ${showNumber(guests)} guests + ${channelsPerVcpu} × ${domain.vcpus} vCPUs`
    }
  };
}
