/**
 * A trace in the format of Chrome's `about:tracing`, which Perfetto opens: a process per host with a thread per core, counters
 * for queues, instants for drops and interrupts. Times are microseconds with three decimals; what is shorter is cut off.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
import type { System } from '../model/system.ts';
import type { TraceEvent } from './trace.ts';

/** @param about what the trace is of, as it stands in `otherData` */
export function chromeTrace(system: System, events: readonly TraceEvent[], about: Readonly<Record<string, unknown>>): string {
  const rooms = new Rooms(system);
  const lines = events.map(event => JSON.stringify(entryOf(event, system, rooms)));
  const all = [...rooms.names().map(name => JSON.stringify(name)), ...lines];
  return `{"displayTimeUnit":"ns","otherData":${JSON.stringify(about)},"traceEvents":[\n${all.join(',\n')}\n]}\n`;
}

/** Whole nanoseconds of a time, so that what follows on something begins where that ends. */
const nanoseconds = (picoseconds: number): number => Math.floor(picoseconds / 1000);
const microseconds = (picoseconds: number): number => nanoseconds(picoseconds) / 1000;

function entryOf(event: TraceEvent, { cores, stations }: System, rooms: Rooms): object {
  switch (event.kind) {
    case 'work': {
      const { core, what, domain, flows, packets, from, until } = event;
      const dur = (nanoseconds(until) - nanoseconds(from)) / 1000;
      const args = flows.length > 0 ? { domain, flows: flows.join(', '), packets } : { domain };
      return { name: what, cat: domain, ph: 'X', pid: rooms.host(cores[core]!.host), tid: core + 1, ts: microseconds(from), dur, args };
    }
    case 'queue': {
      const { name } = stations[event.station]!;
      return { name, cat: 'queue', ph: 'C', pid: rooms.of(event.station), ts: microseconds(event.at), args: { packets: event.packets } };
    }
    case 'drop': {
      const { place, reason } = stations[event.station]!;
      const args = { where: place, reason, flow: event.flow, packets: event.packets };
      const pid = rooms.of(event.station);
      return instant('drop', pid, drops(pid), event.at, args);
    }
    case 'interrupt': {
      const { interrupt, name } = stations[event.station]!;
      const pid = rooms.of(event.station);
      return instant('interrupt', pid, interrupts(pid), event.at, { of: interrupt?.name ?? name });
    }
  }
}

const instant = (name: string, pid: number, tid: number, at: number, args: object): object => ({
  name,
  cat: name,
  ph: 'i',
  s: 't',
  pid,
  tid,
  ts: microseconds(at),
  args
});

/** Threads of a process that are no cores, behind all cores. No two threads of a trace have one number, whatever their process. */
const interrupts = (pid: number): number => 1_000_000 + 2 * pid;
const drops = (pid: number): number => interrupts(pid) + 1;
/** The process of what is in no host. */
const NETWORK = 1;

/** Processes and threads of the trace. */
class Rooms {
  private readonly hosts: readonly string[];

  constructor(private readonly system: System) {
    this.hosts = [...new Set([...system.cores.map(({ host }) => host), ...system.domains.map(({ host }) => host)])];
  }

  host(name: string): number {
    return NETWORK + 1 + this.hosts.indexOf(name);
  }

  /** The process of a station: its host's, or the network's. */
  of(station: number): number {
    const { kind, domain, device } = this.system.stations[station]!;
    const host = kind === 'thread' ? this.system.domains[domain]!.host : device?.host;
    return host === undefined ? NETWORK : this.host(host);
  }

  /** Names and order of processes and threads. */
  names(): object[] {
    const named = (kind: 'process' | 'thread', pid: number, tid: number, name: string, order: number): object[] => [
      { name: `${kind}_name`, ph: 'M', pid, tid, args: { name } },
      { name: `${kind}_sort_index`, ph: 'M', pid, tid, args: { sort_index: order } }
    ];
    const marks = (pid: number): object[] => [
      ...named('thread', pid, interrupts(pid), 'interrupts', interrupts(pid)),
      ...named('thread', pid, drops(pid), 'drops', drops(pid))
    ];
    return [
      ...this.hosts.flatMap((name, at) => [...named('process', this.host(name), 0, name, at), ...marks(this.host(name))]),
      ...named('process', NETWORK, 0, 'network', this.hosts.length),
      ...marks(NETWORK),
      ...this.system.cores.flatMap(({ name, host }, core) => named('thread', this.host(host), core + 1, name, core + 1))
    ];
  }
}
