/**
 * A network processor that virtual routers (metarouters) share: what a packet passes inside it on its way from one link to another.
 *
 * Without isolation all wait in one memory for the same engines and banks, and whoever asks most gets most. Checked or
 * partitioned, each metarouter has its own buffer, its share of the engines and its memory bandwidth; checking adds instructions
 * to every packet and every reference, partitions do not. A metalink with a rate is a token bucket before the physical link: so
 * much and no more. Metalinks without one share by weight what those with rates leave, idle bandwidth included.
 */
import type { Engine, Link, Metalink, Metarouter, Router, Topology } from '../../topology/model.ts';
import type { Assembly } from './assembly.ts';
import type { Traffic } from './attachment.ts';
import { cyclesOf, secondsOf } from './operations.ts';
import type { Charge, Stage } from './stage.ts';

/** Ethernet header and check, IP, UDP: what of a packet is stored beside its payload. */
const FRAMING = 46;
/** Packets that a router of unknown memory holds. */
const BUFFER = 1024;
/** Bits of one memory reference. */
const WORD = 32;
/** Packets between engines and memory where threads hide its latency. */
const UNDER_WAY = 64;
const DEFAULT_CLOCK = 500e6;

/** Stages from a router's input to one of its links; none for traffic that goes by no metarouter. */
export function routerStages(assembly: Assembly, router: Router, link: Link, traffic: Traffic): Stage[] {
  const via = router.metalinks.find(each => each.name === traffic.via)?.metarouter ?? traffic.via;
  const metarouter = router.metarouters.find(each => each.name === via);
  if (!metarouter) return turn(assembly, router, link, traffic);
  const links = router.metalinks.filter(each => each.metarouter === via && each.link === link.name);
  const metalink = links.find(each => each.name === traffic.via) ?? links[0];
  return [
    ...processing(assembly, router, metarouter, traffic),
    ...(metalink ? bucket(assembly, router, metarouter, metalink, link, traffic) : []),
    ...turn(assembly, router, link, traffic, metalink)
  ];
}

/** The router a link leaves from, if one of its ends is a router. */
export function routerAt(topology: Topology, name: string): Router | undefined {
  return topology.routers.find(each => each.name === name);
}

/** Bytes that wait for a link of a router: all its memory. */
export function outputBuffer(router: Router): number | undefined {
  return router.memory;
}

const bytesOf = (traffic: Traffic): number => traffic.payload + FRAMING;

function placesFor(memory: number | undefined, traffic: Traffic): number {
  return memory === undefined ? BUFFER : Math.max(1, Math.floor(memory / bytesOf(traffic)));
}

function processing(assembly: Assembly, router: Router, metarouter: Metarouter, traffic: Traffic): Stage[] {
  const { engine } = router;
  const cores = engine?.cores ?? 1;
  const clock = engine?.clock ?? DEFAULT_CLOCK;
  const own = metarouter.isolation !== 'none';
  const share = own ? Math.min(cores, coresOf(router, metarouter, cores)) : cores;
  const units = Math.max(1, Math.ceil(share - 1e-9));
  const name = own ? metarouter.name : (engine?.name ?? `${router.name}.engine`);
  const references = metarouter.memoryReferences ?? 0;
  const priced = (operation: string): number => cyclesOf(router.costs, operation, clock);
  const seconds = (cycles: number): number => ((cycles / clock) * units) / share;
  const memory = own ? (metarouter.memoryQuota ?? router.memory) : router.memory;
  const work: Charge[] = [
    { component: 'forwarding', operation: 'engine_rx', per: 'packet', seconds: seconds(metarouter.instructions ?? priced('engine_rx')) }
  ];
  if (metarouter.isolation === 'checked') {
    const component = 'checking';
    work.push({ component, operation: 'quota_check', per: 'packet', seconds: seconds(priced('quota_check')) });
    work.push({ component, operation: 'bound_check', per: 'packet', times: references, seconds: seconds(priced('bound_check')) });
  }
  return [
    {
      name: 'packet engines',
      worker: assembly.device(name, { name, kind: 'engine', units, inOrder: false, clock: (clock * share) / units }),
      queue: {
        place: own ? metarouter.name : router.name,
        capacity: placesFor(memory, traffic),
        full: 'drop',
        reason: own ? 'memory quota full' : 'memory full'
      },
      work
    },
    ...(references > 0 ? [memoryStage(assembly, router, metarouter, references, own)] : [])
  ];
}

