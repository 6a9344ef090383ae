/** Grant tables of guests, and the map-track table of the domains that serve them: how much there has to be, and what comes up without. */
import {
  ENTRIES_PER_FRAME,
  FIXED_GRANTS,
  framesOf,
  GRANTS_PER_BLOCK_DEVICE,
  grantNeed,
  grantsPerQueue,
  WINDOWS_SLAB,
  WINDOWS_SLABS_PER_QUEUE
} from '../../topology/grant-arithmetic.ts';
import type { GrantedVif } from '../../topology/grant-arithmetic.ts';
import type { Domain, Host, Vif } from '../../topology/model.ts';
import { showCount, showNumber } from '../values/show.ts';
import { nextSensible, placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';

/** A driver domain maps what guests send: a slot each of the transmit ring, and the two ring pages. Source: Linux netback. */
const mapsPerQueue = 258;
/** Map-track entries have 16 bytes. */
const mapsPerFrame = 256;

export function* tables(host: Host): Generator<RuleFinding> {
  if (host.hypervisor.kind !== 'xen') return;
  for (const domain of host.domains) yield* grantFrames(host, domain);
  for (const { domain, queues } of servedBy(host)) yield* maptrack(host, domain, queues);
}

function* grantFrames(host: Host, domain: Domain): Generator<RuleFinding> {
  const need = grantNeed(domain, host);
  const [first] = need.vifs;
  if (first === undefined) return;
  const limits = domain.maxGrantFrames === undefined ? host.hypervisor : domain;
  const limit = related(limits, `the limit of ${need.framesLimit} frames, ${showNumber(need.entriesLimit)} entries`, 'max_grant_frames');
  const of = (count: (vif: GrantedVif) => number) => {
    const queues = need.vifs.reduce((sum, each) => sum + count(each), 0);
    const entries = FIXED_GRANTS + domain.reservedGrants + queues * grantsPerQueue(domain);
    const frames = framesOf(entries, host);
    const values = {
      domain: domain.name,
      frames,
      entries: showNumber(entries),
      limit: need.framesLimit,
      sum: sumText(host, domain, queues)
    };
    return { frames, values, settings: [{ on: limits, property: 'max_grant_frames', text: String(nextSensible(frames)) }] };
  };
  const short = need.vifs.find(vif => vif.effective < vif.agreed);
  if (short !== undefined) {
    const { values, settings } = of(vif => vif.agreed);
    yield {
      code: short.effective === 0 ? 'no-grants-left' : 'grant-frames',
      at: placeOf(vifOf(domain, short), 'queues'),
      values: { ...values, vif: short.vif, effective: short.effective, asked: showCount(short.agreed, 'queue') },
      related: [limit, ...shares(domain, need.vifs)],
      settings
    };
    return;
  }
  const asked = of(vif => vif.asked);
  if (asked.frames <= need.framesLimit) return;
  const fewer = need.vifs.find(vif => vif.agreed < vif.asked) ?? first;
  yield {
    code: 'grant-frames-asked',
    at: placeOf(vifOf(domain, fewer), 'queues'),
    values: asked.values,
    related: [limit],
    settings: asked.settings
  };
}

function vifOf(domain: Domain, { vif }: GrantedVif): Vif {
  return domain.vifs.find(each => each.name === vif) as Vif;
}

/** `10 + 706 reserved (2 block devices of 353) + 64 × 514 entries, 512 per frame`. */
function sumText(host: Host, domain: Domain, queues: number): string {
  const reserved = domain.reservedGrants;
  const devices = reserved / GRANTS_PER_BLOCK_DEVICE;
  const kept =
    reserved === 0
      ? ''
      : Number.isInteger(devices)
        ? ` + ${showNumber(reserved)} for ${showCount(devices, 'block device')} of ${GRANTS_PER_BLOCK_DEVICE}`
        : ` + ${showNumber(reserved)} reserved`;
  const slabs = domain.os === 'windows' ? ` (${WINDOWS_SLABS_PER_QUEUE} slabs of ${WINDOWS_SLAB}, Windows)` : '';
  return `${FIXED_GRANTS}${kept} + ${queues} × ${grantsPerQueue(domain)} entries${slabs}, ${ENTRIES_PER_FRAME[host.hypervisor.grantVersion]} per frame`;
}

/** The sum by device, one line per declaration. */
function shares(domain: Domain, vifs: readonly GrantedVif[]): NonNullable<RuleFinding['related']> {
  const perQueue = grantsPerQueue(domain);
  const groups = new Map<string, { readonly vif: Vif; count: number; queues: number }>();
  for (const each of vifs) {
    const vif = vifOf(domain, each);
    const key = `${vif.origin?.uri} ${vif.origin?.start}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { vif, count: 1, queues: each.agreed });
    else {
      group.count++;
      group.queues += each.agreed;
    }
  }
  return [...groups.values()].map(({ vif, count, queues }) =>
    related(vif, `${showCount(count, 'vif')}, ${showCount(queues, 'queue')} × ${perQueue} = ${showNumber(queues * perQueue)} entries`)
  );
}

function* maptrack(host: Host, domain: Domain, queues: number): Generator<RuleFinding> {
  const maps = mapsPerQueue * queues;
  const frames = Math.ceil(maps / mapsPerFrame);
  const limits = domain.maxMaptrackFrames === undefined ? host.hypervisor : domain;
  const limit = domain.maxMaptrackFrames ?? host.hypervisor.maxMaptrackFrames;
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
    related: [related(limits, `the limit of ${showCount(limit, 'frame')}`, 'max_maptrack_frames')],
    // The table is the driver domain's own: other domains need not have as much.
    settings: [{ on: domain, property: 'max_maptrack_frames', text: String(nextSensible(frames)) }]
  };
}
