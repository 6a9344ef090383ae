/** Max-min fair sharing: how fast every stream goes when all want as much as they can get of the resources they pass. */

export interface Demand {
  readonly resource: number;
  /** Units of the resource per packet of the stream. */
  readonly amount: number;
}

/** Who goes how fast, and how far. */
export interface Wish {
  /** Packets per second at the most; Infinity = none. */
  readonly limit: number;
  /** How fast its rate rises. */
  readonly weight: number;
  /** Does not give way to anybody: those that do find so much less. */
  readonly deaf: boolean;
}

/** What is left of resources, for all and for those that give way, and how fast the rising use it up. */
class Stock {
  private readonly left: Float64Array;
  private readonly slope: Float64Array;
  /** Rising streams that need the resource: when there are none its slope is 0, whatever rounding has left of it. */
  private readonly users: Int32Array;

  constructor(private readonly capacity: ArrayLike<number>) {
    this.left = Float64Array.from(capacity);
    this.slope = new Float64Array(capacity.length);
    this.users = new Int32Array(capacity.length);
  }

  join(needs: readonly Demand[], weight: number): void {
    for (const { resource, amount } of needs) {
      this.slope[resource]! += amount * weight;
      this.users[resource]!++;
    }
  }

  leave(needs: readonly Demand[], weight: number): void {
    for (const { resource, amount } of needs) {
      this.slope[resource] = --this.users[resource]! === 0 ? 0 : this.slope[resource]! - amount * weight;
    }
  }

  /** How far the first resource lets everybody rise. */
  reach(): number {
    let step = Infinity;
    for (let resource = 0; resource < this.left.length; resource++) {
      if (this.slope[resource]! > 1e-12) step = Math.min(step, Math.max(0, this.left[resource]!) / this.slope[resource]!);
    }
    return step;
  }

  use(step: number): void {
    for (let resource = 0; resource < this.left.length; resource++) this.left[resource]! -= this.slope[resource]! * step;
  }

  stops(needs: readonly Demand[]): boolean {
    return needs.some(({ resource, amount }) => {
      const capacity = this.capacity[resource]!;
      return amount > 0 && capacity !== Infinity && this.left[resource]! <= capacity * 1e-9;
    });
  }
}

/**
 * Progressive filling: all rates rise together; a stream stops at its limit, or when a resource it needs is used up.
 * @param demands per stream, what a packet needs of each resource
 * @param capacity per resource, units per second
 * @param kept per resource, what those that do not give way take of it: the others find the rest; absent: nothing
 * @returns packets per second by stream
 */
export function share(
  demands: readonly (readonly Demand[])[],
  capacity: ArrayLike<number>,
  wishes: readonly Wish[],
  kept?: ArrayLike<number>
): Float64Array {
  const rates = new Float64Array(demands.length);
  const all = new Stock(capacity);
  const yielding = kept && new Stock(Float64Array.from(capacity, (most, at) => Math.max(0, most - kept[at]!)));
  const stocksOf = (stream: number): Stock[] => (yielding && !wishes[stream]!.deaf ? [all, yielding] : [all]);
  const rising = new Set<number>();
  demands.forEach((needs, stream) => {
    const { limit, weight } = wishes[stream]!;
    if (limit <= 0) return;
    rising.add(stream);
    for (const stock of stocksOf(stream)) stock.join(needs, weight);
  });
  while (rising.size > 0) {
    let step = Math.min(all.reach(), yielding?.reach() ?? Infinity);
    for (const stream of rising) {
      const { limit, weight } = wishes[stream]!;
      if (limit !== Infinity) step = Math.min(step, Math.max(0, limit - rates[stream]!) / weight);
    }
    if (step === Infinity) {
      // Nothing limits what is left: there is no resource on its way.
      for (const stream of rising) rates[stream] = wishes[stream]!.limit;
      break;
    }
    for (const stream of rising) rates[stream]! += step * wishes[stream]!.weight;
    all.use(step);
    yielding?.use(step);
    const stopped = [...rising].filter(
      stream => rates[stream]! >= wishes[stream]!.limit * (1 - 1e-12) || stocksOf(stream).some(stock => stock.stops(demands[stream]!))
    );
    for (const stream of stopped) {
      rising.delete(stream);
      for (const stock of stocksOf(stream)) stock.leave(demands[stream]!, wishes[stream]!.weight);
    }
    if (stopped.length === 0) break;
  }
  return rates;
}
