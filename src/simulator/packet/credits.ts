/** Credit that is handed out once per window, as netback does: whoever has used it up waits for the next, whoever has not loses it. */
export class Credits {
  /** Of each pipe: picoseconds at which its window ends, and bits it may still pass in it (less than 0: owed to the next). */
  private readonly ends: Float64Array;
  private readonly left: Float64Array;

  constructor(pipes: number) {
    this.ends = new Float64Array(pipes).fill(-1);
    this.left = new Float64Array(pipes);
  }

  /**
   * Takes the bits of a packet at the head of the pipe.
   * @param start picoseconds at which it came to the head
   * @param window picoseconds of a window
   * @param handedOut bits of credit that a window brings
   * @returns picoseconds at which it passes
   */
  spend(pipe: number, bits: number, start: number, window: number, handedOut: number): number {
    let time = start;
    if (time >= this.ends[pipe]!) {
      this.ends[pipe] = time + window;
      this.left[pipe] = Math.min(0, this.left[pipe]!) + handedOut;
    }
    while (this.left[pipe]! <= 0) {
      time = this.ends[pipe]!;
      this.ends[pipe] = time + window;
      this.left[pipe]! += handedOut;
    }
    this.left[pipe]! -= bits;
    return time;
  }
}
