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
  /** Does not give way to anybody: takes what it needs before those that do. */
  readonly first: boolean;
}

/**
 * Progressive filling: all rates rise together; a stream stops at its limit, or when a resource it needs is used up. Those that
 * do not give way rise before the others.
 * @param demands per stream, what a packet needs of each resource
 * @param capacity per resource, units per second
 * @returns packets per second by stream
 */
export function share(
  demands: readonly (readonly Demand[])[],
  capacity: ArrayLike<number> & Iterable<number>,
  wishes: readonly Wish[]
): Float64Array {
  const rates = new Float64Array(demands.length);
  const left = Float64Array.from(capacity);
  for (const turn of [true, false]) {
    const rising = new Set(demands.keys());
    for (const stream of demands.keys()) if (wishes[stream]!.first !== turn || wishes[stream]!.limit <= 0) rising.delete(stream);
    rise(rising, rates, left, demands, capacity, wishes);
  }
  return rates;
}

function rise(
  rising: Set<number>,
  rates: Float64Array,
  left: Float64Array,
  demands: readonly (readonly Demand[])[],
  capacity: ArrayLike<number>,
  wishes: readonly Wish[]
): void {
  const slope = new Float64Array(capacity.length);
  /** Rising streams that need the resource: when there are none its slope is 0, whatever rounding has left of it. */
  const users = new Int32Array(capacity.length);
  for (const stream of rising) {
    for (const { resource, amount } of demands[stream]!) {
      slope[resource]! += amount * wishes[stream]!.weight;
      users[resource]!++;
    }
  }
  while (rising.size > 0) {
    const step = nextStop(rising, rates, wishes, left, slope);
    if (step === Infinity) {
      // Nothing limits what is left: there is no resource on its way.
      for (const stream of rising) rates[stream] = wishes[stream]!.limit;
      break;
    }
    for (const stream of rising) rates[stream]! += step * wishes[stream]!.weight;
    for (let resource = 0; resource < left.length; resource++) left[resource]! -= slope[resource]! * step;
    const stopped = [...rising].filter(
      stream =>
        rates[stream]! >= wishes[stream]!.limit * (1 - 1e-12) ||
        demands[stream]!.some(
          ({ resource, amount }) => amount > 0 && capacity[resource] !== Infinity && left[resource]! <= capacity[resource]! * 1e-9
        )
    );
    for (const stream of stopped) {
      rising.delete(stream);
      for (const { resource, amount } of demands[stream]!) {
        slope[resource] = --users[resource]! === 0 ? 0 : slope[resource]! - amount * wishes[stream]!.weight;
      }
    }
    if (stopped.length === 0) break;
  }
}

function nextStop(rising: Set<number>, rates: Float64Array, wishes: readonly Wish[], left: Float64Array, slope: Float64Array): number {
  let step = Infinity;
  for (const stream of rising) {
    if (wishes[stream]!.limit !== Infinity) step = Math.min(step, (wishes[stream]!.limit - rates[stream]!) / wishes[stream]!.weight);
  }
  for (let resource = 0; resource < left.length; resource++) {
    if (slope[resource]! > 1e-12) step = Math.min(step, Math.max(0, left[resource]!) / slope[resource]!);
  }
  return Math.max(0, step);
}
