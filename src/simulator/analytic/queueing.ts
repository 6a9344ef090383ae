/**
 * Waiting below saturation: what an arrival finds before it at vCPUs, wires and devices.
 *
 * A vCPU works on activations, one after the other: an arrival waits for the rest of the one under way and for those before it
 * (Pollaczek and Khinchine, W = Σ λ S² / 2 (1 − ρ)). A wire is the same with packets, a device with several units by Sakasegawa's
 * approximation. A stream does not wait for itself: what goes round, and what comes at a constant rate, keeps its distance. Other
 * work of a vCPU gives way to every station; only the piece under way is waited for.
 */
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Activity, Load } from './batches.ts';
import { clockOf } from './burnt.ts';
import { serviceOf } from './holding.ts';
import type { Visit } from './routes.ts';

/** Pieces in which a vCPU does its other work, seconds: as the packet engine cuts it. */
const OTHER_PIECE = 50e-6;
/** Beyond this much of a worker's time a queue stands before it, as long as windows and buffers let it be. */
const FULL = 0.98;
/** So near to its end a mean queue of chance says nothing; windows, closed loops and buffers do. */
const ENDLESS = 0.999;

/** Everything that may wait before one worker. */
interface Worker {
  readonly units: number;
  readonly exponential: boolean;
  /** Of every station that it serves: its part of the worker's time, and of what an arrival finds (seconds). */
  readonly busy: Map<number, number>;
  readonly rest: Map<number, number>;
  allBusy: number;
  allRest: number;
}

export class Queueing {
  private readonly vcpus: Worker[];
  private readonly stations = new Map<number, Worker>();

  constructor(
    private readonly system: System,
    visits: readonly (readonly Visit[])[],
    private readonly rates: Float64Array,
    activity: readonly Activity[],
    private readonly load: Load
  ) {
    this.vcpus = system.vcpus.map(({ background }) => ({
      ...emptyWorker(1, false),
      allRest: (background * OTHER_PIECE) / 2
    }));
    const work = workOf(system, visits, rates);
    work.forEach((busy, at) => {
      const station = system.stations[at]!;
      const items = load.items[at]!;
      if (!(busy > 0) || !(items > 0)) return;
      if (station.vcpu < 0) {
        const worker = emptyWorker(station.device?.units ?? 1, station.device?.spread === 'exponential');
        this.stations.set(at, worker);
        put(worker, at, busy, busy / items);
        return;
      }
      const { batch, woken } = activity[at]!;
      const length = (busy * batch) / items + (station.perBatch + woken * station.perWake) / clockOf(system, station.vcpu);
      put(this.vcpus[station.vcpu]!, at, (length * items) / batch, length);
    });
  }

  /** Whether a station's worker has no time left. */
  isFull(station: number): boolean {
    const worker = this.workerOf(station);
    return worker !== undefined && worker.allBusy / worker.units >= FULL;
  }

  /**
   * Seconds that an arrival of a stream waits before it is its turn.
   */
  wait(stream: number, route: readonly Visit[], station: number): number {
    const worker = this.workerOf(station);
    if (!worker || worker.allBusy / worker.units >= ENDLESS) return 0;
    let { allBusy: busy, allRest: rest } = worker;
    for (const visit of this.atRandom(stream) ? [] : route) {
      const items = this.load.items[visit.station]!;
      if (!worker.busy.has(visit.station) || !(items > 0)) continue;
      const own = (this.rates[stream]! * visit.taken) / items;
      busy -= own * worker.busy.get(visit.station)!;
      rest -= own * worker.rest.get(visit.station)!;
    }
    const utilization = Math.max(0, busy / worker.units);
    if (!(utilization > 0)) return 0;
    const meets = worker.units === 1 ? 1 : (utilization ** (Math.sqrt(2 * (worker.units + 1)) - 1) / utilization) * (1 / worker.units);
    return ((worker.exponential ? 2 : 1) * Math.max(0, rest) * meets) / (1 - utilization);
  }

  /** Arrivals that do not know of each other. */
  private atRandom(stream: number): boolean {
    const { rate, transport, arrival } = this.system.streams[stream]!;
    return rate !== Infinity && transport !== 'tcp' && arrival !== 'cbr';
  }

  private workerOf(station: number): Worker | undefined {
    const { vcpu } = this.system.stations[station]!;
    return vcpu < 0 ? this.stations.get(station) : this.vcpus[vcpu]!;
  }
}

function emptyWorker(units: number, exponential: boolean): Worker {
  return { units, exponential, busy: new Map(), rest: new Map(), allBusy: 0, allRest: 0 };
}

function put(worker: Worker, station: number, busy: number, length: number): void {
  worker.busy.set(station, busy);
  worker.rest.set(station, (busy * length) / 2);
  worker.allBusy += busy;
  worker.allRest += (busy * length) / 2;
}

/** Seconds of work per second by station, what is paid per batch left out. */
function workOf(system: System, visits: readonly (readonly Visit[])[], rates: Float64Array): Float64Array {
  const work = new Float64Array(system.stations.length);
  visits.forEach((route, stream) => {
    if (!Number.isFinite(rates[stream]!)) return;
    for (const visit of route) {
      const { pipe, device, vcpu } = system.stations[visit.station]!;
      const unit = pipe ? pipe.rate : device ? PICOSECONDS : clockOf(system, vcpu);
      work[visit.station]! += (rates[stream]! * serviceOf(visit)) / unit;
    }
  });
  return work;
}
