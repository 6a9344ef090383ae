/**
 * Generated machines for the agreement of estimator and packet engine: every vif model, mixtures of them, cores for oneself,
 * shared, or wandered over, several flows of all transports in both directions, to a peer, to a neighbour or to another host.
 */
import fc from 'fast-check';

type Platform = 'xen' | 'kvm' | 'bare' | 'fabric';
type Transport = 'tcp' | 'udp' | 'rpc' | 'message';

export interface Guest {
  /** Properties of its vif: the model and what goes with it. */
  readonly vif: string;
  readonly vcpus: number;
  readonly queues: number;
  readonly weight: number;
  readonly cap: number | undefined;
  readonly background: number;
}

export interface Traffic {
  readonly guest: number;
  readonly direction: 'receive' | 'transmit' | 'neighbour';
  readonly transport: Transport;
  readonly streams: number;
  readonly size: number;
  /** bit/s; undefined: as fast as it can. */
  readonly rate: number | undefined;
  readonly arrival: 'cbr' | 'poisson';
  readonly outstanding: number;
  readonly window: number;
}

export interface Machine {
  readonly platform: Platform;
  readonly guests: readonly Guest[];
  readonly driverVcpus: number;
  /** Whose cores are whose: one each, guests two by two, guests on the driver domain's cores, or anybody anywhere on so many. */
  readonly placement: 'apart' | 'paired' | 'with driver' | 'wandering';
  readonly scheduler: 'credit' | 'credit2' | 'rr';
  readonly policy: 'copy' | 'map' | 'reuse' | 'guest_copy' | 'transfer';
  readonly mtu: 1500 | 9000;
  readonly offloads: readonly string[];
  readonly moderation: string;
  readonly rate: number;
  readonly twoHosts: boolean;
  readonly traffic: readonly Traffic[];
}

const COSTS: Readonly<Record<Platform, string>> = { xen: 'xen_2009', kvm: 'kvm_2018', bare: 'xen_2009', fabric: 'infiniband_2006' };

export function textOf(machine: Machine): string {
  const { platform, policy } = machine;
  const costs = COSTS[platform];
  return [
    `import "xnet:costs/${costs.replace('_', '-')}"`,
    `grants policy { mode = ${policy}; pool = 1024 }`,
    host(machine, 'server', costs),
    ...(machine.twoHosts ? [host(machine, 'other', costs)] : [`peer client { rate = ${machine.rate / 1e9} Gbps }`]),
    `link wire { ends = [server.eth0, ${machine.twoHosts ? 'other.eth0' : 'client'}]; delay = 5 us }`,
    ...machine.traffic.map((traffic, at) => flow(machine, traffic, at))
  ].join('\n');
}

/** Cores in order: the driver domain's, then the guests'. */
function pinsOf({ placement, guests, driverVcpus }: Machine, number: number): string {
  if (placement === 'wandering') return '';
  const { vcpus } = guests[number]!;
  const before = guests.slice(0, placement === 'paired' ? number - (number % 2) : number).reduce((sum, each) => sum + each.vcpus, 0);
  const first = placement === 'with driver' ? 0 : driverVcpus + before;
  const cores = Array.from({ length: vcpus }, (_, at) => (placement === 'with driver' ? at % driverVcpus : first + at));
  return `pin = [${cores.join(', ')}];`;
}

