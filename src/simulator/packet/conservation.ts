/** What every run must obey, whatever it simulates. A violation is our mistake and gives a report, never a result. */
import { InternalError } from '../run/internal-error.ts';
import type { Observation } from '../observation.ts';
import { PICOSECONDS } from '../kernel/time.ts';
import type { System } from '../model/system.ts';
import type { Cpu } from './cpu.ts';
import { feederDomain } from '../observe.ts';
import { suspended } from './readings.ts';
import type { Network } from './network.ts';

/** Each activation's length is rounded to a picosecond. */
const ROUNDING = 1;

export function checkConservation(system: System, network: Network, cpu: Cpu, packets: Observation['conservation']): void {
  const { sent, delivered, dropped, inFlight } = packets;
  if (sent !== delivered + dropped + inFlight) {
    throw new InternalError(
      'packets are not conserved',
      `sent ${sent} = delivered ${delivered} + dropped ${dropped} + in flight ${inFlight} does not hold`
    );
  }
  checkCycles(system, network, cpu);
}

/** Cycles charged to components equal the time vCPUs were busy: counts times prices on one side, the clock on the other. */
function checkCycles(system: System, network: Network, cpu: Cpu): void {
  const { counts } = network;
  const { spent } = cpu.activities;
  let charged = 0;
  let activations = 0;
  const psOf = (domain: number): number => PICOSECONDS / system.cores[system.vcpus[system.domains[domain]!.vcpus[0]!]!.cores[0]!]!.clock;
  system.stations.forEach((station, at) => {
    if (station.kind !== 'thread') return;
    activations += counts.stationBatches[at]!;
    const ps = psOf(station.domain);
    charged +=
      ps * (station.perBatch * counts.stationBatches[at]! + station.perWake * (counts.stationWakes[at]! - network.notices.wakesUnpaid(at)));
    const sender = feederDomain(system, at);
    if (sender >= 0) charged += psOf(sender) * station.perNotify * counts.stationNotifies[at]!;
    charged -= ps * network.notices.debtOf(at);
  });
  system.steps.forEach((step, at) => {
    const station = system.stations[step.station]!;
    if (station.kind !== 'thread') return;
    charged +=
      psOf(station.domain) *
      (step.perItem * counts.stepItems[at]! +
        step.perPacket * counts.stepPackets[at]! +
        step.perByte * counts.stepBytes[at]! +
        step.firstUse * counts.stepFirst[at]!);
  });
  system.domains.forEach((_, domain) => {
    charged +=
      psOf(domain) * (spent.switchCycles[domain]! + spent.otherCycles[domain]! + spent.spinCycles[domain]! + spent.waitCycles[domain]!);
  });
  const busy = spent.vcpuBusy.reduce((sum, each) => sum + each, 0) + suspended(cpu.cores, cpu.activities);
  // An activation of free work still takes a cycle, so that time moves on; that and rounding is all that may differ.
  const allowed = activations * (ROUNDING + PICOSECONDS / Math.min(...system.cores.map(core => core.clock))) + 1e-9 * charged + 1e6;
  if (Math.abs(charged - busy) > allowed) {
    throw new InternalError('cycles are not conserved', `charged ${charged} ps, busy ${busy} ps, allowed difference ${allowed} ps`);
  }
}
