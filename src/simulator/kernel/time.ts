/** Simulated time is an integer number of picoseconds, exact in a double for 2.5 hours. */
export const PICOSECONDS = 1e12;

export function toPicoseconds(seconds: number): number {
  return Math.round(seconds * PICOSECONDS);
}

export function toSeconds(picoseconds: number): number {
  return picoseconds / PICOSECONDS;
}
