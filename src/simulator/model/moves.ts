/** What a system needs so that its guests can move: the way of every stream after each migration, and a stream for their memory. */
import type { Flow, Topology } from '../../topology/model.ts';
import type { ScheduledEvent } from '../../topology/plan.ts';
import type { Assembly } from './assembly.ts';
import { isOf, moved, toolstackOf, type Migration } from './migration.ts';
import type { FlowSpec, MigrationSpec, StreamSpec } from './system.ts';

/** A guest whose file does not say how much memory it has. */
const DEFAULT_MEMORY = 256 * 2 ** 20;
/** Share of its memory that a guest writes to again and again, where the file does not say `working_set`. */
const WRITTEN_SHARE = 1 / 16;

/** Makes the streams of a flow on a topology; flows that only take their turn on queues answer nothing. */
export type StreamMaker = (topology: Topology, flow: Flow, index: number, routed: boolean) => readonly StreamSpec[];

/**
 * @param maker one that begins anew with every topology, so that streams land on the queues they are on
 * @throws UnreachableError when something cannot be moved, or has no way afterwards
 */
export function migrationsOf(
  topology: Topology,
  events: readonly ScheduledEvent[],
  assembly: Assembly,
  flows: FlowSpec[],
  streams: StreamSpec[],
  maker: () => StreamMaker
): MigrationSpec[] {
  const numbered = events
    .map((event, number) => ({ event, number }))
    .filter((each): each is { event: Migration; number: number } => each.event.action === 'migrate')
    .sort((a, b) => a.event.at - b.event.at);
  let current = topology;
  return numbered.map(({ event, number }) => {
    const before = current;
    current = moved(before, event);
    const from = before.hosts.find(host => host.domains.some(domain => domain.name === event.target))!;
    const memory = memoryFlow(event, toolstackOf(before, from.name), toolstackOf(before, event.to));
    const [copying] = maker()(before, memory, flows.length, true);
    flows.push({
      name: memory.name,
      flow: memory.flow,
      from: memory.from,
      to: memory.to,
      streams: [streams.length],
      transport: 'tcp',
      internal: true
    });
    streams.push({ ...copying!, start: Infinity, onDemand: true });
    const domain = from.domains.find(each => each.name === event.target)!;
    return {
      event: number,
      to: event.to,
      domain: assembly.domains.findIndex(each => each.name === event.target),
      cores: coresOf(assembly, domain.pin, event.to),
      stream: streams.length - 1,
      memory: domain.memory ?? DEFAULT_MEMORY,
      workingSet: domain.workingSet ?? (domain.memory ?? DEFAULT_MEMORY) * WRITTEN_SHARE,
      routes: routesAfter(current, event, maker())
    };
  });
}

function memoryFlow({ target, to, at }: Migration, from: string, receiver: string): Flow {
  const name = `memory of ${target} to ${to} at ${at} s`;
  return { name, flow: name, member: 1, members: 1, from, to: receiver, transport: 'tcp', arrival: 'cbr', streams: 1 };
}

/** Every stream takes its turn on the queues; only those of the moved domain get a way. */
function routesAfter(topology: Topology, { target }: Migration, make: StreamMaker): MigrationSpec['routes'] {
  const routes: { stream: number; forward: number; backward: number }[] = [];
  let stream = 0;
  topology.flows.forEach((flow, index) => {
    const touched = isOf(flow.from, target) || isOf(flow.to, target);
    for (const made of make(topology, flow, index, touched)) {
      if (touched) routes.push({ stream, forward: made.forward, backward: made.backward });
      stream++;
    }
    if (!touched) stream += Math.max(1, flow.streams);
  });
  return routes;
}

/** Cores of the new host that the guest may run on: its pins where they exist there, else all. */
function coresOf(assembly: Assembly, pin: readonly number[] | undefined, host: string): number[] {
  const all = assembly.cores.flatMap((core, number) => (core.host === host ? [number] : []));
  const pinned = (pin ?? []).flatMap(core => (all[core] === undefined ? [] : [all[core]!]));
  return pinned.length > 0 ? pinned : all;
}
