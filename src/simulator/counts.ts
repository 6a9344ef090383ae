/** Everything the packet engine counts. Cycles by component are made from these at the end: counts times prices. */
import type { System } from './model/system.ts';

export class Counts {
  readonly stepItems: Float64Array;
  readonly stepPackets: Float64Array;
  readonly stepBytes: Float64Array;
  readonly stepFirst: Float64Array;
  readonly stepMisses: Float64Array;
  readonly stationBatches: Float64Array;
  readonly stationWakes: Float64Array;
  readonly stationNotifies: Float64Array;
  readonly stationItems: Float64Array;
  readonly stationDrops: Float64Array;
  /** Lost here because the domain they were for had moved away. */
  readonly stationStranded: Float64Array;
  readonly stationRefusals: Float64Array;
  readonly pipeBits: Float64Array;
  readonly pipeLost: Float64Array;
  readonly deviceBusy: Float64Array;
  readonly flowBytes: Float64Array;
  readonly flowPackets: Float64Array;
  readonly flowSent: Float64Array;
  readonly flowLost: Float64Array;

  constructor(system: System) {
    const steps = system.steps.length;
    const stations = system.stations.length;
    const flows = system.flows.length;
    this.stepItems = new Float64Array(steps);
    this.stepPackets = new Float64Array(steps);
    this.stepBytes = new Float64Array(steps);
    this.stepFirst = new Float64Array(steps);
    this.stepMisses = new Float64Array(steps);
    this.stationBatches = new Float64Array(stations);
    this.stationWakes = new Float64Array(stations);
    this.stationNotifies = new Float64Array(stations);
    this.stationItems = new Float64Array(stations);
    this.stationDrops = new Float64Array(stations);
    this.stationStranded = new Float64Array(stations);
    this.stationRefusals = new Float64Array(stations);
    this.pipeBits = new Float64Array(stations);
    this.pipeLost = new Float64Array(stations);
    this.deviceBusy = new Float64Array(stations);
    this.flowBytes = new Float64Array(flows);
    this.flowPackets = new Float64Array(flows);
    this.flowSent = new Float64Array(flows);
    this.flowLost = new Float64Array(flows);
  }

  /** A copy, or the difference to an earlier copy. */
  minus(system: System, earlier?: Counts): Counts {
    const result = new Counts(system);
    for (const key of Object.keys(this) as (keyof Counts)[]) {
      const now = this[key];
      if (!(now instanceof Float64Array)) continue;
      const before = earlier?.[key] as Float64Array | undefined;
      const into = result[key] as Float64Array;
      for (let at = 0; at < now.length; at++) into[at] = now[at]! - (before?.[at] ?? 0);
    }
    return result;
  }
}
