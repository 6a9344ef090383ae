/**
 * A NIC with processors of its own: frames between wire and bus pass cores that run firmware.
 *
 * A core is busy with a frame's instructions, waits for banks of control memory, and commits the frame in order: inside a lock,
 * or by atomic instructions of half the accesses and no lock. Frames lie in a memory beside, written and read once each. With
 * several threads a core goes on with another frame while one waits. Seconds come from the topology: instructions and clocks
 * are properties of the NIC, not of an era's software.
 */
import type { Costs, Engine, Host, Nic } from '../../topology/model.ts';
import type { Assembly } from './assembly.ts';
import type { Traffic } from './attachment.ts';
import { cyclesOf } from './operations.ts';
import type { Charge, Stage, Worker } from './stage.ts';

/** What cores and control memory exchange at a time. */
const WORD = 4;
/** A frame goes round the banks; more than so many groups would tell conflicts no better. */
const BANK_GROUPS = 8;
/** A frame is written to the frame memory once and read once. */
const CROSSINGS = 2;
/** Frames beyond those worked on for which descriptors are at hand, and frames that may wait for the frame memory. */
const AT_HAND = 2;
const FRAMES_WAITING = 64;
/** Ethernet header and check sequence: what of the framing is stored. */
const STORED_FRAMING = 18;
const SMALLEST_FRAME = 64;
/** Inside a lock each status is read and written apart, and the lock itself taken and given back: twice the accesses. */
const ACCESSES = { rmw: 1, lock: 2 } as const;

/** Where frames pass an engine. */
export interface EnginePlace {
  readonly assembly: Assembly;
  readonly host: Host;
  readonly nic: Nic;
  /** Header bytes above the link layer. */
  readonly headers: number;
}

/** The engine's stages in one direction, first the ring or buffer that frames wait in; none when the NIC has no engine. */
export function engineStages(place: EnginePlace, direction: 'rx' | 'tx', traffic: Traffic): Stage[] {
  const { engine } = place.nic;
  if (!engine) return [];
  const threads = engine.cores * Math.max(1, engine.threads);
  return [
    entrance(place, engine, direction),
    ...(engine.threads > 1 ? [threadStage(place, engine, threads)] : []),
    coreStage(place, engine, direction, threads),
    ...bankStages(place, engine, direction, traffic),
    ...lockStage(place, engine, direction),
    ...frameMemory(place, engine, traffic)
  ];
}

const nameOf = (engine: Engine): string => engine.name;

/** Where frames wait for a core: dropped on the way in, waited for by the driver on the way out. */
function entrance({ assembly, nic }: EnginePlace, engine: Engine, direction: 'rx' | 'tx'): Stage {
  const name = `${nameOf(engine)} ${direction}`;
  return {
    name: direction === 'rx' ? 'frame buffer' : 'transmit ring',
    worker: assembly.device(name, { name: `${name} queue`, kind: 'nic', units: 1, inOrder: false }),
    queue:
      direction === 'rx'
        ? { place: `${nic.name} frame buffer`, capacity: nic.ring, full: 'drop', reason: 'frame buffer full' }
        : { place: `${nic.name} transmit ring`, capacity: nic.ring, full: 'wait', reason: 'transmit ring full' },
    work: []
  };
}

function threadStage({ assembly }: EnginePlace, engine: Engine, threads: number): Stage {
  const name = `${nameOf(engine)} threads`;
  return {
    name: 'engine threads',
    worker: assembly.device(name, { name, kind: 'engine', units: threads, inOrder: false }),
    queue: { place: name, capacity: AT_HAND, full: 'wait', reason: 'engine busy' },
    work: []
  };
}

function coreStage({ assembly, host }: EnginePlace, engine: Engine, direction: 'rx' | 'tx', threads: number): Stage {
  const name = nameOf(engine);
  const instructions = direction === 'rx' ? engine.rxInstructions : engine.txInstructions;
  const operation = direction === 'rx' ? 'engine_rx' : 'engine_tx';
  const cycles = instructions ?? engineCycles(host.costs, operation, engine);
  const work: Charge[] = [{ component: 'frame processing', operation, per: 'packet', seconds: cycles / engine.clock }];
  if (engine.ordering === 'rmw') work.push(ordering(host.costs, engine));
  const shared = engine.threads > 1;
  return {
    name: 'NIC engine',
    worker: assembly.device(name, {
      name,
      kind: 'engine',
      units: engine.cores,
      inOrder: false,
      clock: engine.clock,
      spread: 'exponential'
    }),
    holdsPrevious: shared,
    queue: { place: name, capacity: shared ? threads : AT_HAND, full: 'wait', reason: 'engine busy' },
    work
  };
}

