/**
 * Event channels, at both ends of every queue, and the threads that serve them.
 *
 * Sources: Xen's public headers (two-level ABI: 64 × 64 channels of a 64-bit domain; FIFO ABI: 2¹⁷), xl's default of 1023 per
 * guest, Linux netback (an interrupt per direction with split event channels, a receive and a deallocation thread per queue).
 */
import { usesGrants } from '../../topology/agreement.ts';
import { GRANTS_PER_BLOCK_DEVICE, queueCounts } from '../../topology/grant-arithmetic.ts';
import type { Domain, Host } from '../../topology/model.ts';
import { showCount, showNumber } from '../values/show.ts';
import { nextSensible, placeOf, related } from './rule.ts';
import type { RuleFinding } from './rule.ts';
import { servedBy } from './served.ts';
import type { Served } from './served.ts';

const channelsOf = { two_level: 4096, fifo: 131_072 } as const;
/** Per vCPU: timer, IPIs, debug. From memory of Linux guests; stated in the message. */
const channelsPerVcpu = 7;
/** Xenstore and console. */
const channelsPerGuest = 2;
const channelsPerQueue = 2;
const threadsPerQueue = 2;

export function* channels(host: Host): Generator<RuleFinding> {
  if (host.hypervisor.kind !== 'xen') return;
  for (const domain of host.domains) yield* ofGuest(host, domain);
  for (const served of servedBy(host)) {
    yield* ofBackend(host, served);
    yield* threads(served);
  }
}

/** A term of a sum that is left out where it is nothing. */
const term = (count: number, text: string): string => (count === 0 ? '' : ` + ${text}`);

function blockDevices(domain: Domain): number {
  return Math.floor(domain.reservedGrants / GRANTS_PER_BLOCK_DEVICE);
}

function* ofGuest(host: Host, domain: Domain): Generator<RuleFinding> {
  if (!domain.vifs.some(usesGrants)) return;
  const counts = queueCounts(domain, host);
  const queues = domain.vifs.reduce((sum, vif, i) => sum + (usesGrants(vif) ? (counts[i]?.effective ?? 0) : 0), 0);
  const disks = blockDevices(domain);
  const needed = channelsPerGuest + channelsPerVcpu * domain.vcpus + disks + channelsPerQueue * queues;
  const { maxEventChannels, eventChannelAbi } = host.hypervisor;
  const limit = eventChannelAbi === undefined ? maxEventChannels : Math.min(maxEventChannels, channelsOf[eventChannelAbi] - 1);
  if (needed <= limit) return;
  const isAbi = limit < maxEventChannels;
  yield {
    code: 'event-channels',
    at: placeOf(domain, 'vcpus'),
    values: {
      domain: domain.name,
      channels: showNumber(needed),
      limit: showNumber(limit),
      sum: `${channelsPerGuest} + ${channelsPerVcpu} × ${showCount(domain.vcpus, 'vCPU')}${term(disks, showCount(disks, 'block device'))} + ${channelsPerQueue} × ${showCount(queues, 'queue')}`
    },
    related: [related(host.hypervisor, `the limit of ${showNumber(limit)} channels`, isAbi ? 'event_channel_abi' : 'max_event_channels')],
    settings: isAbi
      ? [{ on: host.hypervisor, property: 'event_channel_abi', text: 'fifo' }]
      : [{ on: host.hypervisor, property: 'max_event_channels', text: String(nextSensible(needed + 1) - 1) }]
  };
}

function* ofBackend(host: Host, { domain, vifs, queues }: Served): Generator<RuleFinding> {
  const guests = [...new Set(vifs.map(each => each.guest))];
  const disks = guests.reduce((sum, guest) => sum + blockDevices(guest), 0);
  // The device model waits on a channel of every vCPU that may trap to it.
  const trapping = guests.reduce((sum, guest) => sum + (guest.kind === 'hvm' ? guest.vcpus : 0), 0);
  const own = channelsPerVcpu * domain.vcpus;
  const beside = channelsPerGuest * guests.length + disks + trapping + own;
  const needed = channelsPerQueue * queues + beside;
  const abi = host.hypervisor.eventChannelAbi ?? 'two_level';
  const limit = channelsOf[abi];
  if (needed <= limit) return;
  const fitting = queuesThatFit(vifs, Math.floor((limit - beside) / channelsPerQueue));
  yield {
    code: 'backend-event-channels',
    at: placeOf(domain),
    values: {
      domain: domain.name,
      channels: showNumber(needed),
      limit: showNumber(limit),
      abi: abi === 'fifo' ? 'FIFO' : 'two-level',
      sum: `${channelsPerQueue} × ${showCount(queues, 'queue')} + ${channelsPerGuest} × ${showCount(guests.length, 'guest')}${term(disks, showCount(disks, 'block device'))}${term(trapping, `${showCount(trapping, 'vCPU')} of HVM guests`)} + ${channelsPerVcpu} × ${showCount(domain.vcpus, 'vCPU')}`
    },
    related: [related(host.hypervisor, `two-level channels end at 4,096, FIFO ones at 131,072`, 'event_channel_abi')],
    settings: [
      ...(abi === 'fifo' ? [] : [{ on: host.hypervisor, property: 'event_channel_abi', text: 'fifo' }]),
      ...(fitting === undefined ? [] : [{ on: domain, property: 'max_queues', text: String(fitting) }])
    ]
  };
}

/** The largest `max_queues` with which all vifs together have no more queues than that. */
function queuesThatFit(vifs: Served['vifs'], room: number): number | undefined {
  const most = Math.max(...vifs.map(each => each.queues));
  for (let queues = most - 1; queues > 0; queues--) {
    if (vifs.reduce((sum, each) => sum + Math.min(each.queues, queues), 0) <= room) return queues;
  }
  return undefined;
}

/** Every queue has two threads in the back-end; more queues than vCPUs take turns there. Single queues are nobody's choice. */
function* threads({ domain, vifs, queues }: Served): Generator<RuleFinding> {
  const several = vifs.find(each => each.queues > 1);
  if (several === undefined || queues <= domain.vcpus) return;
  yield {
    code: 'backend-threads',
    at: placeOf(domain, 'vcpus'),
    values: {
      domain: domain.name,
      queues: showCount(queues, 'queue'),
      threads: showNumber(threadsPerQueue * queues),
      perQueue: threadsPerQueue,
      vcpus: showCount(domain.vcpus, 'vCPU'),
      ratio: showNumber(Number((queues / domain.vcpus).toPrecision(2)))
    },
    related: [related(several.vif, `${showCount(several.queues, 'queue')} of these`, 'queues')]
  };
}
