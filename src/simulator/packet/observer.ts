/**
 * Who watches a replication: is told what happens, and changes nothing. What a replication comes to, its fingerprint too, is
 * the same with and without.
 */
import type { System } from '../model/system.ts';
import type { Cpu } from './cpu.ts';
import type { Network } from './network.ts';

/** What an observer may look at: everything, between two events. */
export interface Scene {
  readonly system: System;
  readonly network: Network;
  readonly cpu: Cpu;
}

/** Times are simulated picoseconds. */
export interface Observer {
  /** An event is over; until the next one everything stays as it is. */
  settled?(now: number): void;
  /** A thread is done with a row at a step, and hands it on. */
  handedOn?(row: number, step: number, now: number): void;
  /** A row is lost at a station. */
  dropped?(row: number, station: number, now: number): void;
  /** An interrupt is raised for a station. */
  interrupted?(station: number, now: number): void;
  /** It has seen enough: the replication may end. */
  readonly done?: boolean;
}
