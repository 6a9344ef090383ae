/** Components of the cycles per packet: in the order a packet meets them, each with its own number and colour throughout an experiment. */
import type { ExperimentResult } from '../../src/topology/result.ts';

/** From the wire to the application, as the data paths name them. What is not listed follows, largest first. */
const order = [
  'interrupt',
  'hypervisor',
  'domain switch',
  'vm exit',
  'nic driver',
  'buffers',
  'bridge',
  'netfilter',
  'netback',
  'vhost',
  'qemu',
  'grant copy',
  'grant map',
  'grant unmap',
  'grant transfer',
  'grant issue',
  'grant revoke',
  'grant reuse',
  'grants',
  'iommu',
  'tlb flush',
  'registration',
  'event',
  'notification',
  'netfront',
  'virtio',
  'aggregation',
  'checksum',
  'stack',
  'ack',
  'socket',
  'socket copy',
  'copy',
  'application',
  'background'
];

/** Beyond these, colours would repeat: the smallest are drawn together as `other`. */
const slots = 12;
/** A component below this share of a stack is drawn as part of `other`; the table has it. */
export const smallestShare = 0.01;
export const otherName = 'other';

/** Enough points to have met every component, and never ten thousand. */
const sampled = 64;

export interface Component {
  readonly name: string;
  /** Its colour: the largest components get the plain colours, the smaller ones a pattern besides. */
  readonly slot: number;
}

/** The components of an experiment that get a colour, in stacking order. */
export function componentOrder(experiment: ExperimentResult): readonly Component[] {
  const largest = new Map<string, number>();
  const step = Math.max(1, Math.floor(experiment.points.length / sampled));
  for (let index = 0; index < experiment.points.length; index += step) {
    for (const domain of experiment.points[index]?.domains ?? []) {
      for (const [name, cycles] of Object.entries(domain.cyclesPerPacket.components)) {
        largest.set(name, Math.max(largest.get(name) ?? 0, cycles / (domain.cyclesPerPacket.total || 1)));
      }
    }
  }
  return [...largest]
    .filter(([, share]) => share >= smallestShare)
    .sort((a, b) => b[1] - a[1])
    .slice(0, slots - 1)
    .map(([name], slot) => ({ name, slot }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.slot - b.slot);
}

function rank(name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}
