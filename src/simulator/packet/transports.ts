/** What the network tells whoever sends and receives on it. Times are simulated picoseconds. */
export interface Transports {
  /** A row passed the stage where the receiver's TCP lives. */
  received(row: number, now: number): void;
  /** A row came to the end of its route. */
  delivered(row: number, now: number): void;
  /** A row was dropped. */
  lost(row: number, station: number, now: number): void;
  /** A station took rows that a source keeps filled. */
  drained(station: number, now: number): void;
}
