/** Builds the `System` of a topology: the flows' streams, each with the steps its data and its way back take. */
import { usesGrants } from '../../topology/agreement.ts';
import { grantNeed } from '../../topology/grant-arithmetic.ts';
import type { Flow, Topology } from '../../topology/model.ts';
import type { ScheduledEvent } from '../../topology/plan.ts';
import { toPicoseconds } from '../kernel/time.ts';
import { Assembly } from './assembly.ts';
import type { Fabric, Traffic } from './attachment.ts';
import { migrationsOf, type StreamMaker } from './moves.ts';
import { endpoint, route, UnreachableError, type Endpoint } from './routes.ts';
import { largestUnit, sendsUnits } from './stack.ts';
import { meanPayload, traceOf } from './trace.ts';
import type { FlowSpec, GrantSpec, StreamSpec, System } from './system.ts';

/** IP 20 + TCP 20 + timestamps 12; IP 20 + UDP 8. */
const HEADERS = { tcp: 52, udp: 28, rpc: 28, message: 28 } as const;
const DEFAULT_MTU = 1500;
/** Bytes a TCP stream may have in flight when the file does not say: enough that a 10 Gb/s path is never starved by it. */
const DEFAULT_WINDOW = 1 << 20;
/** Flows that the file does not start at a time of its own begin somewhere within these picoseconds: nobody starts seven at once. */
const START_PHASE = 5e9;
const DEFAULT_REQUEST = 64;
const DEFAULT_OUTSTANDING = 1;

/**
 * @param events what happens during the run: migrations need ways of their own
 * @throws UnreachableError when a flow has no way from its sender to its receiver, or a domain cannot be moved.
 */
export function buildSystem(topology: Topology, events: readonly ScheduledEvent[] = []): System {
  const assembly = new Assembly(topology);
  const lanes = new Lanes();
  const flows: FlowSpec[] = [];
  const streams: StreamSpec[] = [];
  for (const flow of topology.flows) {
    const numbers: number[] = [];
    const index = flows.length;
    for (let number = 0; number < Math.max(1, flow.streams); number++) {
      numbers.push(streams.length);
      streams.push(stream(assembly, topology, flow, index, number, lanes));
    }
    flows.push({ name: flow.name, flow: flow.flow, from: flow.from, to: flow.to, streams: numbers, transport: flow.transport });
  }
  const migrations = migrationsOf(topology, events, assembly, flows, streams, () => makerOf(assembly));
  return {
    components: assembly.components,
    domains: assembly.domains,
    cores: assembly.cores,
    vcpus: assembly.vcpus,
    stations: assembly.stations,
    steps: assembly.steps,
    streams,
    flows,
    grants: grantsOf(topology, assembly),
    caches: assembly.caches,
    rings: assembly.rings,
    migrations,
    notes: [...assembly.notes]
  };
}

function makerOf(assembly: Assembly): StreamMaker {
  const lanes = new Lanes();
  return (topology, flow, index, routed) =>
    Array.from({ length: Math.max(1, flow.streams) }, (_, number) => number).flatMap(number => {
      if (routed) return [stream(assembly, topology, flow, index, number, lanes)];
      takeLanes(topology, assembly, flow, lanes);
      return [];
    });
}

/** Running numbers by place, so that streams spread over queues and vCPUs in turn. */
class Lanes {
  private readonly next = new Map<string, number>();

  take(place: string): number {
    const lane = this.next.get(place) ?? 0;
    this.next.set(place, lane + 1);
    return lane;
  }
}

function lanesOf(flow: Flow, from: Endpoint, to: Endpoint, lanes: Lanes): { lane: number; senderLane: number; wireLane: number } {
  return { lane: lanes.take(flow.to), senderLane: lanes.take(flow.from), wireLane: lanes.take(`wire ${wireOf(from) ?? wireOf(to) ?? ''}`) };
}

function takeLanes(topology: Topology, assembly: Assembly, flow: Flow, lanes: Lanes): void {
  lanesOf(flow, endpoint(assembly, topology, flow.from, 0), endpoint(assembly, topology, flow.to, 0), lanes);
}

