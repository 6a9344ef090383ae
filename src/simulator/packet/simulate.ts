/** The packet engine: one replication of one point. */
import type { Topology } from '../../topology/model.ts';
import { EventList } from '../kernel/events.ts';
import { toPicoseconds, toSeconds } from '../kernel/time.ts';
import { buildSystem } from '../model/build.ts';
import { stream as randomStream } from '../kernel/random.ts';
import type { StreamSpec, System } from '../model/system.ts';
import type { Observation } from '../observation.ts';
import type { Observer, Scene } from './observer.ts';
import { LatencyHistogram } from '../statistics/histogram.ts';
import type { EngineOptions } from '../run/task.ts';
import type { Counts } from '../counts.ts';
import { Spent } from '../spent.ts';
import { Cpu } from './cpu.ts';
import { Kind } from './kinds.ts';
import { Network } from './network.ts';
import type { Transports } from './transports.ts';
import { observe } from '../observe.ts';
import { spentUntil } from './readings.ts';
import { Sources } from './sources.ts';
import { Tcp } from './tcp.ts';
import { Timeline } from './timeline.ts';
import { checkConservation } from './conservation.ts';
import { Interventions } from './interventions.ts';
import { Migrations } from './migrations.ts';

/** Events between two looks at progress and cancellation. */
const LOOK = 1 << 14;

/**
 * Simulates one replication.
 * @throws UnreachableError when a flow has no way; InternalError when packets or cycles are not conserved.
 */
export function simulate(topology: Topology, options: EngineOptions): Observation {
  return simulateSystem(buildSystem(topology, options.events), options);
}

/**
 * Simulates one replication while somebody watches; it ends when the observer has seen enough.
 * @throws UnreachableError when a flow has no way; InternalError when packets or cycles are not conserved.
 */
export function simulateWatched(topology: Topology, options: EngineOptions, watch: (scene: Scene) => Observer): Observation {
  return new Replication(buildSystem(topology, options.events), options, watch).run();
}

/**
 * Simulates one replication of a system that is built already.
 * @throws InternalError when packets or cycles are not conserved.
 */
export function simulateSystem(system: System, options: EngineOptions): Observation {
  return new Replication(system, options).run();
}

class Replication implements Transports {
  private readonly events = new EventList();
  private readonly network: Network;
  private readonly cpu: Cpu;
  private readonly tcp: Tcp;
  private readonly sources: Sources;
  private readonly migrations: Migrations;
  private readonly interventions: Interventions;
  private readonly latency: LatencyHistogram[];
  private readonly jobs: (number | undefined)[];
  private readonly jobsLeft: Int32Array;
  private readonly isTcp: Uint8Array;
  private readonly isFinished: Uint8Array;
  /** Streams that have not finished. */
  private unfinished: number;
  private readonly flowOf: Int32Array;
  private fingerprint = 0x811c9dc5 | 0;
  /** When each stream really began. */
  private readonly started: Float64Array;
  private handled = 0;
  private deliveredPackets = 0;
  private droppedPackets = 0;
  private atWarmup: Snapshot | undefined;
  private readonly observer: Observer | undefined;
  private timeline: Timeline | undefined;

  constructor(
    private readonly system: System,
    private readonly options: EngineOptions,
    watch?: (scene: Scene) => Observer
  ) {
    const { seed, replication } = options;
    this.network = new Network(system, this.events, seed, replication);
    this.cpu = new Cpu(system, this.events, this.network);
    this.network.cpu = this.cpu;
    this.network.transports = this;
    const finished = (stream: number, now: number): void => this.finished(stream, now);
    this.tcp = new Tcp(system, this.events, this.network, finished);
    this.sources = new Sources(system, this.events, this.network, seed, replication, finished);
    this.migrations = new Migrations(system, this.events, this.network, this.cpu, this.tcp);
    this.interventions = new Interventions(
      system,
      options.events,
      this.events,
      this.network,
      this.cpu,
      this.sources,
      this.tcp,
      this.migrations
    );
    this.started = new Float64Array(system.streams.length);
    this.latency = system.flows.map(() => new LatencyHistogram());
    this.jobs = system.flows.map(() => undefined);
    this.jobsLeft = Int32Array.from(system.flows, flow => flow.streams.length);
    this.isTcp = Uint8Array.from(system.streams, each => (each.transport === 'tcp' ? 1 : 0));
    this.isFinished = new Uint8Array(system.streams.length);
    this.unfinished = system.streams.filter(each => !each.onDemand).length;
    this.flowOf = Int32Array.from(system.streams, each => each.flow);
    this.observer = watch?.({ system, network: this.network, cpu: this.cpu });
    this.network.observer = this.observer;
  }

