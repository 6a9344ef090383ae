/** Usable rate of a PCI Express slot, one direction. */

/** GT/s per lane and the share that line coding leaves, by generation. */
const generations: Readonly<Record<number, { readonly transfers: number; readonly coding: number; readonly codingText: string }>> = {
  1: { transfers: 2.5, coding: 8 / 10, codingText: '8/10' },
  2: { transfers: 5, coding: 8 / 10, codingText: '8/10' },
  3: { transfers: 8, coding: 128 / 130, codingText: '128/130' },
  4: { transfers: 16, coding: 128 / 130, codingText: '128/130' },
  5: { transfers: 32, coding: 128 / 130, codingText: '128/130' },
  6: { transfers: 64, coding: 236 / 256, codingText: '236/256' }
};

/** The usual maximum payload, and what header, framing and checksum of a packet take beside it. */
const payload = 256;
const overhead = 26;

/** bit/s, with the sum that leads there; undefined for a name that is no slot. */
export function usableRate(slot: string): { readonly rate: number; readonly sum: string } | undefined {
  const match = /^gen(\d)_x(\d+)$/.exec(slot);
  const generation = match === null ? undefined : generations[Number(match[1])];
  if (match === null || generation === undefined) return undefined;
  const lanes = Number(match[2]);
  const rate = (lanes * generation.transfers * 1e9 * generation.coding * payload) / (payload + overhead);
  return { rate, sum: `${lanes} × ${generation.transfers} GT/s × ${generation.codingText} × ${payload}/${payload + overhead}` };
}
