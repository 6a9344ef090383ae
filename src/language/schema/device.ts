/** NICs and the processors on them. */
import { boolean, either, integer, list, number, positive, quantity, rows, string, word } from './types.ts';
import { catalogue, describeCard } from './nics.ts';
import type { KindRow } from './types.ts';
import { adaptive, nicOffload, ordering, pcie, preload, qos } from './words.ts';

const modelWords = Object.fromEntries(Object.values(catalogue).map(row => [row.name, `${describeCard(row)} Source: ${row.source}.`]));

export const nic: KindRow = {
  kind: 'nic',
  naming: 'required',
  array: true,
  topLevel: false,
  doc: 'A network interface card. Its queues count from 0: `server.eth0.rx[0]`, `server.eth0.tx[0]`.',
  contains: ['engine'],
  snippet: 'rate = ${2:10 Gbps}\n$0',
  properties: rows({
    rate: { type: positive('rate'), required: true, doc: 'Line rate, one direction. A 1500-byte packet takes 1538 bytes on the wire.' },
    model: {
      type: either({ kind: 'word', words: { name: 'NIC model', words: modelWords, open: true } }, string),
      absent: 'a card without catalogue limits',
      doc: "Name in the NIC catalogue; brings the real card's limits (queues, VFs, filters) into the checks."
    },
    rx_queues: {
      type: integer(1, 4096),
      default: '1',
      common: true,
      doc: 'Receive queues. Without them the driver domain sorts packets to guests in software.'
    },
    tx_queues: { type: integer(1, 4096), default: '1', doc: 'Transmit queues.' },
    ring: {
      type: integer(1, 65_536),
      default: '512',
      doc: 'Descriptors per ring. A full receive ring drops, a full transmit ring makes who sends wait.'
    },
    mac_filters: {
      type: integer(0, 65_536),
      default: '16',
      doc: 'Unicast addresses the card can sort by; each vif of model `multiqueue` takes one.'
    },
    vfs: { type: integer(0, 65_536), default: '0', common: true, doc: 'Virtual functions enabled; each vif of model `sriov` takes one.' },
    mtu: { type: quantity('size', { min: 68, max: 65_535 }), default: '1500 B', doc: 'Largest IP packet.' },
    coalesce: {
      type: either(quantity('time', { min: 0, max: 1 }), word(adaptive)),
      absent: 'an interrupt as soon as a packet waits',
      common: true,
      doc: 'Interrupt hold-off: how long the card waits for more packets before it interrupts. Larger saves CPU and adds latency.'
    },
    interrupt_rate: { type: positive('frequency'), absent: 'no ceiling', doc: 'Ceiling of interrupts per second and queue.' },
    offloads: {
      type: list(word(nicOffload), { unique: true }),
      default: '[checksum, tso, sg]',
      common: true,
      doc: 'What the card does by itself.'
    },
    pcie: {
      type: word(pcie),
      absent: 'the bus is not a limit',
      doc: 'The slot: generation and lanes. Usable rate = lanes × GT/s × coding × payload share.'
    },
    contexts: {
      type: integer(1, 65_536),
      absent: 'as many as there are vifs',
      doc: 'Virtual interfaces whose state is cached on the device; others are loaded when they are needed.'
    },
    pinned_contexts: { type: integer(0, 65_536), default: '0', doc: 'Contexts that are never evicted.' },
    qos: { type: word(qos), default: 'none', doc: 'Where rate limits and priorities are enforced.' },
    dca: { type: boolean, default: 'false', doc: 'Direct cache access: packets land in the cache, not in memory.' },
    integrated: { type: boolean, default: 'false', doc: 'The card is on the processor die: no bus round trips.' },
    preload: {
      type: list(word(preload), { unique: true }),
      default: '[]',
      doc: 'What a descriptor engine brings into the cache before the driver needs it.'
    },
    numa: { type: integer(0, 1024), absent: 'near every core', doc: 'NUMA node of the slot, from 0.' }
  })
};

export const engine: KindRow = {
  kind: 'engine',
  naming: 'once',
  array: false,
  topLevel: false,
  doc: 'The processors of a programmable NIC or network processor, with their control memory.',
  contains: [],
  snippet: 'cores = ${1:6}\nclock = ${2:166 MHz}\n$0',
  properties: rows({
    cores: { type: integer(1, 4096), default: '1', doc: 'Simple in-order cores.' },
    clock: { type: positive('frequency'), default: '500 MHz', doc: "Clock of the engine's cores." },
    threads: { type: integer(1, 64), default: '1', doc: 'Hardware threads per core; they hide memory latency.' },
    sram_banks: {
      type: integer(1, 1024),
      default: '1',
      doc: 'Banks of control memory behind the crossbar: how many accesses go on at once.'
    },
    sram_latency: {
      type: quantity(['time', 'cycles'], { min: 0 }),
      absent: 'one engine cycle',
      doc: 'One access to control memory, as a time or in cycles of the engine.'
    },
    dram_bandwidth: {
      type: positive('rate'),
      absent: 'frame memory is not a limit',
      doc: 'Bandwidth of the frame memory; every frame crosses it twice.'
    },
    ordering: { type: word(ordering), default: 'lock', doc: 'How frames that several cores work on leave in order.' },
    tx_instructions: { type: number({ min: 0 }), absent: "the cost library's `engine_tx`", doc: 'Instructions to send a frame.' },
    rx_instructions: { type: number({ min: 0 }), absent: "the cost library's `engine_rx`", doc: 'Instructions to receive a frame.' },
    control_bytes: {
      type: either(quantity('size'), number({ min: 0 })),
      absent: "the cost library's",
      doc: 'Control data moved per frame (descriptors, status).'
    }
  })
};
