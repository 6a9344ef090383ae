/** Domains and their virtual interfaces. */
import { boolean, either, integer, list, positive, quantity, reference, rows, string, word } from './types.ts';
import type { KindRow, PropertyRow } from './types.ts';
import { completion, domainKind, nicOffload, os, post, registration, role, viKind, vifModel, virtioBackend } from './words.ts';

export const domain: KindRow = {
  kind: 'domain',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: 'A virtual machine, a driver domain, or the host OS. `NAME[n]` declares n of them, numbered from 1.',
  contains: ['vif'],
  snippet: 'vcpus = ${2:1}\n$0',
  properties: rows({
    role: { type: word(role), default: 'guest', common: true, doc: 'What the domain is for.' },
    kind: { type: word(domainKind), default: 'pv', doc: 'How the domain is virtualized.' },
    vcpus: { type: integer(1, 4096), required: true, doc: 'Virtual CPUs.' },
    pin: {
      type: list(integer(0), { unique: true }),
      absent: 'any logical CPU',
      common: true,
      doc: 'Logical CPUs, from 0. As many as vCPUs: one each, in order. Otherwise every vCPU may run on any of them.'
    },
    weight: { type: integer(1, 65_535), default: '256', doc: 'Share of the CPU relative to other domains under contention.' },
    cap: { type: quantity('ratio', { min: 0, max: 4096 }), absent: 'no cap', doc: 'Ceiling of CPU time, in % of one core; 0 is no cap.' },
    memory: { type: positive('size'), absent: 'memory is not a limit', doc: 'Memory of the domain.' },
    os: { type: word(os), default: 'linux', doc: 'Which drivers the domain runs.' },
    background: {
      type: quantity('ratio', { min: 0, max: 1 }),
      default: '0 %',
      doc: 'Share of a vCPU that other work in the domain takes.'
    },
    working_set: {
      type: quantity('size'),
      absent: 'other work leaves the cache alone',
      doc: 'How much of the cache the other work keeps.'
    },
    max_grant_frames: {
      type: integer(1, 65_536),
      absent: "the hypervisor's",
      doc: "Grant frames of this domain, instead of the hypervisor's `max_grant_frames`."
    },
    max_maptrack_frames: {
      type: integer(1, 65_536),
      absent: "the hypervisor's",
      doc: "Map-track frames of this domain, which serves others, instead of the hypervisor's `max_maptrack_frames`; 256 mapped grants each."
    },
    max_queues: {
      type: integer(1, 4096),
      absent: 'no ceiling',
      doc: "Most queues per vif that this domain's front- or back-end agrees to (module parameter `max_queues`)."
    },
    reserved_grants: {
      type: integer(0, 33_554_432),
      default: '0',
      doc: 'Grants that other devices take, 353 per block device, on top of the 10 that every domain has for itself.'
    }
  })
};

/** Models whose packets go through a back-end in another domain. */
export const splitModels = ['netfront', 'multiqueue', 'shared', 'emulated', 'virtio', 'cdna'] as const;
const grantModels = ['netfront', 'multiqueue', 'shared'] as const;
const bridged = ['netfront', 'multiqueue', 'shared', 'emulated', 'virtio'] as const;
const userLevel = ['bypass', 'vi', 'speculative'] as const;

const ownOffloads: Readonly<Record<string, Omit<PropertyRow, 'name'>>> = Object.fromEntries(
  Object.entries(nicOffload.words).map(([name, doc]) => [
    name,
    {
      type: boolean,
      absent: 'as `offloads` says',
      doc: `\`${name} = true\` adds \`${name}\` to \`offloads\`, \`false\` takes it out. ${doc}`
    }
  ])
);

export const vif: KindRow = {
  kind: 'vif',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: 'A virtual interface of a domain; its model decides who touches a packet on its way.',
  contains: [],
  snippet: 'model = ${2|netfront,multiqueue,sriov,virtio,native|}\n$0',
  properties: rows({
    model: { type: word(vifModel), required: true, doc: 'The I/O architecture.' },
    backend: {
      type: either(word(virtioBackend), reference('domain')),
      models: splitModels,
      absent: 'the domain of the bridge',
      doc: 'The domain that runs the back-end; with `virtio` one of qemu, vhost, vhost_user, vdpa.'
    },
    bridge: {
      type: reference('bridge'),
      models: bridged,
      absent: 'no bridge',
      common: true,
      doc: 'The bridge the back-end is plugged into; it brings the back-end domain and the NIC.'
    },
    nic: { type: reference('nic'), absent: "the bridge's uplink", common: true, doc: 'The NIC the vif reaches.' },
    queues: {
      type: integer(1, 1024),
      default: '1',
      common: true,
      doc: 'Queues asked for. Fewer come up when vCPUs, the back-end or the grant table have no room.'
    },
    grants: {
      type: reference('grants'),
      models: grantModels,
      absent: 'plain grant copy',
      common: true,
      doc: 'How memory is shared with the back-end.'
    },
    mac: { type: string, absent: 'generated', doc: 'MAC address, `"00:16:3e:…"`.' },
    mtu: { type: quantity('size', { min: 68, max: 65_535 }), absent: "the NIC's", doc: 'Largest IP packet.' },
    rate: { type: positive('rate'), absent: 'no limit', doc: 'Rate limit. Netback applies it per queue and only to what the guest sends.' },
    burst: { type: positive('size'), absent: 'one limit window of data', doc: 'How much may go at once under a rate limit.' },
    priority: {
      type: integer(0, 7),
      absent: 'no priority',
      doc: '802.1p class, 7 goes first on the wire; in the NIC with `qos = hardware`, in the driver domain with `software`, nowhere with `none`.'
    },
    weight: {
      type: integer(1, 65_535),
      default: '1',
      doc: 'Share of the wire relative to other vifs of the same priority, where the NIC has quality of service (`qos`).'
    },
    trusted: {
      type: boolean,
      models: ['netfront', 'multiqueue', 'shared'],
      default: 'true',
      doc: 'The front-end trusts its back-end. If not, every transmitted page is bounced through a zeroed one.'
    },
    offloads: {
      type: list(word(nicOffload), { unique: true }),
      default: '[checksum, tso, gso, sg]',
      common: true,
      doc: 'What front-end and back-end agree on. `lro = true` is short for adding one.'
    },
    ...ownOffloads,
    buffer: {
      type: { kind: 'oneOf', texts: ['4 KiB', '2 KiB'] },
      default: '4 KiB',
      doc: 'Receive buffer: a page, or half a page (two packets share one, warmer in the cache).'
    },
    prefetch: { type: boolean, default: 'false', doc: 'The receiver prefetches packet data before it needs it.' },
    ring: { type: integer(1, 65_536), default: '256', doc: 'Slots of the ring shared with the back-end; 256 fit one page.' },
    completion: { type: word(completion), models: userLevel, default: 'poll', doc: 'How the user learns that a message arrived.' },
    registration: {
      type: word(registration),
      models: userLevel,
      default: 'once',
      doc: 'When message buffers are registered with the device.'
    },
    buffer_reuse: {
      type: quantity('ratio', { min: 0, max: 1 }),
      models: userLevel,
      default: '0 %',
      doc: 'With `registration = per_message`: share of messages whose buffer is still registered from an earlier one (registration cache).'
    },
    vi: { type: word(viKind), models: ['vi'], default: 'hardware', doc: 'Whether the VI is in hardware or emulated in the driver.' },
    post: { type: word(post), models: ['speculative'], default: 'speculative', doc: 'How users share the queue.' }
  })
};
