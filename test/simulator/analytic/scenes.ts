/** Generated hosts for the agreement of estimator and packet engine. */
import fc from 'fast-check';

export interface Scene {
  readonly model: 'netfront' | 'multiqueue' | 'sriov' | 'native';
  readonly guests: number;
  readonly vcpus: number;
  readonly driverVcpus: number;
  readonly queues: number;
  readonly policy: 'copy' | 'map' | 'reuse' | 'guest_copy';
  readonly mtu: 1500 | 9000;
  readonly offloads: readonly ('lro' | 'tso' | 'gso' | 'rss')[];
  readonly moderation: string;
  readonly direction: 'receive' | 'transmit' | 'between';
  readonly streams: number;
  readonly flow: string;
}

/** A vCPU has a core of its own: who shares cores is the scheduler tests' affair. */
export function textOf(scene: Scene): string {
  const { model, guests, vcpus, driverVcpus, queues, policy, mtu, offloads, moderation, direction, streams, flow } = scene;
  const native = model === 'native';
  const vif = `offloads = [${['checksum', 'sg', ...offloads.filter(each => each !== 'rss')].join(', ')}]`;
  const attached = model === 'sriov' ? 'nic = eth0' : 'bridge = xenbr0';
  const pins = (first: number, count: number): string => `[${Array.from({ length: count }, (_, at) => first + at).join(', ')}]`;
  const guest = (number: number): string => `  domain g${number} { vcpus = ${vcpus}; pin = ${pins(driverVcpus + number * vcpus, vcpus)}
    vif eth0 { model = ${model}; ${attached}; mtu = ${mtu} B; queues = ${queues}; ${model === 'sriov' ? '' : 'grants = policy;'} ${vif} }
  }`;
  const ends = native ? ['server.os'] : Array.from({ length: guests }, (_, at) => `server.g${at}.eth0`);
  const flows =
    direction === 'between'
      ? ends
          .filter((_, at) => at % 2 === 0 && at + 1 < ends.length)
          .map((end, at) => `flow f${at} { from = ${end}; to = ${ends[2 * at + 1]}; streams = ${streams}; ${flow} }`)
      : ends.map(
          (end, at) =>
            `flow f${at} { from = ${direction === 'receive' ? 'client' : end}; to = ${direction === 'receive' ? end : 'client'}; streams = ${streams}; ${flow} }`
        );
  const nic = `nic eth0 { rate = 10 Gbps; rx_queues = ${native ? queues : 32}; vfs = 32; mac_filters = 32; mtu = ${mtu} B; ${moderation}; offloads = [${['checksum', 'sg', ...offloads].join(', ')}] }`;
  const domains = native
    ? `  domain os { role = native; vcpus = ${vcpus}; pin = ${pins(0, vcpus)} }`
    : `
  domain dom0 { role = driver; vcpus = ${driverVcpus}; pin = ${pins(0, driverVcpus)} }
  bridge xenbr0 { domain = dom0; uplink = eth0 }
${Array.from({ length: guests }, (_, at) => guest(at)).join('\n')}`;
  return `
import "xnet:costs/xen-2009"
grants policy { mode = ${policy} }
host server {
  cpu { cores = ${native ? vcpus : driverVcpus + guests * vcpus}; clock = 2.66 GHz }
  hypervisor { kind = ${native ? 'none' : 'xen'}; ${native ? '' : 'scheduler = credit; max_grant_frames = 256'} }
  costs = xen_2009
  ${nic}
${domains}
}
peer client { rate = 10 Gbps }
link uplink { ends = [client, server.eth0]; delay = 5 us }
${flows.join('\n')}
`;
}

const some = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);

/**
 * Scenes that meet what the estimator assumes (see its file): one driver domain vCPU, so that max-min shares are what TCP gives;
 * as many streams in every queue; windows of many items that fit into the queues; no traffic that no wire strings out. What
 * loses packets all the same is left out when that is seen.
 */
export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    model: some<Scene['model']>('netfront', 'multiqueue', 'sriov', 'native'),
    guests: fc.integer({ min: 1, max: 8 }),
    vcpus: fc.integer({ min: 1, max: 4 }),
    queues: fc.integer({ min: 1, max: 4 }),
    policy: some<Scene['policy']>('copy', 'map', 'reuse', 'guest_copy'),
    mtu: some<Scene['mtu']>(1500, 9000),
    offloads: fc.subarray(['lro', 'tso', 'rss'] as const),
    moderation: some(
      'coalesce = 0 us',
      'coalesce = 20 us',
      'coalesce = 125 us',
      'coalesce = adaptive',
      'coalesce = 0 us; interrupt_rate = 8000 Hz'
    ),
    direction: some<Scene['direction']>('receive', 'transmit', 'between'),
    streamsPerQueue: some(1, 2)
  })
  .map(({ streamsPerQueue, ...scene }): Scene => {
    const between = scene.direction === 'between' && (scene.model === 'netfront' || scene.model === 'multiqueue');
    const direction: Scene['direction'] = between ? 'between' : scene.direction === 'between' ? 'receive' : scene.direction;
    return {
      ...scene,
      driverVcpus: 1,
      direction,
      guests: between ? Math.max(2, scene.guests) : scene.guests,
      streams: scene.queues * (between ? 1 : streamsPerQueue),
      offloads: between ? scene.offloads.filter(each => each !== 'tso') : scene.offloads,
      flow: scene.mtu === 9000 && direction !== 'receive' ? 'transport = tcp; window = 4 MiB' : 'transport = tcp'
    };
  });
