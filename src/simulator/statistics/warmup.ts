/**
 * MSER-5 (White, Cobb & Spratt 2000): where a series stops being dominated by how the run began.
 * A suggestion only. Nothing is ever cut because of it: the given warm-up is what counts, and the finding becomes a note.
 */

/** Observations per batch: the 5 of MSER-5. */
const BATCH = 5;

export interface WarmupSuggestion {
  /** How many observations from the start should be left out. */
  readonly discard: number;
  /** False when the best cut lies in the second half: the series never settled, and the number means nothing. */
  readonly settled: boolean;
}

/**
 * The cut that minimises the standard error of what is left, over batches of five.
 * Undefined when the series is too short to say (fewer than ten batches).
 * @param series equally spaced observations from the very start of the run
 */
export function suggestWarmup(series: readonly number[]): WarmupSuggestion | undefined {
  const batches = Math.floor(series.length / BATCH);
  if (batches < 10) return undefined;
  const means = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch++) {
    let sum = 0;
    for (let at = 0; at < BATCH; at++) sum += series[batch * BATCH + at]!;
    means[batch] = sum / BATCH;
  }
  const cut = bestCut(means);
  return { discard: cut * BATCH, settled: cut <= batches / 2 };
}

/** Walks from the end, so that each candidate's sum and sum of squares come from the one before. */
function bestCut(means: Float64Array): number {
  // Sums are taken around the last value: a constant series then has a variance of exactly zero.
  const origin = means[means.length - 1]!;
  // The last five batches never stand alone: their variance is too often small by chance.
  const latest = means.length - 5;
  let sum = 0;
  let squares = 0;
  let best = 0;
  let smallest = Infinity;
  for (let from = means.length - 1; from >= 0; from--) {
    const value = means[from]! - origin;
    sum += value;
    squares += value * value;
    if (from > latest) continue;
    const left = means.length - from;
    const error = Math.max(0, squares - (sum * sum) / left) / (left * left);
    if (error <= smallest) {
      smallest = error;
      best = from;
    }
  }
  return best;
}
