/** Small machines to record, and a reader of captures that knows nothing of the writer. */
import type { Experiment, Plan } from '../../../src/topology/plan.ts';
import { record } from '../../../src/simulator/recording/record.ts';
import type { Recording, RecordingWish } from '../../../src/simulator/recording/record.ts';
import { experiment, plan } from '../run/fakes.ts';
import { topologyOf } from '../support.ts';

/** One guest behind a driver domain and a wire of 1 Gb/s that loses nothing: the guest keeps up. */
export const machine = (flows: string, { vif = '', nic = '', link = '' } = {}): string => `
host server {
  cpu { cores = 2; clock = 2.66 GHz }
  nic eth0 { rate = 1 Gbps; ${nic} }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br0 { domain = dom0; uplink = eth0 }
  domain guest { vcpus = 1; pin = [1]; vif eth0 { model = netfront; bridge = br0; ${vif} } }
}
peer client { rate = 1 Gbps }
link wire { ends = [client, server.eth0]; ${link} }
${flows}
`;

export const RECEIVE = 'flow rx { from = client; to = server.guest.eth0; transport = tcp }';
export const SEND = 'flow tx { from = server.guest.eth0; to = client; transport = tcp }';
export const VIF = 'server.guest.eth0';

export function planOf(text: string, changes: Partial<Experiment> = {}): Plan {
  const points = [{ parameters: {}, topology: topologyOf(text), events: [], expectations: [] }];
  return plan(experiment({ duration: 0.03, warmup: 0.01, repeat: 1, varies: [], points, ...changes }));
}

const TASK = { experiment: 0, point: 0, replication: 0 };

export function recordingsOf(of: Plan, wish: Partial<RecordingWish>): readonly Recording[] {
  return record(of, { task: TASK, trace: false, captures: [], version: '1.2.3', ...wish })!;
}

export interface ReadPacket {
  readonly nanoseconds: number;
  readonly inbound: boolean;
  readonly bytes: DataView;
  readonly length: number;
}

export interface ReadCapture {
  readonly comments: readonly string[];
  readonly interfaceName: string;
  readonly resolution: number;
  readonly packets: readonly ReadPacket[];
  readonly hosts: ReadonlyMap<string, string>;
}

/** Reads pcapng; throws when block lengths do not agree. */
export function readCapture(content: Uint8Array): ReadCapture {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const text = (at: number, length: number): string => new TextDecoder().decode(content.subarray(at, at + length));
  const word = (at: number): number => view.getUint32(at, true);
  function optionsAt(from: number, until: number): Map<number, { at: number; length: number }[]> {
    const found = new Map<number, { at: number; length: number }[]>();
    for (let at = from; at < until;) {
      const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
      if (code === 0) break;
      found.set(code, [...(found.get(code) ?? []), { at: at + 4, length }]);
      at += 4 + Math.ceil(length / 4) * 4;
    }
    return found;
  }
  let comments: string[] = [];
  let [interfaceName, resolution] = ['', 0];
  const packets: ReadPacket[] = [];
  const hosts = new Map<string, string>();
  for (let at = 0; at < content.length;) {
    const [type, total] = [word(at), word(at + 4)];
    if (total % 4 !== 0 || word(at + total - 4) !== total) throw new Error(`block at ${at} has no end`);
    const [body, end] = [at + 8, at + total - 4];
    if (type === 0x0a0d0d0a) {
      if (word(body) !== 0x1a2b3c4d) throw new Error('byte order');
      comments = (optionsAt(body + 16, end).get(1) ?? []).map(each => text(each.at, each.length));
    } else if (type === 1) {
      const options = optionsAt(body + 8, end);
      const name = options.get(2)![0]!;
      interfaceName = text(name.at, name.length);
      resolution = view.getUint8(options.get(9)![0]!.at);
    } else if (type === 4) {
      for (const { at: from, length } of optionsAt(body, end).get(1) ?? [])
        hosts.set(Array.from(content.subarray(from, from + 4)).join('.'), text(from + 4, length - 5));
    } else if (type === 6) {
      const [captured, length] = [word(body + 12), word(body + 16)];
      const flags = optionsAt(body + 20 + Math.ceil(captured / 4) * 4, end).get(2)![0]!;
      packets.push({
        nanoseconds: word(body + 4) * 2 ** 32 + word(body + 8),
        inbound: (word(flags.at) & 3) === 1,
        bytes: new DataView(content.buffer, content.byteOffset + body + 20, captured),
        length
      });
    }
    at += total;
  }
  return { comments, interfaceName, resolution, packets, hosts };
}