function stream(assembly: Assembly, topology: Topology, flow: Flow, index: number, number: number, lanes: Lanes): StreamSpec {
  const headers = HEADERS[flow.transport];
  const from = endpoint(assembly, topology, flow.from, headers);
  const to = endpoint(assembly, topology, flow.to, headers);
  const smallest = Math.min(mtuOf(from), mtuOf(to));
  const mtu = flow.mtu ?? (smallest === Infinity ? DEFAULT_MTU : smallest);
  const fabric = flow.transport === 'rpc' || flow.transport === 'message' ? fabricOf(from, to) : undefined;
  const largest = Math.max(1, fabric ? mtu : mtu - headers);
  const trace = traceOf(flow, number);
  const size = trace ? trace.size : sizeOf(flow, largest);
  const datagram = flow.transport === 'tcp' ? 1 : Math.max(1, Math.ceil(size / largest));
  // An application that writes less than a packet at a time has it sent so.
  const payload = flow.transport === 'tcp' ? Math.min(size, largest) : trace ? Math.min(trace.most, largest) : Math.ceil(size / datagram);
  const sends = flow.transport === 'tcp' && from.kind === 'attached' && sendsUnits(from.at) && size >= largest;
  const unit = fabric ? datagram : sends ? largestUnit(payload) : 1;
  const outstanding = flow.outstanding ?? DEFAULT_OUTSTANDING;
  const closed = !trace && flow.rate === undefined && (flow.transport === 'rpc' || flow.transport === 'message');
  const { lane, senderLane, wireLane } = lanesOf(flow, from, to, lanes);
  const data: Traffic = {
    transport: flow.transport,
    kind: 'data',
    payload,
    unit,
    lane: to.kind === 'peer' ? senderLane : lane,
    wireLane,
    via: flow.via
  };
  const forward = assembly.route(route(assembly, topology, from, to, data), {
    payload,
    units: unit > 1,
    data: true,
    headers,
    framing: fabric?.framing
  });
  const response = flow.response ?? DEFAULT_REQUEST;
  const responsePayload = Math.ceil(response / Math.ceil(response / largest));
  const backward = wayBack(
    assembly,
    topology,
    flow,
    from,
    to,
    { ...data, unit: 1, payload: responsePayload, lane: from.kind === 'peer' ? lane : senderLane },
    headers,
    fabric
  );
  return {
    flow: index,
    number,
    transport: flow.transport,
    forward,
    backward,
    payload,
    unit,
    whole: fabric !== undefined,
    datagram,
    size,
    response,
    responsePayload,
    window: closed ? datagram * outstanding : Math.max(2, Math.floor((flow.window ?? DEFAULT_WINDOW) / payload)),
    rate: trace ? trace.rate : flow.rate === undefined ? Infinity : flow.rate / Math.max(1, flow.streams),
    arrival: flow.arrival,
    ...(trace ? { trace: trace.arrivals, meanPayload: meanPayload(trace, payload) } : {}),
    on: flow.on ?? 0,
    off: flow.off ?? 0,
    bytes: flow.bytes === undefined ? Infinity : flow.bytes / Math.max(1, flow.streams),
    think: toPicoseconds(flow.think ?? 0),
    outstanding,
    start: toPicoseconds(flow.start ?? 0),
    stop: flow.stop === undefined ? Infinity : toPicoseconds(flow.stop),
    ...(flow.start === undefined ? { phase: START_PHASE } : {})
  };
}

function wayBack(
  assembly: Assembly,
  topology: Topology,
  flow: Flow,
  from: Endpoint,
  to: Endpoint,
  data: Traffic,
  headers: number,
  fabric: Fabric | undefined
): number {
  if (flow.transport === 'udp' || flow.transport === 'message') return -1;
  const ack = flow.transport === 'tcp';
  const payload = ack ? 0 : data.payload;
  const packets = ack ? 1 : Math.ceil((flow.response ?? DEFAULT_REQUEST) / data.payload);
  const answer = flow.compute && !ack ? { compute: flow.compute, packets } : undefined;
  const traffic: Traffic = { ...data, kind: ack ? 'ack' : 'data', payload, unit: fabric ? packets : 1, answer };
  const carried = { payload, units: fabric !== undefined && packets > 1, data: !ack, headers, framing: fabric?.framing };
  return assembly.route(route(assembly, topology, to, from, traffic), carried);
}

/**
 * What carries whole messages between the two ends, undefined when their kernels' stacks talk to each other.
 * @throws UnreachableError when only one of them can.
 */
function fabricOf(from: Endpoint, to: Endpoint): Fabric | undefined {
  const [sends, receives] = [from, to].map(end => (end.kind === 'attached' ? end.model.fabric : undefined));
  const foreign = [from, to].find(end => end.kind === 'attached' && end.model.fabric?.name !== (sends ?? receives)?.name);
  if (foreign)
    throw new UnreachableError(
      `${from.name} and ${to.name} do not speak the same: ${foreign.name} is no ${(sends ?? receives)!.name} endpoint`
    );
  return sends ?? receives;
}

/** Bytes of a datagram, request or message; a UDP sender fills its packets unless told otherwise. */
function sizeOf(flow: Flow, largest: number): number {
  if (flow.transport === 'rpc') return flow.request ?? DEFAULT_REQUEST;
  return flow.size ?? largest;
}

/** A peer takes what the other end sends. */
function mtuOf(end: Endpoint): number {
  if (end.kind === 'peer') return Infinity;
  const { vif, nic } = end.at;
  return vif?.mtu ?? nic?.mtu ?? DEFAULT_MTU;
}

function wireOf(end: Endpoint): string | undefined {
  return end.kind === 'attached' ? end.at.nic?.name : undefined;
}

function grantsOf(topology: Topology, assembly: Assembly): GrantSpec[] {
  const numbers = new Map(assembly.domains.map((domain, number) => [domain.name, number]));
  return topology.hosts
    .filter(host => host.hypervisor.kind === 'xen')
    .flatMap(host =>
      host.domains
        .filter(domain => domain.vifs.some(usesGrants))
        .map(domain => {
          const need = grantNeed(domain, host);
          const vifs = domain.vifs.filter(usesGrants);
          const queues = need.vifs.reduce((sum, each) => sum + each.effective, 0);
          return {
            domain: numbers.get(domain.name) ?? -1,
            name: domain.name,
            framesNeeded: need.framesNeeded,
            framesLimit: need.framesLimit,
            standing: Math.min(need.entries, need.entriesLimit),
            queues,
            pooled: vifs.some(vif => vif.grants?.mode === 'reuse')
          };
        })
    );
}
