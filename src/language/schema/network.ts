/** What lies between domains and between machines: bridges, grant policies, routers, switches, peers, links. */
import { boolean, either, integer, list, number, positive, quantity, reference, references, rows, word } from './types.ts';
import type { KindRow } from './types.ts';
import { bridgeKind, grantMode, isolation, revoke } from './words.ts';

export const bridge: KindRow = {
  kind: 'bridge',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: 'A software switch in a driver domain (or in the host OS): joins back-ends and a NIC.',
  contains: [],
  snippet: 'domain = ${2:dom0}\nuplink = ${3:eth0}\n$0',
  properties: rows({
    domain: {
      type: reference('domain'),
      required: true,
      doc: 'The domain that runs it. On `kvm` and `none` the domain with role `control` or `native` by default.'
    },
    uplink: { type: reference('nic'), absent: 'guests of this host only', common: true, doc: 'The NIC it is connected to.' },
    kind: { type: word(bridgeKind), default: 'linux', doc: 'Which software switch.' },
    netfilter: { type: boolean, default: 'false', doc: 'Bridged packets pass the firewall hooks, which costs on every packet.' }
  })
};

export const grants: KindRow = {
  kind: 'grants',
  naming: 'required',
  array: false,
  topLevel: true,
  doc: 'A policy for sharing memory between a guest and its back-end.',
  contains: [],
  snippet: 'mode = ${2|copy,guest_copy,map,reuse,none|}\n$0',
  properties: rows({
    mode: { type: word(grantMode), default: 'copy', common: true, doc: 'What is done with the pages of a packet, in both directions.' },
    rx_mode: { type: word(grantMode), absent: '`mode`', doc: 'What is done towards the guest, instead of `mode`.' },
    tx_mode: {
      type: word(grantMode),
      absent: '`mode`; with `copy`, transmit maps the payload and copies the header',
      doc: 'What is done from the guest, instead of `mode`.'
    },
    pool: { type: integer(1, 1_048_576), default: '1024', doc: 'Buffers that stay granted (mode `reuse`), per queue and direction.' },
    batch: { type: integer(1, 65_536), default: '256', doc: 'Most grant operations in one hypercall.' },
    revoke: { type: word(revoke), default: 'immediate', doc: 'When access is taken back.' }
  })
};

export const router: KindRow = {
  kind: 'router',
  naming: 'required',
  array: true,
  topLevel: true,
  doc: 'A network processor shared by virtual routers.',
  contains: ['engine', 'metarouter', 'metalink'],
  snippet: 'engine { cores = ${2:6}; clock = ${3:1.4 GHz} }\n$0',
  properties: rows({
    costs: {
      type: reference('costs'),
      absent: 'the shipped library of a network processor, `ixp-2006`',
      doc: "The operation costs of its engines, in cycles of their clock: forwarding, memory references, isolation's checks."
    },
    memory: { type: positive('size'), absent: 'memory is not a limit', doc: 'Memory for packets and tables.' }
  })
};

export const metarouter: KindRow = {
  kind: 'metarouter',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: 'One virtual router on a shared network processor.',
  contains: [],
  snippet: 'engines = ${2:1}\n$0',
  properties: rows({
    engines: { type: integer(1, 4096), absent: 'a share of all', doc: 'Engine cores reserved for it.' },
    share: {
      type: quantity('ratio', { min: 0, max: 1 }),
      absent: 'what is left, equally',
      doc: 'Share of the engine reserved for it, instead of whole cores.'
    },
    memory_quota: { type: positive('size'), absent: 'no quota', doc: 'Memory it may hold.' },
    bandwidth_quota: { type: positive('rate'), absent: 'no quota', doc: 'Memory bandwidth it may use.' },
    instructions: { type: number({ min: 0 }), absent: "the cost library's `engine_rx`", doc: 'Instructions per packet.' },
    memory_references: { type: number({ min: 0 }), absent: 'none', doc: 'Memory references per packet.' },
    isolation: { type: word(isolation), default: 'none', doc: 'What keeps it from taking what belongs to the others.' }
  })
};

export const metalink: KindRow = {
  kind: 'metalink',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: "A virtual link: a metarouter's share of a physical one.",
  contains: [],
  snippet: 'metarouter = ${2:m}\nlink = ${3:l}\n$0',
  properties: rows({
    metarouter: { type: reference('metarouter'), required: true, doc: 'Whose link it is.' },
    link: { type: reference('link'), required: true, doc: 'The physical link underneath.' },
    rate: { type: positive('rate'), absent: 'no limit', doc: 'Token bucket: the rate of refill.' },
    burst: { type: positive('size'), absent: 'one maximum packet', doc: 'Token bucket: its depth.' },
    weight: {
      type: integer(1, 65_535),
      default: '1',
      doc: 'Share of what metalinks with a rate leave on the link, idle or not reserved; for metalinks without one.'
    }
  })
};

export const networkSwitch: KindRow = {
  kind: 'switch',
  naming: 'required',
  array: true,
  topLevel: true,
  doc: 'An Ethernet switch between machines.',
  contains: [],
  snippet: 'ports = ${2:8}\n$0',
  properties: rows({
    ports: { type: integer(1, 65_536), absent: 'as many as there are links', doc: 'Ports; more links than ports is an error.' },
    rate: { type: positive('rate'), absent: 'the rate of the link', doc: 'Rate of a port.' },
    latency: { type: quantity('time', { min: 0 }), default: '1 us', doc: 'From the last bit in to the first bit out of an idle switch.' },
    buffer: { type: positive('size'), absent: 'unlimited', doc: 'Buffer per output port; what does not fit is dropped.' }
  })
};

export const peer: KindRow = {
  kind: 'peer',
  naming: 'required',
  array: true,
  topLevel: true,
  doc: 'An endpoint outside the model: sends and receives at its rate.',
  contains: ['cpu'],
  snippet: 'rate = ${2:10 Gbps}\n$0',
  properties: rows({
    rate: { type: positive('rate'), required: true, doc: 'Line rate of its interface.' }
  })
};

export const link: KindRow = {
  kind: 'link',
  naming: 'optional',
  array: true,
  topLevel: true,
  doc: 'A cable between two things; full duplex.',
  contains: [],
  snippet: 'ends = [${1:client}, ${2:server.eth0}]\n$0',
  properties: rows({
    ends: {
      type: list(reference('nic', 'peer', 'switch', 'router'), { length: 2 }),
      required: true,
      doc: 'The two things it connects: nic, peer, switch or router.'
    },
    rate: { type: positive('rate'), absent: "the slower end's", doc: 'Rate in each direction.' },
    delay: { type: quantity('time', { min: 0 }), default: '0 s', common: true, doc: 'Propagation delay, one way.' },
    loss: { type: quantity('ratio', { min: 0, max: 1 }), default: '0 %', doc: 'Share of packets lost at random.' }
  })
};

/** What a flow may start or end at. */
export const endpointKinds = ['vif', 'peer', 'domain'] as const;
export const endpoints = either(references(...endpointKinds), list(references(...endpointKinds)));