  run(): Observation {
    const { events, options, system } = this;
    const end = toPicoseconds(options.duration);
    const warmup = Math.min(toPicoseconds(options.warmup), end - 1);
    system.streams.forEach((stream, number) => {
      const begin = this.begins(stream, number);
      if (begin < end) events.schedule(begin, Kind.start, number);
      if (stream.stop < end) events.schedule(stream.stop, Kind.stop, number);
    });
    events.schedule(warmup, Kind.measure, 0);
    this.interventions.schedule();
    // Replications are alike over time: the first one tells enough.
    const timeline = options.replication === 0 ? new Timeline(system, this.network, this.cpu, warmup, end) : undefined;
    this.timeline = timeline;
    let reading = timeline?.next ?? Infinity;
    for (let at = events.peek(); at < end; at = events.peek()) {
      while (at > reading) {
        timeline!.read();
        reading = timeline!.next;
      }
      events.pop();
      this.handle(events.time);
      this.observer?.settled?.(events.time);
      if ((++this.handled & (LOOK - 1)) === 0) {
        options.onProgress?.(toSeconds(events.time), this.deliveredPackets);
        if (options.shouldStop?.()) break;
      }
      if (this.allDone() || this.observer?.done === true) break;
    }
    // What is left of the last part is idle, and read with it.
    while (!this.allDone() && reading <= end) {
      timeline!.read();
      reading = timeline!.next;
    }
    return this.result(this.allDone() ? Math.max(events.time, warmup + 1) : end);
  }

  private begins(spec: StreamSpec, number: number): number {
    const { seed, replication } = this.options;
    const name = `${this.system.flows[spec.flow]!.name}#${spec.number}`;
    const phase = spec.phase ? Math.floor(spec.phase * randomStream(seed, replication, name, 'start').uniform()) : 0;
    this.started[number] = spec.start + phase;
    return spec.start + phase;
  }

  private handle(now: number): void {
    const { events } = this;
    const { kind, argument, generation } = events;
    this.mark(now, kind, argument);
    switch (kind) {
      case Kind.core:
        this.cpu.done(argument, generation, now);
        break;
      case Kind.arrival:
        this.network.arrived(argument, now);
        break;
      case Kind.interrupt:
        this.network.interrupt(argument, generation, now);
        break;
      case Kind.device:
        this.network.devices.served(argument, now);
        break;
      case Kind.arbiter:
        this.network.arbiters.serve(argument, now);
        break;
      case Kind.ring:
        this.network.rings.freed(argument, now);
        break;
      case Kind.source:
        this.source(argument, now);
        break;
      case Kind.slice:
        this.cpu.slice(argument, now);
        break;
      case Kind.account:
        this.cpu.account(argument, now);
        break;
      case Kind.tick:
        this.cpu.tick(argument, now);
        break;
      case Kind.background:
        this.cpu.background(argument, now);
        break;
      case Kind.timeout:
        this.tcp.timeout(argument, now);
        break;
      case Kind.delayed:
        this.tcp.delayed(argument, now);
        break;
      case Kind.think:
        this.sources.thought(argument, generation === 1, now);
        break;
      case Kind.start:
        this.start(argument, now);
        break;
      case Kind.stop:
        this.stop(argument);
        break;
      case Kind.measure:
        this.measure(now);
        break;
      case Kind.resumed:
        this.migrations.resume(argument, now);
        break;
      case Kind.scheduled:
        this.interventions.act(argument, now);
        break;
      default:
        break;
    }
    this.cpu.settleWakes(now);
  }

  /** FNV-1a over time, kind and argument of every event: any change of behaviour changes it. */
  private mark(now: number, kind: number, argument: number): void {
    let hash = this.fingerprint;
    hash = Math.imul(hash ^ (now | 0), 0x01000193);
    hash = Math.imul(hash ^ (kind << 24) ^ argument, 0x01000193);
    this.fingerprint = hash;
  }

  private source(stream: number, now: number): void {
    if (this.isTcp[stream] === 1) this.tcp.offer(stream, now);
    else this.sources.due(stream, now);
  }

  private start(stream: number, now: number): void {
    if (this.isTcp[stream] === 1) this.tcp.start(stream, now);
    else this.sources.start(stream, now);
  }

  private stop(stream: number): void {
    if (this.isTcp[stream] === 1) this.tcp.stop(stream);
    else this.sources.stop(stream);
  }

  private measure(now: number): void {
    this.atWarmup = {
      now,
      counts: this.network.counts.minus(this.system),
      spent: spentUntil(this.system, this.cpu.cores, this.cpu.activities, now),
      pipeAhead: this.pipeAhead(now)
    };
    for (const histogram of this.latency) histogram.clear();
  }

  /** Bits that pipes have counted and not yet sent. */
  private pipeAhead(now: number): Float64Array {
    return Float64Array.from(this.system.stations, (station, at) =>
      station.pipe ? toSeconds(Math.max(this.network.pipes.ahead(at, now), this.network.arbiters.ahead(at, now))) * station.pipe.rate : 0
    );
  }