/** The frame's accesses to control memory, bank by bank, while its core (or its thread) waits. */
function bankStages({ assembly }: EnginePlace, engine: Engine, direction: 'rx' | 'tx', traffic: Traffic): Stage[] {
  const banks = Math.max(1, engine.sramBanks);
  const groups = Math.min(banks, BANK_GROUPS);
  const access = engine.sramLatency ?? 1 / engine.clock;
  const bytes = engine.controlBytes ?? 0;
  if (bytes <= 0 || access <= 0) return [];
  // Streams begin at different banks, and go round either way, lest all frames follow each other through the banks in step.
  const round = direction === 'rx' ? (turn: number): number => turn : (turn: number): number => groups - 1 - turn;
  return Array.from({ length: groups }, (_, turn): Stage => {
    const number = (traffic.wireLane + round(turn)) % groups;
    const name = `${nameOf(engine)}.sram[${number}]`;
    const units = Math.floor(banks / groups) + (number < banks % groups ? 1 : 0);
    const worker = assembly.device(name, { name, kind: 'memory', units, inOrder: false, rate: (units * WORD * 8) / access });
    return {
      name: 'control memory',
      worker,
      ...waitedFor(turn === 0 && engine.threads === 1),
      queue: { place: name, capacity: Infinity, full: 'wait', reason: 'bank busy' },
      work: [{ component: 'control memory', operation: 'engine_order', per: 'packet', times: bytes / WORD / groups, seconds: access }]
    };
  });
}

/** The first stage behind a core holds it; those behind that go on holding what is held already. */
function waitedFor(first: boolean): Pick<Stage, 'holdsPrevious' | 'keepsHolding'> {
  return first ? { holdsPrevious: true } : { keepsHolding: true };
}

/** In-order commit inside a lock, one for each direction. Atomic instructions need none: their accesses are the core's own work. */
function lockStage({ assembly, host }: EnginePlace, engine: Engine, direction: 'rx' | 'tx'): Stage[] {
  if (engine.ordering !== 'lock') return [];
  const name = `${nameOf(engine)} ${direction} order`;
  const worker: Worker = assembly.device(name, { name, kind: 'lock', units: 1, inOrder: false });
  const behindCore = (engine.controlBytes ?? 0) <= 0 && engine.threads === 1;
  return [
    {
      name: 'in-order commit',
      worker,
      ...waitedFor(behindCore),
      queue: { place: name, capacity: Infinity, full: 'wait', reason: 'lock taken' },
      work: [ordering(host.costs, engine)]
    }
  ];
}

function ordering(costs: Costs, engine: Engine): Charge {
  const cycles = engineCycles(costs, 'engine_order', engine);
  return {
    component: 'ordering',
    operation: 'engine_order',
    per: 'packet',
    times: ACCESSES[engine.ordering],
    seconds: cycles / engine.clock
  };
}

/** An operation's price in cycles of the engine: what a cost block gives in cycles is meant so for engines. */
function engineCycles(costs: Costs, operation: string, engine: Engine): number {
  return cyclesOf(costs, operation, engine.clock);
}

function frameMemory({ assembly, headers }: EnginePlace, engine: Engine, traffic: Traffic): Stage[] {
  const rate = engine.dramBandwidth;
  if (rate === undefined) return [];
  const name = `${nameOf(engine)}.dram`;
  const framing = Math.max(headers + STORED_FRAMING, SMALLEST_FRAME - traffic.payload);
  const bytes = (count: number): Charge => ({
    component: 'frame memory',
    operation: 'dma_byte',
    per: 'packet',
    times: CROSSINGS * count,
    seconds: 8 / rate
  });
  return [
    {
      name: 'frame memory',
      worker: assembly.device(name, { name, kind: 'memory', units: 1, inOrder: false, rate }),
      queue: { place: name, capacity: FRAMES_WAITING, full: 'wait', reason: 'frame memory busy' },
      work: [bytes(framing), { ...bytes(1), per: 'byte' }]
    }
  ];
}