function host(machine: Machine, name: string, costs: string): string {
  const { platform, guests, driverVcpus, placement, scheduler, mtu, offloads, moderation, rate } = machine;
  const all = driverVcpus + guests.reduce((sum, each) => sum + each.vcpus, 0);
  const cores = placement === 'wandering' ? Math.max(2, Math.ceil(all / 2)) : all;
  const kind = platform === 'xen' || platform === 'kvm' ? platform : 'none';
  const driver =
    platform === 'bare' || platform === 'fabric'
      ? ''
      : `  domain dom0 { role = driver; vcpus = ${driverVcpus}; ${placement === 'wandering' ? '' : `pin = [${[...Array(driverVcpus).keys()].join(', ')}]`} }
  bridge br { domain = dom0; uplink = eth0 }`;
  const hypervisor = kind === 'none' ? '' : `; scheduler = ${scheduler}${kind === 'xen' ? '; max_grant_frames = 512' : ''}`;
  const domains = guests.map(
    (
      guest,
      at
    ) => `  domain g${at} { role = ${kind === 'none' ? 'native' : 'guest'}; vcpus = ${guest.vcpus}; ${pinsOf(machine, at)} weight = ${guest.weight}; ${guest.cap === undefined ? '' : `cap = ${100 * guest.cap} %;`} background = ${100 * guest.background} %
    vif v { ${guest.vif}; queues = ${guest.queues}${platform === 'fabric' ? '' : `; mtu = ${mtu} B; offloads = [${['checksum', 'sg', ...offloads.filter(each => each !== 'rss')].join(', ')}]`} }
  }`
  );
  const nic =
    platform === 'fabric'
      ? 'rate = 8 Gbps'
      : `rate = ${rate / 1e9} Gbps; rx_queues = 32; vfs = 32; mac_filters = 32; mtu = ${mtu} B; ${moderation}; offloads = [${['checksum', 'sg', ...offloads].join(', ')}]`;
  return `host ${name} {
  cpu { cores = ${cores}; clock = 2.66 GHz }
  hypervisor { kind = ${kind}${hypervisor} }
  costs = ${costs}
  nic eth0 { ${nic} }
${driver}
${domains.join('\n')}
}`;
}

function flow(machine: Machine, traffic: Traffic, at: number): string {
  const { direction, transport, streams, size, rate, arrival, outstanding, window } = traffic;
  const far = machine.twoHosts ? `other.g${traffic.guest}.v` : 'client';
  const near = `server.g${traffic.guest}.v`;
  const [from, to] =
    direction === 'receive'
      ? [far, near]
      : direction === 'transmit'
        ? [near, far]
        : [near, `server.g${(traffic.guest + 1) % machine.guests.length}.v`];
  const offered = rate === undefined ? '' : `; rate = ${(rate / 1e6).toFixed(3)} Mbps; arrival = ${arrival}`;
  const of: Record<Transport, string> = {
    tcp: `transport = tcp; window = ${window} KiB${rate === undefined ? '' : `; rate = ${(rate / 1e6).toFixed(3)} Mbps`}`,
    udp: `transport = udp; size = ${size} B${offered}`,
    rpc: `transport = rpc; request = ${Math.min(size, 1400)} B; response = ${Math.min(size, 1400)} B; outstanding = ${outstanding}${offered}`,
    message: `transport = message; size = ${size * 16} B; outstanding = ${outstanding}${offered}`
  };
  return `flow f${at} { from = ${from}; to = ${to}; streams = ${streams}; ${of[transport]} }`;
}

const some = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);

const MODELS: Readonly<Record<Platform, readonly string[]>> = {
  xen: ['netfront', 'multiqueue', 'cdna', 'direct', 'sriov', 'shared', 'emulated'],
  kvm: ['virtio; backend = vhost', 'virtio; backend = qemu', 'virtio; backend = vdpa', 'virtio; backend = vhost_user', 'sriov', 'emulated'],
  bare: ['native'],
  fabric: ['bypass', 'vi', 'speculative']
};
/** What reaches its NIC without a bridge. */
const ON_NIC = new Set(['cdna', 'direct', 'sriov', 'native', 'bypass', 'vi', 'speculative']);
const MULTI = new Set(['netfront', 'multiqueue', 'virtio']);

