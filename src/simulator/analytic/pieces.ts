/**
 * What comes back at once of what was sent in one batch. Streams that go round keep together, one of them in a batch; in between
 * lie, evenly, those that only send what they are given.
 */
export class Pieces {
  /** Items per second, as sent: of streams that go round by where they are sent, of others by where they come back. */
  private readonly clocked: Float64Array;
  private readonly paced: Float64Array;
  /** Stations where streams that go round come back. */
  private readonly meets: Uint8Array;
  /** vCPUs that send on each wire, and the wires between sending and coming back, by station. */
  private readonly senders = new Map<number, Set<number>>();
  private readonly wires: number[][];

  constructor(private readonly stations: number) {
    this.clocked = new Float64Array(stations);
    this.paced = new Float64Array(stations);
    this.meets = new Uint8Array(stations);
    this.wires = Array.from({ length: stations }, () => []);
  }

  /** A stream that goes round leaves a station for the wire, so many items per second. */
  leaves(origin: number, rate: number): void {
    this.clocked[origin]! += rate;
  }

  /** A stream of so many items per second, as sent, comes back by a station of the vCPU that sent it. */
  comesBack(station: number, rate: number, goesRound: boolean): void {
    if (goesRound) this.meets[station] = 1;
    else this.paced[station]! += rate;
  }

  /** What comes back by a station has passed these wires. */
  pass(station: number, wires: readonly number[]): void {
    this.wires[station]!.push(...wires);
  }

  /** Something that a vCPU sent passes a wire. */
  use(wire: number, vcpu: number): void {
    const known = this.senders.get(wire);
    if (known) known.add(vcpu);
    else this.senders.set(wire, new Set([vcpu]));
  }

  /**
   * @param origin where what comes by each station was sent, −1 = nowhere
   * @param items per second that are sent at each station in all
   * @returns parts of a batch by station, and where they come without others' in between
   */
  of(origin: Int32Array, items: Float64Array): { readonly piece: Float64Array; readonly unmixed: Uint8Array } {
    const piece = new Float64Array(this.stations);
    const unmixed = new Uint8Array(this.stations);
    origin.forEach((from, station) => {
      if (from < 0 || !(items[from]! > 0)) return;
      piece[station] = Math.min(1, (this.paced[station]! + (this.meets[station] === 1 ? this.clocked[from]! : 0)) / items[from]!);
      unmixed[station] = this.wires[station]!.every(wire => this.senders.get(wire)!.size <= 1) ? 1 : 0;
    });
    return { piece, unmixed };
  }
}