  received(row: number, now: number): void {
    this.tcp.received(row, now);
  }

  delivered(row: number, now: number): void {
    const { rows, counts } = this.network;
    const stream = rows.stream[row]!;
    const spec = this.system.streams[stream]!;
    const tcp = this.isTcp[stream] === 1;
    const isData = this.isData(row);
    const packets = rows.packets[row]!;
    if (tcp) this.tcp.delivered(row, now);
    else this.sources.delivered(row, now);
    if (isData) {
      const flow = this.flowOf[stream]!;
      counts.flowBytes[flow]! += rows.bytes[row]!;
      // What a spurious retransmission brings a second time counts for conservation only.
      const fresh = tcp ? rows.causeCount[row]! : packets;
      counts.flowPackets[flow]! += fresh;
      this.deliveredPackets += packets;
      if (spec.transport !== 'rpc' && fresh > 0 && (tcp || rows.causeFirst[row] === 1))
        this.latency[flow]!.recordTimes(toSeconds(now - rows.born[row]!), fresh);
    } else if (!tcp && rows.causeFirst[row] === 1) {
      this.latency[this.flowOf[stream]!]!.record(toSeconds(now - rows.born[row]!));
    }
    rows.release(row);
  }

  lost(row: number, station: number, now: number): void {
    const { rows, counts } = this.network;
    const stream = rows.stream[row]!;
    const spec = this.system.streams[stream]!;
    if (this.isData(row)) {
      counts.flowLost[spec.flow]! += rows.packets[row]!;
      this.droppedPackets += rows.packets[row]!;
    }
    if (this.isTcp[stream] === 0) this.sources.lost(row, now);
    void station;
  }

  drained(station: number, now: number): void {
    this.sources.drained(station, now);
  }

  private finished(stream: number, now: number): void {
    if (this.system.streams[stream]!.onDemand) {
      this.migrations.arrived(stream, now);
      return;
    }
    if (this.isFinished[stream] === 1) return;
    this.isFinished[stream] = 1;
    this.unfinished--;
    const flow = this.flowOf[stream]!;
    if (--this.jobsLeft[flow]! === 0) this.jobs[flow] = toSeconds(now - this.started[stream]!);
  }

  /** A run whose transfers are all finite ends with the last of them. */
  private allDone(): boolean {
    return this.unfinished === 0 && this.jobs.length > 0 && this.atWarmup !== undefined;
  }

  private result(end: number): Observation {
    const { system, cpu, network } = this;
    const before = this.atWarmup ?? emptySnapshot(system);
    const spent = spentUntil(system, cpu.cores, cpu.activities, end).minus(before.spent);
    const counts = network.counts.minus(system, before.counts);
    const pipes = this.pipeAhead(end);
    counts.pipeBits.forEach((bits, at) => {
      counts.pipeBits[at] = bits + before.pipeAhead[at]! - pipes[at]!;
    });
    const sent = network.counts.flowSent.reduce((sum, each) => sum + each, 0);
    const conservation = { sent, delivered: this.deliveredPackets, dropped: this.droppedPackets, inFlight: this.inFlight() };
    checkConservation(system, network, cpu, conservation);
    return observe(system, {
      level: 'packet',
      seconds: toSeconds(end - before.now),
      counts,
      spent,
      latency: this.latency.map(each => each.summary()),
      jobs: this.jobs,
      conservation,
      fingerprint: this.fingerprint >>> 0,
      events: this.handled,
      ...(this.timeline ? { timeline: this.timeline.observation() } : {}),
      notes: [...system.notes, ...this.migrations.notes, ...this.interventions.notes, ...this.neverLeftWarmup(counts)]
    });
  }

  private inFlight(): number {
    let packets = 0;
    this.network.rows.forEachLive(row => {
      if (this.isData(row)) packets += this.network.rows.packets[row]!;
    });
    return packets;
  }

  private isData(row: number): boolean {
    const { rows } = this.network;
    const stream = rows.stream[row]!;
    return this.system.streams[stream]!.backward < 0 || !this.network.isWayBack(rows.step[row]!);
  }

  private neverLeftWarmup(counts: Counts): string[] {
    return this.system.flows
      .filter(
        (flow, at) => !flow.internal && counts.flowPackets[at] === 0 && flow.streams.some(each => this.system.streams[each]!.rate > 0)
      )
      .map(flow => `${flow.name} delivered nothing in the measured window`);
  }
}

interface Snapshot {
  readonly now: number;
  readonly counts: Counts;
  readonly spent: Spent;
  readonly pipeAhead: Float64Array;
}

function emptySnapshot(system: System): Snapshot {
  return {
    now: 0,
    counts: undefined as never,
    spent: new Spent(system),
    pipeAhead: new Float64Array(system.stations.length)
  };
}