function vifOf(model: string, completion: string): string {
  const [name] = model.split(';');
  const place = ON_NIC.has(name!)
    ? 'nic = eth0'
    : model.includes('vdpa') || model.includes('vhost_user')
      ? 'bridge = br; nic = eth0'
      : 'bridge = br; grants = policy';
  const waits = name === 'bypass' || name === 'vi' || name === 'speculative' ? `; completion = ${completion}` : '';
  return `model = ${model}; ${place.replace('; grants = policy', name === 'virtio' || name === 'emulated' ? '' : '; grants = policy')}${waits}`;
}

const guest = (platform: Platform, alone: boolean): fc.Arbitrary<Guest> =>
  fc
    .record({
      // A NIC that is passed through has one user.
      model: some(...MODELS[platform].filter(model => alone || model !== 'direct')),
      vcpus: some(1, 1, 2),
      queues: some(1, 1, 2, 4),
      weight: some(256, 256, 512),
      cap: some(undefined, undefined, undefined, 0.5),
      background: some(0, 0, 0, 0.2),
      completion: some('poll', 'interrupt')
    })
    .map(({ model, completion, ...rest }) => ({
      ...rest,
      queues: MULTI.has(model.split(';')[0]!) ? rest.queues : 1,
      vif: vifOf(model, completion)
    }));

const traffic = (platform: Platform, guests: number): fc.Arbitrary<Traffic> =>
  fc.record({
    guest: fc.integer({ min: 0, max: guests - 1 }),
    direction: some<Traffic['direction']>('receive', 'receive', 'transmit'),
    transport: platform === 'fabric' ? some<Transport>('message', 'rpc') : some<Transport>('tcp', 'tcp', 'udp', 'rpc'),
    streams: some(1, 1, 2, 4),
    size: some(64, 512, 1400),
    rate: some(undefined, undefined, 50e6, 200e6, 800e6),
    arrival: some<Traffic['arrival']>('cbr', 'poisson'),
    outstanding: some(1, 4, 16),
    window: some(64, 256, 1024)
  });

export const machines: fc.Arbitrary<Machine> = some<Platform>('xen', 'xen', 'xen', 'kvm', 'kvm', 'bare', 'fabric').chain(platform =>
  fc.integer({ min: 1, max: platform === 'bare' ? 2 : 5 }).chain(guests =>
    fc
      .record({
        platform: fc.constant(platform),
        guests: fc
          .boolean()
          .chain(mixed =>
            mixed
              ? fc.array(guest(platform, guests === 1), { minLength: guests, maxLength: guests })
              : guest(platform, guests === 1).map(one => Array.from({ length: guests }, () => one))
          ),
        driverVcpus: some(1, 1, 2),
        placement: some<Machine['placement']>('apart', 'apart', 'apart', 'paired', 'with driver', 'wandering'),
        scheduler: some<Machine['scheduler']>('credit', 'credit', 'credit2', 'rr'),
        policy: some<Machine['policy']>('copy', 'map', 'reuse', 'guest_copy', 'transfer'),
        mtu: some<Machine['mtu']>(1500, 1500, 9000),
        offloads: fc.subarray(['lro', 'tso', 'rss']),
        moderation: some(
          'coalesce = 0 us',
          'coalesce = 20 us',
          'coalesce = 125 us',
          'coalesce = adaptive',
          'coalesce = 0 us; interrupt_rate = 8000 Hz'
        ),
        rate: some(1e9, 10e9, 10e9),
        twoHosts: fc.boolean(),
        traffic: fc
          .boolean()
          .chain(alike =>
            alike
              ? traffic(platform, 1).map(one => Array.from({ length: guests }, (_, at) => ({ ...one, guest: at })))
              : fc.array(traffic(platform, guests), { minLength: 1, maxLength: 6 })
          )
      })
      .map(machine => ({
        ...machine,
        driverVcpus: platform === 'bare' || platform === 'fabric' ? 0 : machine.driverVcpus,
        placement: platform === 'fabric' || platform === 'bare' ? ('apart' as const) : machine.placement,
        twoHosts: platform === 'fabric' || (machine.twoHosts && platform !== 'bare')
      }))
  )
);
