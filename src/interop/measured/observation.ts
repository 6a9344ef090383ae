/** What was measured, whoever measured it: plain numbers in SI units, to lay beside a result. */

export interface Observation {
  /** Name of the file. */
  readonly file: string;
  readonly tool: 'iperf3' | 'mpstat' | 'xentop' | 'ethtool';
  readonly throughput?: Throughput;
  /** CPU of domains by the name the tool knows, in cores' worth. */
  readonly domains: readonly { readonly name: string; readonly cores: number; readonly samples: number }[];
  /** CPU of the machine the tool ran in, in cores' worth. */
  readonly machine?: { readonly name: string; readonly cores: number; readonly cpus: number; readonly stolen: number };
  /** Counters that tell where packets were lost. */
  readonly counters: readonly { readonly name: string; readonly packets: number; readonly means: string }[];
}

export interface Throughput {
  /** Goodput at the receiver, bit/s. */
  readonly bitsPerSecond: number;
  readonly transport: 'tcp' | 'udp';
  readonly streams: number;
  readonly seconds: number;
  readonly lossRatio?: number;
  readonly retransmits?: number;
  /** The server sent (`iperf3 -R`). */
  readonly isReverse: boolean;
  /** Mean round trip of the sender's TCP, seconds. */
  readonly roundTrip?: number;
}

export const blank = (file: string, tool: Observation['tool']): Observation => ({ file, tool, domains: [], counters: [] });
