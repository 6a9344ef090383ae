/** Max-min fair sharing: how fast every stream goes when all want as much as they can get of the resources they pass. */

export interface Demand {
  readonly resource: number;
  /** Units of the resource per packet of the stream. */
  readonly amount: number;
}

/**
 * Progressive filling: all rates rise together; a stream stops at its limit, or when a resource it needs is used up.
 * @param demands per stream, what a packet needs of each resource
 * @param capacity per resource, units per second
 * @param limits per stream, packets per second (Infinity = none)
 * @param weights per stream, how fast its rate rises
 * @returns packets per second by stream
 */
export function share(
  demands: readonly (readonly Demand[])[],
  capacity: readonly number[],
  limits: readonly number[],
  weights: readonly number[]
): Float64Array {
  const rates = new Float64Array(demands.length);
  const left = Float64Array.from(capacity);
  const slope = new Float64Array(capacity.length);
  /** Rising streams that need the resource: when there are none its slope is 0, whatever rounding has left of it. */
  const users = new Int32Array(capacity.length);
  const rising = new Set<number>();
  demands.forEach((needs, stream) => {
    if (limits[stream]! <= 0) return;
    rising.add(stream);
    for (const { resource, amount } of needs) {
      slope[resource]! += amount * weights[stream]!;
      users[resource]!++;
    }
  });
  while (rising.size > 0) {
    const step = nextStop(rising, rates, limits, weights, left, slope);
    if (step === Infinity) {
      // Nothing limits what is left: there is no resource on its way.
      for (const stream of rising) rates[stream] = limits[stream]!;
      break;
    }
    for (const stream of rising) rates[stream]! += step * weights[stream]!;
    for (let resource = 0; resource < left.length; resource++) left[resource]! -= slope[resource]! * step;
    const stopped = [...rising].filter(
      stream =>
        rates[stream]! >= limits[stream]! * (1 - 1e-12) ||
        demands[stream]!.some(
          ({ resource, amount }) => amount > 0 && capacity[resource] !== Infinity && left[resource]! <= capacity[resource]! * 1e-9
        )
    );
    for (const stream of stopped) {
      rising.delete(stream);
      for (const { resource, amount } of demands[stream]!) {
        slope[resource] = --users[resource]! === 0 ? 0 : slope[resource]! - amount * weights[stream]!;
      }
    }
    if (stopped.length === 0) break;
  }
  return rates;
}

function nextStop(
  rising: Set<number>,
  rates: Float64Array,
  limits: readonly number[],
  weights: readonly number[],
  left: Float64Array,
  slope: Float64Array
): number {
  let step = Infinity;
  for (const stream of rising) {
    if (limits[stream] !== Infinity) step = Math.min(step, (limits[stream]! - rates[stream]!) / weights[stream]!);
  }
  for (let resource = 0; resource < left.length; resource++) {
    if (slope[resource]! > 1e-12) step = Math.min(step, Math.max(0, left[resource]!) / slope[resource]!);
  }
  return Math.max(0, step);
}