/** Engines reserved for a metarouter: as many as it says, its share of all, or its part of what nobody has reserved. */
function coresOf(router: Router, metarouter: Metarouter, cores: number): number {
  const reserved = (each: Metarouter): number | undefined => each.engines ?? (each.share === undefined ? undefined : each.share * cores);
  const own = reserved(metarouter);
  if (own !== undefined && own > 0) return own;
  const others = router.metarouters.filter(each => reserved(each) === undefined).length;
  const left = cores - router.metarouters.reduce((sum, each) => sum + (reserved(each) ?? 0), 0);
  return Math.max(1 / 64, left / Math.max(1, others));
}

/** References to memory: to banks that all share, or within a metarouter's bandwidth. Threads hide them, single ones wait. */
function memoryStage(assembly: Assembly, router: Router, metarouter: Metarouter, references: number, own: boolean): Stage {
  const engine: Engine | undefined = router.engine;
  const quota = own ? metarouter.bandwidthQuota : undefined;
  const access = engine?.sramLatency ?? secondsOf(router.costs, 'memory_reference', engine?.clock ?? DEFAULT_CLOCK);
  const units = quota === undefined ? Math.max(1, engine?.sramBanks ?? 1) : 1;
  const seconds = quota === undefined ? access : WORD / quota;
  const name = quota === undefined ? `${router.name}.sram` : `${metarouter.name} memory`;
  const waits = (engine?.threads ?? 1) <= 1;
  return {
    name: 'memory references',
    worker: assembly.device(name, { name, kind: 'memory', units, inOrder: false, rate: (units * WORD) / seconds }),
    holdsPrevious: waits,
    queue: { place: name, capacity: waits ? Infinity : UNDER_WAY, full: 'wait', reason: 'memory busy' },
    work: [{ component: 'memory', operation: 'memory_reference', per: 'packet', times: references, seconds }]
  };
}

/** A metalink with a rate lets through what its bucket holds; one without only counts what passes. */
function bucket(assembly: Assembly, router: Router, metarouter: Metarouter, metalink: Metalink, link: Link, traffic: Traffic): Stage[] {
  if (metalink.rate === undefined && metarouter.isolation === 'none') return [];
  const worker = assembly.pipe(metalink.name, {
    name: metalink.name,
    kind: 'link',
    nics: [],
    rate: metalink.rate ?? link.rate,
    delay: 0,
    loss: 0,
    buffer: metarouter.memoryQuota ?? router.memory ?? BUFFER * bytesOf(traffic),
    burst: metalink.burst ?? bytesOf(traffic)
  });
  return [
    { name: 'metalink', worker, queue: { place: metalink.name, capacity: Infinity, full: 'drop', reason: 'metalink full' }, work: [] }
  ];
}

/**
 * Where some metalinks of a link go by weight, all that leaves by it takes turns: what has a rate of its own first, since that is
 * reserved, then the others by their weights. What goes by no metalink is one of these.
 */
function turn(assembly: Assembly, router: Router, link: Link, traffic: Traffic, metalink?: Metalink): Stage[] {
  const isolated = (each: Metalink): boolean => router.metarouters.some(one => one.name === each.metarouter && one.isolation !== 'none');
  if (!router.metalinks.some(each => each.link === link.name && each.rate === undefined && isolated(each))) return [];
  const place = `${router.name} ${link.name}`;
  const spec = { name: link.name, kind: 'link', nics: [], rate: link.rate, delay: 0, loss: 0, buffer: Infinity, burst: 0 } as const;
  const memory = router.metarouters.find(each => each.name === metalink?.metarouter)?.memoryQuota ?? router.memory;
  return [
    {
      name: 'link scheduler',
      worker: assembly.pipe(place, spec),
      trafficClass: {
        name: metalink?.name ?? link.name,
        priority: metalink?.rate === undefined ? 0 : 1,
        weight: metalink?.weight ?? 1
      },
      queue: { place, capacity: placesFor(memory, traffic), full: 'drop', reason: 'metalink full' },
      work: []
    }
  ];
}
