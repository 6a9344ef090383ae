/** The wires between NICs, peers and switches: which pipes a packet passes from one to the other. */
import type { Link, Nic, Switch, Topology } from '../../topology/model.ts';
import { toPicoseconds } from '../kernel/time.ts';
import type { Assembly } from './assembly.ts';
import type { Traffic } from './attachment.ts';
import { outputBuffer, routerAt, routerStages } from './router.ts';
import type { PipeSpec } from './system.ts';
import type { Stage } from './stage.ts';

/** Usable share of a PCIe lane's raw rate: 8b/10b before generation 3, 128b/130b after; then 256-byte payloads with 26 bytes around. */
const PCIE_GIGATRANSFERS: Readonly<Record<string, number>> = { gen1: 2.5, gen2: 5, gen3: 8, gen4: 16, gen5: 32, gen6: 64 };
const PCIE_PAYLOAD = 256 / (256 + 26);

/** Usable bits per second of one direction of a PCIe slot such as `gen3_x8`. */
export function pcieRate(slot: string): number {
  const [generation = '', lanes = 'x1'] = slot.split('_');
  const coding = generation === 'gen1' || generation === 'gen2' ? 8 / 10 : 128 / 130;
  return (PCIE_GIGATRANSFERS[generation] ?? 8) * 1e9 * coding * Number(lanes.slice(1)) * PCIE_PAYLOAD;
}

/** The links from one end to the other, in order; undefined when there is no way. Breadth first, through switches and routers only. */
export function linksBetween(topology: Topology, from: string, to: string): { link: Link; towards: string }[] | undefined {
  const through = new Set([...topology.switches, ...topology.routers].map(each => each.name));
  const came = new Map<string, { link: Link; previous: string }>();
  const pending = [from];
  const seen = new Set(pending);
  while (pending.length > 0) {
    const here = pending.shift()!;
    if (here === to) break;
    if (here !== from && !through.has(here)) continue;
    for (const link of topology.links) {
      const next = link.ends[0] === here ? link.ends[1] : link.ends[1] === here ? link.ends[0] : undefined;
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      came.set(next, { link, previous: here });
      pending.push(next);
    }
  }
  if (from !== to && !came.has(to)) return undefined;
  const way: { link: Link; towards: string }[] = [];
  for (let here = to; here !== from;) {
    const step = came.get(here)!;
    way.unshift({ link: step.link, towards: here });
    here = step.previous;
  }
  return way;
}

/** The wires from one end to the other, with what happens in the routers between them. */
export function wireStages(assembly: Assembly, topology: Topology, from: string, to: string, traffic: Traffic): Stage[] | undefined {
  const links = linksBetween(topology, from, to);
  return links?.flatMap(({ link, towards }) => {
    const here = otherEnd(link, towards);
    const leaving = topology.switches.find(each => each.name === here);
    const router = routerAt(topology, here);
    const id = `${link.name} > ${towards}`;
    const known = assembly.pipeOf(id);
    const pipe = known ?? linkPipe(topology, link, leaving);
    const buffer = router && !known ? (outputBuffer(router) ?? pipe.buffer) : pipe.buffer;
    return [...(router ? routerStages(assembly, router, link, traffic) : []), pipeStage(assembly, id, { ...pipe, buffer })];
  });
}

function otherEnd(link: Link, end: string): string {
  return link.ends[0] === end ? link.ends[1] : link.ends[0];
}

function linkPipe(topology: Topology, link: Link, leaving: Switch | undefined): PipeSpec {
  const nics = topology.hosts
    .flatMap(host => host.nics)
    .filter(nic => link.ends.includes(nic.name))
    .map(({ name, rate }) => ({ name, rate }));
  const rates = link.ends.map(end => rateOf(topology, end)).filter(rate => rate !== undefined);
  return {
    name: link.name,
    kind: 'link',
    nics,
    rate: Math.min(link.rate, ...rates),
    delay: toPicoseconds(link.delay + (leaving?.latency ?? 0)),
    loss: link.loss,
    buffer: leaving?.buffer ?? Infinity,
    burst: 0
  };
}

/** Bits per second at which a NIC can send: its own, or those of the slowest link it is at. */
export function wireRate(topology: Topology, nic: Nic): number {
  const links = topology.links.filter(link => link.ends.includes(nic.name));
  return Math.min(nic.rate, ...links.map(link => linkPipe(topology, link, undefined).rate));
}

function rateOf(topology: Topology, end: string): number | undefined {
  return (
    topology.peers.find(each => each.name === end)?.rate ??
    topology.switches.find(each => each.name === end)?.rate ??
    topology.hosts.flatMap(host => host.nics).find(nic => nic.name === end)?.rate
  );
}

export function pipeStage(assembly: Assembly, id: string, spec: PipeSpec): Stage {
  return {
    name: spec.kind,
    worker: assembly.pipe(id, spec),
    queue: { place: spec.name, capacity: Infinity, full: 'drop', reason: 'buffer full' },
    work: []
  };
}

/** The NIC's bus in one direction; nothing when the topology does not say what slot it is in, or when it is on the die. */
export function busStages(assembly: Assembly, nic: Nic, direction: 'rx' | 'tx'): Stage[] {
  if (!nic.pcie || nic.integrated) return [];
  const spec: PipeSpec = {
    name: `${nic.name} ${nic.pcie}`,
    kind: 'bus',
    nics: [],
    rate: pcieRate(nic.pcie),
    delay: 0,
    loss: 0,
    buffer: Infinity,
    burst: 0
  };
  return [pipeStage(assembly, `${nic.name} ${direction} bus`, spec)];
}
